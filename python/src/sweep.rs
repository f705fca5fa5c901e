//! Many samples in memory.

use crate::answer::Answer;
use crate::error;
use crate::given;
use crate::table::{Made, Table, Values};
use gisement::ask::run::nominal;
use gisement::ask::{Asked, Failed, Names, Tell, Watch};
use gisement::dist::{Design, DesignError};
use gisement::report::{
    BookParts, MadeFrom, OutputReport, Page, ReportError, Section, SweepPage, SweepReport, described, sweep_document,
    sweep_page, sweep_sections, workbook,
};
use gisement::scenario::{Scenario, UserSamples};
use gisement::study::{Identity, Role, Source, Study};
use gisement::sweep::{Chunks, Ended, Memory, REPLICATES_MAX, Row, SWEEP_SAMPLES_MAX, Spread, StatusCounts, compute};
use gisement::words::Locale;
use pyo3::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Why samples cannot be had, and what to write instead.
type Refusal = (String, String);

/// Most numbers that are held in memory: 8 GB of them.
const NUMBERS_MAX: u64 = 1_000_000_000;

/// Samples of a design.
pub(crate) fn drawn(
    scenario: &Scenario,
    n: Option<u64>,
    design: &str,
    replicates: Option<u64>,
    seed: Option<u64>,
) -> Result<(Source, u64), Refusal> {
    if scenario.plan.is_certain() {
        let help = "write [uncertainty] in the scenario, or take run()";
        return Err(("nothing in the scenario is uncertain, all samples would be the same".into(), help.into()));
    }
    if !Design::NAMES.contains(&design) {
        let near = gisement::words::nearest(design, Design::NAMES).unwrap_or(Design::NAMES[0]);
        return Err((
            format!("there is no design `{design}`"),
            format!("write design=\"{near}\"; there are {}", Design::NAMES.join(", ")),
        ));
    }
    if let Some(replicates) = replicates.filter(|r| *r > REPLICATES_MAX) {
        return Err((format!("{replicates} replicates"), format!("write a number from 1 to {REPLICATES_MAX}")));
    }
    let count = n.unwrap_or(scenario.plan.samples as u64);
    fits(scenario, count)?;
    let told = |why: DesignError| (why.to_string(), String::new());
    let design = Design::named(design, count, replicates).map_err(told)?;
    design.serves(scenario.plan.dimensions().len()).map_err(told)?;
    Ok((Source::Drawn { design, seed: seed.unwrap_or(scenario.plan.seed) }, count))
}

/// Whether so many rows can be held. A row has at most the inputs that are drawn, and a hundred outputs or so.
fn fits(scenario: &Scenario, count: u64) -> Result<(), Refusal> {
    let most = NUMBERS_MAX / (scenario.plan.drawn_places().len() as u64 + OUTPUTS);
    match count {
        0 => Err(("no samples".into(), "write n=1000".into())),
        n if n > most => {
            let help = format!(
                "up to {most} are held in memory; gisement.command([\"sweep\", ...]) and gisement.distributed.sweep write up \
                 to {SWEEP_SAMPLES_MAX} to a file"
            );
            Err((format!("{n} samples of this scenario are too many to hold"), help))
        }
        _ => Ok(()),
    }
}

/// Outputs of a row, about.
const OUTPUTS: u64 = 100;

/// Samples of the user's own.
pub(crate) fn given(
    py: Python<'_>,
    scenario: &Scenario,
    samples: &Bound<'_, PyAny>,
    n: Option<u64>,
) -> PyResult<(Source, u64)> {
    let columns = given::columns(py, "samples", samples)?;
    let read = UserSamples::from_columns(scenario, "samples", columns);
    let samples = read.map_err(|refused| error::refused(py, &refused))?;
    let count = samples.len() as u64;
    if let Some(n) = n.filter(|n| *n != count) {
        return Err(error::wrong(py, format!("there are {count} samples, not {n}"), "leave out n"));
    }
    fits(scenario, count).map_err(|(why, help)| error::wrong(py, why, help))?;
    Ok((Source::given(scenario, samples), count))
}

/// A finished sweep in memory.
pub(crate) struct Found {
    asked: Asked,
    identity: Identity,
    table: Table,
    report: SweepReport,
    /// Why samples failed, with their counts.
    reasons: BTreeMap<String, u64>,
}

/// Rows on their way into columns: chunks come in any order, each to its place.
struct Gathered {
    status: Vec<u8>,
    steps: Vec<u32>,
    reasons: Vec<Option<String>>,
    columns: Vec<Vec<f64>>,
    counts: StatusCounts,
}

impl Gathered {
    fn new(samples: usize, columns: usize) -> Self {
        Self {
            status: vec![0; samples],
            steps: vec![0; samples],
            reasons: vec![None; samples],
            columns: (0..columns).map(|_| vec![0.0; samples]).collect(),
            counts: StatusCounts::default(),
        }
    }

    fn put(&mut self, start: usize, rows: Vec<Row>) {
        for (k, row) in rows.into_iter().enumerate() {
            let at = start + k;
            self.counts.add(row.status);
            self.status[at] = row.status.code();
            self.steps[at] = row.steps;
            self.reasons[at] = row.reason;
            for (column, value) in self.columns.iter_mut().zip(row.inputs.iter().chain(&row.outputs)) {
                column[at] = *value;
            }
        }
    }

    /// The columns under the names of the file that `gisement sweep` writes.
    fn table(self, identity: &Identity) -> PyResult<Table> {
        let samples = (0..self.status.len() as i64).collect();
        let mut columns = vec![
            Made::new("sample", Values::Whole(samples)),
            Made::new("status", Values::Codes(self.status)),
            Made::new("steps", Values::Counts(self.steps)),
            Made::new("reason", Values::Text(self.reasons)),
        ];
        for (column, values) in identity.columns.iter().zip(self.columns) {
            columns.push(Made::numbers(&column.key, &column.unit, values).label(&column.label));
        }
        Table::new(columns)
    }
}

/// Computes all samples.
pub(crate) fn sweep(asked: Asked, source: Source, count: u64, watch: &Watch) -> Result<Found, Failed> {
    let failed = |why: String| Failed::Run(why.into());
    let (_, outcome) = nominal(&asked.scenario)?;
    let study = Study::new(&asked.scenario, &outcome, source);
    let identity = study.identity(count, None);
    let chunks = Chunks::of(count);
    let wanted: Vec<u64> = (0..chunks.count()).collect();
    watch.total(count);
    let mut gathered = Gathered::new(count as usize, identity.columns.len());
    // The threads of the sweep are those of the pool that this runs in, or of all cores; this one waits for them.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(rayon::current_num_threads()).build();
    let pool = pool.map_err(|why| failed(why.to_string()))?;
    let ended = compute::<std::convert::Infallible>(
        &pool,
        &chunks,
        &wanted,
        &|range| study.rows(range),
        &mut |rows| watch.done(rows.len() as u64),
        &mut |chunk, rows| {
            gathered.put(chunks.range(chunk).start as usize, rows);
            Ok(())
        },
        &|| watch.stop.load(Ordering::Relaxed),
    );
    match ended {
        Ok(Ended::Whole) => {}
        Ok(Ended::Stopped) => return Err(failed("stopped".into())),
        Err(never) => match never {},
    }
    let report = described(&identity, &Memory::new(&gathered.columns), gathered.counts);
    let report = report.map_err(|(key, why)| failed(format!("{key}: {why}")))?;
    let mut reasons = BTreeMap::new();
    gathered.reasons.iter().flatten().for_each(|reason| *reasons.entry(reason.clone()).or_default() += 1);
    let table = gathered.table(&identity).map_err(|why| failed(why.to_string()))?;
    Ok(Found { asked, identity, table, report, reasons })
}

impl Tell for Found {
    fn title(&self) -> String {
        self.asked.scenario.name.clone()
    }

    fn json(&self, _lang: Locale) -> Value {
        sweep_document(&self.report, &self.identity, &self.reasons)
    }

    fn page(&self, lang: Locale) -> Page {
        let command = self
            .asked
            .command("sweep")
            .option("--design", Some(&self.identity.design))
            .option("--replicates", Some(self.identity.replicates).filter(|_| self.identity.design != "monte_carlo"))
            .option("-n", Some(self.identity.samples))
            .option("--seed", self.identity.seed)
            .text(lang);
        sweep_page(&self.report, &SweepPage { lang, command: &command, files: &MadeFrom::of(&self.asked.scenario) })
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        sweep_sections(lang, &self.report)
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        workbook(&self.page(lang), &BookParts::default())
    }

    fn names(&self) -> Names {
        Names::of("sweep")
    }
}

/// What a sweep found: :attr:`table` with a row a sample, :attr:`statistics` of its outputs.
#[pyclass(frozen, extends = Answer, module = "gisement")]
pub(crate) struct SweepResult {
    found: Arc<Found>,
}

impl SweepResult {
    pub(crate) fn new(py: Python<'_>, found: Found) -> PyResult<Py<Self>> {
        let found = Arc::new(found);
        Py::new(py, PyClassInitializer::from(Answer::new(found.clone())).add_subclass(Self { found }))
    }
}

#[pymethods]
impl SweepResult {
    /// `sample`, `status` (0 done; see :attr:`failures`), `steps`, `reason`, then inputs and outputs: the columns of the file
    /// that `gisement sweep` writes.
    #[getter]
    fn table(&self) -> Table {
        self.found.table.clone()
    }

    /// Names of the columns that are inputs.
    #[getter]
    fn inputs(&self) -> Vec<String> {
        self.names(Role::Input)
    }

    /// Names of the columns that are outputs.
    #[getter]
    fn outputs(&self) -> Vec<String> {
        self.names(Role::Output)
    }

    /// Samples by how they ended, those that never happened left out.
    #[getter]
    fn statuses(&self) -> BTreeMap<&'static str, u64> {
        self.found.report.counts.iter().filter(|(_, n)| *n > 0).map(|(status, n)| (status.word(), n)).collect()
    }

    /// Samples that failed, by reason.
    #[getter]
    fn failures(&self) -> BTreeMap<String, u64> {
        self.found.reasons.clone()
    }

    /// Statistics of the outputs: `key`, `label`, `unit`, `count`, `mean` with its 95 % interval (`mean_low`, `mean_high`), `sd`,
    /// `p10`, `p50`, `p90`.
    #[getter]
    fn statistics(&self) -> PyResult<Table> {
        statistics(&self.found.report.outputs)
    }
}

impl SweepResult {
    fn names(&self, role: Role) -> Vec<String> {
        self.found.identity.columns.iter().filter(|c| c.role == role).map(|c| c.key.clone()).collect()
    }
}

fn statistics(outputs: &[OutputReport]) -> PyResult<Table> {
    let text = |name: &str, of: fn(&OutputReport) -> &str| Made::text(name, outputs.iter().map(|o| of(o).to_owned()));
    let spread = |name: &str, of: &dyn Fn(&Spread) -> Option<f64>| {
        let value = |o: &OutputReport| o.statistics.spread.as_ref().and_then(of).unwrap_or(f64::NAN);
        Made::numbers(name, "", outputs.iter().map(value).collect())
    };
    let quantile = |share: f64| move |s: &Spread| s.quantile(share).map(|q| q.estimate.value);
    Table::new(vec![
        text("key", |o| &o.key),
        text("label", |o| &o.label),
        text("unit", |o| &o.unit),
        Made::new("count", Values::Whole(outputs.iter().map(|o| o.statistics.count as i64).collect())),
        spread("mean", &|s| Some(s.mean.value)),
        spread("mean_low", &|s| s.mean.interval.map(|i| i.low)),
        spread("mean_high", &|s| s.mean.interval.map(|i| i.high)),
        spread("sd", &|s| Some(s.standard_deviation)),
        spread("p10", &quantile(0.1)),
        spread("p50", &quantile(0.5)),
        spread("p90", &quantile(0.9)),
    ])
}
