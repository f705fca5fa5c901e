//! What the published coefficients conserve, and what not.

use super::matrix;
use crate::petersen::Matrix;

/// What a process makes of a quantity per unit of it that it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// `R3` or `R4`.
    pub model: &'static str,
    /// Process.
    pub process: String,
    /// `mass`, `COD`, `carbon` or `nitrogen`.
    pub quantity: &'static str,
    /// (made - taken)/taken.
    pub relative: f64,
}

/// Per kg of a state: oxygen demand, kg; carbon and nitrogen, kmol. From the elemental formulas, with the molar masses of
/// the models: acetic acid C2H4O2, methane, carbon dioxide, ammonia, carbohydrate C6H10O5, protein C4H6.1O1.2N, lipid
/// C57H104O6, biomass C5H7O2N.
fn content(state: &str, quantity: &str) -> f64 {
    let (cod, carbon, nitrogen) = match state {
        "S_ac" => (64.0 / 60.0, 2.0 / 60.0, 0.0),
        "S_ch4" => (4.0, 1.0 / 16.0, 0.0),
        "S_IC" => (0.0, 1.0 / 44.0, 0.0),
        "S_IN" => (0.0, 0.0, 1.0 / 17.0),
        "X_ch" => (192.0 / 162.0, 6.0 / 162.0, 0.0),
        "X_pr" => (133.6 / 87.3, 4.0 / 87.3, 1.0 / 87.3),
        "X_li" => (2560.0 / 884.0, 57.0 / 884.0, 0.0),
        "X_bac" | "X_ac" => (160.0 / 113.0, 5.0 / 113.0, 1.0 / 113.0),
        _ => (0.0, 0.0, 0.0),
    };
    match quantity {
        "COD" => cod,
        "carbon" => carbon,
        "nitrogen" => nitrogen,
        _ => 1.0,
    }
}

/// Water as printed, by process: the shipped coefficient closes mass instead.
const WATER_R3: [f64; 4] = [-0.057375, -0.47666, -0.44695, 0.4778];
const WATER_R4: [f64; 3] = [-0.045576, -0.45876, -0.41518];

fn gaps_of(model: &'static str, matrix: &Matrix, states: &[&str], water: &[f64]) -> Vec<Gap> {
    let coefficients = matrix::coefficients(matrix);
    let entries: Vec<(usize, usize)> = matrix.pattern().collect();
    let mut gaps = Vec::new();
    for (process, name) in matrix.processes().iter().enumerate() {
        for quantity in ["mass", "COD", "carbon", "nitrogen"] {
            let (mut made, mut taken) = (0.0, 0.0);
            for ((_, state), shipped) in entries.iter().zip(coefficients.coefficients()).filter(|(e, _)| e.0 == process)
            {
                let printed = if states[*state] == "S_h2o" { water[process] } else { *shipped };
                let moved = printed * content(states[*state], quantity);
                made += moved.max(0.0);
                taken += (-moved).max(0.0);
            }
            if taken > 0.0 {
                gaps.push(Gap { model, process: name.clone(), quantity, relative: (made - taken) / taken });
            }
        }
    }
    gaps
}

/// Gaps of mass, oxygen demand, carbon and nitrogen of every process as printed.
pub fn published_gaps() -> Vec<Gap> {
    let mut gaps = gaps_of("R3", super::r3::published_matrix(), super::r3::liquid_names(), &WATER_R3);
    gaps.append(&mut gaps_of("R4", super::r4::published_matrix(), super::r4::liquid_names(), &WATER_R4));
    gaps
}
