//! Hourly files beside the scenario: what is wrong is underlined in the file itself, what was set right is a warning.

use super::files::load_text;
use super::section::{Context, Section};
use crate::climate::{HourlyError, HourlyFinding, WeatherYear, WithFindings, read_epw, read_weather_csv};
use crate::diag::{Diagnostic, Location, SourceId, Sources};
use crate::heat::{HeatError, HeatLoad, read_load_csv};
use crate::text;
use crate::words::Text;

/// Findings told one by one; the rest is counted.
const FINDINGS_TOLD: usize = 12;

/// The weather of the file that `weather_file` names, CSV or EPW.
pub(super) fn weather(context: &mut Context<'_>, site: &Section<'_>) -> Option<WeatherYear> {
    let source = load_text(context, site, "weather_file")?;
    let text = context.sources.text(source);
    let epw = context.sources.name(source).to_lowercase().ends_with(".epw");
    let read = if epw {
        read_epw(text).map(|value| WithFindings { value, findings: Vec::new() })
    } else {
        read_weather_csv(text)
    };
    let named = site.node("weather_file").map(|n| n.location.clone());
    let help = text!("an hourly year is a CSV with a row an hour and a column temperature_c, or an EPW file");
    match read {
        Ok(read) => Some(told(context, source, read)),
        Err(error) => {
            refuse(context, source, named, &error, help);
            None
        }
    }
}

/// The hourly demand of the file that `file` of `[demand]` names.
pub(super) fn demand(context: &mut Context<'_>, section: &Section<'_>) -> Option<HeatLoad> {
    let source = load_text(context, section, "file")?;
    let named = section.node("file").map(|n| n.location.clone());
    let help = text!("an hourly demand is a CSV with a column heat_kw and a row an hour");
    match read_load_csv(context.sources.text(source)) {
        Ok(read) => return Some(told(context, source, read)),
        Err(HeatError::File(error)) => refuse(context, source, named, &error, help),
        Err(error) => {
            let found = Diagnostic::error(text!("{file}: {error}", file = context.sources.name(source), error));
            let header = cell(context.sources, source, 1, None);
            let found = found.at(header.or(named), text!("of this column, in kW"));
            context.diagnostics.push(found.help(text!("a meter that stood still, or another unit? check the file")));
        }
    }
    None
}

fn refuse(context: &mut Context<'_>, source: SourceId, named: Option<Location>, error: &HourlyError, help: Text) {
    let found = Diagnostic::error(text!("{file}: {error}", file = context.sources.name(source), error));
    let place = error.place().and_then(|(line, column)| cell(context.sources, source, line, column));
    let found = match place {
        Some(place) => found.at(Some(place), text!("here")),
        None => found.at(named, text!("named here")),
    };
    context.diagnostics.push(found.help(help));
}

/// Warns of what was set right and hands over the value.
fn told<T>(context: &mut Context<'_>, source: SourceId, read: WithFindings<T>) -> T {
    let name = context.sources.name(source).to_owned();
    for finding in read.findings.iter().take(FINDINGS_TOLD) {
        let column = match finding {
            HourlyFinding::Filled { column, .. } => Some(column.as_str()),
            _ => None,
        };
        let place = cell(context.sources, source, finding.line(), column);
        context
            .diagnostics
            .push(Diagnostic::warning(text!("{name}: {finding}", name, finding)).at(place, text!("set right here")));
    }
    if let Some(more) = read.findings.len().checked_sub(FINDINGS_TOLD).filter(|more| *more > 0) {
        let place = cell(context.sources, source, read.findings[FINDINGS_TOLD].line(), None);
        let found = Diagnostic::warning(text!("{name}: {more} more gaps and repeats were set right", name, more));
        context
            .diagnostics
            .push(found.at(place, text!("the next one")).help(text!("clean the file to be sure of its hours")));
    }
    read.value
}

/// The cell of a column on a line, or the whole line.
fn cell(sources: &Sources, source: SourceId, line: u64, column: Option<&str>) -> Option<Location> {
    let text = sources.text(source);
    let at = usize::try_from(line).ok()?.checked_sub(1)?;
    let start = if at == 0 { 0 } else { text.match_indices('\n').nth(at - 1)?.0 + 1 };
    let row = text[start..].lines().next().unwrap_or("");
    let whole = || Location { source, span: start..start + row.len() };
    let header = text.lines().next().unwrap_or("");
    let separator = if header.matches(';').count() > header.matches(',').count() { ';' } else { ',' };
    let Some(place) = column.and_then(|column| header.split(separator).position(|name| name.trim() == column)) else {
        return Some(whole());
    };
    // Quoted cells may hide a separator: then the line as a whole is shown.
    let mut from = start;
    for (k, cell) in row.split(separator).enumerate() {
        if k == place && !row.contains('"') && !cell.trim().is_empty() {
            return Some(Location { source, span: from..from + cell.len() });
        }
        from += cell.len() + 1;
    }
    Some(whole())
}
