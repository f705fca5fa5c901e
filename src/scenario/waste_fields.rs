//! What a stream is as waste: its code, kind and container. One reader for cells of a table and keys of a section.

use super::providers::FeedstockKey;
use super::section::Context;
use crate::channel::LotKind;
use crate::diag::{Diagnostic, Location};
use crate::library::{OrganicCategory, WasteCode, WoodClass, bare_code, nearest_waste_code, organic, waste_code, wood};
use crate::text;
use crate::words::{Text, nearest};

/// What a stream is as waste.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WasteFields {
    /// Code of the European List of Waste; none for what is no waste, or where none was given.
    pub(super) ewc: Option<&'static WasteCode>,
    /// What sinks call it.
    pub(super) kind: LotKind,
    /// The container it waits in.
    pub(super) container: Option<ContainerEntry>,
    /// Under a roof; none where nothing was said.
    pub(super) covered: Option<bool>,
    /// Road distance to the present outlet, km, where it was given.
    pub(super) outlet_km: Option<f64>,
    /// What the company could use itself, in its own words.
    pub(super) own_use: Option<String>,
}

/// A container as named.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ContainerEntry {
    /// Name in the table of containers; it is looked up where containers are known.
    pub(super) id: String,
    /// How many; 1 where nothing was said.
    pub(super) count: f64,
    /// Where it is named.
    pub(super) location: Option<Location>,
}

/// A text and where it stands.
pub(super) type Placed<'a> = Option<(&'a str, Location)>;

/// A code, or a diagnostic with the one that may be meant and its title. `-` says that it is no waste.
pub(super) fn ewc_of(context: &mut Context<'_>, given: Placed<'_>, place: &Text) -> Option<&'static WasteCode> {
    let (text, location) = given?;
    if text == "-" {
        return None;
    }
    if let Some(code) = waste_code(text) {
        return Some(code);
    }
    let found = Diagnostic::error(text!("{place}no waste code `{text}` in the European list", place, text));
    let near = nearest_waste_code(text);
    let help = match (near, bare_code(text)) {
        (Some(near), _) => {
            text!("did you mean {spaced}, {title_en}?", spaced = near.spaced(), title_en = near.title_en)
        }
        (None, Some(_)) => text!("a code has six digits, such as 15 01 03; `gisement codes WORDS` finds it"),
        (None, None) => text!("write six digits, such as 15 01 03; `gisement codes {text}` may find it", text),
    };
    context.diagnostics.push(found.at(Some(location), text!("not in the list")).help(help));
    None
}

/// The kind that is written, checked against the feedstock, or the one that follows from the feedstock.
pub(super) fn kind_of(context: &mut Context<'_>, given: Placed<'_>, feedstock: FeedstockKey) -> LotKind {
    let natural = natural_kind(feedstock);
    let Some((text, location)) = given else { return natural };
    let Some(kind) = LotKind::named(text) else {
        let words: Vec<&str> = LotKind::ALL.iter().map(|k| k.word()).collect();
        let found = Diagnostic::error(text!("no kind of stream `{text}`", text)).at(Some(location), text!("not known"));
        let near = nearest(text, words.iter().copied()).map_or(Text::plain(""), |w| text!("did you mean `{w}`? ", w));
        context.diagnostics.push(found.help(text!("{near}kinds: {a}", near, a = words.join(", "))));
        return natural;
    };
    let burns = |k: LotKind| matches!(k, LotKind::Wood);
    let fits = burns(kind) == matches!(feedstock, FeedstockKey::Wood(_)) || kind == LotKind::GreenWaste;
    if !fits {
        let message = text!("`{id}` is no {text}", id = feedstock.id(), text);
        let found = Diagnostic::error(message).at(Some(location), text!("this kind"));
        let help = text!("write {word}, or another feedstock", word = natural.word());
        context.diagnostics.push(found.help(help));
    }
    kind
}

/// The kind of a feedstock of the library.
pub(super) fn natural_kind(feedstock: FeedstockKey) -> LotKind {
    match feedstock {
        FeedstockKey::Wood(id) => match wood(id).map(|w| w.class) {
            Some(WoodClass::Green) => LotKind::GreenWaste,
            _ => LotKind::Wood,
        },
        FeedstockKey::Organic(id) => match organic(id).map(|o| o.category) {
            Some(OrganicCategory::Fat) => LotKind::Grease,
            Some(OrganicCategory::Green) => LotKind::GreenWaste,
            Some(OrganicCategory::Manure) => LotKind::Manure,
            Some(OrganicCategory::Crop) => LotKind::Crop,
            _ => LotKind::FoodWaste,
        },
    }
}

/// 0 and 1, no and yes, in either language.
pub(super) fn truth_of(context: &mut Context<'_>, given: Placed<'_>, name: &str) -> Option<bool> {
    let (text, location) = given?;
    match crate::library::folded(text).as_str() {
        "0" | "no" | "non" | "false" | "faux" => Some(false),
        "1" | "yes" | "oui" | "true" | "vrai" => Some(true),
        _ => {
            let found = Diagnostic::error(text!("`{name}` cannot be `{text}`", name, text))
                .at(Some(location), text!("neither yes nor no"));
            context.diagnostics.push(found.help(text!("write yes or no")));
            None
        }
    }
}
