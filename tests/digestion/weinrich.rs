//! R3 and R4 against the published runs.

use crate::table::Table;
use gisement::digestion::tank::Kinetics;
use gisement::digestion::weinrich::{R3, R3Model, R3Params, published_gaps};

const R3_OUTPUT: &str = include_str!("../../models/verify/digestion/r3_output.csv");

/// What the printed coefficients conserve: mass to 4e-5 of what a process takes, the rest to what five digits and lumped
/// acids let them.
#[test]
fn printed_coefficients_conserve_mass_and_little_else() {
    let mut worst = std::collections::BTreeMap::<&str, f64>::new();
    for gap in published_gaps() {
        println!("{} {} {}: {:+.2e}", gap.model, gap.process, gap.quantity, gap.relative);
        let one = worst.entry(gap.quantity).or_default();
        *one = one.max(gap.relative.abs());
    }
    println!("{worst:?}");
    assert!(worst["mass"] < 1e-5 && worst["carbon"] < 0.022 && worst["nitrogen"] < 0.004 && worst["COD"] < 0.09);
}

/// The ions and the pH follow from the other states: all 194 published rows, to the tolerance of the published run.
#[test]
fn ph_of_every_published_state() {
    let model = R3Model::new(&R3Params::defaults());
    let table = Table::of(R3_OUTPUT);
    let mut worst = (0.0, String::new());
    for row in 0..table.len() {
        let layout = R3::layout();
        let mut y: Vec<f64> =
            layout.unknowns.iter().map(|u| if u.name == "S_H_ion" { 0.0 } else { table.number(row, u.name) }).collect();
        R3::settle(&model, &mut y).unwrap();
        for (name, value) in model.derived(&y) {
            let published = table.number(row, name);
            let gap = (value - published).abs() / published.abs();
            if gap > worst.0 {
                worst = (gap, format!("row {row} {name}: {value} {published}"));
            }
        }
    }
    println!("{worst:?}");
    assert!(worst.0 < 1e-2);
}
