//! Figures of a sweep.

use super::OutputReport;
use crate::plot::{Convergence, Heading, Locale, Picture, PlotError, Settled, Trail};
use crate::sweep::{Checkpoint, Estimate};

/// A statistic at a checkpoint.
type Statistic = fn(&Checkpoint) -> Estimate;

/// The lines of the figure, top down where the values are skewed to the right, as most are.
const LINES: [(&str, Statistic); 4] =
    [("P90", |c| c.p10_p50_p90[2]), ("Mean", |c| c.mean), ("P50", |c| c.p10_p50_p90[1]), ("P10", |c| c.p10_p50_p90[0])];

/// How mean and quantiles of an output settled as samples came in.
///
/// # Errors
/// [`PlotError`] when the output has no trace, and when a number cannot be drawn.
pub fn convergence(output: &OutputReport, locale: Locale) -> Result<Picture, PlotError> {
    let settled = |checkpoint: &Checkpoint, of: Statistic| {
        let estimate = of(checkpoint);
        let interval = estimate.interval.map(|i| (i.low, i.high));
        Settled { samples: checkpoint.samples, value: estimate.value, interval }
    };
    let trail = |(name, of): (&str, Statistic)| {
        let name = if name == "Mean" { locale.say("Mean") } else { name };
        Trail { name: name.to_owned(), points: output.trace.iter().map(|c| settled(c, of)).collect() }
    };
    let quantity = locale.known(&output.label).to_owned();
    let title = format!("{quantity}{}{}", locale.colon(), locale.say("convergence"));
    let subtitle = locale.say("Band: 95 % interval of each estimate");
    Convergence {
        heading: Heading::new(title, locale).subtitle(subtitle),
        quantity,
        unit: locale.unit(&output.unit).into_owned(),
        trails: LINES.map(trail).into(),
    }
    .draw()
}
