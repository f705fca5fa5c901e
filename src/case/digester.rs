//! A digester through the year: feed of the pool or raw influent, kinetics, gas, heat and power.

use super::evaluate::{Detail, EvaluateError};
use super::params::FeedParams;
use super::pooling::PoolOutcome;
use crate::climate::WeatherYear;
use crate::digestion::adm1::{
    Adm1Case, Adm1Params, Adm1Run, Adm1Solver, Composition, Day, Feed, FeedRow, METHANE_NM3_PER_KG_COD, Observe,
    Output, StateVector, Verdict,
};
use crate::digestion::plant::{GasUse, GasUseParams, PlantBalance, PlantMonth, PlantParams, month_balance};
use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use crate::feedstock::pool::{DigesterFeed, FeedTarget, MONTHS, OrganicPool};
use crate::feedstock::{FeedstockDefaults, OrganicAmounts};
use crate::units::{DAYS_OF_MONTH, ZERO_CELSIUS_K};

/// How the gas is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestionModel {
    /// ADM1 as in BSM2.
    Adm1,
    /// First order in a stirred tank, each stream with its own constant.
    FirstOrder,
    /// All degradable matter becomes gas (Buswell-Boyle): an upper bound.
    BuswellBoyle,
}

impl DigestionModel {
    /// The model of a word of the scenario file.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "adm1" => Some(Self::Adm1),
            "first_order" => Some(Self::FirstOrder),
            "buswell_boyle" => Some(Self::BuswellBoyle),
            _ => None,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Adm1 => "adm1",
            Self::FirstOrder => "first_order",
            Self::BuswellBoyle => "buswell_boyle",
        }
    }
}

/// What a digester is fed.
#[derive(Clone, Debug)]
pub enum DigesterFeedCase {
    /// The pooled fermentable waste, a year of it.
    Pool,
    /// A raw ADM1 influent over so many days.
    Influent {
        /// Rows of the influent.
        feed: Feed,
        /// Length of the run, d.
        duration_d: f64,
    },
}

/// A digester.
#[derive(Clone, Debug)]
pub struct DigesterCase {
    /// Identifier.
    pub id: String,
    /// How the gas is computed.
    pub model: DigestionModel,
    /// Constants of ADM1; volumes and temperature hold for every model.
    pub adm1: Adm1Params<f64>,
    /// State at the start of a raw influent run; the seed of a year on the pool.
    pub initial: StateVector,
    /// Relative tolerance of the integrator.
    pub rtol: f64,
    /// What it is fed.
    pub feed: DigesterFeedCase,
    /// How the feed is prepared.
    pub preparation: FeedParams<f64>,
    /// The digester as a plant.
    pub plant: PlantParams<f64>,
    /// What the gas is used for.
    pub gas_use: GasUse,
    /// Engine, boiler, upgrading, flare.
    pub gas: GasUseParams<f64>,
}

/// Gas and feed of one month (or of a whole raw-influent run).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthOfGas {
    /// Length, d.
    pub days: f64,
    /// Feed as received, t.
    pub received_t: f64,
    /// Feed with its dilution water, t.
    pub feed_t: f64,
    /// Dry matter of the feed, t/t.
    pub ts_share: f64,
    /// Feed to be hygienised, t with water.
    pub hygienised_t: f64,
    /// Volatile solids fed, t.
    pub vs_t: f64,
    /// Nitrogen fed, t.
    pub nitrogen_t: f64,
    /// Methane, Nm3 dry.
    pub methane_nm3: f64,
    /// Carbon dioxide in the gas, Nm3 dry.
    pub carbon_dioxide_nm3: f64,
    /// Methane still possible in the digestate, Nm3.
    pub residual_methane_nm3: f64,
    /// Methane that the BMP of the feed would give, Nm3.
    pub potential_nm3: f64,
}

/// What a digester gave.
#[derive(Clone, Debug)]
pub struct DigesterOutcome {
    /// Identifier.
    pub id: String,
    /// How the gas was computed.
    pub model: DigestionModel,
    /// Whether it ran on the pool for a year.
    pub on_pool: bool,
    /// Months of the year, or the raw run as one.
    pub months: Vec<MonthOfGas>,
    /// Gas, heat and power over the whole.
    pub plant: PlantBalance<f64>,
    /// Gas, heat and power by month.
    pub plant_months: Vec<PlantBalance<f64>>,
    /// End of the run (ADM1 only).
    pub end: Option<Box<Output>>,
    /// Whether it works, washed out or turned acid (ADM1 only).
    pub verdict: Option<Verdict>,
    /// Worst closure of COD, carbon, nitrogen (ADM1 only).
    pub closure: Option<[f64; 3]>,
    /// Daily series when recorded (ADM1 only).
    pub daily: Vec<Day>,
    /// Steps of the integrator.
    pub steps: u64,
}

impl DigesterOutcome {
    /// Sum of a monthly quantity.
    pub fn total(&self, of: impl Fn(&MonthOfGas) -> f64) -> f64 {
        self.months.iter().map(of).sum()
    }

    /// Mean hydraulic retention over the run, d.
    pub fn retention_d(&self, volume_m3: f64) -> f64 {
        let density = FeedstockDefaults::<f64>::defaults().feed_density_kg_m3 / 1000.0;
        volume_m3 * density * self.total(|m| m.days) / self.total(|m| m.feed_t).max(f64::MIN_POSITIVE)
    }
}

/// Runs one digester.
pub(super) fn digest(
    digester: &DigesterCase,
    pool: &PoolOutcome,
    weather: &WeatherYear,
    detail: Detail,
) -> Result<DigesterOutcome, EvaluateError> {
    match &digester.feed {
        DigesterFeedCase::Influent { feed, duration_d } => raw_run(digester, feed, *duration_d, weather, detail),
        DigesterFeedCase::Pool => pooled_year(digester, pool, weather, detail),
    }
}

fn failed(id: &str) -> impl Fn(crate::digestion::adm1::DigestionError) -> EvaluateError + '_ {
    move |error| EvaluateError::Digestion { id: id.to_owned(), error }
}

fn raw_run(
    digester: &DigesterCase,
    feed: &Feed,
    duration_d: f64,
    weather: &WeatherYear,
    detail: Detail,
) -> Result<DigesterOutcome, EvaluateError> {
    let case = Adm1Case {
        params: digester.adm1,
        initial: digester.initial,
        feed: feed.clone(),
        t_end_d: duration_d,
        rtol: digester.rtol,
    };
    let fail = failed(&digester.id);
    let solver = Adm1Solver::new(digester.rtol).map_err(&fail)?;
    let run = solver.run(&case, &Observe::End).map_err(&fail)?;
    let daily = match detail {
        Detail::Totals => Vec::new(),
        // The series comes from a run of its own: rows between steps ask for the other method, and the end state must not
        // depend on whether somebody looks.
        Detail::Series => solver.run(&case, &Observe::Every(1.0)).map_err(&fail)?.days,
    };
    let mut month = month_of_run(&run);
    let feed_t = run.totals.feed_m3 * FeedstockDefaults::<f64>::defaults().feed_density_kg_m3 / 1000.0;
    month.received_t = feed_t;
    month.feed_t = feed_t;
    let plant_months = vec![plant_month(digester, &month, weather.mean_c(), duration_d * 24.0)];
    Ok(DigesterOutcome {
        id: digester.id.clone(),
        model: DigestionModel::Adm1,
        on_pool: false,
        months: vec![month],
        plant: plant_months[0],
        plant_months,
        verdict: Some(run.verdict),
        closure: Some([run.closure.cod, run.closure.carbon, run.closure.nitrogen]),
        steps: run.statistics.steps as u64,
        end: Some(Box::new(run.final_output)),
        daily,
    })
}

/// What a run says about gas; masses are filled by the caller.
fn month_of_run(run: &Adm1Run) -> MonthOfGas {
    MonthOfGas {
        days: run.totals.length_d,
        received_t: 0.0,
        feed_t: 0.0,
        ts_share: 0.0,
        hygienised_t: 0.0,
        vs_t: 0.0,
        nitrogen_t: 0.0,
        methane_nm3: run.totals.methane_nm3,
        carbon_dioxide_nm3: run.totals.carbon_dioxide_nm3,
        residual_methane_nm3: run.final_output.residual_methane_nm3_per_m3() * run.totals.feed_m3,
        potential_nm3: run.totals.feed_kg_cod * METHANE_NM3_PER_KG_COD,
    }
}

fn plant_month(digester: &DigesterCase, month: &MonthOfGas, air_c: f64, hours: f64) -> PlantBalance<f64> {
    let plant_month = PlantMonth {
        hours,
        feed_t: month.feed_t,
        received_t: month.received_t,
        ts_share: month.ts_share,
        hygienised_t: month.hygienised_t,
        air_temperature_c: air_c,
        digester_temperature_c: digester.adm1.T_op - ZERO_CELSIUS_K,
        volume_m3: digester.adm1.V_liq + digester.adm1.V_gas,
        methane_nm3: month.methane_nm3,
        biogas_nm3: month.methane_nm3 + month.carbon_dioxide_nm3,
        residual_methane_nm3: month.residual_methane_nm3,
    };
    month_balance(&plant_month, &digester.plant, &digester.gas, digester.gas_use)
}

/// A year on the pool: the months' feed, then the kinetics, then the plant.
fn pooled_year(
    digester: &DigesterCase,
    pool: &PoolOutcome,
    weather: &WeatherYear,
    detail: Detail,
) -> Result<DigesterOutcome, EvaluateError> {
    let feeds = monthly_feeds(digester, pool)?;
    let share = digester.preparation.pool_share_pct / 100.0;
    let mut months: Vec<MonthOfGas> = feeds
        .iter()
        .enumerate()
        .map(|(k, feed)| feed_month(k, feed.as_ref(), pool.organic.as_ref(), share))
        .collect::<Result<_, _>>()?;
    let kinetics = match digester.model {
        DigestionModel::Adm1 => adm1_year(digester, &feeds, share, &mut months, detail)?,
        simple => simple_year(digester, simple, pool.organic.as_ref(), share, &mut months)?,
    };
    let air = weather.monthly_means_c();
    let plant_months: Vec<PlantBalance<f64>> =
        months.iter().zip(air).map(|(month, air_c)| plant_month(digester, month, air_c, month.days * 24.0)).collect();
    let plant = plant_months.iter().copied().fold(PlantBalance::zero(), PlantBalance::plus);
    Ok(DigesterOutcome {
        id: digester.id.clone(),
        model: digester.model,
        on_pool: true,
        months,
        plant,
        plant_months,
        end: kinetics.end,
        verdict: kinetics.verdict,
        closure: kinetics.closure,
        daily: kinetics.daily,
        steps: kinetics.steps,
    })
}

/// What the kinetics of a year give beside the months.
#[derive(Default)]
struct Kinetics {
    end: Option<Box<Output>>,
    verdict: Option<Verdict>,
    closure: Option<[f64; 3]>,
    daily: Vec<Day>,
    steps: u64,
}

/// Feed of each month; none in a month in which nothing arrives.
fn monthly_feeds(digester: &DigesterCase, pool: &PoolOutcome) -> Result<Vec<Option<DigesterFeed<f64>>>, EvaluateError> {
    let Some(organic) = &pool.organic else { return Ok(vec![None; MONTHS]) };
    let target = FeedTarget::diluted_to(digester.preparation.feed_ts_pct);
    (0..MONTHS)
        .map(|month| {
            let arrives = organic.months()[month].wet_t > 0.0;
            arrives.then(|| organic.feed(month, &target)).transpose().map_err(EvaluateError::Pool)
        })
        .collect()
}

fn feed_month(
    k: usize,
    feed: Option<&DigesterFeed<f64>>,
    organic: Option<&OrganicPool<f64>>,
    share: f64,
) -> Result<MonthOfGas, EvaluateError> {
    let days = DAYS_OF_MONTH[k] as f64;
    let empty = OrganicAmounts::zero();
    let amounts = organic.map_or(&empty, |o| &o.months()[k]);
    let water = feed.map_or(0.0, |f| f.dilution_water_t) * share;
    let received_t = amounts.wet_t * share;
    // Water that thins the feed is warmed with the part it thins.
    let concerned_t = match organic {
        Some(organic) => organic.hygienised(k).map_err(EvaluateError::Pool)?.wet_t,
        None => 0.0,
    };
    let concerned = if amounts.wet_t > 0.0 { concerned_t / amounts.wet_t } else { 0.0 };
    Ok(MonthOfGas {
        days,
        received_t,
        feed_t: received_t + water,
        ts_share: feed.map_or(0.0, |f| f.ts_pct / 100.0),
        hygienised_t: (received_t + water) * concerned,
        vs_t: amounts.vs_t * share,
        nitrogen_t: amounts.n_t * share,
        methane_nm3: 0.0,
        carbon_dioxide_nm3: 0.0,
        residual_methane_nm3: 0.0,
        potential_nm3: amounts.bmp_nm3 * share,
    })
}

/// The influent of a month's feed.
fn influent(digester: &DigesterCase, feed: &DigesterFeed<f64>, share: f64) -> Result<FeedRow, EvaluateError> {
    // ADM1 gives protein and inerts a nitrogen content of its own; what the analysis holds beyond it is ammonia sooner or
    // later, and enters as such. Where the analysis holds less, ADM1's content stands.
    let p = &digester.adm1;
    let held = p.N_aa * feed.protein_kg_cod_m3 + p.N_I * feed.inert_kg_cod_m3 + feed.tan_kmol_m3;
    let analysed = feed.protein_n_kmol_m3 + feed.inert_n_kmol_m3 + feed.tan_kmol_m3;
    let composition = Composition {
        flow_m3_per_d: feed.flow_m3_per_d * share,
        carbohydrate: feed.carb_kg_cod_m3,
        protein: feed.protein_kg_cod_m3,
        lipid: feed.lipid_kg_cod_m3,
        inert_particulate: feed.inert_kg_cod_m3,
        inert_soluble: 0.0,
        acids: [0.0, 0.0, 0.0, feed.vfa_kg_cod_m3],
        ammonia: feed.tan_kmol_m3,
        total_nitrogen: Some(analysed.max(held)),
        // Ammonia arrives as ammonium bicarbonate.
        inorganic_carbon: feed.tan_kmol_m3,
        ph: digester.preparation.feed_ph,
    };
    FeedRow::from_composition(&composition, p).map_err(|error| EvaluateError::Feed { id: digester.id.clone(), error })
}

/// ADM1 through the year. A first year from the seed brings the digester into its own rhythm; the second is reported.
fn adm1_year(
    digester: &DigesterCase,
    feeds: &[Option<DigesterFeed<f64>>],
    share: f64,
    months: &mut [MonthOfGas],
    detail: Detail,
) -> Result<Kinetics, EvaluateError> {
    let mut rows = Vec::with_capacity(MONTHS);
    for feed in feeds {
        rows.push(match feed {
            Some(feed) => influent(digester, feed, share)?,
            None => FeedRow { flow_m3_per_d: 0.0, ..FeedRow::bsm2(0.0) },
        });
    }
    let fail = failed(&digester.id);
    let solver = Adm1Solver::new(digester.rtol).map_err(&fail)?;
    let times_d: Vec<f64> = DAYS_OF_MONTH.iter().scan(0.0, |t, d| Some(std::mem::replace(t, *t + *d as f64))).collect();
    let year = |initial: &StateVector| Adm1Case {
        params: digester.adm1,
        initial: *initial,
        feed: Feed { times_d: times_d.clone(), rows: rows.clone() },
        t_end_d: 365.0,
        rtol: digester.rtol,
    };
    let warm = solver.run(&year(&digester.initial), &Observe::End).map_err(&fail)?;
    let daily = match detail {
        Detail::Totals => Vec::new(),
        Detail::Series => {
            let observe = Observe::Every(1.0);
            solver.run(&year(&start_of(&warm)), &observe).map_err(&fail)?.days
        }
    };
    let mut kinetics = Kinetics { daily, steps: warm.statistics.steps as u64, ..Kinetics::default() };
    let mut state = start_of(&warm);
    let mut worst = [0.0_f64; 3];
    let mut start_d = 0.0;
    for (month, row) in months.iter_mut().zip(&rows) {
        let case = Adm1Case {
            params: digester.adm1,
            initial: state,
            feed: Feed::constant(*row),
            t_end_d: month.days,
            rtol: digester.rtol,
        };
        let run = solver.run(&case, &Observe::End).map_err(&fail)?;
        month.methane_nm3 = run.totals.methane_nm3;
        month.carbon_dioxide_nm3 = run.totals.carbon_dioxide_nm3;
        month.residual_methane_nm3 = run.final_output.residual_methane_nm3_per_m3() * run.totals.feed_m3;
        for (w, c) in worst.iter_mut().zip([run.closure.cod, run.closure.carbon, run.closure.nitrogen]) {
            // A closure that is not a number must show.
            *w = if c.is_nan() { c } else { w.max(c) };
        }
        kinetics.steps += run.statistics.steps as u64;
        kinetics.verdict = Some(since_first(kinetics.verdict, later(run.verdict, start_d)));
        state = start_of(&run);
        start_d += month.days;
        kinetics.end = Some(Box::new(run.final_output));
    }
    kinetics.closure = Some(worst);
    Ok(kinetics)
}

/// The end of a run as the start of the next: rounding below zero is zero again.
fn start_of(run: &Adm1Run) -> StateVector {
    run.final_output.state.map(|x| x.max(0.0))
}

/// A digester that had failed before and fails still failed then, not at the start of this month.
fn since_first(before: Option<Verdict>, now: Verdict) -> Verdict {
    match (before, now) {
        (Some(before), Verdict::WashedOut { .. } | Verdict::Acidified { .. }) if before != Verdict::Working => before,
        _ => now,
    }
}

/// A verdict whose day counts from an earlier start.
fn later(verdict: Verdict, start_d: f64) -> Verdict {
    match verdict {
        Verdict::Working => Verdict::Working,
        Verdict::WashedOut { day } => Verdict::WashedOut { day: day + start_d },
        Verdict::Acidified { day, inhibitor } => Verdict::Acidified { day: day + start_d, inhibitor },
    }
}

/// First order or Buswell-Boyle, month by month. They share the COD table of ADM1's feed.
fn simple_year(
    digester: &DigesterCase,
    model: DigestionModel,
    organic: Option<&OrganicPool<f64>>,
    share: f64,
    months: &mut [MonthOfGas],
) -> Result<Kinetics, EvaluateError> {
    let Some(organic) = organic else { return Ok(Kinetics::default()) };
    let density = FeedstockDefaults::<f64>::defaults().feed_density_kg_m3 / 1000.0;
    for (k, month) in months.iter_mut().enumerate() {
        if month.feed_t <= 0.0 {
            continue;
        }
        let retention_d = digester.adm1.V_liq / (month.feed_t / density / month.days);
        let methane = match model {
            DigestionModel::FirstOrder => organic.ch4_cstr_nm3(k, retention_d).map_err(EvaluateError::Pool)? * share,
            _ => month.potential_nm3,
        };
        month.methane_nm3 = methane;
        month.residual_methane_nm3 = month.potential_nm3 - methane;
        month.carbon_dioxide_nm3 = methane * carbon_dioxide_per_methane(&organic.months()[k]);
    }
    Ok(Kinetics::default())
}

/// CO2 over CH4 by volume in the gas of the degradable matter, each ammonia of the protein holding one CO2 back.
fn carbon_dioxide_per_methane(amounts: &OrganicAmounts<f64>) -> f64 {
    let table = MacromoleculeTable::project();
    let degraded = [
        (Macromolecule::Carbohydrate, amounts.cod_carb_t),
        (Macromolecule::Protein, amounts.cod_protein_t),
        (Macromolecule::Lipid, amounts.cod_lipid_t),
        (Macromolecule::Lignin, amounts.cod_lignin_t),
        (Macromolecule::Vfa, amounts.cod_vfa_t),
    ];
    let (mut ch4, mut co2) = (0.0, 0.0);
    for (molecule, cod_t) in degraded {
        let data = table.get(molecule);
        let mass = cod_t / data.cod_kg_per_kg;
        ch4 += mass * data.ch4_kmol_per_kg;
        co2 += mass * (data.co2_kmol_per_kg - data.nh3_kmol_per_kg);
    }
    if ch4 > 0.0 { co2 / ch4 } else { 0.0 }
}
