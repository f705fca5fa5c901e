//! The wood store: known answers by hand, limits, conservation on random input.

use gisement::feedstock::pool::{WoodPool, WoodStream};
use gisement::feedstock::stock::*;
use gisement::feedstock::{Contaminant, WoodOverrides, WoodParams};
use gisement::library::{season, wood};
use proptest::prelude::*;

/// Nothing is taken out, nothing dries or rots, the hall is endless.
fn still() -> StockParams<f64> {
    StockParams {
        scrap_pct: 0.0,
        fines_pct: 0.0,
        drying_rate_per_month: 0.0,
        roofed_dry_loss_pct_per_month: 0.0,
        open_dry_loss_pct_per_month: 0.0,
        hall_m3: 1e6,
        hall_filling: 1.0,
        ..StockParams::defaults()
    }
}

/// `wet_t` of shredded softwood pallets at 20 % moisture: 18.9 MJ/kg dry, 3 % ash as delivered with its sand.
fn pallets(wet_t: f64) -> Heap {
    let dry_t = 0.8 * wet_t;
    let mut contaminants_kg = [0.0; 11];
    contaminants_kg[Contaminant::Pb as usize] = 0.02 * dry_t;
    contaminants_kg[Contaminant::Cl as usize] = 0.3 * dry_t;
    Heap {
        dry_t,
        water_t: 0.2 * wet_t,
        ash_t: 0.03 * dry_t,
        cl_t: 3e-4 * dry_t,
        volume_m3: 5.0 * wet_t,
        dry_gj: 18.9 * dry_t,
        contaminants_kg,
    }
}

fn flat(value: f64) -> [f64; 12] {
    [value; 12]
}

/// 100 t at 20 % a month, as heat: 80 x 18.9 - 20 x 2.4427 GJ = 406.4 MWh (water: 44.00538 kJ/mol over 18.015 g/mol).
#[test]
fn a_store_in_balance_burns_what_comes() {
    let month_mwh = (80.0 * 18.9 - 20.0 * 44.005_38 / 18.015) / 3.6;
    assert!((pallets(100.0).energy_mwh() - month_mwh).abs() < 1e-3);
    let year = stock_year(&still(), Cover::Roofed, &[pallets(100.0); 12], &flat(month_mwh + 10.0)).unwrap();
    for m in &year.months {
        assert!((m.burnt.energy_mwh() - month_mwh).abs() < 1e-3 && (m.bought_mwh - 10.0).abs() < 1e-3);
        assert!(m.closing.wet_t().abs() < 1e-9 && m.overflow.wet_t() == 0.0);
    }
    let lhv = StockParams::<f64>::defaults().bought_lhv_mwh_per_t();
    // 30 % moisture: 18.6 x 0.7 - 2.4427 x 0.3 = 12.29 MJ/kg.
    assert!((lhv - (18.6 * 0.7 - 0.3 * 2.4427) / 3.6).abs() < 1e-5);
    assert!((year.bought_t - 120.0 / lhv).abs() < 0.02);
}

/// Wood comes all year, heat is asked for from October to March: the store carries the summer into the winter, and what a
/// small hall cannot carry goes elsewhere.
#[test]
fn the_store_carries_summer_into_winter_as_far_as_the_hall_reaches() {
    let mut need = flat(0.0);
    [0, 1, 2, 9, 10, 11].into_iter().for_each(|m| need[m] = 900.0);
    let come = [pallets(100.0); 12];
    let large = stock_year(&still(), Cover::Roofed, &come, &need).unwrap();
    // Six winter months ask 5400 MWh, twelve bring 4877: all is burnt.
    assert!((large.burnt().wet_t() - 1200.0).abs() < 1e-6 && large.sum(|m| m.overflow.wet_t()) < 1e-9);
    // Six months wait from April on: 3000 m3 at the end of September, and no month holds more.
    assert!((large.fullest_m3() - 3000.0).abs() < 1e-6);
    let small = StockParams { hall_m3: 1000.0, ..still() };
    let small = stock_year(&small, Cover::Roofed, &come, &need).unwrap();
    assert!((small.fullest_m3() - 1000.0).abs() < 1e-9);
    // April to September bring 3000 m3: 1000 stay, 2000 m3 (400 t) go elsewhere.
    assert!((small.sum(|m| m.overflow.wet_t()) - 400.0).abs() < 1e-6);
    assert!(small.sum(|m| m.bought_mwh) > large.sum(|m| m.bought_mwh) + 1000.0);
    let gas = StockParams { bought_share: 0.0, ..still() };
    let gas = stock_year(&gas, Cover::Roofed, &come, &need).unwrap();
    assert_eq!((gas.bought_t, gas.sum(|m| m.bought_mwh)), (0.0, 0.0));
    assert!((gas.sum(|m| m.unmet_mwh) - large.sum(|m| m.bought_mwh)).abs() < 1e-6);
}

/// By hand: 8 % fines that hold twice the chlorine and three times the ash leave (1 - 0.16)/0.92 of the chlorine content
/// and (1 - 0.24)/0.92 of the ash content.
#[test]
fn fines_carry_contaminants_off() {
    let params = StockParams { fines_pct: 8.0, ..still() };
    let year = stock_year(&params, Cover::Roofed, &[pallets(10.0); 12], &flat(1e4)).unwrap();
    let burnt = year.burnt();
    assert!((burnt.cl_t / burnt.dry_t - 3e-4 * 0.84 / 0.92).abs() < 1e-12);
    assert!((burnt.ash_t / burnt.dry_t - 0.03 * 0.76 / 0.92).abs() < 1e-12);
    let lead = Contaminant::Pb as usize;
    assert!((burnt.contaminants_kg[lead] / burnt.dry_t - 0.02 * 0.84 / 0.92).abs() < 1e-12);
    // Less ash in a kilogram: more heat in it.
    assert!((burnt.dry_gj / (burnt.dry_t - burnt.ash_t) - 18.9 / 0.97).abs() < 1e-9);
}

/// First order in closed form: wood of 25 kg of water per 100 kg dry ages half a month, then whole months.
#[test]
fn wood_dries_under_a_roof_and_takes_up_rain_in_the_open() {
    let mut come = [Heap::default(); 12];
    come[0] = pallets(100.0);
    let mut need = flat(0.0);
    need[6] = 1e4;
    let params = StockParams { drying_rate_per_month: 0.3, ..still() };
    let dry = stock_year(&params, Cover::Roofed, &come, &need).unwrap();
    let end = 16.0 / 84.0;
    let expected = end + (0.25 - end) * f64::exp(-0.3 * 6.5);
    let burnt = dry.months[6].burnt;
    assert!((burnt.water_t / burnt.dry_t - expected).abs() < 1e-12);
    assert!(burnt.energy_mwh() > pallets(100.0).energy_mwh(), "less water to evaporate");
    let wet = stock_year(&params, Cover::Open, &come, &need).unwrap();
    assert!(wet.months[6].burnt.energy_mwh() < pallets(100.0).energy_mwh());
    let rot = StockParams { roofed_dry_loss_pct_per_month: 2.0, ..still() };
    let rot = stock_year(&rot, Cover::Roofed, &come, &need).unwrap();
    assert!((rot.months[6].burnt.dry_t - 80.0 * 0.98_f64.powf(6.5)).abs() < 1e-9);
    assert!((rot.burnt().ash_t - 2.4).abs() < 1e-9 && (rot.burnt().cl_t - 0.024).abs() < 1e-12, "ash does not rot");
}

#[test]
fn the_pool_becomes_a_stock_and_the_stock_a_fuel() {
    let feedstock = wood("pallet_A_soft").unwrap();
    let params = WoodParams::resolve(feedstock, &WoodOverrides::default()).unwrap();
    let wet_t = season("logistics").unwrap().spread(600.0);
    let pool = WoodPool::new(&[WoodStream { provider: 0, feedstock, params, wet_t }]).unwrap();
    let come = arrivals(&pool);
    let wet: f64 = come.iter().map(Heap::wet_t).sum();
    assert!((wet - 600.0).abs() < 1e-9);
    // The heap's energy is that of the fuel model.
    let lhv = pool.year_fuel().lhv_mj_per_kg_ar().0;
    let energy: f64 = come.iter().map(Heap::energy_mwh).sum();
    assert!((energy - 600.0 * lhv / 3.6).abs() < 1e-6 * energy);
    let year = stock_year(&StockParams::defaults(), Cover::Roofed, &come, &flat(200.0)).unwrap();
    let fuel = year.fuel(&pool.year_fuel()).unwrap();
    let sum = |p: &WoodParams<f64>| {
        p.c_pct_db + p.h_pct_db + p.o_pct_db + p.n_pct_db + p.s_pct_db + p.cl_pct_db + p.ash_pct_db
    };
    assert!((sum(&fuel) - 100.0).abs() < 0.5, "{}", sum(&fuel));
    assert!(fuel.cl_pct_db < params.cl_pct_db && fuel.ash_pct_db < params.ash_pct_db);
    assert!(fuel.moisture_pct_ar > 10.0 && fuel.moisture_pct_ar < params.moisture_pct_ar + 1.0);
    assert_eq!(fuel.contaminants_mg_kg_db[Contaminant::Pcp as usize], params.contaminants_mg_kg_db[9]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let come = [pallets(10.0); 12];
    let run = |p: StockParams<f64>, come: &[Heap; 12], need: f64| stock_year(&p, Cover::Roofed, come, &flat(need));
    assert!(matches!(run(still(), &come, -1.0), Err(StockError::BadNeed { month: 0, .. })));
    assert!(matches!(run(still(), &come, f64::NAN), Err(StockError::BadNeed { .. })));
    let negative = [Heap { dry_t: -1.0, ..pallets(10.0) }; 12];
    assert!(matches!(run(still(), &negative, 1.0), Err(StockError::BadArrival { month: 0 })));
    let beyond = StockParams { fines_pct: 25.0, fines_chlorine_ratio: 5.0, ..still() };
    assert!(matches!(run(beyond, &come, 1.0), Err(StockError::Parameter { name: "fines_chlorine_ratio", .. })));
    let soup = [Heap { water_t: 80.0, ..pallets(10.0) }; 12];
    assert!(matches!(run(still(), &soup, 1.0), Err(StockError::NoHeat { month: 0 })));
    let nothing = run(StockParams::defaults(), &[Heap::default(); 12], 50.0).unwrap();
    assert!((nothing.sum(|m| m.bought_mwh) - 600.0).abs() < 1e-9 && nothing.closure() == 0.0);
    assert!(
        nothing
            .fuel(&WoodParams::resolve(wood("pallet_A_soft").unwrap(), &WoodOverrides::default()).unwrap())
            .is_none()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Mass and energy close in every month; the year ends as it began; nothing is negative; the boiler's need is met in full
    /// by store, purchase and backup; the hall is never overfull.
    #[test]
    fn every_year_closes(
        wet in prop::array::uniform12(0.0..400.0_f64),
        need in prop::array::uniform12(0.0..900.0_f64),
        (fines, scrap, rate, loss) in (0.0..25.0_f64, 0.0..5.0_f64, 0.0..2.0_f64, 0.05..4.0_f64),
        (hall, bought, open) in (0.0..5000.0_f64, 0.0..1.0_f64, any::<bool>()),
    ) {
        let params = StockParams {
            fines_pct: fines,
            scrap_pct: scrap,
            drying_rate_per_month: rate,
            roofed_dry_loss_pct_per_month: loss,
            open_dry_loss_pct_per_month: loss,
            hall_m3: hall,
            bought_share: bought,
            ..StockParams::defaults()
        };
        let come = wet.map(pallets);
        let cover = if open { Cover::Open } else { Cover::Roofed };
        let year = stock_year(&params, cover, &come, &need).unwrap();
        prop_assert!(year.closure() < 1e-12, "{}", year.closure());
        let (first, last) = (year.months[0].opening, year.months[11].closing);
        let through: f64 = wet.iter().sum();
        prop_assert!((first.dry_t - last.dry_t).abs() <= 1e-12 * through);
        for (m, month) in year.months.iter().enumerate() {
            let met = month.burnt.energy_mwh() + month.bought_mwh + month.unmet_mwh;
            prop_assert!((met - need[m]).abs() < 1e-9);
            prop_assert!(month.closing.volume_m3 <= hall * params.hall_filling * (1.0 + 1e-12));
            prop_assert!(month.closing.dry_t >= -1e-9 && month.burnt.dry_t >= 0.0 && month.overflow.dry_t >= 0.0);
            prop_assert!(month.bought_mwh >= 0.0 && month.unmet_mwh >= 0.0);
        }
        // Lead and chlorine come in and go out: nothing rots them away.
        let lead = Contaminant::Pb as usize;
        let kept = |h: &Heap| h.contaminants_kg[lead];
        let came = year.sum(|m| kept(&m.arrived)) * (1.0 - scrap / 100.0);
        let left = year.sum(|m| kept(&m.fines) + kept(&m.burnt) + kept(&m.overflow));
        let drift = kept(&last) - kept(&first);
        prop_assert!((came - left - drift).abs() < 1e-9 * came.max(1.0));
        prop_assert!(drift.abs() < 1e-6 * came.max(1.0), "contaminants settle as well");
    }
}
