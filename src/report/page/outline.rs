//! What stands where on a page: the chapters with their numbers and anchors, and the place of the sources among them.

use crate::report::{Block, Page, Section};
use std::collections::{BTreeSet, HashMap};

/// Where the sources go: before this chapter, else at the end.
const BEFORE: &str = "again";

/// A chapter as written.
pub(super) struct Part<'a> {
    /// Its number.
    pub(super) number: usize,
    /// Its anchor.
    pub(super) anchor: String,
    /// What it holds; none for the chapter of the sources, which the page makes.
    pub(super) section: Option<&'a Section>,
}

/// The chapters in order, that of the sources among them where it is wanted.
pub(super) fn parts(page: &Page, with_sources: bool) -> Vec<Part<'_>> {
    let mut sections: Vec<Option<&Section>> = page.sections.iter().map(Some).collect();
    if with_sources {
        let at = page.sections.iter().position(|s| s.id == BEFORE).unwrap_or(sections.len());
        sections.insert(at, None);
    }
    let mut taken = BTreeSet::new();
    let mut list = Vec::with_capacity(sections.len());
    for (k, section) in sections.into_iter().enumerate() {
        let base = anchor(section.map_or("sources", |s| &s.id));
        let names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
        let anchor = names.into_iter().find(|name| taken.insert(name.clone())).unwrap_or(base);
        list.push(Part { number: k + 1, anchor, section });
    }
    list
}

/// Small letters, digits and hyphens, behind a prefix that keeps anchors of chapters apart from those of figures.
fn anchor(id: &str) -> String {
    let plain: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("section-{}", plain.trim_matches('-'))
}

/// Where the references of a page lead, by what [`refer`](super::refer) calls their targets.
#[derive(Default)]
pub(super) struct Targets {
    places: HashMap<String, Target>,
}

/// A place to lead to.
pub(super) struct Target {
    /// The anchor.
    pub(super) anchor: String,
    /// The number shown.
    pub(super) number: usize,
}

impl Targets {
    /// Reads the chapters.
    pub(super) fn of(parts: &[Part<'_>]) -> Self {
        let mut places = HashMap::new();
        let (mut figures, mut tables) = (0, 0);
        for part in parts {
            let Some(section) = part.section else { continue };
            let chapter = Target { anchor: part.anchor.clone(), number: part.number };
            places.entry(format!("chapter {}", section.id)).or_insert(chapter);
            let (mut own_figures, mut own_tables) = (0, 0);
            for block in &section.blocks {
                let (kind, own, all) = match block {
                    Block::Figure { .. } => ("figure", &mut own_figures, &mut figures),
                    Block::Table(_) => ("table", &mut own_tables, &mut tables),
                    _ => continue,
                };
                *own += 1;
                *all += 1;
                let target = Target { anchor: format!("{kind}-{all}"), number: *all };
                places.entry(format!("{kind} {} {own}", section.id)).or_insert(target);
            }
        }
        Self { places }
    }

    /// Where a reference leads; none when the page has no such place.
    pub(super) fn find(&self, name: &str) -> Option<&Target> {
        self.places.get(name)
    }
}
