//! From values to the case of an allocation: the only way one is made.

use super::{AllocationParams, PoleEntry, SinkEntry, SinkParams};
use crate::balance::jobs::JobsParams;
use crate::case::{LogisticsParams, ProviderParams, StreamParams};
use crate::channel::{CarbonFrame, ChannelParams, Lot, Settings, Sink};
use crate::diag::Location;
use crate::digestion::plant::{GasUseParams, PlantParams};
use crate::library::season;
use crate::logistics::{Place, container};
use crate::scenario::assemble::substance;
use crate::scenario::{AssembleError, Plan, Scenario, StreamPlace};
use crate::text;
use crate::words::{Text, shown_as_told};
use std::sync::Arc;

/// What is asked of an allocation, beside numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What is made best: `cost`, `co2` or `jobs`.
    pub objective: &'static str,
    /// Streams may keep today's outlet.
    pub keep_present: bool,
    /// Names of companies are not shown.
    pub hide_names: bool,
    /// Places of companies that may count tonnes of others a second time.
    pub aggregators: Vec<usize>,
}

/// A company of the pole.
#[derive(Clone, Debug, PartialEq)]
pub struct PoleCompany {
    /// Identifier.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Where it is.
    pub place: Option<Place>,
    /// It may count tonnes of others a second time.
    pub aggregator: bool,
}

/// The case of an allocation: lots, sinks and frames, with numbers only.
#[derive(Clone, Debug)]
pub struct PoleCase {
    /// Companies, in the order of the scenario.
    pub companies: Vec<PoleCompany>,
    /// Lots, one a stream, in the order of the scenario.
    pub lots: Vec<Lot>,
    /// What each lot's stream holds whether its company takes part or not, t/a.
    pub declared_t: Vec<f64>,
    /// Sinks and hubs, in the order of the scenario.
    pub sinks: Vec<Sink>,
    /// By what carbon is judged.
    pub frame: CarbonFrame,
    /// Numbers and choices of the channels.
    pub settings: Settings,
    /// Distances.
    pub logistics: LogisticsParams<f64>,
    /// Budgets and prices of the allocation.
    pub options: AllocationParams<f64>,
    /// What is asked.
    pub asked: Asked,
    /// Centre of the pole.
    pub centre: Option<Place>,
    /// Year whose laws hold.
    pub year: u32,
}

/// Why a scenario gives no case of an allocation.
#[derive(Clone, Debug, PartialEq)]
pub enum PoleError {
    /// It has no `[channels]`.
    NoChannels,
    /// It names no carbon method that compares with a reference.
    NoReference,
    /// A composition makes no sense.
    Assemble(AssembleError),
}

impl PoleError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::NoChannels => text!("the scenario has no [channels]"),
            Self::NoReference => text!("the scenario names no carbon reference"),
            Self::Assemble(error) => error.told(),
        }
    }
}

shown_as_told!(PoleError);

impl std::error::Error for PoleError {}

impl Scenario {
    /// True when the scenario asks for an allocation.
    pub fn has_pole(&self) -> bool {
        self.pole.is_some()
    }

    /// How samples of the allocation are drawn: those of a run, and the fees of the sinks.
    pub fn pole_plan(&self) -> &Plan {
        self.pole_plan.as_ref().unwrap_or(&self.plan)
    }

    /// Where a sink is written, for problems that only an allocation shows.
    pub fn sink_location(&self, k: usize) -> Option<&Location> {
        self.pole.as_ref()?.sinks.get(k)?.location.as_ref()
    }

    /// Where a stream is written.
    pub fn stream_location(&self, k: usize) -> Option<&Location> {
        self.streams.get(k)?.entry.location.as_ref()
    }

    /// True when the scenario asks that companies are not named.
    pub fn hides_names(&self) -> bool {
        self.pole.as_ref().is_some_and(|p| p.asked.hide_names)
    }

    /// Where the allocation is asked for.
    pub fn channels_location(&self) -> Option<&Location> {
        self.pole.as_ref()?.location.as_ref()
    }

    /// The case of an allocation for a list of values (see [`Scenario::inputs`]).
    ///
    /// # Errors
    /// When the scenario asks for none, or a stream's composition makes no sense with these values.
    pub fn pole(&self, values: &[f64]) -> Result<PoleCase, PoleError> {
        let pole = self.pole.as_ref().ok_or(PoleError::NoChannels)?;
        let lots: Result<Vec<Lot>, AssembleError> =
            self.streams.iter().enumerate().map(|(k, s)| self.lot(k, s, pole, values)).collect();
        let declared = |s: &StreamPlace| StreamParams::from_slice(s.entry.block.of(values)).amount_t();
        Ok(PoleCase {
            companies: self.companies(pole, values),
            lots: lots.map_err(PoleError::Assemble)?,
            declared_t: self.streams.iter().map(declared).collect(),
            sinks: pole.sinks.iter().map(|s| sink(s, values)).collect(),
            frame: self.frame(values).ok_or(PoleError::NoReference)?,
            settings: self.settings(pole, values),
            logistics: LogisticsParams::from_slice(self.site.logistics.of(values)),
            options: AllocationParams::from_slice(pole.options.of(values)),
            asked: pole.asked.clone(),
            centre: self.site.place.map(|(lat_deg, lon_deg)| Place { lat_deg, lon_deg }),
            year: self.site.year,
        })
    }

    fn companies(&self, pole: &PoleEntry, values: &[f64]) -> Vec<PoleCompany> {
        let company = |(k, p): (usize, &crate::scenario::providers::ProviderEntry)| PoleCompany {
            id: Arc::from(p.id.as_str()),
            name: Arc::from(p.name.as_str()),
            place: place(&ProviderParams::from_slice(p.block.of(values))),
            aggregator: pole.asked.aggregators.contains(&k),
        };
        self.providers.iter().enumerate().map(company).collect()
    }

    fn frame(&self, values: &[f64]) -> Option<CarbonFrame> {
        let carbon = self.carbon.as_ref().filter(|c| c.compares())?;
        let params = crate::balance::carbon::CarbonParams::from_slice(carbon.block.of(values));
        Some(CarbonFrame { reference: carbon.reference?, gwp: carbon.gwp, params })
    }

    /// Numbers of the channels; those of plants are the scenario's where it has a digester, which own digesters are like.
    fn settings(&self, pole: &PoleEntry, values: &[f64]) -> Settings {
        let defaults = Settings::defaults();
        let channel = ChannelParams::from_slice(pole.channel.of(values));
        let jobs = JobsParams::from_slice(self.jobs.of(values));
        let own_aggregate = self.carbon.as_ref().is_some_and(|c| c.aggregate);
        let common = Settings { channel, jobs, own_aggregate, ..defaults };
        let Some(digester) = self.digesters.first() else { return common };
        let plant = PlantParams::from_slice(digester.plant.of(values));
        let gas = GasUseParams::from_slice(digester.gas.of(values));
        Settings { plant, gas, own_gas_use: digester.gas_use, ..common }
    }

    fn lot(&self, k: usize, stream: &StreamPlace, pole: &PoleEntry, values: &[f64]) -> Result<Lot, AssembleError> {
        let entry = &stream.entry;
        let params = StreamParams::from_slice(entry.block.of(values));
        let provider = ProviderParams::from_slice(self.providers[entry.provider].block.of(values));
        let feedstock =
            self.feedstocks.iter().find(|f| f.key == entry.feedstock).expect("every stream's feedstock was read");
        let substance =
            substance(feedstock, params.moisture(), values).map_err(|error| AssembleError { stream: k, error })?;
        let share = |pct: f64| pct / 100.0;
        Ok(Lot {
            id: stream.id.clone(),
            provider: entry.provider,
            kind: entry.waste.kind,
            substance,
            ewc: entry.waste.ewc.map(|c| Arc::from(c.code.as_str())),
            wet_t: params.amount_t() * provider.factor(),
            moisture_share: share(water_pct(&substance)),
            class_a_share: share(params.class_a_share_pct),
            contamination_share: share(params.contamination_pct),
            reusable_share: share(params.reusable_share_pct),
            season: season(entry.season).expect("the season was found when it was read"),
            outlet: stream.outlet,
            present_cost_eur_per_t: params.present_cost(),
            container: container_of(stream),
            claimed_elsewhere: stream.claimed_elsewhere,
            aggregator: pole.asked.aggregators.contains(&entry.provider),
            place: place(&provider),
        })
    }
}

/// Water of a substance, % as received.
fn water_pct(substance: &crate::feedstock::Substance) -> f64 {
    match substance {
        crate::feedstock::Substance::Organic(_, params) => 100.0 - params.ts_pct_fm,
        crate::feedstock::Substance::Wood(_, params) => params.moisture_pct_ar,
    }
}

/// The container of a stream, where one was named that is known ([`super::check`] tells the others).
fn container_of(stream: &StreamPlace) -> Option<(&'static str, f64)> {
    let named = stream.entry.waste.container.as_ref()?;
    container(&named.id).ok().map(|known| (known.id.as_str(), named.count))
}

fn place(provider: &ProviderParams<f64>) -> Option<Place> {
    let known = provider.lat_deg.is_finite() && provider.lon_deg.is_finite();
    known.then_some(Place { lat_deg: provider.lat_deg, lon_deg: provider.lon_deg })
}

fn sink(entry: &SinkEntry, values: &[f64]) -> Sink {
    let params = SinkParams::from_slice(entry.block.of(values));
    let most = if params.capacity_t_per_year_max.is_nan() { f64::INFINITY } else { params.capacity_t_per_year_max };
    Sink {
        id: entry.id.clone(),
        name: entry.name.clone(),
        channel: entry.channel,
        candidate: entry.candidate,
        place: Some(Place { lat_deg: params.lat_deg, lon_deg: params.lon_deg }),
        accepts: entry.accepts.clone(),
        capacity_t_min: params.capacity_t_per_year_min,
        capacity_t_max: most,
        fixed_eur_per_a: params.fixed_eur_per_year,
        capital_eur: params.capital_eur,
        gate_eur_per_t: params.gate(),
        moisture_share_max: params.max_moisture_pct / 100.0,
        contamination_share_max: params.max_contamination_pct / 100.0,
        class_a_share_min: params.min_class_a_share_pct / 100.0,
        extra_km: params.extra_km,
        owned: entry.owned,
    }
}
