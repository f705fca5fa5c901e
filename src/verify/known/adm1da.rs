//! ADM1da: states, series and summary of runs, each given by inputs and an initial state.

use crate::digestion::adm1da::{Adm1da, Adm1daSet, State, Tank as Model};
use crate::digestion::tank::{Inlet, Kinetics, Level, NetworkCase, Observe, Stream, Tank, simulate};
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View};
use std::collections::BTreeMap;

/// Columns of the inputs of runs.
pub(in crate::verify) const INPUTS: [&str; 5] = ["scenario", "t_from_d", "t_to_d", "key", "value"];

/// States of runs: those at 0 are where a run starts.
pub(in crate::verify) const STATES: Format = Format {
    name: "ADM1da states",
    required: &["scenario", "t_d", "state", "closed_value"],
    compare: |sheet| compare_states(sheet, &Runs::shipped()),
};
/// Series of runs.
pub(in crate::verify) const SERIES: Format = Format {
    name: "ADM1da series",
    required: &["scenario", "t_d", "closed_q_gas_m3d_20C_wet", "closed_q_ch4_m3d_20C", "closed_pH"],
    compare: |sheet| compare_wide(sheet, &Runs::shipped(), &SERIES_COLUMNS),
};
/// Ends of runs in a few numbers.
pub(in crate::verify) const SUMMARY: Format = Format {
    name: "ADM1da summary",
    required: &["scenario", "t_d", "closed_q_gas", "closed_q_ch4", "closed_TAN"],
    compare: |sheet| compare_wide(sheet, &Runs::shipped(), &SUMMARY_COLUMNS),
};

/// Column and the quantity it holds.
const SERIES_COLUMNS: [(&str, &str); 12] = [
    ("closed_q_gas_m3d_20C_wet", "q_gas"),
    ("closed_q_ch4_m3d_20C", "q_ch4"),
    ("closed_q_co2_m3d_20C", "q_co2"),
    ("closed_pH", "pH"),
    ("closed_VFA_kgHAc_m3", "VFA"),
    ("closed_S_nh4_kmolN_m3", "S_nh4"),
    ("closed_S_nh3_kmolN_m3", "S_nh3"),
    ("closed_S_ac_kgCOD_m3", "S_ac"),
    ("closed_S_pro_kgCOD_m3", "S_pro"),
    ("closed_S_bu_kgCOD_m3", "S_bu"),
    ("closed_S_va_kgCOD_m3", "S_va"),
    ("closed_S_co2_kmolC_m3", "S_co2"),
];
const SUMMARY_COLUMNS: [(&str, &str); 5] = [
    ("closed_q_gas", "q_gas"),
    ("closed_q_ch4", "q_ch4"),
    ("closed_pH", "pH"),
    ("closed_VFA", "VFA"),
    ("closed_TAN", "TAN"),
];

/// Relative tolerance, and the absolute one at zero in any unit.
const RELATIVE: f64 = 1e-5;
const ABSOLUTE: f64 = 1e-12;
/// Accuracy of the runs.
const RTOL: f64 = 1e-7;
/// Most times of one run.
const TIMES_MAX: usize = 100_000;

const SHIPPED_INPUTS: &str = include_str!("../../../models/verify/digestion/adm1da_inputs.csv");
const SHIPPED_STATES: &str = include_str!("../../../models/verify/digestion/adm1da_states.csv");
const SOURCE: &str = "Equations and parameters of Schlattmann 2011 as in PyADM1ODE (MIT), integrated independently with carbon and \
                      nitrogen counted once; decay fractions as printed (sum 1.00032)";

pub(in crate::verify) fn shipped_states() -> Suite {
    format::shipped(&STATES, "ADM1da states", SOURCE, SHIPPED_STATES)
}

pub(in crate::verify) fn shipped_series() -> Suite {
    let text = include_str!("../../../models/verify/digestion/adm1da_timeseries.csv");
    format::shipped(&SERIES, "ADM1da series", SOURCE, text)
}

pub(in crate::verify) fn shipped_summary() -> Suite {
    let text = include_str!("../../../models/verify/digestion/adm1da_summary.csv");
    format::shipped(&SUMMARY, "ADM1da summary", SOURCE, text)
}

/// Tables of one folder that belong together: the inputs, and where runs start.
pub(in crate::verify) struct Runs<'a> {
    inputs: &'a Sheet,
    states: &'a Sheet,
}

/// What a run came to: model and the states at the times asked for.
struct Run {
    model: Model<f64>,
    states: Vec<(f64, Vec<f64>)>,
    /// Whether strong ions below zero were taken as those of the other sign.
    moved: bool,
}

/// Why strong ions of such a run are context.
const MOVED: &str =
    "strong ions below zero were taken as those of the other sign: only the difference acts, and the pH shows it";

/// Takes cations below zero as anions and anions below zero as cations; says whether there were any.
fn move_negative_ions(y: &mut [f64]) -> bool {
    let below = (-y[State::S_cat as usize].min(y[State::S_an as usize])).max(0.0);
    y[State::S_cat as usize] += below;
    y[State::S_an as usize] += below;
    below > 0.0
}

impl Runs<'static> {
    fn shipped() -> Self {
        use std::sync::OnceLock;
        static SHEETS: OnceLock<[Sheet; 2]> = OnceLock::new();
        let read = |text: &str| Sheet::parse(text).expect("a shipped table is one: a test compares it");
        let [inputs, states] = SHEETS.get_or_init(|| [read(SHIPPED_INPUTS), read(SHIPPED_STATES)]);
        Self { inputs, states }
    }
}

/// Compares the tables of a folder: (name, rows, notes) of each that is compared.
pub(in crate::verify) fn folder(inputs: &Sheet, states: &Sheet, sheets: &[Sheet]) -> Vec<Vec<Row>> {
    let runs = Runs { inputs, states };
    let compare = |sheet: &Sheet| {
        let needs = |format: &Format| format.required.iter().all(|column| sheet.has(column));
        if needs(&STATES) {
            compare_states(sheet, &runs).0
        } else if needs(&SERIES) {
            compare_wide(sheet, &runs, &SERIES_COLUMNS).0
        } else if needs(&SUMMARY) {
            compare_wide(sheet, &runs, &SUMMARY_COLUMNS).0
        } else {
            Vec::new()
        }
    };
    sheets.iter().map(compare).collect()
}

fn refused(words: String) -> Reason {
    Reason::Refused(words)
}

/// A stretch of constant feed: from when, flow and influent.
type Stretch = (f64, Inlet);

impl Runs<'_> {
    /// The parameters and stretches of a scenario.
    fn inputs_of(&self, scenario: &str) -> Result<(Adm1daSet<f64>, Vec<Stretch>), Reason> {
        let mut set = Adm1daSet::defaults().with_printed_decay();
        let mut stretches: Vec<Stretch> = Vec::new();
        let scratch = Model::new(&set).map_err(|error| refused(error.to_string()))?;
        for view in self.inputs.views().filter(|view| view.text("scenario") == Some(scenario)) {
            let (from, value) = (view.number("t_from_d")?, view.number("value")?);
            if stretches.last().is_none_or(|(last, _)| *last != from) {
                stretches.push((from, Inlet::none::<Adm1da>()));
            }
            let Some((_, inlet)) = stretches.last_mut() else { continue };
            match view.text("key").unwrap_or("") {
                "V_liq" => set.base.V_liq = value,
                "V_gas" => set.base.V_gas = value,
                "T" if from == 0.0 => (set.base.T_op, inlet.t_op_k) = (value, Some(value)),
                "T" => inlet.t_op_k = Some(value),
                "p_atm" => set.base.P_atm = value,
                "Q_in_actual" => inlet.flow_m3_per_d = value,
                key => {
                    if let Some(name) = key.strip_prefix("in:") {
                        // Ions follow from the totals.
                        scratch.set_peer_quantity(&mut inlet.influent, name, value);
                    }
                }
            }
        }
        if stretches.is_empty() {
            return Err(refused(format!("no inputs for scenario `{scenario:.60}`")));
        }
        Ok((set, stretches))
    }

    /// Where a scenario starts.
    fn initial_of(&self, scenario: &str, model: &Model<f64>) -> Result<Vec<f64>, Reason> {
        let mut y = Model::empty_state();
        let own = |view: &View<'_>| view.text("scenario") == Some(scenario) && view.number("t_d") == Ok(0.0);
        let mut found = false;
        for view in self.states.views().filter(own) {
            let name = view.text("state").unwrap_or("");
            found |= model.set_peer_quantity(&mut y, name, view.number("closed_value")?);
        }
        if found { Ok(y) } else { Err(refused(format!("no state at t_d = 0 for scenario `{scenario:.60}`"))) }
    }

    /// Runs a scenario to the last of the times.
    fn run(&self, scenario: &str, times: &[f64]) -> Result<Run, Reason> {
        let (set, mut stretches) = self.inputs_of(scenario)?;
        let model = Model::new(&set).map_err(|error| refused(error.to_string()))?;
        let mut initial = self.initial_of(scenario, &model)?;
        let mut moved = move_negative_ions(&mut initial);
        stretches.iter_mut().for_each(|(_, inlet)| moved |= move_negative_ions(&mut inlet.influent));
        let t_end_d = times.last().copied().unwrap_or(0.0);
        if times.len() > TIMES_MAX || !(0.0..=1e6).contains(&t_end_d) || times.first().is_some_and(|t| *t < 0.0) {
            return Err(refused(format!("times must lie in 0 to 1e6 days, at most {TIMES_MAX} of them")));
        }
        if t_end_d == 0.0 {
            Adm1da::settle(&model, &mut initial).map_err(refused)?;
            return Ok(Run { model, states: vec![(0.0, initial)], moved });
        }
        let level = Level::Overflow { liquid_m3: set.base.V_liq, gas_m3: set.base.V_gas };
        let (times_d, inlets): (Vec<f64>, Vec<Inlet>) = stretches.into_iter().unzip();
        let case = NetworkCase::<Adm1da> {
            tanks: vec![Tank { name: scenario.to_owned(), model: model.clone(), level, initial }],
            streams: vec![Stream::overflow(0, None)],
            times_d,
            rows: inlets.into_iter().map(|inlet| vec![inlet]).collect(),
            t_end_d,
            rtol: RTOL,
        };
        let found = simulate(&case, &Observe::At(times.to_vec())).map_err(|error| refused(error.to_string()))?;
        let states = found.rows.into_iter().filter_map(|mut row| Some((row.t_d, row.tanks.pop()?.state))).collect();
        Ok(Run { model, states, moved })
    }

    /// Runs every scenario of a table once, to all of its times.
    fn of_table(&self, sheet: &Sheet) -> BTreeMap<String, Result<Run, Reason>> {
        let mut times: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for view in sheet.views() {
            if let (Some(scenario), Ok(time)) = (view.text("scenario"), view.number("t_d")) {
                times.entry(scenario.to_owned()).or_default().push(time);
            }
        }
        let run = |(scenario, mut times): (String, Vec<f64>)| {
            times.sort_by(f64::total_cmp);
            times.dedup();
            let run = self.run(&scenario, &times);
            (scenario, run)
        };
        times.into_iter().map(run).collect()
    }
}

impl Run {
    fn at(&self, view: &View<'_>, quantity: &str) -> Result<f64, Reason> {
        let time = view.number("t_d")?;
        let state = self.states.iter().find(|(at, _)| (at - time).abs() <= 1e-9 * time);
        let (_, y) = state.ok_or_else(|| refused(format!("no state at t_d = {time}")))?;
        self.model.peer_quantity(y, quantity).ok_or(Reason::Name)
    }
}

fn within(published: f64) -> f64 {
    RELATIVE * published.abs() + ABSOLUTE
}

fn of_row<'a>(runs: &'a BTreeMap<String, Result<Run, Reason>>, scenario: &str) -> Result<&'a Run, Reason> {
    match runs.get(scenario) {
        Some(Ok(run)) => Ok(run),
        Some(Err(reason)) => Err(reason.clone()),
        None => Err(Reason::NoAnswer),
    }
}

fn compare_states(sheet: &Sheet, runs: &Runs<'_>) -> (Vec<Row>, Vec<String>) {
    let found = runs.of_table(sheet);
    let rows = sheet.compare("scenario", |view, scenario| {
        let time = view.text("t_d").unwrap_or("");
        let state = view.text("state").unwrap_or("");
        // Where a run starts is given; its ions are not those of the balance.
        if view.number("t_d") == Ok(0.0) {
            return Vec::new();
        }
        let case = format!("{scenario}, day {time}");
        let value = of_row(&found, scenario).and_then(|run| Ok((run.at(view, state)?, run.moved)));
        match value {
            Ok((value, moved)) => {
                let row = view.answer(&case, "closed_value", Some(value), within);
                let row = row.map(|row| Row { quantity: state.to_owned(), ..row });
                let context = moved && ["S_cation", "S_anion"].contains(&state);
                row.map(|row| if context { row.informative(refused(MOVED.to_owned())) } else { row })
                    .into_iter()
                    .collect()
            }
            Err(reason) => vec![Row::failed(&case, state, None, reason)],
        }
    });
    (rows, notes(sheet))
}

/// Of each column of a scenario the row that differs most.
fn compare_wide(sheet: &Sheet, runs: &Runs<'_>, columns: &[(&str, &str)]) -> (Vec<Row>, Vec<String>) {
    let found = runs.of_table(sheet);
    let rows = sheet.compare("scenario", |view, scenario| {
        // Nothing has left yet where a run starts: the first flow is that of a pressure that was only given.
        if view.number("t_d") == Ok(0.0) {
            return Vec::new();
        }
        let case = format!("{scenario}, day {}", view.text("t_d").unwrap_or(""));
        match of_row(&found, scenario) {
            Ok(run) => columns
                .iter()
                .filter_map(|(column, quantity)| view.answer(&case, column, run.at(view, quantity).ok(), within))
                .collect(),
            Err(reason) => vec![Row::failed(&case, "", None, reason)],
        }
    });
    (worst_of_each(rows), notes(sheet))
}

fn notes(sheet: &Sheet) -> Vec<String> {
    let peer = sheet.names().iter().any(|name| name.starts_with("code_"));
    let words = "code_* columns are the peer's own numbers, with bicarbonate and ammonia counted twice: shown in the \
                 documentation, not compared";
    peer.then(|| words.to_owned()).into_iter().collect()
}

/// The scenario of a case: what stands before the day.
fn scenario_of(case: &str) -> &str {
    case.rsplit_once(", day ").map_or(case, |(scenario, _)| scenario)
}

/// Keeps failures without numbers, and of each column of a scenario the row that uses most of its tolerance.
fn worst_of_each(rows: Vec<Row>) -> Vec<Row> {
    let mut kept: Vec<Row> = Vec::new();
    for row in rows {
        let same = |other: &Row| scenario_of(&other.case) == scenario_of(&row.case) && other.quantity == row.quantity;
        match (row.share(), kept.iter().position(same)) {
            (Some(share), Some(at)) => {
                if kept[at].share().is_some_and(|worst| share > worst) {
                    kept[at] = row;
                }
            }
            _ => kept.push(row),
        }
    }
    kept
}
