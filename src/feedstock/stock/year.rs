//! The steady year of the store.

use super::heap::{Aged, Heap, VAPOUR_MJ_PER_KG};
use super::{Cover, StockError, StockParams};
use crate::feedstock::pool::{MONTHS, WoodPool};
use crate::feedstock::{Contaminant, WoodParams};
use crate::param::Table;
use crate::units::MJ_PER_KWH;

/// What happened in a month. Masses of wood in t, energies in MWh LHV as it lay.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StockMonth {
    /// In the store when the month began.
    pub opening: Heap,
    /// What arrived, scrap included.
    pub arrived: Heap,
    /// Scrap taken out, t; no energy.
    pub scrap_t: f64,
    /// Fines screened out.
    pub fines: Heap,
    /// Dry matter that rotted, t.
    pub rotten_t: f64,
    /// Its energy, MWh LHV dry.
    pub rotten_mwh: f64,
    /// Water taken up from the air and the rain, t; negative where the wood dried.
    pub water_gain_t: f64,
    /// Burnt from the store.
    pub burnt: Heap,
    /// What the hall could not hold and went elsewhere.
    pub overflow: Heap,
    /// In the store when the month ended.
    pub closing: Heap,
    /// Fuel that the boiler asked for, MWh LHV.
    pub need_mwh: f64,
    /// Of which wood was bought for, MWh LHV.
    pub bought_mwh: f64,
    /// Of which was left to the backup, MWh LHV of wood.
    pub unmet_mwh: f64,
}

/// A year that ends with the stock it began with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StockYear {
    /// Months, January first.
    pub months: [StockMonth; MONTHS],
    /// Wood fuel bought, t as received.
    pub bought_t: f64,
    /// Years that were run until the stock settled.
    pub years_run: usize,
}

/// Years after which a stock that still drifts is a failure: a hall that fills by one part in a thousand a year is full.
const YEARS_MAX: usize = 2000;

/// Drift of dry mass, water or energy within a year that counts as settled, over what passes through in a year.
const SETTLED: f64 = 1e-12;

/// What arrives from a pool in each month. Contaminants that are not known of every stream count as zero: ask the pool.
pub fn arrivals(pool: &WoodPool<f64>) -> [Heap; MONTHS] {
    std::array::from_fn(|m| {
        let amounts = &pool.months()[m];
        let Ok(fuel) = pool.month_fuel(m) else { return Heap::default() };
        Heap {
            dry_t: amounts.dry_t,
            water_t: amounts.water_t,
            ash_t: amounts.ash_t,
            cl_t: amounts.cl_t,
            volume_m3: amounts.volume_m3,
            dry_gj: amounts.dry_t * fuel.lhv_mj_per_kg_db().0,
            contaminants_kg: fuel.contaminants_mg_kg_db.map(|mg_kg| mg_kg.unwrap_or(0.0) * amounts.dry_t * 1e-3),
        }
    })
}

/// Runs the year of the store until it ends as it began. `need_mwh`: wood fuel that the boilers ask for in each month, MWh
/// LHV.
///
/// # Errors
/// When a parameter, an arrival or a need makes no sense, the wood is too wet to burn, or the stock does not settle.
pub fn stock_year(
    params: &StockParams<f64>,
    cover: Cover,
    arrivals: &[Heap; MONTHS],
    need_mwh: &[f64; MONTHS],
) -> Result<StockYear, StockError> {
    check(StockParams::<f64>::table(), &params.to_vec())?;
    check_need(need_mwh)?;
    check_arrivals(params, arrivals)?;
    let through = arrivals.iter().fold(Heap::default(), |sum, heap| sum.plus(heap));
    let mut opening = Heap::default();
    let mut months = [StockMonth::default(); MONTHS];
    for year in 1..=YEARS_MAX {
        let mut stock = opening;
        for (m, month) in months.iter_mut().enumerate() {
            *month =
                run_month(params, cover, &stock, &arrivals[m], need_mwh[m]).ok_or(StockError::NoHeat { month: m })?;
            stock = month.closing;
        }
        if settled(&opening, &stock, &through) {
            let bought_mwh: f64 = months.iter().map(|m| m.bought_mwh).sum();
            return Ok(StockYear { months, bought_t: bought_mwh / params.bought_lhv_mwh_per_t(), years_run: year });
        }
        opening = stock;
    }
    Err(StockError::NotSettled {
        years: YEARS_MAX,
        drift_t: months[MONTHS - 1].closing.dry_t - months[0].opening.dry_t,
    })
}

fn settled(opening: &Heap, closing: &Heap, through: &Heap) -> bool {
    let near = |a: f64, b: f64, scale: f64| (a - b).abs() <= SETTLED * scale;
    near(opening.dry_t, closing.dry_t, through.dry_t)
        && near(opening.water_t, closing.water_t, through.wet_t())
        && near(opening.ash_t, closing.ash_t, through.dry_t)
        && near(opening.dry_gj, closing.dry_gj, through.dry_gj)
}

/// One month; none when the wood is too wet to burn and some is asked for.
fn run_month(
    params: &StockParams<f64>,
    cover: Cover,
    opening: &Heap,
    arrived: &Heap,
    need_mwh: f64,
) -> Option<StockMonth> {
    let wood = arrived.times(1.0 - params.scrap_pct / 100.0);
    let fines = wood.fines(params);
    let screened = wood.less(&fines);
    // What comes over the month is half a month old at its end, as a mean.
    let (old, new) = (opening.aged(params, cover, 1.0), screened.aged(params, cover, 0.5));
    let heap = old.heap.plus(&new.heap);
    let there_mwh = heap.energy_mwh();
    if there_mwh <= 0.0 && heap.dry_t > 0.0 && need_mwh > 0.0 {
        return None;
    }
    let share = if need_mwh < there_mwh { need_mwh / there_mwh } else { 1.0 };
    let burnt = if need_mwh > 0.0 { heap.times(share) } else { Heap::default() };
    let rest = heap.less(&burnt);
    let room_m3 = params.hall_m3 * params.hall_filling;
    let too_much = if rest.volume_m3 > room_m3 { 1.0 - room_m3 / rest.volume_m3 } else { 0.0 };
    let overflow = rest.times(too_much);
    let short_mwh = need_mwh - burnt.energy_mwh().min(need_mwh);
    let bought_mwh = short_mwh * params.bought_share;
    let both = |of: fn(&Aged) -> f64| of(&old) + of(&new);
    Some(StockMonth {
        opening: *opening,
        arrived: *arrived,
        scrap_t: arrived.wet_t() - wood.wet_t(),
        fines,
        rotten_t: both(|a| a.rotten_t),
        rotten_mwh: both(|a| a.rotten_mwh),
        water_gain_t: both(|a| a.water_gain_t),
        burnt,
        overflow,
        closing: rest.less(&overflow),
        need_mwh,
        bought_mwh,
        unmet_mwh: short_mwh - bought_mwh,
    })
}

impl StockMonth {
    /// Mass in less mass out, t: zero but for rounding.
    pub fn mass_gap_t(&self) -> f64 {
        let came = self.opening.wet_t() + self.arrived.wet_t() + self.water_gain_t;
        let left = self.scrap_t + self.fines.wet_t() + self.rotten_t + self.burnt.wet_t() + self.overflow.wet_t();
        came - left - self.closing.wet_t()
    }

    /// Energy in less energy out, MWh LHV: zero but for rounding. Water taken up costs its heat of evaporation; scrap is
    /// weighed as wood that is not there.
    pub fn energy_gap_mwh(&self) -> f64 {
        let wood_mwh = self.arrived.energy_mwh() * (1.0 - self.scrap_share());
        let came = self.opening.energy_mwh() + wood_mwh - self.water_gain_t * VAPOUR_MJ_PER_KG / MJ_PER_KWH;
        let left = self.fines.energy_mwh() + self.rotten_mwh + self.burnt.energy_mwh() + self.overflow.energy_mwh();
        came - left - self.closing.energy_mwh()
    }

    fn scrap_share(&self) -> f64 {
        if self.arrived.wet_t() > 0.0 { self.scrap_t / self.arrived.wet_t() } else { 0.0 }
    }
}

impl StockYear {
    /// A sum over the months.
    pub fn sum(&self, of: impl Fn(&StockMonth) -> f64) -> f64 {
        self.months.iter().map(of).sum()
    }

    /// Worst gap of the monthly mass and energy accounts, over what passes through in a year; below 1e-9.
    pub fn closure(&self) -> f64 {
        let mass_t = self.sum(|m| m.arrived.wet_t()).max(f64::MIN_POSITIVE);
        let energy_mwh = self.sum(|m| m.arrived.energy_mwh().abs()).max(f64::MIN_POSITIVE);
        let worst = |m: &StockMonth| (m.mass_gap_t().abs() / mass_t).max(m.energy_gap_mwh().abs() / energy_mwh);
        let empty = self.months.iter().all(|m| m.arrived.wet_t() == 0.0);
        if empty { 0.0 } else { self.months.iter().map(worst).fold(0.0, f64::max) }
    }

    /// Energy burnt from the store in each month, MWh LHV.
    pub fn burnt_mwh(&self) -> [f64; MONTHS] {
        self.months.map(|m| m.burnt.energy_mwh())
    }

    /// Everything burnt from the store in the year.
    pub fn burnt(&self) -> Heap {
        self.months.iter().fold(Heap::default(), |sum, m| sum.plus(&m.burnt))
    }

    /// Largest volume in the hall at the end of a month, m3.
    pub fn fullest_m3(&self) -> f64 {
        self.months.iter().map(|m| m.closing.volume_m3).fold(0.0, f64::max)
    }

    /// The fuel that leaves the store, as the mean of the year: the pool's analysis with the moisture, ash, chlorine and
    /// contaminants that shredding, screening and storage leave, the other elements in their old proportions. None when
    /// nothing is burnt.
    pub fn fuel(&self, pooled: &WoodParams<f64>) -> Option<WoodParams<f64>> {
        let burnt = self.burnt();
        let moisture_pct_ar = burnt.moisture_pct().filter(|_| burnt.dry_t > 0.0)?;
        let (ash_pct_db, cl_pct_db) = (100.0 * burnt.ash_t / burnt.dry_t, 100.0 * burnt.cl_t / burnt.dry_t);
        let rest = (100.0 - ash_pct_db - cl_pct_db) / (100.0 - pooled.ash_pct_db - pooled.cl_pct_db);
        let mut contaminants = pooled.contaminants_mg_kg_db;
        for (known, kg) in contaminants.iter_mut().zip(burnt.contaminants_kg) {
            *known = known.map(|_| kg * 1e3 / burnt.dry_t);
        }
        if let Some(chlorine) = &mut contaminants[Contaminant::Cl as usize] {
            *chlorine = cl_pct_db * 1e4;
        }
        Some(WoodParams {
            moisture_pct_ar,
            ash_pct_db,
            c_pct_db: pooled.c_pct_db * rest,
            h_pct_db: pooled.h_pct_db * rest,
            o_pct_db: pooled.o_pct_db * rest,
            n_pct_db: pooled.n_pct_db * rest,
            s_pct_db: pooled.s_pct_db * rest,
            cl_pct_db,
            bulk_density_kg_m3: 1000.0 * burnt.wet_t() / burnt.volume_m3,
            contaminants_mg_kg_db: contaminants,
        })
    }
}

/// Checks values against the ranges of their rows.
pub(super) fn check(table: &'static Table, values: &[f64]) -> Result<(), StockError> {
    for (row, value) in table.rows().iter().zip(values) {
        if !(row.low..=row.high).contains(value) {
            let (low, high) = (row.low, row.high);
            return Err(StockError::Parameter { table: table.file(), name: &row.name, value: *value, low, high });
        }
    }
    Ok(())
}

pub(super) fn check_need(need_mwh: &[f64; MONTHS]) -> Result<(), StockError> {
    match need_mwh.iter().enumerate().find(|(_, mwh)| !(mwh.is_finite() && **mwh >= 0.0)) {
        Some((month, mwh)) => Err(StockError::BadNeed { month, mwh: *mwh }),
        None => Ok(()),
    }
}

fn check_arrivals(params: &StockParams<f64>, arrivals: &[Heap; MONTHS]) -> Result<(), StockError> {
    let share = params.fines_pct / 100.0;
    for (month, heap) in arrivals.iter().enumerate() {
        let parts = [heap.dry_t, heap.water_t, heap.ash_t, heap.cl_t, heap.volume_m3, heap.dry_gj];
        let sound = parts.iter().chain(&heap.contaminants_kg).all(|x| x.is_finite() && *x >= 0.0);
        if !sound || heap.ash_t > heap.dry_t {
            return Err(StockError::BadArrival { month });
        }
        // What the fines hold of it, and what stays: neither may be more than its dry mass.
        let fines_ash_t = heap.ash_t * share * params.fines_ash_ratio;
        if fines_ash_t > heap.dry_t * share || heap.ash_t - fines_ash_t > heap.dry_t * (1.0 - share) {
            return Err(StockError::Screen { what: "ash" });
        }
    }
    let sorted = [("ash", params.fines_ash_ratio), ("chlorine", params.fines_chlorine_ratio)];
    for (what, ratio) in sorted.into_iter().chain([("metals", params.fines_metals_ratio)]) {
        if share * ratio > 1.0 {
            return Err(StockError::Screen { what });
        }
    }
    Ok(())
}
