//! `[size]`: which boiler houses, digesters and engines to try, within which limits, and what is made best.

use super::Scenario;
use super::inputs::Block;
use super::section::{Context, Section};
use crate::diag::{Diagnostic, Location};
use crate::num::Real;
use crate::params;
use crate::text;

params! {
    /// Limits and aims of a sizing. A limit that is not set does not bind (NaN).
    pub struct SizeParams from "sizing/size.csv" {
        coverage_target_pct, probability_min, starts_max_per_a, wood_power_max_kw, buffer_m3_max, store_t_max,
        wood_heat_min_mwh, bought_wood_max_pct, power_share_low, power_share_high,
    }
}

params! {
    /// Limits of the sizing of a digester, and the rules of thumb beside it.
    pub struct DigesterSizeParams from "sizing/digester.csv" {
        fos_tac_max, digester_probability_min, engine_unused_max_pct, rule_hrt_d, rule_olr_kg_vs_m3_d, rule_engine_hours,
    }
}

/// Words of the objective.
pub(super) const SIZE_OBJECTIVES: &[&str] = &["cost", "co2", "coverage"];

/// What is made best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SizeObjective {
    /// Least cost of heat.
    Cost,
    /// Least greenhouse gas.
    Co2,
    /// Most coverage without gas.
    Coverage,
}

impl SizeObjective {
    /// All, in the order of tables.
    pub const ALL: [Self; 3] = [Self::Cost, Self::Co2, Self::Coverage];

    /// Name in scenarios, options and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Co2 => "co2",
            Self::Coverage => "coverage",
        }
    }

    /// The objective of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.name() == name)
    }
}

/// What is asked of a sizing beside its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct SizeAsked {
    /// What is made best.
    pub objective: SizeObjective,
    /// Powers of one boiler to try, kW; empty: those of the catalogue that fit the demand.
    pub powers_kw: Vec<f64>,
    /// How many equal boilers to try, 1 to 4.
    pub numbers: Vec<usize>,
    /// Two different boilers together as well.
    pub unequal_pairs: bool,
    /// Buffers to try, h at nominal power.
    pub buffer_hours: Vec<f64>,
    /// Wood stores to try, d at nominal power.
    pub store_days: Vec<f64>,
    /// Samples over which the candidates are compared.
    pub samples: usize,
    /// Liquid volumes of the digester to try, m3, rising; empty: those of usual retention times.
    pub digester_volumes_m3: Vec<f64>,
    /// Temperatures of the digester to try beside its own, C, rising.
    pub digester_temperatures_c: Vec<f64>,
    /// Electric powers of the engine to try, kW, rising; empty: those around its mean power.
    pub engine_powers_kwe: Vec<f64>,
}

impl Default for SizeAsked {
    fn default() -> Self {
        Self {
            objective: SizeObjective::Cost,
            powers_kw: Vec::new(),
            numbers: vec![1, 2, 3],
            unequal_pairs: true,
            buffer_hours: vec![0.0, 0.5, 1.0, 2.0, 4.0],
            store_days: vec![3.0, 5.0, 10.0],
            samples: 200,
            digester_volumes_m3: Vec::new(),
            digester_temperatures_c: Vec::new(),
            engine_powers_kwe: Vec::new(),
        }
    }
}

/// `[size]` as read.
#[derive(Clone, Debug)]
pub(super) struct SizeEntry {
    params: Block,
    digester: Block,
    asked: SizeAsked,
    location: Option<Location>,
}

/// Most samples of a sizing.
const SAMPLES_MAX: f64 = 1e6;

/// Reads `[size]`; nothing where it is not written.
pub(super) fn read(context: &mut Context<'_>, root: &Section<'_>) -> Option<SizeEntry> {
    let section = root.child(context, "size");
    if !section.is_present() {
        return None;
    }
    let params = section.numbers(context, 0);
    let digester = section.numbers(context, 1);
    let usual = SizeAsked::default();
    let objective = section.choice(context, "objective").and_then(SizeObjective::from_name);
    let or_usual = |list: Vec<f64>, usual: Vec<f64>| if list.is_empty() { usual } else { list };
    order_of_shares(context, &section, &params);
    let asked = SizeAsked {
        objective: objective.unwrap_or(usual.objective),
        powers_kw: distinct(context, &section, "powers_kw", 1.0, 200_000.0),
        numbers: numbers(context, &section).unwrap_or(usual.numbers),
        unequal_pairs: section.flag(context, "unequal_pairs", usual.unequal_pairs),
        buffer_hours: or_usual(distinct(context, &section, "buffer_hours", 0.0, 72.0), usual.buffer_hours),
        store_days: or_usual(distinct(context, &section, "store_days", 0.25, 120.0), usual.store_days),
        samples: section.whole(context, "samples", 1.0, SAMPLES_MAX).map_or(usual.samples, |n| n as usize),
        digester_volumes_m3: distinct(context, &section, "digester_volumes_m3", 1.0, 200_000.0),
        digester_temperatures_c: distinct(context, &section, "digester_temperatures_c", 20.0, 65.0),
        engine_powers_kwe: distinct(context, &section, "engine_powers_kwe", 1.0, 50_000.0),
    };
    Some(SizeEntry { params, digester, asked, location: section.location() })
}

/// The smallest power tried lies below the largest.
fn order_of_shares(context: &mut Context<'_>, section: &Section<'_>, params: &Block) {
    let values = context.inputs.values();
    let p = SizeParams::<f64>::from_slice(params.of(&values));
    if p.power_share_low > p.power_share_high {
        let place = section.node("power_share_low").or(section.node("power_share_high")).map(|n| n.location.clone());
        let found = Diagnostic::error(text!("the smallest power tried lies above the largest"));
        context
            .diagnostics
            .push(found.at(place, text!("here")).help(text!("write power_share_low below power_share_high")));
    }
}

/// The numbers of a list in rising order, each once; what stands twice is told.
fn distinct(context: &mut Context<'_>, section: &Section<'_>, name: &str, low: f64, high: f64) -> Vec<f64> {
    let mut list: Vec<f64> = Vec::new();
    for (value, place) in section.list(context, name, low, high) {
        if list.contains(&value) {
            let found = Diagnostic::warning(text!("`{name}` holds {value} twice", name, value))
                .at(Some(place), text!("the second one"));
            context.diagnostics.push(found.help(text!("it is tried once")));
            continue;
        }
        list.push(value);
    }
    list.sort_by(f64::total_cmp);
    list
}

/// Whole numbers of boilers.
fn numbers(context: &mut Context<'_>, section: &Section<'_>) -> Option<Vec<usize>> {
    let node = section.node("numbers")?;
    let list = distinct(context, section, "numbers", 1.0, 4.0);
    if let Some(part) = list.iter().find(|n| n.fract() != 0.0) {
        let found = Diagnostic::error(text!("`numbers` counts boilers: 1, 2, 3 or 4"));
        let found = found.at(Some(node.location.clone()), text!("holds {part}", part));
        context.diagnostics.push(found.help(text!("write whole numbers")));
    }
    let whole: Vec<usize> = list.into_iter().map(|n| n as usize).collect();
    Some(whole).filter(|list| !list.is_empty())
}

impl Scenario {
    /// What a sizing is asked: that of `[size]`, or what is usual where the scenario has none.
    pub fn size_asked(&self) -> SizeAsked {
        self.size.as_ref().map_or_else(SizeAsked::default, |s| s.asked.clone())
    }

    /// Limits and aims of a sizing, for a list of values.
    pub fn size_params(&self, values: &[f64]) -> SizeParams<f64> {
        self.size.as_ref().map_or_else(SizeParams::defaults, |s| SizeParams::from_slice(s.params.of(values)))
    }

    /// Limits of the sizing of a digester, for a list of values.
    pub fn digester_size_params(&self, values: &[f64]) -> DigesterSizeParams<f64> {
        let given = |s: &SizeEntry| DigesterSizeParams::from_slice(s.digester.of(values));
        self.size.as_ref().map_or_else(DigesterSizeParams::defaults, given)
    }

    /// Where `[size]` is written.
    pub fn size_location(&self) -> Option<&Location> {
        self.size.as_ref().and_then(|s| s.location.as_ref())
    }

    /// Whether the scenario describes a boiler house: boilers, or a demand that would want some.
    pub fn has_boiler_house(&self) -> bool {
        self.demand.is_some() || !self.boilers.is_empty()
    }

    /// Where the first `[digester]` is written.
    pub fn digester_location(&self) -> Option<&Location> {
        self.digesters.first().and_then(|d| d.location.as_ref())
    }

    /// Where `[demand]` and the first `[boiler]` are written.
    pub fn heat_locations(&self) -> (Option<&Location>, Option<&Location>) {
        let demand = self.demand.as_ref().and_then(|d| d.location.as_ref());
        (demand, self.boilers.first().and_then(|b| b.location.as_ref()))
    }
}

impl<S: Real> SizeParams<S> {
    /// The limit where it is set, and what never binds otherwise.
    pub fn at_most(limit: S) -> S {
        S::select(limit.is_finite(), limit, S::from_f64(f64::INFINITY))
    }
}
