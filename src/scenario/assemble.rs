//! From values to a case: the only way a case is made, for the nominal values and for every sample alike.

use super::feedstocks::{FeedstockEntry, fields};
use super::inputs::{Block, Input, Origin};
use super::plants::{BoilerEntry, DigesterEntry, InfluentEntry};
use super::providers::FeedstockKey;
use super::{Scenario, Site, StreamPlace};
use crate::balance::jobs::JobsParams;
use crate::balance::money::EconomicsParams;
use crate::balance::money::study::StudyParams;
use crate::case::{
    BoilerCase, BufferCase, CarbonCase, Case, DigesterCase, DigesterFeedCase, DigestionModel, FeedParams, HouseParams,
    LogisticsParams, ModelCase, ProviderParams, StockCase, StreamCase, StreamParams, StudyCase, StudyFacts,
};
use crate::combustion::furnace::start_losses_kwh_per_kw;
use crate::combustion::{
    CombustionParams, EconomiserParams, FuelAcceptance, FuelParams, LoadEmissionParams, RecirculationParams,
};
use crate::digestion::adm1::{Adm1Case, Adm1Params, Feed, FeedRow, LIQUID};
use crate::digestion::adm1da::Adm1daParams;
use crate::digestion::plant::{GasUseParams, PlantParams};
use crate::digestion::simple::{FirstOrderParams, SlowPoolParams};
use crate::digestion::weinrich::{R3Params, R4Params};
use crate::feedstock::stock::StockParams;
use crate::feedstock::{CompositionError, OrganicOverrides, OrganicParams, Substance, WoodOverrides, WoodParams};
use crate::heat::{BufferParams, DispatchParams};
use crate::library::{organic, season, wood};
use crate::logistics::{self, Place};
use crate::words::{Text, shown_as_told};
use std::sync::Arc;

/// Why values give no case.
#[derive(Clone, Debug, PartialEq)]
pub struct AssembleError {
    /// Place of the stream in the scenario's list.
    pub stream: usize,
    /// What is wrong with its composition.
    pub error: CompositionError,
}

impl AssembleError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        self.error.told()
    }
}

shown_as_told!(AssembleError);

impl std::error::Error for AssembleError {}

impl Scenario {
    /// The case of a list of values (see [`Scenario::inputs`]).
    ///
    /// # Errors
    /// When a stream's composition makes no sense with these values.
    pub fn case(&self, values: &[f64]) -> Result<Case, AssembleError> {
        let streams = self.pooled_streams(values).collect::<Result<Vec<_>, _>>()?;
        Ok(self.case_of(streams, values))
    }

    /// The streams that are pooled, each with its values or what is wrong with them.
    pub(super) fn pooled_streams(&self, values: &[f64]) -> impl Iterator<Item = Result<StreamCase, AssembleError>> {
        let pooled = self.streams.iter().enumerate().filter(|(_, s)| s.pooled);
        pooled.map(|(k, s)| self.stream(k, s, values))
    }

    /// The case of given streams.
    pub(super) fn case_of(&self, streams: Vec<StreamCase>, values: &[f64]) -> Case {
        Case {
            name: self.name.clone(),
            weather: self.weather.clone(),
            providers: self.provider_cases.clone(),
            streams,
            digesters: self.digesters.iter().map(|d| self.digester(d, values)).collect(),
            boilers: self.boilers.iter().map(|b| self.boiler(b, values)).collect(),
            demand: self.demand.as_ref().map(|d| d.case(values)),
            buffer: self
                .buffer
                .as_ref()
                .map(|b| BufferCase { params: BufferParams::from_slice(b.params.of(values)), model: b.model }),
            stock: self
                .stock
                .as_ref()
                .map(|s| StockCase { params: StockParams::from_slice(s.params.of(values)), cover: s.cover }),
            carbon: self.carbon.as_ref().map(|c| CarbonCase {
                methods: c.methods.clone(),
                reference: c.reference,
                gwp: c.gwp,
                aggregate: c.aggregate,
                params: crate::balance::carbon::CarbonParams::from_slice(c.block.of(values)),
            }),
            economics: EconomicsParams::from_slice(self.economics.of(values)),
            study: match &self.study {
                Some([params, facts]) => StudyCase {
                    params: StudyParams::from_slice(params.of(values)),
                    facts: StudyFacts::from_slice(facts.of(values)),
                },
                None => StudyCase { params: StudyParams::defaults(), facts: StudyFacts::defaults() },
            },
            jobs: JobsParams::from_slice(self.jobs.of(values)),
            logistics: LogisticsParams::from_slice(self.site.logistics.of(values)),
            year: self.site.year,
        }
    }

    fn stream(&self, k: usize, place: &StreamPlace, values: &[f64]) -> Result<StreamCase, AssembleError> {
        let (entry, outlet) = (&place.entry, place.outlet);
        let params = StreamParams::from_slice(entry.block.of(values));
        let provider = ProviderParams::from_slice(self.providers[entry.provider].block.of(values));
        let feedstock =
            self.feedstocks.iter().find(|f| f.key == entry.feedstock).expect("every stream's feedstock was read");
        let substance =
            substance(feedstock, params.moisture(), values).map_err(|error| AssembleError { stream: k, error })?;
        Ok(StreamCase {
            id: self.streams[k].id.clone(),
            provider: entry.provider,
            substance,
            params,
            provider_factor: provider.factor(),
            season: season(entry.season).expect("the season was found when it was read"),
            outlet,
            claimed_elsewhere: place.claimed_elsewhere,
            road_km: road_km(&provider, &self.site, values),
        })
    }

    fn digester(&self, entry: &DigesterEntry, values: &[f64]) -> DigesterCase {
        let adm1 = Adm1Params::from_slice(entry.adm1.of(values));
        let mut initial = Adm1Case::bsm2().initial;
        for (state, value) in initial.iter_mut().zip(entry.initial.of(values)) {
            *state = *value;
        }
        let feed = match &entry.influent {
            None => DigesterFeedCase::Pool,
            Some(influent) => {
                let given = |name: &str| self.adm1_given(entry, name);
                let feed = raw_feed(influent, &adm1, given("q_in"), given("T_op"), values);
                DigesterFeedCase::Influent { feed, duration_d: entry.duration_d }
            }
        };
        DigesterCase {
            id: entry.id.clone(),
            model: self.model(entry, values),
            kinetic_law: entry.kinetic_law,
            adm1,
            initial,
            rtol: entry.rtol,
            feed,
            preparation: FeedParams::from_slice(entry.feed.of(values)),
            gas_line: entry.around.gas_line(values),
            store: entry.around.store(values),
            digestate: entry.around.digestate(values),
            sulphur: entry.sulphur,
            start: entry.start,
            tanks: entry.tanks.iter().map(|tank| tank.case(values)).collect(),
            events: entry.events.iter().map(|event| event.case(values)).collect(),
            plant: PlantParams::from_slice(entry.plant.of(values)),
            gas_use: entry.gas_use,
            gas: GasUseParams::from_slice(entry.gas.of(values)),
        }
    }

    /// The kinetic model with the constants it has beside ADM1's.
    fn model(&self, entry: &DigesterEntry, values: &[f64]) -> ModelCase {
        let own = |k: usize| entry.own.get(k).map_or(&[][..], |block| block.of(values));
        match entry.model {
            DigestionModel::Adm1 => ModelCase::Adm1,
            DigestionModel::FirstOrder => ModelCase::FirstOrder,
            DigestionModel::BuswellBoyle => ModelCase::BuswellBoyle,
            DigestionModel::Adm1da => {
                let names = Adm1Params::<f64>::NAMES.iter().enumerate();
                let given = names.filter(|(_, name)| self.adm1_given(entry, name)).map(|(k, _)| k).collect();
                ModelCase::Adm1da(Box::new((Adm1daParams::from_slice(own(0)), given)))
            }
            DigestionModel::R3 => ModelCase::R3(Box::new(R3Params::from_slice(own(0)))),
            DigestionModel::R4 => ModelCase::R4(Box::new(R4Params::from_slice(own(0)))),
            DigestionModel::TwoPools => ModelCase::TwoPools(Box::new((
                FirstOrderParams::from_slice(own(0)),
                SlowPoolParams::from_slice(own(1)),
            ))),
        }
    }

    /// True when the scenario itself sets a constant of a digester, or draws it.
    fn adm1_given(&self, entry: &DigesterEntry, name: &str) -> bool {
        let at = entry.adm1.0.start + Adm1Params::<f64>::table().find(name).map_or(0, |(k, _)| k);
        is_given(&self.inputs.list()[at]) || self.plan.draws(at)
    }

    fn boiler(&self, entry: &BoilerEntry, values: &[f64]) -> BoilerCase {
        let at =
            entry.dispatch.0.start + DispatchParams::<f64>::table().find("efficiency_nominal").map_or(0, |(k, _)| k);
        let combustion = CombustionParams::from_slice(entry.combustion.of(values));
        BoilerCase {
            id: entry.id.clone(),
            fuel: entry.fuel.as_ref().map(|block| FuelParams::from_slice(block.of(values))),
            combustion: entry.separator.map_or(combustion, |separator| separator.behind(&combustion)),
            load_emissions: LoadEmissionParams::from_slice(entry.load_emissions.of(values)),
            economiser: entry.condenses.then(|| EconomiserParams::from_slice(entry.economiser.of(values))),
            recirculation: RecirculationParams::from_slice(entry.recirculation.of(values)),
            acceptance: FuelAcceptance::from_slice(entry.acceptance.of(values)),
            separator: entry.separator,
            dispatch: dispatch(entry, values),
            efficiency_given: is_given(&self.inputs.list()[at]) || self.plan.draws(at),
            house: HouseParams::from_slice(entry.house.of(values)),
        }
    }
}

/// Dispatch of a boiler, with the fuel of its starts from the furnace in motion where that is asked for.
fn dispatch(entry: &BoilerEntry, values: &[f64]) -> DispatchParams<f64> {
    let mut dispatch = DispatchParams::from_slice(entry.dispatch.of(values));
    if entry.furnace_starts {
        [dispatch.start_warm_kwh_per_kw, dispatch.start_cold_kwh_per_kw] = start_losses_kwh_per_kw();
    }
    dispatch
}

fn is_given(input: &Input) -> bool {
    matches!(input.origin, Origin::Given(_))
}

/// Road distance: given, or the great circle times the detour, or the shortest one where there are no coordinates.
fn road_km(provider: &ProviderParams<f64>, site: &Site, values: &[f64]) -> f64 {
    let logistics = LogisticsParams::from_slice(site.logistics.of(values));
    if provider.road_km.is_finite() {
        return provider.road_km;
    }
    let Some((lat_deg, lon_deg)) = site.place else { return logistics.road_km_min };
    let from = Place { lat_deg: provider.lat_deg, lon_deg: provider.lon_deg };
    // A provider without coordinates has NaN there, and so the shortest distance counted.
    logistics::road_km(from, Place { lat_deg, lon_deg }, logistics.detour_factor, logistics.road_km_min)
}

pub(super) fn substance(
    entry: &FeedstockEntry,
    moisture_pct: f64,
    values: &[f64],
) -> Result<Substance, CompositionError> {
    match entry.key {
        FeedstockKey::Organic(id) => {
            let feedstock = organic(id).expect("the feedstock was found when it was read");
            let mut given = OrganicOverrides::default();
            set_fields(entry.key, &entry.block, values, |field, value| given.set(field, value))?;
            if given.degradable_fraction.is_some() {
                given.bmp_nl_per_kg_vs = None;
            }
            if moisture_pct.is_finite() {
                given.ts_pct_fm = Some(100.0 - moisture_pct);
            }
            Ok(Substance::Organic(feedstock, OrganicParams::resolve(feedstock, &given)?))
        }
        FeedstockKey::Wood(id) => {
            let feedstock = wood(id).expect("the feedstock was found when it was read");
            let mut given = WoodOverrides::default();
            set_fields(entry.key, &entry.block, values, |field, value| given.set(field, value))?;
            if moisture_pct.is_finite() {
                given.moisture_pct_ar = Some(moisture_pct);
            }
            Ok(Substance::Wood(feedstock, WoodParams::resolve(feedstock, &given)?))
        }
    }
}

fn set_fields(
    key: FeedstockKey,
    block: &Block,
    values: &[f64],
    mut set: impl FnMut(&str, f64) -> Result<(), CompositionError>,
) -> Result<(), CompositionError> {
    for (field, value) in fields(key).iter().zip(block.of(values)) {
        if value.is_finite() {
            set(field, *value)?;
        }
    }
    Ok(())
}

/// Rows of a raw influent. A component that the scenario names replaces the file's column in every row; so do a given
/// flow and a given temperature.
fn raw_feed(
    influent: &InfluentEntry,
    adm1: &Adm1Params<f64>,
    flow_given: bool,
    temperature_given: bool,
    values: &[f64],
) -> Feed {
    let constants = influent.block.of(values);
    let Some(rows) = &influent.rows else {
        let mut concentrations = [0.0; LIQUID];
        concentrations.copy_from_slice(constants);
        return Feed::constant(FeedRow { flow_m3_per_d: adm1.q_in, concentrations, t_op_k: None });
    };
    let mut feed = Feed::clone(rows);
    for row in &mut feed.rows {
        for (value, constant) in row.concentrations.iter_mut().zip(constants) {
            if constant.is_finite() {
                *value = *constant;
            }
        }
        if flow_given || !influent.own_flow || row.flow_m3_per_d.is_nan() {
            row.flow_m3_per_d = adm1.q_in;
        }
        if temperature_given {
            row.t_op_k = None;
        }
    }
    feed
}

/// Provider names for tables.
pub(super) fn provider_cases(scenario: &[super::providers::ProviderEntry]) -> Arc<Vec<crate::case::ProviderCase>> {
    let case =
        |p: &super::providers::ProviderEntry| crate::case::ProviderCase { id: p.id.clone(), name: p.name.clone() };
    Arc::new(scenario.iter().map(case).collect())
}
