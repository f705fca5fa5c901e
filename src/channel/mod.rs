//! Valorisation channels: what becomes of a tonne of a lot, in physics, euros, carbon, jobs and rules.
//!
//! A channel is a row of `models/channel/channels.csv` and, where it has physics, a file here. [`Sink`]s are places that
//! offer a channel; a [`Lot`] is one stream of one company as a channel sees it.

mod account;
mod bridge;
mod carbon;
mod digester;
mod facts;
mod fates;
mod investment;
mod jobs;
mod ledger;
mod lines;
mod provenance;
mod red;
mod rubrics;
mod rules;
mod settings;
mod table;
mod wood;

pub use account::{Account, Accountant, Delivered, Draw, Trace, account};
pub use bridge::{BridgeCause, BridgeStep, View, bridge, bridge_views};
pub use facts::{LotFacts, Matter, OrganicFacts, SinkFacts, WoodFacts};
pub use investment::{Investment, investment, investments};
pub use jobs::{Jobs, JobsStep};
pub use ledger::{CompanyShare, PlanFlow, PlanLedger};
pub use lines::{Carbon, CarbonItem, CarbonLines, Money, MoneyItem, MoneyLines, Product, Products};
pub use provenance::provenance;
pub use rubrics::{Installation, Regime, Rubric, RubricFinding, regime, rubrics};
pub use rules::{
    ChannelRule, FitStream, Refusal, channel_rules, descends, fit_streams, lawful, lawful_in, rank_of_outlet,
};
pub use settings::{ChannelParams, CompostCarbon, Settings};
pub use table::{Channel, Physics, Pretreatment, channel, channel_of_kind, channels};

use crate::balance::carbon::CarbonParams;
use crate::balance::carbon::factors::Gwp;
use crate::balance::carbon::outlets::Outlet;
use crate::balance::carbon::reference::ReferenceScenario;
use crate::feedstock::Substance;
use crate::library::Season;
use crate::logistics::Place;
use std::sync::Arc;

/// What a lot is, as sinks speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LotKind {
    /// Pallets, crates, waste wood.
    Wood,
    /// Kitchen, canteen and retail food waste.
    FoodWaste,
    /// Grease of separators.
    Grease,
    /// Green waste.
    GreenWaste,
    /// Livestock effluent.
    Manure,
    /// Crop or crop residue.
    Crop,
}

/// One stream of one company.
#[derive(Clone, Debug)]
pub struct Lot {
    /// Identifier of the stream.
    pub id: Arc<str>,
    /// Place of its company in the list of providers.
    pub provider: usize,
    /// What it is.
    pub kind: LotKind,
    /// Its composition.
    pub substance: Substance,
    /// Code of the European List of Waste, six digits; none for what is no waste.
    pub ewc: Option<Arc<str>>,
    /// Mass that comes, t/a as received.
    pub wet_t: f64,
    /// Water, kg/kg as received.
    pub moisture_share: f64,
    /// Share of clean (class A) wood, kg/kg.
    pub class_a_share: f64,
    /// Foreign matter, kg/kg as received.
    pub contamination_share: f64,
    /// Share that can be repaired or reused, kg/kg as received.
    pub reusable_share: f64,
    /// Monthly profile.
    pub season: &'static Season,
    /// Where it goes today.
    pub outlet: &'static Outlet,
    /// What that costs the company, EUR/t as received; negative when it is paid.
    pub present_cost_eur_per_t: f64,
    /// Container it waits in (`models/logistics/containers.csv`), and how many.
    pub container: Option<(&'static str, f64)>,
    /// Its company claims the savings of its tonnes itself: shown, not counted for the pole.
    pub claimed_elsewhere: bool,
    /// The company handles waste of others (repairer, sorting centre): its tonnes may be counted twice.
    pub aggregator: bool,
    /// Where it is.
    pub place: Option<Place>,
}

/// A place that takes lots into one channel.
#[derive(Clone, Debug)]
pub struct Sink {
    /// Identifier.
    pub id: Arc<str>,
    /// Name shown.
    pub name: String,
    /// Name of its channel (`models/channel/channels.csv`).
    pub channel: &'static str,
    /// Not there yet: opening it is a yes/no decision with a fixed cost.
    pub candidate: bool,
    /// Where it is.
    pub place: Option<Place>,
    /// What it takes.
    pub accepts: Vec<LotKind>,
    /// Least mass a year when it is open, t/a as received.
    pub capacity_t_min: f64,
    /// Most mass a year, t/a as received.
    pub capacity_t_max: f64,
    /// Fixed cost when open, EUR/a.
    pub fixed_eur_per_a: f64,
    /// Capital to open it, EUR; zero where it is there or the fixed cost holds it.
    pub capital_eur: f64,
    /// Gate fee that the pole pays, EUR/t as received; negative when it is paid.
    pub gate_eur_per_t: f64,
    /// Most water in the mass-weighted mean of what it takes, kg/kg.
    pub moisture_share_max: f64,
    /// Most foreign matter in the mean, kg/kg.
    pub contamination_share_max: f64,
    /// Least class A wood in the mean, kg/kg.
    pub class_a_share_min: f64,
    /// Road distance beyond `place` to the real site, km (a mill outside the map).
    pub extra_km: f64,
    /// The pole runs it: its operation and sales are the pole's, and the gate fee is an internal transfer.
    pub owned: bool,
}

/// By what the carbon of a channel is judged.
#[derive(Clone, Copy, Debug)]
pub struct CarbonFrame {
    /// The reference scenario, by name.
    pub reference: &'static ReferenceScenario,
    /// Table of warming potentials.
    pub gwp: &'static Gwp,
    /// Factors.
    pub params: CarbonParams<f64>,
}
