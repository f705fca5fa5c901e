//! Columns of a finished sweep, from its Parquet file or from any CSV.

use crate::ask::Failed;
use crate::cli::{files, talk};
use crate::diag::csv_told;
use crate::report::SweepFile;
use crate::scenario::Scenario;
use crate::study::{Column, Role, Sensitivity, given_sensitivity};
use crate::sweep::Status;
use crate::sweep::sensitivity::Independence;
use crate::text;
use crate::words::Text;
use std::path::Path;

/// Most samples that are measured: more are read from the start of the sweep only. The noise of the measures is then below
/// any use, and a column of all takes 8 bytes a sample.
const SAMPLES_MAX: usize = 1 << 18;

/// Inputs and outputs as columns.
struct Table {
    inputs: Vec<(Column, Vec<f64>)>,
    outputs: Vec<(Column, Vec<f64>)>,
    independence: Independence,
    failed: u64,
    /// Samples that failed and have no row in the columns.
    left_out: u64,
}

/// The measures on a finished sweep.
pub(super) fn sensitivity(path: &Path, scenario: &Scenario) -> Result<Sensitivity, Failed> {
    let is_csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let read = if is_csv { from_csv(path, scenario) } else { from_sweep(path, scenario) };
    let invalid = |why: Text| Failed::Unfit(text!("{file}: {why}", file = path.display(), why));
    let table = read.map_err(invalid)?;
    let Table { inputs, outputs, independence, failed, left_out } = table;
    let found = given_sensitivity(&inputs, outputs, independence, failed).map_err(|error| invalid(error.told()))?;
    Ok(Sensitivity { runs: found.runs + left_out, ..found })
}

fn from_sweep(path: &Path, scenario: &Scenario) -> Result<Table, Text> {
    let file = std::fs::File::open(path).map_err(|error| Text::plain(error.to_string()))?;
    let sweep = SweepFile::open(file).map_err(|error| error.told())?;
    let identity = sweep.identity();
    if identity.scenario_sha256 != crate::study::scenario_sha256(scenario) {
        return Err(text!(
            "this is a sweep of another scenario or of other values (`{name}`); name the scenario it was made from, with the \
             same --set",
            name = identity.scenario
        ));
    }
    let replicates = u32::try_from(identity.replicates).unwrap_or(u32::MAX);
    let independence = if replicates > 1 { Independence::Replicates(replicates) } else { Independence::Rows };
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); sweep.columns().len()];
    let mut failed = 0;
    let mut read = 0;
    for chunk in 0..sweep.chunks() {
        if read >= SAMPLES_MAX {
            break;
        }
        let statuses = sweep.statuses(chunk).map_err(|error| error.told())?;
        failed += statuses.iter().filter(|s| **s != Status::Done).count() as u64;
        read += statuses.len();
        for (place, column) in columns.iter_mut().enumerate() {
            column.extend(sweep.numbers(chunk, place).map_err(|error| error.told())?);
        }
    }
    let named = sweep.columns().iter().cloned().zip(columns);
    let (inputs, outputs) = named.partition(|(column, _)| column.role == Role::Input);
    Ok(Table { inputs, outputs, independence, failed, left_out: 0 })
}

/// Columns that a sweep has beside inputs and outputs, as it writes them; they rank nothing.
const FRAME: [&str; 4] = ["sample", "status", "steps", "reason"];

/// Columns named by the path of an input are inputs; those of [`FRAME`] are neither; all others are outputs. Rows whose
/// `status` tells a failure are dropped and counted.
fn from_csv(path: &Path, scenario: &Scenario) -> Result<Table, Text> {
    let text = files::read_text(path).map_err(|error| error.reason())?;
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().map_err(|error| csv_told(&error))?.iter().map(|n| n.trim().to_owned()).collect();
    if let Some((k, twice)) = names.iter().enumerate().find(|(k, name)| names[..*k].contains(name)) {
        return Err(text!(
            "column {number}: `{twice}` stands twice; keep one of them",
            number = k + 1,
            twice = twice.as_str()
        ));
    }
    let framed: Vec<bool> = names.iter().map(|name| FRAME.contains(&name.as_str())).collect();
    let status = names.iter().position(|name| name == "status");
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    let mut failed = 0;
    for record in reader.records() {
        let record = record.map_err(|error| csv_told(&error))?;
        if status.and_then(|k| record.get(k)).is_some_and(is_failure) {
            failed += 1;
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        for (k, cell) in record.iter().enumerate().filter(|(k, _)| !framed[*k]) {
            columns[k].push(number(cell).ok_or_else(|| {
                text!(
                    "line {line}, column `{column}`: `{text}` is no number; write it like 1234.5",
                    line,
                    column = names[k],
                    text = cell.trim()
                )
            })?);
        }
    }
    let column = |name: String| {
        let input = scenario.inputs.find(&name).map(|place| &scenario.inputs.list()[place]);
        match input {
            Some(i) => Column { key: name, label: i.description.clone(), unit: i.unit.clone(), role: Role::Input },
            None => Column { label: name.clone(), key: name, unit: String::new(), role: Role::Output },
        }
    };
    let kept = names.into_iter().zip(columns).zip(framed).filter(|(_, framed)| !framed).map(|(named, _)| named);
    let named = kept.map(|(name, values)| (column(name), values));
    let (inputs, outputs): (Vec<_>, Vec<_>) = named.partition(|(column, _)| column.role == Role::Input);
    if inputs.is_empty() {
        return Err(text!("no column has the path of an input; `gisement explain FILE` lists all paths"));
    }
    if outputs.is_empty() {
        return Err(text!("every column is an input; add a column for each output"));
    }
    warn_of_missing(&inputs, scenario);
    Ok(Table { inputs, outputs, independence: Independence::Rows, failed, left_out: failed })
}

/// A blank cell is an output that the sample does not have; none for what is no number.
fn number(cell: &str) -> Option<f64> {
    match cell.trim() {
        "" => Some(f64::NAN),
        text => text.parse().ok().filter(|v: &f64| v.is_finite()),
    }
}

/// A status is the number or the word of one; a blank one tells nothing.
fn is_failure(status: &str) -> bool {
    let status = status.trim();
    let done = status.parse::<f64>().map_or_else(|_| status.eq_ignore_ascii_case("done"), |code| code == 0.0);
    !done && !status.is_empty()
}

/// Inputs that the scenario draws and the table does not hold cannot be ranked: their effect passes for noise.
fn warn_of_missing(inputs: &[(Column, Vec<f64>)], scenario: &Scenario) {
    let mut drawn: Vec<usize> = scenario.plan.dimensions().iter().flat_map(|d| d.moves.iter().copied()).collect();
    drawn.sort_unstable();
    drawn.dedup();
    let paths = drawn.into_iter().map(|place| scenario.inputs.list()[place].path.as_str());
    let missing: Vec<&str> = paths.filter(|path| inputs.iter().all(|(column, _)| column.key != *path)).collect();
    if !missing.is_empty() {
        talk(text!(
            "warning: the scenario draws inputs that have no column here, so that they are not ranked: {a}",
            a = missing.join(", ")
        ));
    }
}
