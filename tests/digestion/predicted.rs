//! Theoretical yields beside the R package `biogas`, their balances, and what is refused.

use gisement::feedstock::formula::{AtomicMasses, Element, Formula};
use gisement::feedstock::macromolecule::{Convention, Macromolecule};
use gisement::feedstock::predicted::{Mixture, Prediction, PredictionError, predict};
use proptest::prelude::*;

const BIOGAS: Prediction = Prediction {
    convention: Convention::BIOGAS_R,
    co2_l_per_mol: Prediction::REAL_CO2_L_PER_MOL,
    cell_share: 0.0,
    degradable: 1.0,
};

fn pure(formula: &str) -> Mixture {
    Mixture::pure(formula.parse().unwrap())
}

fn near(value: f64, known: f64, relative: f64) {
    assert!((value - known).abs() <= relative * known.abs(), "{value} instead of {known}");
}

/// `predBg`, R package biogas at commit 62f38db, run under R 4.2.2: mL CH4 per g.
#[test]
fn formulas_are_as_predicted_by_the_package() {
    for (formula, degradable, cell_share, ml_per_g) in [
        ("C6H10O5", 1.0, 0.0, 413.7274207),
        ("C6H10O5", 1.0, 0.05, 2259.986036 / 5.75),
        ("C6H10O5", 1.0, 0.20, 1903.146135 / 5.75),
        ("CHOOH", 1.0, 0.0, 121.4562856),
        ("CH3CH2COOH", 1.0, 0.0, 528.2408947),
        ("C29.2H47O18.9N", 0.4, 0.1, 173.2262914),
    ] {
        let p = predict(&pure(formula), &Prediction { degradable, cell_share, ..BIOGAS }).unwrap();
        near(p.ch4_nm3_per_kg * 1000.0, ml_per_g, 1e-8);
    }
    near(predict(&pure("C2H5OH"), &BIOGAS).unwrap().cod_kg_per_kg, 2.083876009, 1e-9);
}

/// The package rounds a composite formula, so that its mixtures agree to about 1e-3 and no better.
#[test]
fn mixtures_are_as_predicted_by_the_package_within_its_rounding() {
    use Macromolecule::{Carbohydrate, Lignin, Lipid, Protein, Vfa};
    let mixed =
        Mixture::of_macromolecules(&[(Vfa, 0.2), (Protein, 0.25), (Carbohydrate, 0.32), (Lipid, 0.15), (Lignin, 0.08)]);
    let p = predict(&mixed, &BIOGAS).unwrap();
    near(p.ch4_nm3_per_kg * 1000.0, 549.9109939, 2e-3);
    near(p.cod_kg_per_kg, 1.573943566, 2e-3);
    near(p.ch4_pct().unwrap(), 55.87271782, 2e-3);
}

/// With cells: 5.2875 CH4, 0.765 NH4+ and 0.235 cells of C13H20O11N at fs = 0.1 (the package's reaction).
#[test]
fn cells_take_their_share() {
    let formula: Formula = "C13H20O11N".parse().unwrap();
    let g_per_mol = formula.molar_mass_g_per_mol(&AtomicMasses::BIOGAS_R);
    let p = predict(&pure("C13H20O11N"), &Prediction { cell_share: 0.1, ..BIOGAS }).unwrap();
    near(p.ch4_kmol_per_kg * g_per_mol, 5.2875, 1e-12);
    near(p.nh3_kmol_per_kg * g_per_mol, 0.765, 1e-12);
    near(p.cells_kmol_per_kg * g_per_mol, 0.235, 1e-12);
}

#[test]
fn shares_with_and_without_ammonia_are_those_of_protein() {
    let p = predict(&Mixture::of_macromolecules(&[(Macromolecule::Protein, 1.0)]), &Prediction::PROJECT).unwrap();
    // 52 % if all carbon leaves as gas, 69 % when ammonia binds bicarbonate.
    near(p.ch4_pct().unwrap(), 52.1875, 1e-12);
    near(p.ch4_pct_ammonia_bound().unwrap(), 100.0 * 2.0875 / 3.0, 1e-12);
    assert_eq!(predict(&pure("CH4ON2"), &Prediction::PROJECT).unwrap().ch4_pct_ammonia_bound(), None);
}

#[test]
fn refuses_what_cannot_be() {
    let refused = |mixture: &Mixture, how: &Prediction| predict(mixture, how).unwrap_err();
    assert!(matches!(refused(&pure("CO3"), &Prediction::PROJECT), PredictionError::NoElectrons { .. }));
    assert!(matches!(refused(&pure("H2O"), &Prediction::PROJECT), PredictionError::Stoichiometry(_)));
    for bad in [-0.1, 1.0, f64::NAN, f64::INFINITY] {
        let how = Prediction { cell_share: bad, ..Prediction::PROJECT };
        assert!(matches!(refused(&pure("CH4"), &how), PredictionError::Range { .. }));
    }
    let much = Mixture::of_macromolecules(&[(Macromolecule::Lipid, 0.7), (Macromolecule::Protein, 0.5)]);
    assert!(matches!(refused(&much, &Prediction::PROJECT), PredictionError::SumAboveOne { .. }));
    assert!(matches!(refused(&Mixture::default(), &Prediction::PROJECT), PredictionError::Range { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Carbon, hydrogen, oxygen, nitrogen and electrons come out as they went in.
    #[test]
    fn all_elements_close(
        a in 2.0..60.0_f64, b in 20.0..120.0_f64, c in 0.0..4.0_f64, d in 0.0..2.0_f64, e in 0.0..1.0_f64,
        fs in 0.0..0.9_f64, degradable in 0.0..=1.0_f64,
    ) {
        let formula: Formula = format!("C{a}H{b}O{c}N{d}S{e}").parse().unwrap();
        let how = Prediction { cell_share: fs, degradable, ..Prediction::PROJECT };
        let p = predict(&Mixture::pure(formula), &how).unwrap();
        let kmol = degradable / formula.molar_mass_g_per_mol(&AtomicMasses::CIAAW);
        let count = |element| formula.count(element) * kmol;
        let cells = p.cells_kmol_per_kg;
        prop_assert!((p.ch4_kmol_per_kg + p.co2_kmol_per_kg + 5.0 * cells - count(Element::C)).abs() < 1e-12);
        prop_assert!((p.nh3_kmol_per_kg + cells - count(Element::N)).abs() < 1e-12);
        prop_assert!((2.0 * p.co2_kmol_per_kg + 2.0 * cells - count(Element::O) - p.h2o_kmol_per_kg).abs() < 1e-12);
        let hydrogen = 4.0 * p.ch4_kmol_per_kg + 3.0 * p.nh3_kmol_per_kg + 2.0 * p.h2s_kmol_per_kg + 7.0 * cells;
        prop_assert!((hydrogen - count(Element::H) - 2.0 * p.h2o_kmol_per_kg).abs() < 1e-12);
        let electrons_in = p.cod_kg_per_kg * degradable / 15.999 * 2.0;
        prop_assert!((8.0 * p.ch4_kmol_per_kg + 20.0 * cells - electrons_in).abs() < 1e-12);
    }
}
