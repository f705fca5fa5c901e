//! Columns of a finished sweep, from its Parquet file or from any CSV.

use super::Refusal;
use crate::cli::{exit, files};
use crate::report::SweepFile;
use crate::scenario::Scenario;
use crate::study::{Column, Role, Sensitivity, given_sensitivity};
use crate::sweep::Status;
use crate::sweep::sensitivity::Independence;
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
}

/// The measures on a finished sweep.
pub(super) fn sensitivity(path: &Path, scenario: &Scenario) -> Result<Sensitivity, Refusal> {
    let is_csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let read = if is_csv { from_csv(path, scenario) } else { from_sweep(path, scenario) };
    let invalid = |why: String| (exit::SCENARIO_INVALID, format!("{}: {why}", path.display()));
    let table = read.map_err(invalid)?;
    let Table { inputs, outputs, independence, failed } = table;
    given_sensitivity(&inputs, outputs, independence, failed).map_err(|error| invalid(error.to_string()))
}

fn from_sweep(path: &Path, scenario: &Scenario) -> Result<Table, String> {
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    let sweep = SweepFile::open(file).map_err(|error| error.to_string())?;
    let identity = sweep.identity();
    if identity.scenario_sha256 != crate::study::scenario_sha256(scenario) {
        return Err(format!(
            "this is a sweep of another scenario or of other values (`{}`); name the scenario it was made from, with the \
             same --set",
            identity.scenario
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
        let statuses = sweep.statuses(chunk).map_err(|error| error.to_string())?;
        failed += statuses.iter().filter(|s| **s != Status::Done).count() as u64;
        read += statuses.len();
        for (place, column) in columns.iter_mut().enumerate() {
            column.extend(sweep.numbers(chunk, place).map_err(|error| error.to_string())?);
        }
    }
    let named = sweep.columns().iter().cloned().zip(columns);
    let (inputs, outputs) = named.partition(|(column, _)| column.role == Role::Input);
    Ok(Table { inputs, outputs, independence, failed })
}

/// Columns named by the path of an input are inputs, all others are outputs.
fn from_csv(path: &Path, scenario: &Scenario) -> Result<Table, String> {
    let text = files::read_text(path).map_err(|error| error.reason())?;
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().map_err(|e| e.to_string())?.iter().map(|n| n.trim().to_owned()).collect();
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        for (k, cell) in record.iter().enumerate() {
            // A blank cell is an output that the sample does not have.
            let value = match cell.trim() {
                "" => f64::NAN,
                text => text.parse::<f64>().ok().filter(|v| v.is_finite()).ok_or_else(|| {
                    format!("line {line}, column `{}`: `{text}` is no number; write it like 1234.5", names[k])
                })?,
            };
            columns[k].push(value);
        }
    }
    let column = |name: String| {
        let input = scenario.inputs.find(&name).map(|place| &scenario.inputs.list()[place]);
        match input {
            Some(i) => Column { key: name, label: i.description.clone(), unit: i.unit.clone(), role: Role::Input },
            None => Column { label: name.clone(), key: name, unit: String::new(), role: Role::Output },
        }
    };
    let named = names.into_iter().map(column).zip(columns);
    let (inputs, outputs): (Vec<_>, Vec<_>) = named.partition(|(column, _)| column.role == Role::Input);
    if inputs.is_empty() {
        return Err("no column has the path of an input; `gisement explain FILE` lists all paths".to_owned());
    }
    if outputs.is_empty() {
        return Err("every column is an input; add a column for each output".to_owned());
    }
    Ok(Table { inputs, outputs, independence: Independence::Rows, failed: 0 })
}
