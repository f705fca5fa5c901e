//! French headings of classified installations (ICPE) that a site falls under, by tonnage a day, volume or power.

use super::{Channel, ChannelParams, Lot, LotKind, Physics};
use crate::feedstock::Substance;
use crate::library::{Icpe2781, WoodClass};
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::units::{DAYS_PER_YEAR, METHANE_LHV_MWH_PER_NM3};
use std::fmt;

/// Regime of an installation under a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Regime {
    /// Below every threshold.
    Unclassified,
    /// Declaration.
    Declaration,
    /// Registration (enregistrement).
    Registration,
    /// Authorisation.
    Authorisation,
}

impl Regime {
    /// The letters used in France: D, E, A; NC below the thresholds.
    pub fn letters(self) -> &'static str {
        match self {
            Self::Unclassified => "NC",
            Self::Declaration => "D",
            Self::Registration => "E",
            Self::Authorisation => "A",
        }
    }
}

impl fmt::Display for Regime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letters())
    }
}

/// One row of `models/channel/rubrics.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rubric {
    /// Number and list, as `2781-1`.
    pub rubric: String,
    /// English name.
    pub label_en: String,
    /// French name.
    pub label_fr: String,
    /// Unit of the thresholds: t/d, m3 or MW.
    pub unit: String,
    /// Least amount for a declaration.
    pub declaration_from: Option<f64>,
    /// Least amount for a registration.
    pub registration_from: Option<f64>,
    /// Least amount for an authorisation.
    pub authorisation_from: Option<f64>,
    /// Remarks.
    pub note: String,
    /// How far to trust the thresholds.
    pub flag: Flag,
    /// Where they are from.
    pub source: String,
}

fn read_row(r: &SheetRow<'_>) -> Result<Rubric, SheetError> {
    Ok(Rubric {
        rubric: r.filled("rubric")?,
        label_en: r.filled("label_en")?,
        label_fr: r.filled("label_fr")?,
        unit: r.filled("unit")?,
        declaration_from: r.number_if_any("declaration_from")?,
        registration_from: r.number_if_any("registration_from")?,
        authorisation_from: r.number_if_any("authorisation_from")?,
        note: r.text("note")?.to_owned(),
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// All headings, in the order of the table.
    pub fn rubrics() -> [Rubric] from "channel/rubrics.csv" by read_row
}

impl Rubric {
    /// The regime of an amount, in the unit of the row.
    pub fn regime(&self, amount: f64) -> Regime {
        let met = |from: Option<f64>| from.is_some_and(|from| amount >= from);
        if amount <= 0.0 {
            Regime::Unclassified
        } else if met(self.authorisation_from) {
            Regime::Authorisation
        } else if met(self.registration_from) {
            Regime::Registration
        } else if met(self.declaration_from) {
            Regime::Declaration
        } else {
            Regime::Unclassified
        }
    }
}

/// What one site takes in a year.
#[derive(Clone, Copy, Debug)]
pub struct Installation<'a> {
    /// Its channel.
    pub channel: &'static Channel,
    /// Lots with their mass, t/a as received.
    pub lots: &'a [(&'a Lot, f64)],
}

/// A heading that a site falls under, or stays below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RubricFinding {
    /// The heading.
    pub rubric: &'static Rubric,
    /// Amount of the site in the unit of the heading.
    pub amount: f64,
    /// Its regime.
    pub regime: Regime,
}

/// Amounts of a site that headings ask for.
struct Amounts {
    t_per_d: f64,
    packed_t_per_d: f64,
    pallets_m3: f64,
    shred_m3: f64,
    wood_mw: f64,
    gas_mw: f64,
    class_b: bool,
    list_2: bool,
    biowaste: bool,
}

fn amounts(site: &Installation<'_>, p: &ChannelParams<f64>) -> Amounts {
    let mut a = Amounts {
        t_per_d: 0.0,
        packed_t_per_d: 0.0,
        pallets_m3: 0.0,
        shred_m3: 0.0,
        wood_mw: 0.0,
        gas_mw: 0.0,
        class_b: false,
        list_2: false,
        biowaste: false,
    };
    for (lot, t) in site.lots.iter().filter(|(_, t)| *t > 0.0) {
        let per_d = t / p.working_days_per_a;
        let stored_t = t * p.stored_d / DAYS_PER_YEAR;
        a.t_per_d += per_d;
        if lot.kind == LotKind::FoodWaste && lot.contamination_share > p.depackaging_threshold {
            a.packed_t_per_d += per_d;
        }
        let facts = super::LotFacts::of(lot);
        match (&lot.substance, facts.matter) {
            (Substance::Wood(feedstock, params), super::Matter::Wood(wood)) => {
                a.pallets_m3 += stored_t * 1000.0 / p.pallets_stored_kg_per_m3;
                a.shred_m3 += stored_t * 1000.0 / params.bulk_density_kg_m3;
                a.wood_mw += t * wood.lhv_mwh_per_t / p.full_load_h;
                a.class_b |= feedstock.class == WoodClass::B || lot.class_a_share < 1.0;
            }
            (Substance::Organic(feedstock, _), super::Matter::Organic(organic)) => {
                a.list_2 |= feedstock.icpe_2781 == Icpe2781::List2;
                a.biowaste |= matches!(lot.kind, LotKind::FoodWaste | LotKind::Grease);
                a.gas_mw += t * organic.bmp_nm3 * METHANE_LHV_MWH_PER_NM3 / crate::units::HOURS_PER_YEAR as f64;
            }
            _ => {}
        }
    }
    a
}

/// The headings of a site with its regime under each. Amounts are upper figures of a first look: all methane a digester
/// could give, working days, a stock of [`ChannelParams::stored_d`] days.
pub fn regime(site: &Installation<'_>, p: &ChannelParams<f64>) -> Vec<RubricFinding> {
    let a = amounts(site, p);
    let asked: Vec<(&str, f64)> = match site.channel.physics {
        Physics::Reuse | Physics::Boards => vec![("2714", a.pallets_m3)],
        Physics::Transit => vec![("2714", a.pallets_m3), ("2791", a.t_per_d)],
        Physics::Panel => vec![("2714", a.pallets_m3), ("2791", a.t_per_d)],
        Physics::Boiler if site.channel.pretreatment.screen => vec![("1532", a.shred_m3), ("2910-A", a.wood_mw)],
        Physics::Boiler if a.class_b => vec![("2714", a.shred_m3), ("2771", a.wood_mw)],
        Physics::Boiler => vec![("1532", a.shred_m3), ("2910-B", a.wood_mw)],
        Physics::Kiln | Physics::Incineration => vec![("2771", a.wood_mw.max(f64::MIN_POSITIVE))],
        Physics::Digestion => {
            let lists = if a.list_2 { ["2781-2", "2910-B"] } else { ["2781-1", "2910-A"] };
            let mut asked = vec![(lists[0], a.t_per_d), (lists[1], a.gas_mw)];
            if a.packed_t_per_d > 0.0 {
                asked.push(("2783", a.packed_t_per_d));
            }
            asked
        }
        Physics::Composting => {
            let mut asked = vec![(if a.biowaste { "2780-2" } else { "2780-1" }, a.t_per_d)];
            if a.packed_t_per_d > 0.0 {
                asked.push(("2783", a.packed_t_per_d));
            }
            asked
        }
        Physics::Present | Physics::Landfill | Physics::Feed | Physics::Donation => Vec::new(),
    };
    let finding = |(id, amount): (&str, f64)| {
        let rubric = rubrics().iter().find(|r| r.rubric == id)?;
        Some(RubricFinding { rubric, amount, regime: rubric.regime(amount) })
    };
    asked.into_iter().filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regimes_follow_the_thresholds() {
        let of = |id: &str, amount| rubrics().iter().find(|r| r.rubric == id).unwrap().regime(amount).letters();
        // 2781-2 knows no declaration; 2783 no authorisation
        assert_eq!((of("2781-2", 0.1), of("2781-2", 100.0)), ("E", "A"));
        assert_eq!((of("2783", 29.9), of("2783", 30.0), of("2783", 500.0)), ("D", "E", "E"));
        assert_eq!((of("2791", 9.9), of("2791", 10.0)), ("D", "A"));
        assert_eq!((of("2910-A", 0.99), of("2910-A", 1.0), of("2910-A", 20.0)), ("NC", "D", "E"));
        assert_eq!((of("2714", 99.0), of("2714", 100.0), of("2714", 1000.0)), ("NC", "D", "E"));
        assert_eq!((of("2780-1", 2.9), of("2780-1", 3.0), of("2780-2", 20.0)), ("NC", "D", "E"));
        assert_eq!((of("1532", 999.0), of("1532", 50_001.0), of("2771", 0.1)), ("NC", "A", "A"));
        assert_eq!(of("2791", 0.0), "NC");
    }

    #[test]
    fn thresholds_rise() {
        for r in rubrics() {
            let steps: Vec<f64> =
                [r.declaration_from, r.registration_from, r.authorisation_from].into_iter().flatten().collect();
            assert!(!steps.is_empty() && steps.windows(2).all(|w| w[0] < w[1]), "{}", r.rubric);
        }
    }
}
