//! The result of an allocation, as plain data.
//!
//! Units are those of the names; money is paid by the pole when positive, carbon is saved when negative, both against what
//! happens today. Amounts of a year unless the name says otherwise.

mod beyond;
mod plan;

pub use beyond::{
    Breaking, Bridge, BridgeStep, CompanyShare, Comparison, Decision, Front, FrontPoint, MatchFound, Robust, Sharing,
    SupplyBand, ValueOfKnowing,
};
pub use plan::{
    Binding, ChannelTotal, Company, Flow, Fte, Line, LotOutcome, Price, Quantity, SinkOutcome, Spread, Totals,
    Valorised,
};

use crate::param::Flag;

/// What is made best: always named, never a weighted mixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Criterion {
    /// Least cost for the pole.
    Cost,
    /// Least greenhouse gas.
    Co2,
    /// Most jobs, net of those of today's outlets.
    Jobs,
}

impl Criterion {
    /// All, in the order of tables.
    pub const ALL: [Self; 3] = [Self::Cost, Self::Co2, Self::Jobs];

    /// Name in scenarios, options and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Co2 => "co2",
            Self::Jobs => "jobs",
        }
    }

    /// The criterion of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }

    /// Unit of its value: `EUR/a`, `kg CO2e/a`, `FTE`.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Cost => "EUR/a",
            Self::Co2 => "kg CO2e/a",
            Self::Jobs => "FTE",
        }
    }
}

/// A method by which something is counted, so that every table can name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// What it counts: `carbon`, `money`, `jobs`, `distances`, `sharing`.
    pub of: &'static str,
    /// Its name.
    pub name: String,
    /// Version, or the year of its table.
    pub version: String,
    /// What it compares with; empty for nothing.
    pub reference: String,
}

/// A number that the result rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Path, as for `--set`.
    pub path: String,
    /// What it is.
    pub description: String,
    /// Unit.
    pub unit: String,
    /// Nominal value.
    pub value: f64,
    /// How it is drawn, in words; empty when it is fixed.
    pub drawn: String,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

/// Something a reader must know before trusting the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `note`, `warning` or `breach`.
    pub severity: &'static str,
    /// What was found, in English.
    pub text_en: String,
    /// The same in French.
    pub text_fr: String,
    /// The law, norm or source it rests on; empty for none.
    pub source: String,
}

/// An account that must close.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// What is balanced.
    pub name: &'static str,
    /// Unit of the residual.
    pub unit: &'static str,
    /// What goes in minus what comes out.
    pub residual: f64,
    /// Size of what is balanced: the residual must be below 1e-9 of it.
    pub scale: f64,
}

impl Closure {
    /// True when the account closes to 1e-9 of its size.
    pub fn closes(&self) -> bool {
        self.residual.abs() <= 1e-9 * self.scale.abs().max(1.0)
    }
}

/// The allocation of a pole.
#[derive(Clone, Debug, PartialEq)]
pub struct PoleOutcome {
    /// Title of the scenario.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Year whose laws hold.
    pub year: u32,
    /// What was made best.
    pub objective: Criterion,
    /// Methods by name.
    pub methods: Vec<Method>,
    /// Where the pole's centre is, degrees north and east; none when unknown.
    pub centre: Option<(f64, f64)>,
    /// Companies, in the order of the inventory.
    pub companies: Vec<Company>,
    /// Streams, in the order of the inventory.
    pub lots: Vec<LotOutcome>,
    /// Sinks and hubs, in the order of their table; the last ones are today's outlets.
    pub sinks: Vec<SinkOutcome>,
    /// What goes where; flows below 1e-9 t are left out.
    pub flows: Vec<Flow>,
    /// Each channel, in the order of the table of channels; those without flow are there with zeros.
    pub channels: Vec<ChannelTotal>,
    /// The whole pole.
    pub totals: Totals,
    /// Shares valorised locally, elsewhere and not at all: today, then in the plan.
    pub valorised: [Valorised; 2],
    /// Accounts that must close.
    pub closures: Vec<Closure>,
    /// Value found, and a proven bound on the best possible, in the unit of the objective (jobs negated).
    pub value_and_bound: (f64, f64),
    /// Programmes solved in all.
    pub programmes: usize,
    /// Fronts between two criteria.
    pub fronts: Vec<Front>,
    /// Decisions under uncertainty; none when nothing is drawn.
    pub robust: Option<Robust>,
    /// Who gets what of the pole's gain.
    pub sharing: Option<Sharing>,
    /// The same pole without companies that may count twice; none when there are none.
    pub aggregators: Option<Comparison>,
    /// Least sets of departures that break a plant.
    pub breaking: Vec<Breaking>,
    /// Supply over the years, by scenario.
    pub supply: Vec<SupplyBand>,
    /// Possible matches between companies.
    pub matches: Vec<MatchFound>,
    /// Difference of two carbon methods, cause by cause.
    pub bridge: Option<Bridge>,
    /// What a reader must know.
    pub findings: Vec<Finding>,
    /// Numbers it rests on, those of the channels and sinks first.
    pub assumptions: Vec<Assumption>,
}
