//! What the law lets a channel take, and what to do with what it may not.

use super::{Channel, Lot, LotKind, Physics, Sink, channel};
use crate::balance::carbon::outlets::Outlet;
use crate::feedstock::Substance;
use crate::library::{OrganicFeedstock, WoodClass, WoodFeedstock};
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::words::{Text, shown_as_told};

/// One row of `models/channel/rules.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelRule {
    /// Name.
    pub id: String,
    /// The rule in English.
    pub rule_en: String,
    /// The rule in French.
    pub rule_fr: String,
    /// The law, or what else makes it.
    pub law: String,
    /// What to do instead, in English.
    pub instead_en: String,
    /// What to do instead, in French.
    pub instead_fr: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_rule(r: &SheetRow<'_>) -> Result<ChannelRule, SheetError> {
    Ok(ChannelRule {
        id: r.filled("id")?,
        rule_en: r.filled("rule_en")?,
        rule_fr: r.filled("rule_fr")?,
        law: r.filled("law")?,
        instead_en: r.filled("instead_en")?,
        instead_fr: r.filled("instead_fr")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// All rules of the channels.
    pub fn channel_rules() -> [ChannelRule] from "channel/rules.csv" by read_rule
}

/// One row of `models/channel/fit_streams.csv`: what may be fed or given.
#[derive(Clone, Debug, PartialEq)]
pub struct FitStream {
    /// Name in the library of feedstocks.
    pub feedstock: String,
    /// May be fed to animals.
    pub feed: bool,
    /// May be given to people.
    pub donation: bool,
    /// Why.
    pub note: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_fit(r: &SheetRow<'_>) -> Result<FitStream, SheetError> {
    let yes_no = [("yes", true), ("no", false)];
    Ok(FitStream {
        feedstock: r.filled("feedstock")?,
        feed: r.word("feed", &yes_no)?,
        donation: r.word("donation", &yes_no)?,
        note: r.filled("note")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// Streams that may be fed or given, or expressly not; what is not in the list may be neither.
    pub fn fit_streams() -> [FitStream] from "channel/fit_streams.csv" by read_fit
}

/// Why a sink may not take a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Name of the rule.
    pub id: &'static str,
    /// The rule.
    pub rule: &'static str,
    /// The rule in French.
    pub rule_fr: &'static str,
    /// The law.
    pub law: &'static str,
    /// What to do instead.
    pub what_instead: &'static str,
    /// What to do instead, in French.
    pub what_instead_fr: &'static str,
}

impl Refusal {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        Text::plain(format!("{} ({}); {}", self.rule, self.law, self.what_instead))
    }
}

shown_as_told!(Refusal);

impl std::error::Error for Refusal {}

/// The refusal by a rule.
pub(super) fn refusal(id: &'static str) -> Refusal {
    let rule = channel_rules().iter().find(|r| r.id == id).expect("a test finds every rule that the code names");
    Refusal {
        id,
        rule: &rule.rule_en,
        rule_fr: &rule.rule_fr,
        law: &rule.law,
        what_instead: &rule.instead_en,
        what_instead_fr: &rule.instead_fr,
    }
}

/// Names of the rules that the code refuses by.
#[cfg(test)]
const NAMED: [&str; 17] = [
    "kind",
    "channel_kind",
    "unknown_channel",
    "transit",
    "hazardous_wood",
    "methyl_bromide",
    "class_b",
    "wood_class",
    "ssd_codes",
    "landfill_wood",
    "landfill_biowaste",
    "incineration_biowaste",
    "animal_by_product",
    "feed",
    "donation",
    "nothing_reusable",
    "no_class_a",
];

/// Codes of waste that may become end-of-waste fuel (arrêté of 29 July 2014, JORFARTI000029346979).
const END_OF_WASTE_CODES: [&str; 3] = ["150103", "200138", "191207"];

/// Codes of waste of kitchens, which may not be fed.
const KITCHEN_CODES: [&str; 2] = ["200108", "200125"];

/// Whether one of the codes is the lot's, which may be written with or without blanks.
fn has_code(lot: &Lot, codes: &[&str]) -> bool {
    let Some(ewc) = &lot.ewc else { return false };
    codes.iter().any(|code| ewc.bytes().filter(u8::is_ascii_digit).eq(code.bytes()))
}

/// Whether a sink may lawfully take a lot in a year.
///
/// # Errors
/// The first rule that forbids it.
pub fn lawful(lot: &Lot, sink: &Sink, year: u32) -> Result<(), Refusal> {
    let channel = channel(sink.channel).ok_or_else(|| refusal("unknown_channel"))?;
    if channel.physics != Physics::Present && !sink.accepts.contains(&lot.kind) {
        return Err(refusal("kind"));
    }
    lawful_in(lot, channel, year)
}

/// Whether a channel may lawfully take a lot in a year, wherever its site.
///
/// # Errors
/// The first rule that forbids it.
pub fn lawful_in(lot: &Lot, channel: &Channel, year: u32) -> Result<(), Refusal> {
    match channel.physics {
        Physics::Present => return Ok(()),
        Physics::Transit => return Err(refusal("transit")),
        _ => {}
    }
    if !channel.accepts.contains(&lot.kind) {
        return Err(refusal("channel_kind"));
    }
    banned(lot, channel, year)?;
    match lot.substance {
        Substance::Wood(wood, _) => wood_rules(lot, wood, channel),
        Substance::Organic(organic, _) => organic_rules(lot, organic, channel),
    }
}

/// Bans by date, where a factor of `models/carbon/outlets.csv` stands for the treatment and carries its law.
fn banned(lot: &Lot, channel: &Channel, year: u32) -> Result<(), Refusal> {
    let forbidden = |o: Option<&'static Outlet>| o.is_some_and(|o| !o.is_lawful(year));
    // grease of separators is no biowaste of a producer and may still be burnt
    let biowaste = matches!(lot.kind, LotKind::FoodWaste | LotKind::GreenWaste);
    match (channel.physics, lot.kind) {
        (Physics::Landfill, LotKind::Wood) if forbidden(channel.impact_wood) => Err(refusal("landfill_wood")),
        (Physics::Landfill, _) if biowaste && forbidden(channel.impact_organic) => Err(refusal("landfill_biowaste")),
        (Physics::Incineration, _) if biowaste && forbidden(channel.impact_organic) => {
            Err(refusal("incineration_biowaste"))
        }
        _ => Ok(()),
    }
}

fn wood_rules(lot: &Lot, wood: &WoodFeedstock, channel: &Channel) -> Result<(), Refusal> {
    if !channel.wood_classes.contains(&wood.class) {
        let id = match wood.class {
            WoodClass::C => "hazardous_wood",
            WoodClass::Reject => "methyl_bromide",
            WoodClass::B if channel.physics == Physics::Boiler => "class_b",
            _ => "wood_class",
        };
        return Err(refusal(id));
    }
    let boiler_a = channel.physics == Physics::Boiler && !channel.wood_classes.contains(&WoodClass::B);
    if boiler_a {
        // by-products, fuels and green wood are biomass of heading 2910-A as they are
        let waste = wood.class == WoodClass::A && lot.ewc.is_some();
        if waste && !has_code(lot, &END_OF_WASTE_CODES) {
            return Err(refusal("ssd_codes"));
        }
        if lot.class_a_share <= 0.0 {
            return Err(refusal("no_class_a"));
        }
    }
    if matches!(channel.physics, Physics::Reuse | Physics::Boards) && lot.reusable_share <= 0.0 {
        return Err(refusal("nothing_reusable"));
    }
    Ok(())
}

fn organic_rules(lot: &Lot, organic: &OrganicFeedstock, channel: &Channel) -> Result<(), Refusal> {
    if channel.physics == Physics::Feed {
        let fit = fit_streams().iter().any(|f| f.feed && f.feedstock == organic.id);
        let fodder = fit || lot.kind == LotKind::Crop;
        if !fodder || has_code(lot, &KITCHEN_CODES) {
            return Err(refusal("feed"));
        }
    }
    if channel.physics == Physics::Donation && !fit_streams().iter().any(|f| f.donation && f.feedstock == organic.id) {
        return Err(refusal("donation"));
    }
    if !channel.by_products.contains(&organic.animal_by_product) {
        return Err(refusal("animal_by_product"));
    }
    Ok(())
}

/// Place of today's outlet in the waste hierarchy, as [`Channel::hierarchy_rank`]; none where nobody knows it.
pub fn rank_of_outlet(outlet: &Outlet) -> Option<u32> {
    if outlet.energy_use_share > 0.5 {
        return Some(4);
    }
    match outlet.treatment_jobs.as_str() {
        "reuse" => Some(2),
        "recycling" | "composting" | "digestion" => Some(3),
        "incineration" => Some(5),
        "landfill" => Some(6),
        _ if outlet.id == "animal_feed" => Some(2),
        _ => None,
    }
}

/// Whether a channel stands lower in the waste hierarchy than what is done with the lot today (Directive 2008/98/EC art.
/// 4, Code de l'environnement art. L.541-1): no ban, but a plan that does it must give a reason.
pub fn descends(lot: &Lot, channel: &Channel) -> bool {
    channel.physics != Physics::Present
        && rank_of_outlet(lot.outlet).is_some_and(|today| channel.hierarchy_rank > today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::organic;

    #[test]
    fn outlets_have_their_place_in_the_hierarchy() {
        let rank = |id: &str| rank_of_outlet(crate::balance::carbon::outlets::outlet(id).unwrap());
        assert_eq!(rank("pallet_buyback_or_repairer"), Some(2));
        assert_eq!(rank("skip_contractor_wood"), Some(4), "most of it is burnt");
        assert_eq!((rank("animal_feed"), rank("green_platform"), rank("unknown")), (Some(2), Some(3), None));
    }

    #[test]
    fn rules_and_code_name_each_other() {
        let ids: Vec<&str> = channel_rules().iter().map(|r| r.id.as_str()).collect();
        let mut named = NAMED.to_vec();
        for id in NAMED {
            assert!(refusal(id).to_string().contains(refusal(id).law), "{id}");
        }
        named.retain(|id| !ids.contains(id));
        assert!(named.is_empty() && ids.len() == NAMED.len());
        assert!(fit_streams().iter().all(|f| organic(&f.feedstock).is_some()));
    }
}
