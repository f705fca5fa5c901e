//! An outcome without the names of its companies: for what is published.

use crate::allocation::{Company, PoleOutcome};
use crate::library::communes;
use crate::plot::Locale;
use std::sync::Arc;

/// Digits of a coordinate that is kept where no commune is near: about 7 km.
const COARSE_DEG: f64 = 0.1;
/// A commune is near within so many degrees of latitude, about 11 km.
const NEAR_DEG: f64 = 0.1;
/// Identifiers shorter than this are left in running text: they name nobody, and every text would be torn.
const SHORTEST: usize = 2;

/// The outcome with neutral labels for its companies, and the mapping that was used.
///
/// Names and identifiers of companies and streams are replaced wherever they stand as words of their own: in names, paths,
/// groups, findings and what is asked. Companies are numbered in the order of the inventory, so that the labels are the same
/// in page, pictures, tables and JSON, and from run to run. A company stands in the middle of its commune (or its coordinates
/// are cut to a tenth of a degree), since an address is a name too.
pub fn hide_names(pole: &PoleOutcome, lang: Locale) -> PoleOutcome {
    let veil = NameVeil::new(&[pole], lang);
    let mut out = pole.clone();
    companies(&mut out, &veil);
    for lot in &mut out.lots {
        lot.id = Arc::from(veil.text(&lot.id));
    }
    for sink in &mut out.sinks {
        sink.id = Arc::from(veil.text(&sink.id));
        veil.pairs(&mut sink.rubrics);
        veil.veil(&mut sink.name);
    }
    veil.veil(&mut out.name);
    veil.veil(&mut out.description);
    beyond(&mut out, &veil);
    out
}

fn companies(out: &mut PoleOutcome, veil: &NameVeil) {
    for (k, company) in out.companies.iter_mut().enumerate() {
        company.name = veil.label(k);
        company.id = veil.short(k);
        company.place = company.place.map(blurred);
        veil.pairs(&mut company.asked);
    }
}

fn beyond(out: &mut PoleOutcome, veil: &NameVeil) {
    for finding in &mut out.findings {
        veil.veil(&mut finding.text_en);
        veil.veil(&mut finding.text_fr);
        veil.veil(&mut finding.source);
    }
    for a in &mut out.assumptions {
        [&mut a.path, &mut a.drawn, &mut a.source].into_iter().for_each(|t| veil.veil(t));
    }
    if let Some(robust) = &mut out.robust {
        veil.veil(&mut robust.failed.1);
        for k in &mut robust.knowing {
            veil.veil(&mut k.group);
            k.inputs.iter_mut().for_each(|i| veil.veil(i));
        }
    }
    if let Some(comparison) = &mut out.aggregators {
        comparison.aggregators.iter_mut().for_each(|a| veil.veil(a));
    }
    for m in &mut out.matches {
        veil.veil(&mut m.what);
        veil.veil(&mut m.instead_of);
    }
    out.supply.iter_mut().for_each(|s| veil.veil(&mut s.scenario));
    for method in &mut out.methods {
        veil.veil(&mut method.reference);
    }
}

/// What is replaced by what, so that other texts (a command, changed inputs) can be veiled in the same way.
#[derive(Clone, Debug)]
pub struct NameVeil {
    lang: Locale,
    /// Longest first, so that a name within a longer one does not tear it.
    words: Vec<(String, String)>,
}

impl NameVeil {
    /// The veil of one or more outcomes; a company that several have gets one label.
    pub fn new(poles: &[&PoleOutcome], lang: Locale) -> Self {
        let mut veil = Self { lang, words: Vec::new() };
        let mut ids: Vec<&str> = Vec::new();
        for pole in poles {
            for company in &pole.companies {
                let place = ids.iter().position(|id| *id == company.id).unwrap_or_else(|| {
                    ids.push(&company.id);
                    ids.len() - 1
                });
                veil.add(pole, company, place);
            }
        }
        veil.words.retain(|(from, _)| from.chars().count() >= SHORTEST);
        veil.words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        veil.words.dedup();
        veil
    }

    fn add(&mut self, pole: &PoleOutcome, company: &Company, place: usize) {
        let (label, short) = (self.label(place), self.short(place));
        self.words.push((company.name.clone(), label));
        for (n, lot) in company.lots.iter().filter_map(|j| pole.lots.get(*j)).enumerate() {
            self.words.push((lot.id.to_string(), format!("{short}-{}", n + 1)));
        }
        self.words.push((company.id.clone(), short));
    }

    fn label(&self, place: usize) -> String {
        format!("{} {}", self.lang.say("Company"), place + 1)
    }

    fn short(&self, place: usize) -> String {
        format!("{}{:03}", self.lang.say("C¦company"), place + 1)
    }

    fn veil(&self, text: &mut String) {
        *text = self.text(text);
    }

    fn pairs(&self, pairs: &mut [(String, String)]) {
        for (english, french) in pairs {
            self.veil(english);
            self.veil(french);
        }
    }

    /// The text with every name that stands as a word of its own replaced, in one pass: what was put in is not read again.
    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut before: Option<char> = None;
        while let Some(next) = rest.chars().next() {
            let found = self.words.iter().find(|(from, _)| {
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                edge(before) && rest.starts_with(from.as_str()) && edge(rest[from.len()..].chars().next())
            });
            let (skipped, put) = match found {
                Some((from, to)) => (from.len(), to.as_str()),
                None => (next.len_utf8(), &rest[..next.len_utf8()]),
            };
            out.push_str(put);
            before = rest[..skipped].chars().next_back();
            rest = &rest[skipped..];
        }
        out
    }
}

/// The middle of the nearest commune, or the place on a coarse grid.
fn blurred((lat, lon): (f64, f64)) -> (f64, f64) {
    let squeeze = libm::cos(lat.to_radians());
    let distance = |c: &crate::library::Commune| libm::hypot(c.lat_deg - lat, (c.lon_deg - lon) * squeeze);
    let nearest = communes().iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
    match nearest.filter(|c| distance(c) <= NEAR_DEG) {
        Some(commune) => (commune.lat_deg, commune.lon_deg),
        None => ((lat / COARSE_DEG).round() * COARSE_DEG, (lon / COARSE_DEG).round() * COARSE_DEG),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_replaced_and_only_once() {
        let words = [("Mill", "Company 1"), ("P1-1", "C001-1"), ("P1", "C001")];
        let mut words: Vec<(String, String)> = words.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let veil = NameVeil { lang: Locale::En, words };
        assert_eq!(
            veil.text("stream.P1-1.t; P12, P1: Mill's Millet"),
            "stream.C001-1.t; P12, C001: Company 1's Millet"
        );
    }

    #[test]
    fn a_place_is_blurred_to_its_commune() {
        let florange = blurred((49.3287, 6.1301));
        assert!((florange.0 - 49.328).abs() < 0.03 && florange != (49.3287, 6.1301));
        assert_eq!(blurred((45.0123, 3.0456)), (45.0, 3.0));
    }
}
