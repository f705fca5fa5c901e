//! The French rubric 2910: it counts the installation, not the boiler.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// A combustion unit of an installation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Rated thermal input on LHV, kW.
    pub input_kw: f64,
    /// False for a unit that is locked out whenever the others run, by a device that cannot be overridden.
    pub runs_with_others: bool,
}

/// Rated input that the rubric counts, kW: all units that can run together, backup included; where one that cannot is
/// larger than all the others together, that one.
pub fn installation_input_kw(units: &[Unit]) -> f64 {
    let together: f64 = units.iter().filter(|u| u.runs_with_others).map(|u| u.input_kw).sum();
    let alone = units.iter().filter(|u| !u.runs_with_others).map(|u| u.input_kw);
    alone.fold(together, f64::max)
}

/// A class of the rubric.
#[derive(Clone, Debug, PartialEq)]
pub struct RubricClass {
    /// `unclassified`, `declaration`, `registration` or `authorisation`.
    pub id: String,
    /// From this rated input, kW.
    pub input_kw_from: f64,
    /// Below this rated input, kW.
    pub input_kw_below: f64,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_row(row: &SheetRow<'_>) -> Result<RubricClass, SheetError> {
    let from = row.number_in("input_kw_from", 0.0..=f64::MAX)?;
    Ok(RubricClass {
        id: row.filled("id")?,
        input_kw_from: from,
        input_kw_below: row.number_in("input_kw_below", from.next_up()..=f64::MAX)?,
        flag: row.flag("flag")?,
        source: row.filled("source")?,
    })
}

shipped! {
    /// The classes for clean wood and gas (2910-A), by rising input.
    pub fn rubric_classes() -> [RubricClass] from "combustion/rubric_2910.csv" by read_row
}

/// The class of an installation of this rated input (kW); none for an input that is no number or below zero.
pub fn rubric_class(input_kw: f64) -> Option<&'static RubricClass> {
    rubric_classes().iter().find(|c| input_kw >= c.input_kw_from && input_kw < c.input_kw_below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_boilers_below_a_megawatt_and_their_backup_are_classified_together() {
        let unit = |input_kw| Unit { input_kw, runs_with_others: true };
        let class = |units: &[Unit]| rubric_class(installation_input_kw(units)).unwrap().id.as_str();
        assert_eq!(class(&[unit(600.0)]), "unclassified");
        assert_eq!(class(&[unit(600.0), unit(399.0)]), "unclassified");
        assert_eq!(class(&[unit(600.0), unit(300.0), unit(100.0)]), "declaration", "1 MW itself");
        let locked = Unit { input_kw: 500.0, runs_with_others: false };
        assert_eq!(installation_input_kw(&[unit(600.0), locked]), 600.0);
        assert_eq!(installation_input_kw(&[unit(300.0), locked]), 500.0);
        assert_eq!(rubric_class(f64::NAN), None);
    }

    #[test]
    fn the_classes_leave_no_gap() {
        for pair in rubric_classes().windows(2) {
            assert_eq!(pair[0].input_kw_below, pair[1].input_kw_from);
        }
    }
}
