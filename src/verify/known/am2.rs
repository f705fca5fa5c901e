//! AM2: equilibria with their stability, a transient, and the peer pyam2.

use super::tanks::{Course, run};
use crate::digestion::am2::{Am2, Am2Equilibrium, Am2Feed, Am2Model, Am2Params, equilibria};
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View, something};

/// An operating point and one of its equilibria.
pub(in crate::verify) const STEADY: Format = Format {
    name: "AM2 equilibrium",
    required: &["D_per_d", "S1in_gCOD_L", "S2in_mmol_L", "Zin_mmol_L", "Cin_mmol_L", "equilibrium"],
    compare: compare_steady,
};

/// An operating point of pyam2, with one quantity of one of its equilibria.
pub(in crate::verify) const PEER: Format = Format {
    name: "AM2 of pyam2",
    required: &["D_per_d", "S1in", "S2in", "Zin", "Cin", "pH_imposed", "equilibrium", "quantity", "analytic"],
    compare: compare_peer,
};

/// States over time; the inputs of a row are those since the row before.
pub(in crate::verify) const TRANSIENT: Format = Format {
    name: "AM2 transient",
    required: &[
        "t_d",
        "D",
        "S1in",
        "S2in",
        "Zin",
        "Cin",
        "X1_g_L",
        "X2_g_L",
        "S1_gCOD_L",
        "S2_mmol_L",
        "Z_mmol_L",
        "C_mmol_L",
    ],
    compare: compare_transient,
};

/// Relative tolerance along a transient.
const ALONG: f64 = 1e-8;

/// Relative tolerance, and the absolute one at zero (g/L, mmol/L, 1/d).
const RELATIVE: f64 = 1e-9;
const ABSOLUTE: f64 = 1e-12;

/// Settings of pyam2 that differ from the publication's.
const PEER_SETTINGS: [f64; 4] = [1.0, 26.7, 0.1, 0.1];

pub(in crate::verify) fn shipped_steady() -> Suite {
    let source = "Equations and parameters of Bernard et al. 2001 (doi 10.1002/bit.10036); all equilibria of 13 operating points \
                  and their eigenvalues solved independently to 50 digits";
    let text = include_str!("../../../models/verify/digestion/am2_steady_states.csv");
    format::shipped(&STEADY, "AM2 equilibria", source, text)
}

pub(in crate::verify) fn shipped_peer() -> Suite {
    let source = "anaerodig 0.1.2 (pyam2) after 400 days, and its equations solved at rest, with its settings: pH imposed, alpha 1, \
                  K_H 26.7, decay 0.1 of the largest growth rate";
    let text = include_str!("../../../models/verify/digestion/am2_pyam2_check.csv");
    format::shipped(&PEER, "AM2 against pyam2", source, text)
}

pub(in crate::verify) fn shipped_transient() -> Suite {
    let source = "Equations and parameters of Bernard et al. 2001 (doi 10.1002/bit.10036), 60 days with two steps of the feed, \
                  integrated independently";
    let text = include_str!("../../../models/verify/digestion/am2_transient.csv");
    format::shipped(&TRANSIENT, "AM2 transient", source, text)
}

fn within(published: f64) -> f64 {
    (RELATIVE * published.abs()).max(ABSOLUTE)
}

fn positive(view: &View<'_>, column: &str) -> Result<f64, Reason> {
    let value = view.number(column)?;
    if value > 0.0 { Ok(value) } else { Err(Reason::Refused(format!("{column} is {value}; write a number above 0"))) }
}

fn concentration(view: &View<'_>, column: &str) -> Result<f64, Reason> {
    let value = view.number(column)?;
    if value >= 0.0 {
        Ok(value)
    } else {
        Err(Reason::Refused(format!("{column} is {value}; write a number from 0 up")))
    }
}

/// What flows in, from the columns named so.
fn feed(view: &View<'_>, [d, s1, s2, z, c]: [&str; 5]) -> Result<Am2Feed, Reason> {
    Ok(Am2Feed {
        dilution_per_d: positive(view, d)?,
        s1: concentration(view, s1)?,
        s2: concentration(view, s2)?,
        z: concentration(view, z)?,
        c: concentration(view, c)?,
    })
}

/// The equilibrium that a row names.
fn named(model: &Am2Model<f64>, feed: &Am2Feed, view: &View<'_>) -> Result<Am2Equilibrium, Reason> {
    let word = view.text("equilibrium").unwrap_or("");
    let mut all = equilibria(model, feed);
    let Some(at) = all.iter().position(|one| one.name == word) else {
        let names: Vec<&str> = all.iter().map(|one| one.name).collect();
        return Err(Reason::Refused(format!(
            "no equilibrium `{word:.40}` for these inputs; there are {}",
            names.join(", ")
        )));
    };
    Ok(all.swap_remove(at))
}

/// States and derived values, by the names of AM2.
fn values(model: &Am2Model<f64>, one: &Am2Equilibrium) -> Vec<(&'static str, f64)> {
    let mut y = one.state.to_vec();
    y.extend([0.0, 0.0]);
    let states = ["X1", "X2", "S1", "S2", "Z", "C"].into_iter().zip(one.state);
    states.chain(model.derived(&y)).collect()
}

/// Columns of the table of equilibria, and what they hold.
const COLUMNS: [(&str, &str); 11] = [
    ("X1_g_L", "X1"),
    ("X2_g_L", "X2"),
    ("S1_gCOD_L", "S1"),
    ("S2_mmol_L", "S2"),
    ("Z_mmol_L", "Z"),
    ("C_mmol_L", "C"),
    ("CO2_mmol_L", "CO2"),
    ("PC_atm", "PC"),
    ("qM_mmol_L_d", "qM"),
    ("qC_mmol_L_d", "qC"),
    ("pH", "pH"),
];

fn compare_steady(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let model = Am2Model::new(&Am2Params::defaults());
    let rows = sheet.compare("point", |view, case| match steady_rows(&model, view, case) {
        Ok(rows) => something(case, rows),
        Err(reason) => vec![Row::failed(case, "", None, reason)],
    });
    (rows, Vec::new())
}

fn steady_rows(model: &Am2Model<f64>, view: &View<'_>, case: &str) -> Result<Vec<Row>, Reason> {
    let feed = feed(view, ["D_per_d", "S1in_gCOD_L", "S2in_mmol_L", "Zin_mmol_L", "Cin_mmol_L"])?;
    let one = named(model, &feed, view)?;
    let case = format!("{case} {}", one.name);
    let values = values(model, &one);
    let of = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let columns = COLUMNS.iter().filter_map(|(column, name)| view.answer(&case, column, of(name), within));
    let leading = view.answer(&case, "leading_eigenvalue_per_d", Some(one.leading_per_d), within);
    let stable = view.answer(&case, "stable", Some(f64::from(u8::from(one.is_stable()))), |_| 0.0);
    Ok(columns.chain(leading).chain(stable).collect())
}

fn compare_peer(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("equilibrium", |view, case| match peer_rows(view, case) {
        Ok(rows) => something(case, rows),
        Err(reason) => vec![Row::failed(case, "", None, reason)],
    });
    (rows, Vec::new())
}

fn peer_rows(view: &View<'_>, case: &str) -> Result<Vec<Row>, Reason> {
    let [alpha, henry, cd1, cd2] = PEER_SETTINGS;
    let ph = view.number("pH_imposed")?;
    if !(2.0..=12.0).contains(&ph) {
        return Err(Reason::Refused(format!("pH_imposed is {ph}; write a number from 2 to 12")));
    }
    let p = Am2Params { alpha, KH: henry, cd1, cd2, pH_imposed: ph, ..Am2Params::defaults() };
    let model = Am2Model::new(&p);
    let feed = feed(view, ["D_per_d", "S1in", "S2in", "Zin", "Cin"])?;
    let one = named(&model, &feed, view)?;
    let quantity = view.text("quantity").ok_or_else(|| Reason::Blank { column: "quantity".to_owned() })?;
    let name = match quantity {
        "qm" => "qM",
        "qc" => "qC",
        other => other,
    };
    let found = values(&model, &one).into_iter().find(|(known, _)| *known == name);
    let (_, value) = found.ok_or(Reason::Name)?;
    let case = format!("D {} {case} {quantity}", feed.dilution_per_d);
    Ok(view.answer(&case, "analytic", Some(value), within).into_iter().collect())
}

fn compare_transient(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    (transient_rows(sheet).unwrap_or_else(|reason| vec![Row::failed("transient", "", None, reason)]), Vec::new())
}

/// Of each column the row that differs most.
fn transient_rows(sheet: &Sheet) -> Result<Vec<Row>, Reason> {
    let model = Am2Model::new(&Am2Params::defaults());
    let mut course = Course::default();
    for view in sheet.views() {
        view.whole()?;
        let feed = feed(&view, ["D", "S1in", "S2in", "Zin", "Cin"])?;
        let influent = vec![0.0, 0.0, feed.s1, feed.s2, feed.z, feed.c];
        course.row(view.number("t_d")?, feed.dilution_per_d, influent)?;
    }
    let Some(first) = sheet.views().next() else { return Err(Reason::NoAnswer) };
    let mut initial = Vec::new();
    for (column, _) in &COLUMNS[..6] {
        initial.push(concentration(&first, column)?);
    }
    initial.extend([0.0, 0.0]);
    let rows = run::<Am2>(&model, initial, &course, [1.0, 1.0], 1e-11)?;
    let mut worst = Vec::new();
    for (column, name) in COLUMNS.iter().filter(|(column, _)| sheet.has(column)) {
        let all = sheet.views().zip(&rows).filter_map(|(view, found)| {
            let state = &found.tanks[0].state;
            let states = ["X1", "X2", "S1", "S2", "Z", "C"].into_iter().zip(state.iter().copied());
            let value = states.chain(model.derived(state)).find(|(known, _)| known == name).map(|(_, value)| value);
            let row = view.answer(&format!("day {}", found.t_d), column, value, |published| ALONG * published.abs());
            row.map(|row| Row { line: Some(view.line()), ..row })
        });
        worst.extend(super::tanks::worst(all));
    }
    Ok(worst)
}
