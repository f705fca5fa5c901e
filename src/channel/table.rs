//! The valorisation channels: `models/channel/channels.csv`, one row each.

use super::LotKind;
use crate::balance::carbon::outlets::{Outlet, outlet, outlets};
use crate::balance::jobs::{Range, outlet_jobs};
use crate::library::{AnimalByProduct, WoodClass};
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetProblem, SheetRow, shipped};

/// What happens in a channel, as the engine computes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Physics {
    /// Today's outlet goes on.
    Present,
    /// Whole pallets are repaired, broken ones burn.
    Reuse,
    /// Pallets become boards, offcuts burn.
    Boards,
    /// Shred becomes panels.
    Panel,
    /// Shred burns in a boiler for heat.
    Boiler,
    /// Shred replaces coal in a kiln.
    Kiln,
    /// Waste burns for some power and heat.
    Incineration,
    /// Buried.
    Landfill,
    /// Digester, by batch yields and plant losses.
    Digestion,
    /// Compost.
    Composting,
    /// Feed for animals.
    Feed,
    /// Food for people.
    Donation,
    /// On the way only: a platform.
    Transit,
}

const PHYSICS: [(&str, Physics); 13] = [
    ("present", Physics::Present),
    ("reuse", Physics::Reuse),
    ("boards", Physics::Boards),
    ("panel", Physics::Panel),
    ("boiler", Physics::Boiler),
    ("kiln", Physics::Kiln),
    ("incineration", Physics::Incineration),
    ("landfill", Physics::Landfill),
    ("digestion", Physics::Digestion),
    ("composting", Physics::Composting),
    ("feed", Physics::Feed),
    ("donation", Physics::Donation),
    ("transit", Physics::Transit),
];

/// What is done to a lot before the process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pretreatment {
    /// Sorting by hand.
    pub sort: bool,
    /// Shredding.
    pub shred: bool,
    /// Screening of the shred.
    pub screen: bool,
    /// Depackaging of food waste with foreign matter.
    pub depackage: bool,
}

/// One row of `models/channel/channels.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Name.
    pub id: String,
    /// English name.
    pub label_en: String,
    /// French name.
    pub label_fr: String,
    /// Kinds of sinks it stands for, `kind`, `kind:candidate` or `kind:existing`.
    pub kinds: Vec<String>,
    /// What it can use.
    pub accepts: Vec<LotKind>,
    /// Classes of wood it may take.
    pub wood_classes: Vec<WoodClass>,
    /// Categories of animal by-product it may take.
    pub by_products: Vec<AnimalByProduct>,
    /// Place in the waste hierarchy: 1 prevention, 2 reuse, 3 recycling, 4 energy, 5 incineration, 6 landfill.
    pub hierarchy_rank: u32,
    /// What happens.
    pub physics: Physics,
    /// What comes before.
    pub pretreatment: Pretreatment,
    /// The gate fee of such a site holds the pretreatment already.
    pub gate_covers_pretreatment: bool,
    /// Food waste is held at 70 C for an hour.
    pub hygienises: bool,
    /// Impact and law of the treatment of wood, where a factor stands for the process.
    pub impact_wood: Option<&'static Outlet>,
    /// Impact and law of the treatment of organic matter, where a factor stands for the process.
    pub impact_organic: Option<&'static Outlet>,
    /// Row of `models/jobs/outlets.csv` (or `digester_operation` of the steps) for its operation.
    pub operation_jobs: String,
    /// Share of the posts of operation in insertion enterprises.
    pub insertion: Range<f64>,
    /// What it is.
    pub description: String,
    /// How far to trust the row.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

const KINDS: [(&str, LotKind); 6] = [
    ("wood", LotKind::Wood),
    ("food_waste", LotKind::FoodWaste),
    ("grease", LotKind::Grease),
    ("green_waste", LotKind::GreenWaste),
    ("manure", LotKind::Manure),
    ("crop", LotKind::Crop),
];

impl LotKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Wood, Self::FoodWaste, Self::Grease, Self::GreenWaste, Self::Manure, Self::Crop];

    /// The word used in tables.
    pub fn word(self) -> &'static str {
        KINDS[self as usize].0
    }

    /// The kind of a word.
    pub fn named(word: &str) -> Option<Self> {
        KINDS.iter().find(|(w, _)| *w == word).map(|(_, k)| *k)
    }
}

const CLASSES: [WoodClass; 8] = [
    WoodClass::A,
    WoodClass::B,
    WoodClass::C,
    WoodClass::Reject,
    WoodClass::ByProduct,
    WoodClass::Fuel,
    WoodClass::Green,
    WoodClass::Agro,
];

const BY_PRODUCTS: [(&str, AnimalByProduct); 5] = [
    ("none", AnimalByProduct::None),
    ("cat3", AnimalByProduct::Category3),
    ("cat3_or_none", AnimalByProduct::Category3OrNone),
    ("cat2_or_3", AnimalByProduct::Category2Or3),
    ("cat2_derog", AnimalByProduct::Category2Derogation),
];

/// The words of a cell, separated by bars, through a list of known ones.
fn words<T: Copy>(row: &SheetRow<'_>, column: &str, known: &[(&str, T)]) -> Result<Vec<T>, SheetError> {
    let text = row.text(column)?;
    let find = |word: &str| {
        let found = known.iter().find(|(w, _)| *w == word).map(|(_, t)| *t);
        found.ok_or_else(|| row.unknown_word(column, word, known.iter().map(|(w, _)| *w)))
    };
    text.split('|').filter(|w| !w.is_empty()).map(find).collect()
}

fn impact(row: &SheetRow<'_>, column: &str) -> Result<Option<&'static Outlet>, SheetError> {
    let Some(id) = row.text_if_any(column)? else { return Ok(None) };
    let known = || outlets().iter().map(|o| o.id.as_str());
    outlet(&id).map(Some).map_err(|_| row.unknown_word(column, &id, known()))
}

fn pretreatment(row: &SheetRow<'_>) -> Result<Pretreatment, SheetError> {
    let text = row.text("pretreatment")?;
    let mut all = Pretreatment::default();
    for word in text.split('+').filter(|w| !w.is_empty()) {
        match word {
            "sort" => all.sort = true,
            "shred" => all.shred = true,
            "screen" => all.screen = true,
            "depackage" => all.depackage = true,
            _ => return Err(row.unknown_word("pretreatment", word, ["sort", "shred", "screen", "depackage"])),
        }
    }
    Ok(all)
}

/// Name of the step whose posts are per plant and not per kilotonne.
pub(super) const PER_PLANT: &str = "digester_operation";

fn operation_jobs(row: &SheetRow<'_>) -> Result<String, SheetError> {
    let id = row.filled("operation_jobs")?;
    let known = || outlet_jobs().iter().map(|o| o.id.as_str()).chain([PER_PLANT]);
    if known().any(|k| k == id) { Ok(id) } else { Err(row.unknown_word("operation_jobs", &id, known())) }
}

fn read_row(row: &SheetRow<'_>) -> Result<Channel, SheetError> {
    let yes_no = [("yes", true), ("no", false)];
    let classes = CLASSES.map(|c| (c.word(), c));
    let share = |column: &str| row.number_in(column, 0.0..=1.0);
    let insertion =
        Range { low: share("insertion_low")?, central: share("insertion_central")?, high: share("insertion_high")? };
    if !(insertion.low <= insertion.central && insertion.central <= insertion.high) {
        let (low, high) = (insertion.low, insertion.high);
        let (column, value) = ("insertion_central".to_owned(), insertion.central);
        return Err(row.error(SheetProblem::OutOfRange { column, value, low, high }));
    }
    Ok(Channel {
        id: row.filled("id")?,
        label_en: row.filled("label_en")?,
        label_fr: row.filled("label_fr")?,
        kinds: row.text("kinds")?.split('|').filter(|w| !w.is_empty()).map(str::to_owned).collect(),
        accepts: words(row, "accepts", &KINDS)?,
        wood_classes: words(row, "wood_classes", &classes)?,
        by_products: words(row, "by_products", &BY_PRODUCTS)?,
        hierarchy_rank: row.number_in("hierarchy_rank", 1.0..=6.0)? as u32,
        physics: row.word("physics", &PHYSICS)?,
        pretreatment: pretreatment(row)?,
        gate_covers_pretreatment: row.word("gate_covers_pretreatment", &yes_no)?,
        hygienises: row.word("hygienises", &yes_no)?,
        impact_wood: impact(row, "impact_wood")?,
        impact_organic: impact(row, "impact_organic")?,
        operation_jobs: operation_jobs(row)?,
        insertion,
        description: row.filled("description")?,
        flag: row.flag("flag")?,
        source: row.filled("source")?,
    })
}

shipped! {
    /// All channels, in the order of the table.
    pub fn channels() -> [Channel] from "channel/channels.csv" by read_row
}

/// The channel of this name.
pub fn channel(id: &str) -> Option<&'static Channel> {
    channels().iter().find(|c| c.id == id)
}

/// The channel of a kind of sink as tables of sinks write it (`boiler_ssd`, `digester_abp`, ...), for a site that is a
/// candidate or exists; the name of a channel stands for itself.
pub fn channel_of_kind(kind: &str, candidate: bool) -> Option<&'static Channel> {
    let state = if candidate { "candidate" } else { "existing" };
    let fits = |c: &&Channel| {
        c.kinds.iter().any(|k| match k.split_once(':') {
            None => k == kind,
            Some((name, when)) => name == kind && when == state,
        })
    };
    channels().iter().find(fits).or_else(|| channel(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_sink_has_its_channel() {
        let of = |kind, candidate| channel_of_kind(kind, candidate).map(|c| c.id.as_str());
        assert_eq!(of("boiler_ssd", true), Some("collective_boiler"));
        assert_eq!(of("boiler_2910B", false), Some("biomass_plant_b"));
        assert_eq!(of("digester_abp", true), Some("own_digester"));
        assert_eq!(of("digester_abp", false), Some("existing_digester"));
        for kind in
            ["hub", "reuse", "particle_board", "digester", "compost", "compost_abp", "feed", "incineration", "landfill"]
        {
            assert!(of(kind, true).is_some() && of(kind, false).is_some(), "{kind}");
        }
        assert_eq!(of("cement_kiln", false), Some("cement_kiln"));
        assert_eq!(of("rocket", false), None);
        assert!(LotKind::ALL.into_iter().all(|k| LotKind::named(k.word()) == Some(k)));
    }

    #[test]
    fn labels_and_names_are_unique_and_in_both_languages() {
        for (k, c) in channels().iter().enumerate() {
            for other in &channels()[k + 1..] {
                assert!(c.id != other.id && c.label_en != other.label_en && c.label_fr != other.label_fr, "{}", c.id);
            }
            assert!(!c.accepts.is_empty(), "{}", c.id);
        }
    }
}
