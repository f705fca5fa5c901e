//! What an argument of `gisement yield` means: a formula, a feedstock's name, or fractions.

use super::exit;
use crate::feedstock::formula::{Formula, FormulaError};
use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use crate::feedstock::predicted::{Mixture, SUM_TOLERANCE};
use crate::feedstock::{OrganicOverrides, OrganicParams};
use crate::library::{OrganicFeedstock, organics, woods};
use crate::text;
use crate::words::{self, Text, nearest};
use std::ops::Range;

/// Words for the macromolecules.
const WORDS: [(&str, Macromolecule); 14] = [
    ("carbohydrate", Macromolecule::Carbohydrate),
    ("carbohydrates", Macromolecule::Carbohydrate),
    ("carb", Macromolecule::Carbohydrate),
    ("cellulose", Macromolecule::Carbohydrate),
    ("starch", Macromolecule::Carbohydrate),
    ("protein", Macromolecule::Protein),
    ("proteins", Macromolecule::Protein),
    ("lipid", Macromolecule::Lipid),
    ("lipids", Macromolecule::Lipid),
    ("fat", Macromolecule::Lipid),
    ("lignin", Macromolecule::Lignin),
    ("vfa", Macromolecule::Vfa),
    ("vfas", Macromolecule::Vfa),
    ("acetate", Macromolecule::Vfa),
];

/// What is asked for.
pub(super) struct Asked {
    /// As written.
    pub(super) name: String,
    /// `formula`, `feedstock` or `fractions`.
    pub(super) kind: &'static str,
    /// What a kilogram is of: of the compound, of volatile solids, of the mixture.
    pub(super) basis: &'static str,
    /// What is digested.
    pub(super) mixture: Mixture,
    /// The library's entry, with its numbers.
    pub(super) library: Option<(&'static OrganicFeedstock, OrganicParams<f64>)>,
    /// What the reader should know.
    pub(super) notes: Vec<Text>,
}

/// Why an argument has no answer.
pub(super) struct Unreadable {
    pub(super) message: Text,
    pub(super) label: Text,
    pub(super) help: Text,
    pub(super) span: Range<usize>,
    pub(super) code: u8,
}

impl Unreadable {
    /// Read, but there is no such matter.
    pub(super) fn impossible(text: &str, message: Text) -> Box<Self> {
        let code = exit::SCENARIO_INVALID;
        Box::new(Self { message, label: text!("here"), help: Text::plain(""), span: 0..text.len(), code })
    }
}

/// Fractions that the shell has split are one mixture: neighbours that each hold one `name=value`.
pub(super) fn arguments(given: &[String]) -> Vec<String> {
    let single = |text: &str| text.contains('=') && pieces(text).len() == 1;
    let mut joined: Vec<String> = Vec::new();
    let mut open = false;
    for text in given {
        let lone = single(text);
        match joined.last_mut() {
            Some(last) if open && lone => {
                last.push(' ');
                last.push_str(text);
            }
            _ => joined.push(text.clone()),
        }
        open = lone;
    }
    joined
}

/// Reads one argument.
pub(super) fn argument(text: &str) -> Result<Asked, Box<Unreadable>> {
    if text.contains('=') {
        return fractions(text);
    }
    let bare = text.trim();
    if let Some(feedstock) = organics().iter().find(|f| named(f, bare)) {
        return of_library(feedstock, text);
    }
    let asked = |mixture| Asked {
        name: bare.to_owned(),
        kind: "formula",
        basis: words::word("of the compound"),
        mixture,
        library: None,
        notes: Vec::new(),
    };
    if let Some(molecule) = word(bare) {
        return Ok(asked(Mixture::of_macromolecules(&[(molecule, 1.0)])));
    }
    match bare.parse::<Formula>() {
        Ok(formula) => Ok(asked(Mixture::pure(formula))),
        Err(error) if looks_like_a_formula(bare) => Err(bad_formula(text, 0, bare, &error)),
        Err(_) => Err(unknown(text, bare)),
    }
}

fn named(feedstock: &OrganicFeedstock, name: &str) -> bool {
    [&feedstock.id, &feedstock.name_en, &feedstock.name_fr].into_iter().any(|n| n.eq_ignore_ascii_case(name))
}

fn word(name: &str) -> Option<Macromolecule> {
    WORDS.iter().find(|(w, _)| w.eq_ignore_ascii_case(name)).map(|(_, m)| *m)
}

/// Capitals, digits and parentheses; names hold words.
fn looks_like_a_formula(text: &str) -> bool {
    let start = text.starts_with(|c: char| c.is_ascii_uppercase() || c == '(' || c.is_ascii_digit());
    let words = text.as_bytes().windows(2).any(|w| w.iter().all(u8::is_ascii_lowercase));
    text.is_empty() || (start && !words && !text.contains('_'))
}

fn bad_formula(text: &str, offset: usize, formula: &str, error: &FormulaError) -> Box<Unreadable> {
    let lead = offset + text[offset..].find(formula).unwrap_or(0);
    let from = (lead + error.position).min(text.len());
    let length = text[from..].chars().next().map_or(0, char::len_utf8);
    Box::new(Unreadable {
        message: error.told(),
        label: text!("here"),
        help: text!("write elements and counts, as in C6H10O5 or C4H6.1O1.2N"),
        span: from..from + length,
        code: exit::USAGE,
    })
}

fn unknown(text: &str, name: &str) -> Box<Unreadable> {
    let ids = organics().iter().map(|f| f.id.as_str());
    let known = ids.chain(WORDS.iter().map(|(w, _)| *w));
    let capitals = name.to_uppercase();
    let help = if let Some(wood) = woods().iter().find(|w| w.id.eq_ignore_ascii_case(name)) {
        text!("`{id}` is wood, for a boiler: lignin hides its carbohydrate from a digester", id = wood.id)
    } else if name.chars().any(|c| c.is_ascii_digit()) && capitals.parse::<Formula>().is_ok() {
        text!("did you mean the formula `{capitals}`? Elements begin with a capital", capitals)
    } else if let Some(near) = nearest(name, known) {
        text!("did you mean `{near}`?", near)
    } else {
        text!(
            "`gisement explain feedstock` lists the library; a formula is written as C6H10O5, fractions as \
             \"protein=0.2 lipid=0.1\""
        )
    };
    Box::new(Unreadable {
        message: text!("`{name}` is no formula, and no feedstock of the library has this name", name),
        label: text!("not known"),
        help,
        span: 0..text.len(),
        code: exit::USAGE,
    })
}

fn of_library(feedstock: &'static OrganicFeedstock, text: &str) -> Result<Asked, Box<Unreadable>> {
    let params = OrganicParams::resolve(feedstock, &OrganicOverrides::default())
        .map_err(|error| Unreadable::impossible(text, error.told()))?;
    let shares =
        [params.carb_pct_vs, params.protein_pct_vs, params.lipid_pct_vs, params.lignin_pct_vs, params.vfa_pct_vs];
    let parts: Vec<(Macromolecule, f64)> =
        Macromolecule::ALL.into_iter().zip(shares).map(|(m, pct)| (m, pct / 100.0)).collect();
    let mut mixture = Mixture::of_macromolecules(&parts);
    mixture.sulphur = params.s_pct_ts / params.vs_pct_ts;
    let measured = params.bmp_nl_per_kg_vs(MacromoleculeTable::project());
    let notes = vec![
        text!(
            "{id}: the library's BMP is {measured} NL CH4/kg VS, {pct} % of its matter degrades",
            id = feedstock.id,
            measured = format!("{measured:.0}"),
            pct = format!("{:.0}", params.degradable_fraction * 100.0)
        ),
        text!("{id}: sulphur is a share of its protein, not an analysis", id = feedstock.id),
    ];
    let library = Some((feedstock, params));
    Ok(Asked { name: feedstock.id.clone(), kind: "feedstock", basis: words::word("of VS"), mixture, library, notes })
}

/// Pieces between blanks, commas and semicolons, with their places.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut list = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_whitespace() || c == ',' || c == ';' {
            if at > from {
                list.push((from, &text[from..at]));
            }
            from = at + c.len_utf8();
        }
    }
    list
}

fn fractions(text: &str) -> Result<Asked, Box<Unreadable>> {
    let mut mixture = Mixture::default();
    let mut seen: Vec<String> = Vec::new();
    for (at, piece) in pieces(text) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        if seen.iter().any(|s| s.eq_ignore_ascii_case(name)) {
            return Err(at_piece(at, piece, text!("`{name}` stands twice", name), text!("write each part once")));
        }
        seen.push(name.to_owned());
        let fraction = fraction(at, piece, value)?;
        if name.eq_ignore_ascii_case("sulphur") || name == "S" {
            mixture.sulphur = fraction;
        } else {
            mixture.parts.push((part(text, at, piece, name)?, fraction));
        }
    }
    let sum: f64 = mixture.parts.iter().map(|(_, fraction)| fraction).sum();
    if sum > 1.0 + SUM_TOLERANCE {
        let message = if (sum - 100.0).abs() < 5.0 {
            text!("fractions sum to {sum}, more than 1: these look like per cent; write 0.6 for 60 %", sum)
        } else {
            text!("fractions sum to {sum}, more than 1", sum)
        };
        let mut wrong = Unreadable::impossible(text, message);
        wrong.help = text!("they are kg per kg and sum to 1, or less where ash or water is the rest");
        return Err(wrong);
    }
    let mut notes = Vec::new();
    if sum < 1.0 - SUM_TOLERANCE {
        notes.push(text!(
            "{pct} % of the mixture is none of its parts and gives nothing (ash, water)",
            pct = format!("{:.1}", (1.0 - sum) * 100.0)
        ));
    }
    let name = text.trim().to_owned();
    Ok(Asked { name, kind: "fractions", basis: words::word("of the mixture"), mixture, library: None, notes })
}

fn at_piece(at: usize, piece: &str, message: Text, help: Text) -> Box<Unreadable> {
    let (label, span) = (text!("here"), at..at + piece.len());
    Box::new(Unreadable { message, label, help, span, code: exit::USAGE })
}

fn fraction(at: usize, piece: &str, value: &str) -> Result<f64, Box<Unreadable>> {
    let number = value.parse::<f64>().ok().filter(|v| v.is_finite());
    let Some(number) = number else {
        let message = text!("`{piece}` has no number", piece);
        return Err(at_piece(
            at,
            piece,
            message,
            text!("write a part and its fraction without blanks, as in protein=0.2"),
        ));
    };
    if number < 0.0 {
        let mut wrong =
            at_piece(at, piece, text!("a fraction of {number}", number), text!("write a number from 0 to 1"));
        wrong.code = exit::SCENARIO_INVALID;
        return Err(wrong);
    }
    Ok(number)
}

fn part(text: &str, at: usize, piece: &str, name: &str) -> Result<Formula, Box<Unreadable>> {
    if let Some(molecule) = word(name) {
        return Ok(molecule.formula().parse().expect("formulas of the macromolecules are well formed"));
    }
    match name.parse::<Formula>() {
        Ok(formula) => Ok(formula),
        Err(error) if looks_like_a_formula(name) => Err(bad_formula(text, at, name, &error)),
        Err(_) => {
            let help = nearest(name, WORDS.iter().map(|(w, _)| *w).chain(["sulphur"])).map_or_else(
                || text!("parts are carbohydrate, protein, lipid, lignin, vfa, sulphur, or formulas"),
                |near| text!("did you mean `{near}`?", near),
            );
            Err(at_piece(at, piece, text!("`{name}` is no part of a mixture", name), help))
        }
    }
}
