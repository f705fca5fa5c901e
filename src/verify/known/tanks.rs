//! One tank over time, for tables of states.

use crate::digestion::tank::{Inlet, Kinetics, Level, NetworkCase, Observe, RunRow, Tank, simulate};
use crate::verify::outcome::{Check, Row};
use crate::verify::reason::Reason;

/// Times of the rows of a table, and what was fed since the row before.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    /// Times of the rows.
    pub(super) times_d: Vec<f64>,
    /// Start, flow (m3/d) and concentrations of each stretch of constant feed.
    pub(super) feed: Vec<(f64, f64, Vec<f64>)>,
}

/// Most rows and longest time of a table that is simulated.
const ROWS_MAX: usize = 100_000;
const DAYS_MAX: f64 = 1e5;

impl Course {
    /// Adds a row with what was fed since the row before.
    pub(super) fn row(&mut self, t_d: f64, flow: f64, influent: Vec<f64>) -> Result<(), Reason> {
        let before = self.times_d.last().copied();
        let sound =
            before.map_or(t_d == 0.0, |before| t_d > before) && t_d <= DAYS_MAX && self.times_d.len() < ROWS_MAX;
        if !sound {
            return Err(Reason::Refused(format!(
                "time {t_d} d: the first row is day 0, each later than the one above, at most {DAYS_MAX} d and {ROWS_MAX} rows"
            )));
        }
        if self.feed.last().is_none_or(|(_, q, y)| (*q, y) != (flow, &influent)) {
            self.feed.push((before.unwrap_or(0.0), flow, influent));
        }
        // What stands in the first row holds from the start; a change in the second starts there as well.
        if let [(a, ..), (b, ..), ..] = self.feed[..]
            && a == b
        {
            self.feed.remove(0);
        }
        self.times_d.push(t_d);
        Ok(())
    }
}

/// The rows at the times of a course: one tank with so much liquid and gas (m3).
pub(super) fn run<K: Kinetics>(
    model: &K::Of<f64>,
    initial: Vec<f64>,
    course: &Course,
    [liquid_m3, gas_m3]: [f64; 2],
    rtol: f64,
) -> Result<Vec<RunRow>, Reason> {
    let level = Level::Overflow { liquid_m3, gas_m3 };
    let case = NetworkCase {
        tanks: vec![Tank::<K> { name: "tank".to_owned(), model: model.clone(), level, initial }],
        streams: Vec::new(),
        times_d: course.feed.iter().map(|(start, ..)| *start).collect(),
        rows: course.feed.iter().map(|(_, flow, y)| vec![Inlet::new(*flow, y.clone())]).collect(),
        t_end_d: course.times_d.last().copied().unwrap_or(0.0),
        rtol,
    };
    let refused = |error: crate::digestion::tank::TankError| Reason::Refused(error.to_string());
    Ok(simulate(&case, &Observe::At(course.times_d.clone())).map_err(refused)?.rows)
}

/// The row that differs most, or the first that failed otherwise.
pub(super) fn worst(rows: impl Iterator<Item = Row>) -> Option<Row> {
    let rank = |row: &Row| match row.check {
        Check::Informative => -1.0,
        _ => row.share().unwrap_or(f64::INFINITY),
    };
    rows.fold(None, |worst: Option<Row>, row| match worst {
        Some(worst) if rank(&worst) >= rank(&row) => Some(worst),
        _ => Some(row),
    })
}
