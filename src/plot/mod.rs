//! Figures as SVG text, in one house style.
//!
//! Each kind of figure is a plain struct with a `draw` method that returns a [`Picture`]: the drawing, and the numbers
//! behind it as CSV. The style is fixed here and nowhere else: the colour-blind safe palette of Okabe and Ito, hatches
//! and dashes so that a grey print stays readable, labels beside what they name, units on every axis, a light card as
//! background. The same input gives the same bytes.
//!
//! ```
//! use gisement::plot::{Bar, Bars, Heading, Locale};
//! let picture = Bars {
//!     heading: Heading::new("Methane by provider", Locale::En),
//!     quantity: "Methane".into(),
//!     unit: "MWh/a".into(),
//!     bars: vec![Bar::new("Canteen", 120.0), Bar::new("Brewery", 340.0)],
//! }
//! .draw()?;
//! assert!(picture.svg.starts_with("<svg"));
//! # Ok::<(), gisement::plot::PlotError>(())
//! ```

mod bars;
mod before_after;
mod borders;
mod bridge;
mod canvas;
mod cash_flow;
mod chances;
mod chart;
mod closure;
mod cloud;
mod convergence;
mod curves;
mod distribution;
mod error;
mod font;
mod frame;
mod front;
mod labels;
mod load_duration;
mod map;
mod monthly;
mod palette;
mod parity;
mod place;
mod png;
mod ranges;
mod sankey;
mod scale;
mod sensitivity;
mod stacked;
mod stock_year;
mod table;
mod time_series;
mod waterfall;
mod week;

pub use crate::words::{Locale, fixed, percent, significant};
pub use bars::{Bar, Bars};
pub use before_after::{BeforeAfter, Measure};
pub use bridge::{Abutment, Bridge};
pub use cash_flow::{CashFlow, CashTrail};
pub use chances::{ChanceRow, Chances};
pub use closure::{Closure, Residual};
pub use cloud::{Cloud, CloudPoint};
pub use convergence::{Convergence, Settled, Trail};
pub use curves::{Curve, CurvePanel, Curves};
pub use distribution::{Distributions, Panel};
pub use error::PlotError;
pub(crate) use font::FAMILIES as FONT_FAMILIES;
pub use front::{Aim, Better, Front, FrontPoint};
pub use load_duration::{Layer, LoadDuration};
pub use map::{FlowMap, MapFlow, MapPlace, MapRole, Outline};
pub use monthly::{Monthly, MonthlyGroup};
pub use parity::{Parity, ParityPoint};
pub use ranges::{RangeRow, Ranges};
pub use sankey::{Link, Node, Sankey};
pub use sensitivity::{Gust, Mark, Ranked, Ranking, TornadoFigure};
pub use stacked::{Stacked, StackedRow};
pub use stock_year::StockYear;
pub use time_series::{Level, Series, TimeAxis, TimeSeries};
pub use waterfall::{Step, Waterfall};
pub use week::{Week, heaviest_week};

/// What every figure carries besides its numbers.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Heading {
    /// What the figure shows; wrapped over several lines when long.
    pub title: String,
    /// A second, quieter line; empty for none.
    pub subtitle: String,
    /// What a reader who cannot see the figure should know; empty means the title.
    pub description: String,
    /// Language of month names and number formats.
    pub locale: Locale,
}

impl Heading {
    /// A heading without subtitle and description.
    pub fn new(title: impl Into<String>, locale: Locale) -> Self {
        Self { title: title.into(), subtitle: String::new(), description: String::new(), locale }
    }

    /// Adds the quieter line.
    #[must_use]
    pub fn subtitle(mut self, text: impl Into<String>) -> Self {
        self.subtitle = text.into();
        self
    }

    /// Adds the description for readers who cannot see the figure.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// What an axis is called: a quantity and its unit, as the language of the figure writes it.
    fn measured(&self, quantity: &str, unit: &str) -> String {
        measured(self.locale, quantity, unit)
    }
}

/// `quantity, unit` in a language, or the quantity alone. Callers give English units.
fn measured(locale: Locale, quantity: &str, unit: &str) -> String {
    if unit.is_empty() { quantity.to_owned() } else { format!("{quantity}, {}", locale.unit(unit)) }
}

/// A drawn figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Title, as given.
    pub title: String,
    /// A complete SVG element, 720 units wide on paper, scalable.
    pub svg: String,
    /// The numbers behind it: a header with units, then rows; decimal point, comma separated.
    pub csv: String,
    /// The numbers for an interactive chart: `kind`, what the specification holds in its units and what the drawing computes
    /// from it, thinned to what a screen shows. Null for a figure that has none.
    pub chart: serde_json::Value,
}
