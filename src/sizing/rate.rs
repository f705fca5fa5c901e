//! The figures of candidates in the surroundings of one case.

use super::{Candidate, Figure, Figures};
use crate::balance::money::accounts::Capacities;
use crate::case::{BoilerCase, CarbonOutcome, Case, EvaluateError, HouseOutcome, Surroundings};
use crate::heat::DispatchParams;
use crate::num::VectorClass;

/// Houses that run together: enough to fill lanes and to keep their accounts in the cache.
const BATCH: usize = 64;

/// What a candidate gave in one case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    pub(super) figures: Figures,
    pub(super) built: Capacities<f64>,
    pub(super) closure: f64,
}

/// The boilers of a candidate: likenesses of the leading boiler of a case, the largest first.
pub(super) fn house(case: &Case, candidate: &Candidate) -> Option<Vec<BoilerCase>> {
    let leading = case.boilers.first()?;
    let unit = |(k, kw): (usize, &f64)| {
        let mut boiler = leading.clone();
        if k > 0 {
            boiler.id = format!("{}{}", leading.id, k + 1);
        }
        boiler.dispatch.power_kw = *kw;
        boiler.dispatch.buffer_hours = candidate.buffer_hours;
        boiler.house.store_days = candidate.store_days;
        boiler
    };
    Some(candidate.units_kw.iter().enumerate().map(unit).collect())
}

/// Whether all boilers of a case are likenesses of the first but for their power.
pub(super) fn alike(case: &Case) -> bool {
    let traits = |b: &BoilerCase| {
        let dispatch = DispatchParams { power_kw: 0.0, ..b.dispatch };
        let mut list: Vec<u64> = dispatch.to_vec().into_iter().map(f64::to_bits).collect();
        list.extend(b.combustion.to_vec().into_iter().map(f64::to_bits));
        list.extend(b.house.to_vec().into_iter().map(f64::to_bits));
        list
    };
    case.boilers.windows(2).all(|pair| traits(&pair[0]) == traits(&pair[1]))
}

/// The candidate that the case itself describes; none where its boilers differ in more than their power.
pub(super) fn own(case: &Case) -> Option<Candidate> {
    let leading = case.boilers.first().filter(|_| alike(case))?;
    let mut units_kw: Vec<f64> = case.boilers.iter().map(|b| b.dispatch.power_kw).collect();
    units_kw.sort_by(|a, b| b.total_cmp(a));
    let candidate =
        Candidate { units_kw, buffer_hours: leading.dispatch.buffer_hours, store_days: leading.house.store_days };
    candidate.units_kw.iter().all(|kw| kw.is_finite()).then_some(candidate)
}

/// All candidates in one case, each with what it gave or why it has no year. `stopped` is asked between batches.
pub(super) fn rate(
    surroundings: &Surroundings<'_>,
    candidates: &[Candidate],
    stopped: &dyn Fn() -> bool,
) -> Option<Vec<Result<Given, EvaluateError>>> {
    let mut list = Vec::with_capacity(candidates.len());
    let class = VectorClass::best();
    for batch in candidates.chunks(BATCH) {
        if stopped() {
            return None;
        }
        let houses: Vec<_> = batch.iter().filter_map(|c| house(surroundings.case(), c)).collect();
        list.extend(surroundings.houses(&houses, class).into_iter().map(|house| house.map(|h| given(&h))));
    }
    Some(list)
}

fn given(house: &HouseOutcome) -> Given {
    let (heat, accounts) = (&house.heat, &house.accounts);
    let year = &heat.dispatch.year;
    let money = &accounts.money;
    let saved = accounts.carbon.iter().find_map(|c| match c {
        CarbonOutcome::Avoided(account) => Some(account.saving_t()),
        CarbonOutcome::Red(_) => None,
    });
    let mut figures = Figures::UNKNOWN;
    figures.set(Figure::Lcoh, money.lcoh_eur_per_mwh());
    figures.set(Figure::Coverage, heat.renewable_share() * 100.0);
    figures.set(Figure::Saved, saved.unwrap_or(f64::NAN));
    figures.set(Figure::Starts, year.starts);
    figures.set(Figure::FullLoadHours, heat.full_load_hours());
    figures.set(Figure::WoodHeat, heat.wood_mwh());
    figures.set(Figure::BackupHeat, heat.backup_mwh());
    let burnt = year.fuel_kwh > 0.0;
    figures.set(Figure::AnnualEfficiency, if burnt { year.wood_kwh / year.fuel_kwh * 100.0 } else { f64::NAN });
    figures.set(Figure::WoodBurnt, accounts.flows.wood.burnt_t);
    figures.set(Figure::WoodBought, accounts.flows.wood.bought_t);
    figures.set(Figure::Invested, money.invested_eur());
    figures.set(Figure::Npv, money.npv_eur());
    let monoxide = heat.emitted.map(|e| e.running_kg.co + e.starts_kg.co);
    figures.set(Figure::CarbonMonoxide, monoxide.unwrap_or(f64::NAN));
    figures.set(Figure::Unmet, heat.unmet_mwh);
    let horizon = money.life_a.ceil() as usize;
    let scale = money.invested_eur().abs() + money.surplus_eur_per_a().abs() + 1.0;
    let closures = [heat.dispatch.closure, accounts.energy.closure(), money.closure_eur(horizon) / scale];
    let worst = |a: f64, b: f64| if b.is_nan() || b > a { b } else { a };
    Given { figures, built: accounts.built, closure: closures.into_iter().fold(0.0, worst) }
}
