//! The printed totals and savings of Directive (EU) 2018/2001 Annex VI, rebuilt from their printed terms.

use super::outcome::{Row, Suite};
use crate::balance::carbon::annex6::{
    Pair, SOLID_ELECTRIC_EFFICIENCY, SOLID_HEAT_EFFICIENCY, ValueSet, biogas_pathways, biomethane_pathways,
    pathway_sum, solid_pathways,
};
use crate::balance::carbon::red::saving_pct;

/// Fossil comparators of the directive, g CO2e/MJ: heat, electricity, transport (Annex VI part B point 19).
const HEAT: f64 = 80.0;
const ELECTRICITY: f64 = 183.0;
const TRANSPORT: f64 = 94.0;

/// Totals are whole numbers, terms have one decimal: each term that is not zero may hide 0.05.
const TOTAL: f64 = 0.5;
const TERM: f64 = 0.05;

/// Savings are whole points, from terms that the directive rounds before printing.
const SAVING: f64 = 0.75;

const SETS: [(ValueSet, &str); 2] = [(ValueSet::Typical, "typical"), (ValueSet::Default, "default")];

pub(super) fn shipped() -> Suite {
    let mut rows = solid();
    rows.append(&mut biogas());
    rows.append(&mut biomethane());
    Suite {
        name: "RED II Annex VI".to_owned(),
        file: None,
        source:
            "Directive (EU) 2018/2001 Annex VI parts C and D (printed totals and savings); efficiencies of the savings \
                 inferred, the directive does not print them"
                .to_owned(),
        notes: Vec::new(),
        rows,
    }
}

fn total(name: &str, terms: &[Pair], printed: Pair, set: ValueSet) -> Row {
    let rounded = terms.iter().filter(|t| t.of(set) != 0.0).count() as f64;
    Row::compared(name, "total g/MJ", pathway_sum(terms, set), printed.of(set), TOTAL + TERM * rounded)
}

fn saving(name: &str, quantity: &str, computed: f64, printed: f64) -> Row {
    Row::compared(name, quantity, computed, printed, SAVING)
}

fn solid() -> Vec<Row> {
    let mut rows = Vec::new();
    for p in solid_pathways() {
        for (set, word) in SETS {
            let case = p.case.as_deref().map_or(String::new(), |case| format!(" {case}"));
            let name = format!("{}{case} {} km {word}", p.pathway, p.distance_km);
            let e = pathway_sum(&p.terms, set);
            let heat = saving_pct(e, HEAT, SOLID_HEAT_EFFICIENCY);
            let power = saving_pct(e, ELECTRICITY, SOLID_ELECTRIC_EFFICIENCY);
            rows.push(total(&name, &p.terms, p.total, set));
            rows.push(saving(&name, "saving heat %", heat, p.saving_heat_pct.of(set)));
            rows.push(saving(&name, "saving power %", power, p.saving_electricity_pct.of(set)));
        }
    }
    rows
}

fn biogas() -> Vec<Row> {
    let mut rows = Vec::new();
    for p in biogas_pathways() {
        for (set, word) in SETS {
            let name = format!("biogas {} case {} {} {word}", p.substrate, p.case, p.digestate);
            let power = saving_pct(pathway_sum(&p.terms, set), ELECTRICITY, p.electric_efficiency);
            rows.push(total(&name, &p.terms, p.total, set));
            rows.push(saving(&name, "saving power %", power, p.saving_pct.of(set)));
        }
    }
    rows
}

fn biomethane() -> Vec<Row> {
    let mut rows = Vec::new();
    for p in biomethane_pathways() {
        for (set, word) in SETS {
            let gas = if p.offgas_burnt { "off-gas burnt" } else { "off-gas vented" };
            let name = format!("biomethane {} {} {gas} {word}", p.substrate, p.digestate);
            let transport = saving_pct(pathway_sum(&p.terms, set) + p.compression.of(set), TRANSPORT, 1.0);
            rows.push(total(&name, &p.terms, p.total, set));
            rows.push(saving(&name, "saving transport %", transport, p.saving_pct.of(set)));
        }
    }
    rows
}
