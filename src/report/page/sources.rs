//! The bibliography of a page: every source that its findings and tables cite, once, in the order of first citation.

use crate::report::{Block, Content, Row, Section};
use std::collections::HashMap;

/// A source with the chapters that cite it.
pub(super) struct Entry<'a> {
    /// The source.
    pub(super) text: &'a str,
    /// Numbers of the chapters, each once.
    pub(super) chapters: Vec<usize>,
}

/// All sources of a page.
#[derive(Default)]
pub(super) struct Bibliography<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    numbers: HashMap<&'a str, usize>,
}

impl<'a> Bibliography<'a> {
    /// Reads the sections, which have these numbers.
    pub(super) fn of(sections: impl Iterator<Item = (usize, &'a Section)>) -> Self {
        let mut all = Self::default();
        for (chapter, section) in sections {
            for block in &section.blocks {
                all.read(block, chapter);
            }
        }
        all
    }

    fn read(&mut self, block: &'a Block, chapter: usize) {
        match block {
            Block::Findings(findings) => findings.iter().for_each(|f| self.cite(&f.source, chapter)),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(Row::cells) {
                    if let Content::Source(source) = &cell.content {
                        self.cite(&source.text, chapter);
                    }
                }
            }
            Block::Paragraph(_) | Block::Figure { .. } | Block::KeyFigures(_) | Block::Definitions(_) => {}
        }
    }

    fn cite(&mut self, text: &'a str, chapter: usize) {
        if text.is_empty() {
            return;
        }
        let number = *self.numbers.entry(text).or_insert_with(|| {
            self.entries.push(Entry { text, chapters: Vec::new() });
            self.entries.len()
        });
        let chapters = &mut self.entries[number - 1].chapters;
        if chapters.last() != Some(&chapter) {
            chapters.push(chapter);
        }
    }

    /// The number of a source; none for one that nothing cites.
    pub(super) fn number(&self, text: &str) -> Option<usize> {
        self.numbers.get(text).copied()
    }
}
