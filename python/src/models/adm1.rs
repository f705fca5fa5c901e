//! ADM1 digesters in lanes.

use super::{Batch, over, owned, told};
use crate::error;
use crate::given;
use crate::table::{Made, Table, Values};
use crate::watch::watched;
use gisement::ask::Watch;
use gisement::digestion::adm1::{
    Adm1Case, Adm1Params, Adm1Run, Adm1Solver, DigestionError, Feed, FeedRow, KineticLaw, LIQUID, Observe, STATE_COUNT,
    State, Verdict,
};
use gisement::num::VectorClass;
use pyo3::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// Anaerobic Digestion Model No. 1 as in BSM2 (Batstone et al. 2002, doi:10.2166/wst.2002.0292; Rosen & Jeppsson 2006,
/// LUTEDX/TEIE-7224), many digesters at once (`docs/theory/adm1.md`).
///
/// `parameters` are constants by their BSM2 names (:meth:`parameters` lists them with unit, range and source). `rtol` is
/// the relative accuracy wanted, 1e-12 to 1e-2.
#[pyclass(frozen, module = "gisement")]
pub(crate) struct Adm1 {
    fixed: Vec<f64>,
    names: Vec<String>,
    solver: Adm1Solver,
    rtol: f64,
}

/// Names of the inputs: constants, the feed's flow and concentrations, concentrations at the start.
fn names() -> Vec<String> {
    let mut names = owned(Adm1Params::<f64>::NAMES);
    names.push("influent.flow_m3_per_d".to_owned());
    names.extend(State::NAMES[..LIQUID].iter().map(|name| format!("influent.{name}")));
    names.extend(State::NAMES.iter().map(|name| format!("initial.{name}")));
    names
}

/// Those of the benchmark.
fn defaults() -> Vec<f64> {
    let case = Adm1Case::bsm2();
    let mut values = case.params.to_vec();
    for row in &case.feed.rows {
        values.push(row.flow_m3_per_d);
        values.extend(row.concentrations);
    }
    values.extend(case.initial);
    values
}

/// Digesters that a thread takes at a time: enough to keep the lanes full, few enough that a stop is heard soon.
const BLOCK: usize = 128;

type Rows = Vec<Result<Adm1Run, DigestionError>>;

impl Adm1 {
    fn case(&self, batch: &Batch, row: usize, days: f64, feed: Option<&Feed>) -> Adm1Case {
        let values = batch.values(row, &self.fixed);
        let (params, rest) = values.split_at(Adm1Params::<f64>::NAMES.len());
        let (influent, initial) = rest.split_at(1 + LIQUID);
        let constant = || {
            let concentrations = std::array::from_fn(|k| influent[1 + k]);
            Feed::constant(FeedRow { flow_m3_per_d: influent[0], concentrations, t_op_k: None })
        };
        Adm1Case {
            params: Adm1Params::from_slice(params),
            initial: std::array::from_fn(|k| initial[k]),
            feed: feed.cloned().unwrap_or_else(constant),
            t_end_d: days,
            rtol: self.rtol,
            kinetic_law: KineticLaw::None,
        }
    }

    fn solve(&self, batch: &Batch, days: f64, feed: Option<&Feed>, watch: &Watch) -> Rows {
        watch.total(batch.rows as u64);
        let starts: Vec<usize> = (0..batch.rows).step_by(BLOCK).collect();
        let block = |start: &usize| {
            let rows = *start..(start + BLOCK).min(batch.rows);
            if watch.stop.load(Ordering::Relaxed) {
                return Vec::new();
            }
            let cases: Vec<Adm1Case> = rows.clone().map(|row| self.case(batch, row, days, feed)).collect();
            let runs = self.solver.run_all(&cases, &Observe::End, VectorClass::best());
            watch.done(rows.len() as u64);
            runs
        };
        starts.par_iter().map(block).collect::<Vec<_>>().into_iter().flatten().collect()
    }
}

#[pymethods]
impl Adm1 {
    #[new]
    #[pyo3(signature = (parameters=None, *, rtol=1e-4))]
    fn new(py: Python<'_>, parameters: Option<BTreeMap<String, f64>>, rtol: f64) -> PyResult<Self> {
        let names = names();
        let fixed = over(py, defaults(), &names, parameters)?;
        let solver = Adm1Solver::new(rtol).map_err(|why| error::wrong(py, why.to_string(), "write rtol=1e-4"))?;
        Ok(Self { fixed, names, solver, rtol })
    }

    /// Every constant: `name`, `default`, `unit`, `low`, `high`, `flag`, `source`, `description`.
    #[staticmethod]
    fn parameters() -> PyResult<Table> {
        told(&[Adm1Params::<f64>::table()])
    }

    /// Names that a column of inputs may have: constants, `influent.flow_m3_per_d`, `influent.S_su` and the other liquid
    /// states (kg COD/m3; kmol/m3 for S_IC, S_IN, S_cat, S_an), `initial.S_su` and so on.
    #[getter]
    fn inputs(&self) -> Vec<String> {
        self.names.clone()
    }

    /// Digesters over `days`, one for each row of `inputs` (names: :attr:`inputs`; what has no column is that of the
    /// benchmark). `feed` is a table with `time_d` (the first is 0, rising), `flow_m3_per_d` and states, held constant from row
    /// to row, the same for all.
    ///
    /// Returns a row for each digester: the concentrations at the end, `ph`, `methane_nm3_per_d` and `carbon_dioxide_nm3_per_d`
    /// then (dry, 0 C, 101.325 kPa), `methane_nm3` and `biogas_m3` (wet, at T_op and P_atm) over the run, `washed_out` and
    /// `acidified` (0 or 1), `steps`, and `reason` for one that could not be computed.
    #[pyo3(signature = (inputs=None, *, days=200.0, feed=None, threads=None, progress=None))]
    fn run_batch(
        &self,
        py: Python<'_>,
        inputs: Option<&Bound<'_, PyAny>>,
        days: f64,
        feed: Option<&Bound<'_, PyAny>>,
        threads: Option<usize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let batch = Batch::read(py, inputs, &self.names)?;
        let feed = feed.map(|feed| read_feed(py, feed)).transpose()?;
        let runs = watched(py, threads, progress, |watch| self.solve(&batch, days, feed.as_ref(), watch))?;
        table(&runs)
    }
}

/// A feed from its columns.
fn read_feed(py: Python<'_>, feed: &Bound<'_, PyAny>) -> PyResult<Feed> {
    let columns = given::columns(py, "feed", feed)?;
    let names: Vec<String> = ["time_d", "flow_m3_per_d"]
        .into_iter()
        .chain(State::NAMES[..LIQUID].iter().copied())
        .map(str::to_owned)
        .collect();
    let mut values = vec![None; names.len()];
    let rows = columns.first().map_or(0, |(_, values)| values.len());
    for (name, column) in columns {
        if column.len() != rows {
            let why = format!("column `{name}` of the feed has {} rows, others {rows}", column.len());
            return Err(error::wrong(py, why, "write a number for every row"));
        }
        values[super::place(py, &name, &names)?] = Some(column);
    }
    if let Some(missing) = (0..2).find(|k| values[*k].is_none()) {
        return Err(error::wrong(py, format!("the feed has no column `{}`", names[missing]), "add it"));
    }
    let at = |place: usize, row: usize| values[place].as_ref().map_or(0.0, |column: &Vec<f64>| column[row]);
    let row = |row: usize| FeedRow {
        flow_m3_per_d: at(1, row),
        concentrations: std::array::from_fn(|k| at(2 + k, row)),
        t_op_k: None,
    };
    Ok(Feed { times_d: (0..rows).map(|r| at(0, r)).collect(), rows: (0..rows).map(row).collect() })
}

fn table(runs: &Rows) -> PyResult<Table> {
    let numbers = |name: &str, unit: &str, of: &dyn Fn(&Adm1Run) -> f64| {
        Made::numbers(name, unit, runs.iter().map(|run| run.as_ref().map_or(f64::NAN, of)).collect())
    };
    let yes = |is: bool| f64::from(u8::from(is));
    let mut columns: Vec<Made> = (0..STATE_COUNT)
        .map(|k| numbers(State::NAMES[k], State::ALL[k].unit(), &|run| run.final_output.state[k]))
        .collect();
    columns.extend([
        numbers("ph", "", &|run| run.final_output.ph),
        numbers("methane_nm3_per_d", "Nm3/d", &|run| run.final_output.methane_nm3_per_d),
        numbers("carbon_dioxide_nm3_per_d", "Nm3/d", &|run| run.final_output.carbon_dioxide_nm3_per_d),
        numbers("q_gas", "m3/d wet at T_op and P_atm", &|run| run.final_output.q_gas),
        numbers("methane_nm3", "Nm3", &|run| run.totals.methane_nm3),
        numbers("biogas_m3", "m3 wet at T_op and P_atm", &|run| run.totals.biogas_m3),
        numbers("washed_out", "probability", &|run| yes(matches!(run.verdict, Verdict::WashedOut { .. }))),
        numbers("acidified", "probability", &|run| yes(matches!(run.verdict, Verdict::Acidified { .. }))),
        numbers("closure_cod", "", &|run| run.closure.cod),
        numbers("steps", "", &|run| run.statistics.steps as f64),
        Made::new("reason", Values::Text(runs.iter().map(|run| run.as_ref().err().map(ToString::to_string)).collect())),
    ]);
    Table::new(columns)
}
