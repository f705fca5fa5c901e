//! Which limits cannot be kept, and by how much: the elastic programme.

use super::linear;
use super::model::{Column, Decision, Kind, Label, Model};
use super::simplex::{self, Stop, Whole};
use super::{Bound, Program, Shortfall};

/// A tonne without any way weighs more than one above a capacity: it is named only where no capacity helps.
const SUPPLY_WEIGHT: f64 = 1e3;

/// Shortfalls smaller than this share of the largest supply, or of the largest weight of a row, are rounding.
const ROUNDING: f64 = 1e-7;

/// The limits of smallest total breach that must give way, heaviest first; empty when all can be kept.
pub(super) fn shortfalls(program: &Program, decisions: &[Decision], whole: Whole) -> Result<Vec<Shortfall>, Stop> {
    let model = Model::new(program, decisions, false);
    let unit = model.supply.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let slack = Slack::new(model);
    let values = match whole {
        Whole::Nothing => linear::solve(&slack.model, None)?.values,
        _ => simplex::solve(&slack.model, whole)?,
    };
    let mut found = Vec::new();
    for (k, (bound, scale)) in slack.bounds.iter().enumerate() {
        let by = values[slack.first + k] * scale;
        if by > ROUNDING * unit * scale {
            found.push(Shortfall { name: name(program, *bound), bound: *bound, by });
        }
    }
    found.sort_by(|a, b| b.by.total_cmp(&a.by));
    Ok(found)
}

/// Whether some limit of a model must give way; none where that is not found out.
pub(super) fn breached(model: &Model) -> Option<bool> {
    if model.columns.iter().any(|column| column.kind == Kind::Breach) {
        return None;
    }
    let unit = model.supply.iter().copied().fold(0.0, f64::max);
    let solved = linear::solve(&Slack::new(model.clone()).model, None).ok()?;
    Some(solved.bound > ROUNDING * unit)
}

fn name(program: &Program, bound: Bound) -> String {
    match bound {
        Bound::Supply(source) => format!("ways for source {source}"),
        Bound::SiteMax(site) => format!("largest flow of site {site}"),
        Bound::SiteMin(site) => format!("least flow of site {site}"),
        Bound::RowLow(row) => format!("{} (least)", program.rows[row].name),
        Bound::RowHigh(row) => format!("{} (largest)", program.rows[row].name),
        Bound::OpenMax => "number of open sites".to_owned(),
    }
}

/// The breaches of a row of the model: of its least and of its largest value.
fn bounds(label: Label) -> [Option<Bound>; 2] {
    match label {
        Label::Site(site) => [Some(Bound::SiteMin(site)), Some(Bound::SiteMax(site))],
        Label::SiteMax(site) => [None, Some(Bound::SiteMax(site))],
        Label::SiteMin(site) => [Some(Bound::SiteMin(site)), None],
        Label::Row(row) => [Some(Bound::RowLow(row)), Some(Bound::RowHigh(row))],
        Label::Opened => [None, Some(Bound::OpenMax)],
        Label::Linked => [None, None],
    }
}

/// The model with a breach for every limit, which is all that costs.
struct Slack {
    model: Model,
    first: usize,
    /// What each breach is of, and one of it in the limit's unit.
    bounds: Vec<(Bound, f64)>,
}

impl Slack {
    fn new(mut model: Model) -> Self {
        model.columns.iter_mut().for_each(|column| column.cost = 0.0);
        let first = model.columns.len();
        let mut largest = vec![0.0_f64; model.rows.len()];
        for (row, weight) in model.columns.iter().flat_map(|c| &c.entries) {
            largest[*row] = largest[*row].max(weight.abs());
        }
        let mut slack = Self { model, first, bounds: Vec::new() };
        for source in 0..slack.model.supply.len() {
            slack.add(Some(source), None, SUPPLY_WEIGHT, Bound::Supply(source), 1.0);
        }
        for (row, limit) in slack.model.rows.clone().into_iter().enumerate() {
            let scale = if largest[row] > 0.0 { largest[row] } else { 1.0 };
            let [low, high] = bounds(limit.label);
            if let Some(bound) = low.filter(|_| limit.low > f64::NEG_INFINITY) {
                slack.add(None, Some((row, scale)), 1.0, bound, scale);
            }
            if let Some(bound) = high.filter(|_| limit.high < f64::INFINITY) {
                slack.add(None, Some((row, -scale)), 1.0, bound, scale);
            }
        }
        slack
    }

    fn add(&mut self, source: Option<usize>, entry: Option<(usize, f64)>, cost: f64, bound: Bound, scale: f64) {
        let entries = entry.into_iter().collect();
        self.model.columns.push(Column { kind: Kind::Breach, source, cost, max: f64::INFINITY, entries });
        self.bounds.push((bound, scale));
    }
}
