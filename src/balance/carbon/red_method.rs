//! The versions of RED and their constants: comparators, warming potentials, size thresholds, savings asked.

use crate::balance::carbon::CarbonMethod;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// The version of RED that is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RedVersion {
    /// Directive (EU) 2018/2001.
    Red2,
    /// As amended by Directive (EU) 2023/2413.
    Red3,
}

impl RedVersion {
    /// The method this is a version of.
    pub fn method(self) -> CarbonMethod {
        match self {
            Self::Red2 => CarbonMethod::Red2,
            Self::Red3 => CarbonMethod::Red3,
        }
    }

    /// A constant of the method.
    pub fn constant(self, key: RedKey) -> &'static RedValue {
        let row = &red_constants()[key as usize];
        if self == Self::Red2 { &row.red2 } else { &row.red3 }
    }

    /// Smallest saving asked of heat and electricity of a plant that starts in a year, %; none before the first step.
    pub fn saving_asked_pct(self, start_year: u32) -> Option<f64> {
        let value = |k| self.constant(k).value;
        let year = f64::from(start_year);
        if year >= value(RedKey::SavingNewFromYear) {
            Some(value(RedKey::SavingNewPct))
        } else if year >= value(RedKey::SavingOldFromYear) {
            Some(value(RedKey::SavingOldPct))
        } else {
            None
        }
    }
}

/// Keys of `models/carbon/red_methods.csv`, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedKey {
    /// Fossil comparator of electricity, g/MJ.
    ComparatorElectricity,
    /// Fossil comparator of useful heat, g/MJ.
    ComparatorHeat,
    /// Fossil comparator of heat that replaces coal, g/MJ.
    ComparatorHeatCoal,
    /// Fossil comparator of transport fuel, g/MJ.
    ComparatorTransport,
    /// Warming potential of methane.
    GwpCh4,
    /// Warming potential of nitrous oxide.
    GwpN2o,
    /// Credit for fresh manure, kg/t.
    ManureCreditKgPerT,
    /// Size from which the criteria apply to solid fuels, MW.
    SizeSolidMw,
    /// Size from which the criteria apply to gaseous fuels, MW.
    SizeGaseousMw,
    /// Saving asked of new plants, %.
    SavingNewPct,
    /// Saving asked of older plants, %.
    SavingOldPct,
    /// Saving asked of transport fuels, %.
    SavingTransportPct,
    /// First year of a new plant.
    SavingNewFromYear,
    /// First year of an older plant.
    SavingOldFromYear,
}

/// A constant with its provenance.
#[derive(Clone, Debug, PartialEq)]
pub struct RedValue {
    /// Value.
    pub value: f64,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

/// One row of `models/carbon/red_methods.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct RedConstant {
    /// Name.
    pub key: String,
    /// Unit.
    pub unit: String,
    /// Value under Directive (EU) 2018/2001.
    pub red2: RedValue,
    /// Value under Directive (EU) 2023/2413.
    pub red3: RedValue,
}

fn read_constant(r: &SheetRow<'_>) -> Result<RedConstant, SheetError> {
    Ok(RedConstant {
        key: r.filled("key")?,
        unit: r.filled("unit")?,
        red2: RedValue { value: r.number("red2")?, flag: r.flag("red2_flag")?, source: r.filled("red2_source")? },
        red3: RedValue { value: r.number("red3")?, flag: r.flag("red3_flag")?, source: r.filled("red3_source")? },
    })
}

shipped! {
    /// All constants of both versions, in the order of [`RedKey`].
    pub fn red_constants() -> [RedConstant] from "carbon/red_methods.csv" by read_constant
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED_KEYS: [&str; 14] = [
        "comparator_electricity",
        "comparator_heat",
        "comparator_heat_coal",
        "comparator_transport",
        "gwp_ch4",
        "gwp_n2o",
        "manure_credit_kg_per_t",
        "size_solid_mw",
        "size_gaseous_mw",
        "saving_new_pct",
        "saving_old_pct",
        "saving_transport_pct",
        "saving_new_from_year",
        "saving_old_from_year",
    ];

    #[test]
    fn the_table_has_the_keys_in_order() {
        let keys: Vec<&str> = red_constants().iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, RED_KEYS);
        assert_eq!(RedVersion::Red2.constant(RedKey::SizeSolidMw).value, 20.0);
        assert_eq!(RedVersion::Red3.constant(RedKey::SizeSolidMw).value, 7.5);
        assert_eq!(RedVersion::Red2.constant(RedKey::SavingOldFromYear).value, 2021.0);
    }

    #[test]
    fn the_saving_asked_depends_on_the_year() {
        assert_eq!(RedVersion::Red2.saving_asked_pct(2027), Some(80.0));
        assert_eq!(RedVersion::Red2.saving_asked_pct(2022), Some(70.0));
        assert_eq!(RedVersion::Red2.saving_asked_pct(2015), None);
        assert_eq!(RedVersion::Red3.saving_asked_pct(2024), Some(80.0));
    }
}
