//! The plan itself: companies, lots, sinks, flows and what they add up to.

use crate::balance::jobs::Range;
use crate::channel::LotKind;
use crate::param::Flag;
use std::sync::Arc;

/// A value and, where it was sampled, its quantiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// With every parameter at its nominal value.
    pub nominal: f64,
    /// The 10 %, 50 % and 90 % quantiles over the samples.
    pub p10_p50_p90: Option<[f64; 3]>,
}

impl Spread {
    /// A value that was not sampled.
    pub fn fixed(nominal: f64) -> Self {
        Self { nominal, p10_p50_p90: None }
    }
}

/// One line of an account, whole year.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Name of the component (`haul`, `gate`, `counterfactual`, ...).
    pub name: &'static str,
    /// EUR/a or kg CO2e/a.
    pub value: f64,
    /// Where its factor is from.
    pub source: &'static str,
    /// How far to trust it.
    pub flag: Flag,
}

/// Jobs of one step, net of today's outlet where they take its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Fte {
    /// Step (`collection`, `sorting`, ...; `displaced` for those of today's outlet, negative).
    pub step: &'static str,
    /// Full-time equivalents.
    pub fte: Range<f64>,
    /// Share of insertion posts, 0 to 1.
    pub insertion_share: f64,
}

/// An amount of a product or residue.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// What it is (`heat`, `compost`, `boards`, `water`, ...).
    pub name: &'static str,
    /// Its unit, a year.
    pub unit: &'static str,
    /// The amount.
    pub amount: f64,
    /// Mass that it carries of what was received, t/a: masses of all quantities of a flow add up to the flow.
    pub mass_t: f64,
}

/// A company.
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Degrees north and east; none when unknown.
    pub place: Option<(f64, f64)>,
    /// May count tonnes of others a second time.
    pub aggregator: bool,
    /// Claims the savings of its tonnes itself: they are shown, not counted.
    pub claims_itself: bool,
    /// What it brings, t/a as received.
    pub wet_t: f64,
    /// What it pays today, EUR/a.
    pub today_eur: f64,
    /// What its flows cost in the plan with its part of fixed costs (by tonnes at each place), before gains are shared, EUR/a.
    pub tomorrow_eur: f64,
    /// Its cost in the plan once gains are shared by the Shapley value, EUR/a; as `tomorrow_eur` without sharing.
    pub shared_eur: f64,
    /// Greenhouse gas against today, kg CO2e/a.
    pub kgco2e: f64,
    /// Jobs against today, FTE.
    pub fte: Range<f64>,
    /// Its lots.
    pub lots: Vec<usize>,
    /// What is asked of it, English and French.
    pub asked: Vec<(String, String)>,
}

/// A stream of a company.
#[derive(Clone, Debug, PartialEq)]
pub struct LotOutcome {
    /// Identifier.
    pub id: Arc<str>,
    /// Place of its company.
    pub company: usize,
    /// What it is.
    pub kind: LotKind,
    /// Name of its feedstock.
    pub feedstock: String,
    /// Code of the European List of Waste; none for what is no waste.
    pub ewc: Option<Arc<str>>,
    /// t/a as received.
    pub wet_t: f64,
    /// Water, kg/kg.
    pub moisture_share: f64,
    /// Energy of it as lower heating value or methane, MWh/a.
    pub energy_mwh: f64,
    /// Where it goes today.
    pub outlet: &'static str,
    /// The law forbids that outlet in the year of the scenario.
    pub outlet_unlawful: bool,
    /// What that costs, EUR/t.
    pub today_eur_per_t: f64,
    /// What stays at today's outlet in the plan, t/a.
    pub kept_t: f64,
}

/// A limit that the plan touches.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// Which (`capacity`, `least flow`, `moisture`, `contamination`, `class A`).
    pub limit: &'static str,
    /// Value of the plan.
    pub value: f64,
    /// The limit.
    pub limit_value: f64,
}

/// What one unit more would be worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// EUR/a (or the objective's unit) for one more tonne a year of capacity: zero or more.
    pub per_t: f64,
}

/// A place that takes lots.
#[derive(Clone, Debug, PartialEq)]
pub struct SinkOutcome {
    /// Identifier.
    pub id: Arc<str>,
    /// Name.
    pub name: String,
    /// Its channel.
    pub channel: &'static str,
    /// It is a hub: what it takes goes on to another sink.
    pub hub: bool,
    /// It is today's outlet of some lots, no place of the table.
    pub present: bool,
    /// Degrees north and east; none when unknown.
    pub place: Option<(f64, f64)>,
    /// Opening it is a decision.
    pub candidate: bool,
    /// It is open in the plan.
    pub open: bool,
    /// What comes, t/a.
    pub wet_t: f64,
    /// Least and most when open, t/a.
    pub capacity_t: (f64, f64),
    /// Fixed cost when open, EUR/a.
    pub fixed_eur: f64,
    /// Capital to open it, EUR.
    pub capital_eur: f64,
    /// Quality of the mixture it takes, kg/kg: water, foreign matter, class A; NaN without flow.
    pub quality: [f64; 3],
    /// Limits it touches.
    pub binding: Vec<Binding>,
    /// What one more tonne of its capacity is worth, where known.
    pub price: Option<Price>,
    /// Rubrics of the French nomenclature and the regime that follows, English and French.
    pub rubrics: Vec<(String, String)>,
}

/// Mass of a lot into a sink.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Place of the lot.
    pub lot: usize,
    /// Place of the sink.
    pub sink: usize,
    /// Place of the hub on the way, among the sinks.
    pub hub: Option<usize>,
    /// t/a as received.
    pub wet_t: f64,
    /// Road distance one way, km, both legs; NaN when the way is today's.
    pub km: f64,
    /// Trips a year of the first leg.
    pub trips: f64,
    /// Euros by component, paid by the pole when positive.
    pub money: Vec<Line>,
    /// Greenhouse gas by component, against the reference, saved when negative.
    pub carbon: Vec<Line>,
    /// What the company claims itself or the law does not let count, kg CO2e/a: shown, in no sum.
    pub carbon_shown: Vec<Line>,
    /// Jobs by step, net of today's outlet.
    pub jobs: Vec<Fte>,
    /// Products and residues.
    pub products: Vec<Quantity>,
    /// RED savings in % against its comparator, for energy channels above the thresholds; none otherwise.
    pub red_saving_pct: Option<f64>,
}

impl Flow {
    /// Sum of the money lines, EUR/a.
    pub fn eur(&self) -> f64 {
        self.money.iter().map(|l| l.value).sum()
    }

    /// Sum of the carbon lines that count, kg CO2e/a.
    pub fn kgco2e(&self) -> f64 {
        self.carbon.iter().map(|l| l.value).sum()
    }

    /// Sum of the jobs, FTE.
    pub fn fte(&self) -> Range<f64> {
        self.jobs.iter().map(|j| j.fte).sum()
    }
}

/// A channel: what it takes in the plan, per tonne and in total.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelTotal {
    /// Its name in the table of channels.
    pub channel: &'static str,
    /// Label, English and French.
    pub label: (String, String),
    /// Rank in the waste hierarchy, 1 best.
    pub hierarchy_rank: u8,
    /// t/a.
    pub wet_t: Spread,
    /// EUR/a, fixed costs of its sinks included; positive is paid by the pole.
    pub eur: Spread,
    /// EUR/a that these tonnes cost today.
    pub today_eur: Spread,
    /// kg CO2e/a against today.
    pub kgco2e: Spread,
    /// FTE against today.
    pub fte: Range<f64>,
    /// Insertion posts among the gross ones, FTE.
    pub insertion_fte: f64,
    /// What the pole would get if all lots that may lawfully go there went: per tonne of them, EUR/t, kg CO2e/t and FTE/kt;
    /// low, mass-weighted mean and high over the lots. None when no lot may.
    pub per_tonne: Option<[[f64; 3]; 3]>,
    /// Components, EUR/a.
    pub money: Vec<Line>,
    /// Components, kg CO2e/a.
    pub carbon: Vec<Line>,
    /// Products and residues.
    pub products: Vec<Quantity>,
}

/// The whole pole.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// t/a of the inventory.
    pub inventory_t: Spread,
    /// t/a that change their outlet.
    pub moved_t: Spread,
    /// t/a that keep today's outlet.
    pub kept_t: Spread,
    /// EUR/a today.
    pub today_eur: Spread,
    /// EUR/a in the plan, fixed costs included.
    pub plan_eur: Spread,
    /// EUR/a saved.
    pub gain_eur: Spread,
    /// kg CO2e/a against today (negative is saved).
    pub kgco2e: Spread,
    /// kg CO2e/a that others claim or the law does not let count: shown, not in `kgco2e`.
    pub kgco2e_shown: f64,
    /// FTE against today.
    pub fte: Range<f64>,
    /// Insertion posts among the gross ones, FTE.
    pub insertion_fte: f64,
    /// Capital of what is opened, EUR.
    pub capital_eur: f64,
    /// Tonne-kilometres of the plan, a year.
    pub tkm: f64,
    /// Trips of the plan, a year.
    pub trips: f64,
}

/// What becomes of the inventory, as shares that sum to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Valorised {
    /// By mass: within the pole's territory, elsewhere, not at all.
    pub mass: [f64; 3],
    /// By energy (lower heating value of dry wood, methane of the rest): the same.
    pub energy: [f64; 3],
}
