//! Linear programmes of an allocation, with yes/no decisions: which flow goes where, and what is opened for it.
//!
//! Numbers only: nothing here knows waste, euros or companies.
//!
//! ```
//! use gisement::program::{Arc, Program, Site, solve};
//! let site = |max, fixed| Site { min: 0.0, max, fixed };
//! let arc = |source, site, cost| Arc { source, site, via: None, cost, max: f64::INFINITY };
//! let program = Program {
//!     supply: vec![100.0, 40.0],
//!     sites: vec![site(120.0, Some(500.0)), site(f64::INFINITY, None)],
//!     arcs: vec![arc(0, 0, -5.0), arc(0, 1, 80.0), arc(1, 0, 3.0), arc(1, 1, 80.0)],
//!     rows: vec![],
//!     open_max: None,
//!     single_source: false,
//! };
//! let best = solve(&program)?;
//! assert!((best.objective - (500.0 - 5.0 * 100.0 + 3.0 * 20.0 + 80.0 * 20.0)).abs() < 1e-6);
//! # Ok::<(), gisement::program::ProgramError>(())
//! ```

mod branch;
mod check;
mod elastic;
mod ensemble;
mod interior;
mod lagrange;
mod linear;
mod model;
mod optimum;
mod simplex;
mod solve;

pub use check::Fault;
pub use ensemble::{Ensemble, Sampled};
pub use optimum::{Bound, Optimum, Prices, ProgramError, Shortfall};
pub use solve::{solve, solve_with_open};

/// A programme: minimise the cost of sending every source's supply through sites.
///
/// minimise sum_s fixed_s y_s + sum_a cost_a x_a, subject to: the arcs of a source sum to its supply; every site of an arc
/// carries it; min_s y_s <= flow_s <= max_s y_s; 0 <= x_a <= max_a; low_r <= row_r <= high_r; y_s = 1 where a site has no
/// fixed cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Supply of each source, mass a year; zero or more.
    pub supply: Vec<f64>,
    /// Sites.
    pub sites: Vec<Site>,
    /// Ways from sources to sites.
    pub arcs: Vec<Arc>,
    /// Further limits: quality windows, budgets, epsilon-constraints.
    pub rows: Vec<Row>,
    /// At most so many sites with a yes/no decision are open.
    pub open_max: Option<usize>,
    /// Every source goes whole to one arc.
    pub single_source: bool,
}

/// Where flow goes, or what it goes through.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Least flow when open.
    pub min: f64,
    /// Most flow when open; infinity for no limit.
    pub max: f64,
    /// Cost of opening, a yes/no decision; none for a site that is there anyway.
    pub fixed: Option<f64>,
}

/// A way from a source to a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Arc {
    /// Place of the source.
    pub source: usize,
    /// Place of the site at its end.
    pub site: usize,
    /// Place of a site that it passes on the way (a hub).
    pub via: Option<usize>,
    /// Cost of a unit of flow; negative for a revenue.
    pub cost: f64,
    /// Most flow; infinity for no limit.
    pub max: f64,
}

/// A limit on a weighted sum of flows and openings.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name, for what is told when it binds.
    pub name: String,
    /// Weights of arcs.
    pub arcs: Vec<(usize, f64)>,
    /// Weights of openings (sites with a yes/no decision).
    pub sites: Vec<(usize, f64)>,
    /// Least value; minus infinity for none.
    pub low: f64,
    /// Largest value; infinity for none.
    pub high: f64,
}
