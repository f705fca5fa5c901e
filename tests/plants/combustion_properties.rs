//! Conservation, limits and refusals of the combustion model.

use gisement::combustion::{
    Combustion, CombustionError, CombustionParams, FuelParams, Plant, PlantAge, Quantity, Stoking, burn, check,
    limit_findings, limits, oxygen_correction, saturation_pressure_pa,
};
use gisement::num::Dual;
use proptest::prelude::*;

fn wood() -> FuelParams<f64> {
    FuelParams::defaults()
}

fn boiler() -> CombustionParams<f64> {
    CombustionParams::defaults()
}

/// Carbon and its compounds, with everything a dry fuel may hold; oxygen takes the rest.
fn any_fuel() -> impl Strategy<Value = FuelParams<f64>> {
    (35.0..70.0, 3.0..9.0, 0.0..5.0, 0.0..1.5, 0.0..1.5, 0.0..15.0, 0.0..60.0, prop::bool::ANY).prop_map(
        |(c, h, n, s, cl, ash, moisture, given): (f64, f64, f64, f64, f64, f64, f64, bool)| FuelParams {
            c_pct_db: c,
            h_pct_db: h,
            o_pct_db: 100.0 - (c + h + n + s + cl + ash),
            n_pct_db: n,
            s_pct_db: s,
            cl_pct_db: cl,
            ash_pct_db: ash,
            moisture_pct_ar: moisture,
            hhv_mj_per_kg_db: if given { 20.0 } else { f64::NAN },
        },
    )
}

fn any_boiler() -> impl Strategy<Value = CombustionParams<f64>> {
    (1.0..4.0, 60.0..400.0, 0.0..0.03, -20.0..200.0, 20.0..90.0, 0.0..30.0).prop_map(
        |(air, gas, humidity, air_c, outlet, carbon): (f64, f64, f64, f64, f64, f64)| CombustionParams {
            excess_air: air,
            flue_gas_temperature_c: gas,
            air_humidity_kg_per_kg: humidity,
            air_temperature_c: air_c,
            condensing_outlet_temperature_c: outlet,
            carbon_in_residue_pct: carbon,
            ..boiler()
        },
    )
}

/// Every number of a result, through its serialised form, so that no field is forgotten.
fn numbers(result: &Combustion<f64>) -> Vec<(String, Option<f64>)> {
    fn walk(path: &str, value: &serde_json::Value, out: &mut Vec<(String, Option<f64>)>) {
        match value {
            serde_json::Value::Object(map) => map.iter().for_each(|(k, v)| walk(&format!("{path}.{k}"), v, out)),
            other => out.push((path.to_owned(), other.as_f64())),
        }
    }
    let mut out = Vec::new();
    walk("", &serde_json::to_value(result).expect("numbers serialise"), &mut out);
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn mass_and_energy_close_for_any_fuel_that_passes_the_check(fuel in any_fuel(), params in any_boiler()) {
        prop_assume!(fuel.o_pct_db >= 0.0 && check(&fuel, &params).is_empty());
        let r = burn(&fuel, &params);
        for (name, value) in numbers(&r) {
            prop_assert!(value.is_some_and(f64::is_finite), "{name} is {value:?}");
        }
        prop_assert!(r.mass_closure.abs() < 1e-12, "mass {:e}", r.mass_closure);
        prop_assert!(r.energy_closure.abs() < 1e-10, "energy {:e}", r.energy_closure);
        prop_assert!(r.analysis_gap_kg_per_kg_ar.abs() < 1e-12, "{:e}", r.analysis_gap_kg_per_kg_ar);
        let shares = r.co2_wet_pct + r.h2o_wet_pct + r.o2_wet_pct + r.n2_wet_pct + r.ar_wet_pct
            + (r.so2_wet_ppm + r.hcl_wet_ppm) * 1e-4;
        prop_assert!((shares - 100.0).abs() < 1e-10, "wet shares sum to {shares}");
        prop_assert!(r.lhv_mj_per_kg_ar < r.hhv_mj_per_kg_ar);
        // Second law's little sister: what leaves condensed never exceeds the HHV when air and outlet are not colder.
        if params.air_temperature_c <= 25.0 && params.condensing_outlet_temperature_c >= 25.0 {
            prop_assert!(r.condensing.efficiency_pct_hhv < 100.0, "{}", r.condensing.efficiency_pct_hhv);
        }
        prop_assert!(r.condensing.condensate_kg_per_kg_ar >= 0.0);
        prop_assert!(r.condensing.condensate_kg_per_kg_ar < r.h2o_kg_per_kg_ar);
    }

    /// Elements counted in the flue gas alone, from its volumes, against those of the fuel and the air.
    #[test]
    fn carbon_and_oxygen_are_conserved(fuel in any_fuel(), params in any_boiler()) {
        prop_assume!(fuel.o_pct_db >= 0.0 && check(&fuel, &params).is_empty());
        let r = burn(&fuel, &params);
        let mol = |pct_wet: f64| pct_wet * 0.01 * r.flue_gas_wet_nm3_per_kg_ar / 0.022_413_969_54;
        let dry = 1.0 - fuel.moisture_pct_ar * 0.01;
        let carbon = fuel.c_pct_db * dry * 10.0 / 12.011;
        prop_assert!((mol(r.co2_wet_pct) / carbon - 1.0).abs() < 1e-10);
        let oxygen_out = 2.0 * mol(r.co2_wet_pct) + mol(r.h2o_wet_pct) + 2.0 * mol(r.o2_wet_pct)
            + 2.0 * mol(r.so2_wet_ppm * 1e-4);
        let vapour = r.air_humid_kg_per_kg_ar - r.air_dry_kg_per_kg_ar;
        let oxygen_in = fuel.o_pct_db * dry * 10.0 / 15.999 + (fuel.moisture_pct_ar * 10.0 + vapour * 1e3) / 18.015
            + 2.0 * params.excess_air * r.o2_stoich_mol_per_kg_ar;
        prop_assert!((oxygen_out / oxygen_in - 1.0).abs() < 1e-10, "{oxygen_out} against {oxygen_in}");
        let hydrogen_in = fuel.h_pct_db * dry * 10.0 / 1.008 + 2.0 * (fuel.moisture_pct_ar * 10.0 + vapour * 1e3) / 18.015;
        let hydrogen_out = 2.0 * mol(r.h2o_wet_pct) + mol(r.hcl_wet_ppm * 1e-4);
        prop_assert!((hydrogen_out / hydrogen_in - 1.0).abs() < 1e-10, "{hydrogen_out} against {hydrogen_in}");
    }

    /// The kernel never panics, whatever the numbers; what the check lets pass is finite (tested above).
    #[test]
    fn no_input_panics(values in prop::collection::vec(prop::num::f64::ANY, 9 + 17)) {
        let fuel = FuelParams::from_slice(&values[..9]);
        let params = CombustionParams::from_slice(&values[9..]);
        let _ = burn(&fuel, &params);
        let _ = check(&fuel, &params);
    }
}

#[test]
fn more_moisture_more_air_and_hotter_gas_cost_efficiency_and_flame() {
    let at = |moisture: f64, air: f64, gas: f64| {
        burn(
            &FuelParams { moisture_pct_ar: moisture, ..wood() },
            &CombustionParams { excess_air: air, flue_gas_temperature_c: gas, ..boiler() },
        )
    };
    let base = at(20.0, 1.6, 160.0);
    for worse in [at(35.0, 1.6, 160.0), at(20.0, 2.0, 160.0), at(20.0, 1.6, 200.0)] {
        assert!(worse.efficiency_pct_lhv < base.efficiency_pct_lhv);
        assert!(worse.stack_loss_pct_lhv > base.stack_loss_pct_lhv);
        assert!(worse.adiabatic_temperature_c <= base.adiabatic_temperature_c);
    }
    assert!(at(35.0, 1.6, 160.0).dew_point_c > base.dew_point_c);
}

/// Perfectly dry pure carbon in dry air: CO2 equals the oxygen of air, no water, no dew point, LHV equals HHV.
#[test]
fn dry_carbon_limit() {
    let carbon = FuelParams {
        c_pct_db: 100.0,
        h_pct_db: 0.0,
        o_pct_db: 0.0,
        n_pct_db: 0.0,
        s_pct_db: 0.0,
        cl_pct_db: 0.0,
        ash_pct_db: 0.0,
        moisture_pct_ar: 0.0,
        hhv_mj_per_kg_db: f64::NAN,
    };
    let r = burn(&carbon, &CombustionParams { excess_air: 1.0, ..boiler() });
    assert!((r.co2_dry_pct - 20.95).abs() < 1e-12 && r.h2o_wet_pct == 0.0 && r.o2_dry_pct == 0.0);
    assert_eq!(r.dew_point_c, -273.15);
    assert_eq!(r.lhv_mj_per_kg_ar, r.hhv_mj_per_kg_ar);
    assert_eq!(r.condensing.condensate_kg_per_kg_ar, 0.0);
}

/// With ever more air the dry gas becomes air and the flame falls to the reference temperature.
#[test]
fn much_air_limit() {
    let r = burn(&wood(), &CombustionParams { excess_air: 1e6, ..boiler() });
    assert!((r.o2_dry_pct - 20.95).abs() < 1e-4 && r.co2_dry_pct < 1e-4);
    assert!((r.n2_wet_pct - 78.09).abs() < 1e-3 && (r.ar_wet_pct - 0.96).abs() < 1e-4);
    assert!((r.adiabatic_temperature_c - 25.0).abs() < 0.01, "{}", r.adiabatic_temperature_c);
}

/// At the reference temperature the gas holds no heat above it: no stack loss, whatever the fuel.
#[test]
fn gas_at_the_reference_temperature_loses_nothing() {
    let r = burn(&wood(), &CombustionParams { flue_gas_temperature_c: 25.0, ..boiler() });
    assert!(r.stack_loss_pct_lhv.abs() < 1e-10);
    let lossless = CombustionParams {
        flue_gas_temperature_c: 25.0,
        condensing_outlet_temperature_c: 25.0,
        radiation_loss_pct_lhv: 0.0,
        carbon_in_residue_pct: 0.0,
        residue_temperature_c: 25.0,
        co_mg_per_nm3_10o2: 0.0,
        ..boiler()
    };
    let r = burn(&wood(), &lossless);
    assert!((r.efficiency_pct_lhv - 100.0).abs() < 1e-10);
    assert!((r.efficiency_pct_hhv - 100.0 * r.lhv_mj_per_kg_ar / r.hhv_mj_per_kg_ar).abs() < 1e-10);
}

/// The energy closure sees a wrong heat: burn with one heating value, account for another.
#[test]
fn closures_can_fail() {
    let r = burn(&FuelParams { hhv_mj_per_kg_db: 1e3, ..wood() }, &boiler());
    assert!(r.energy_closure.is_nan() || r.energy_closure.abs() > 1e-10, "no flame holds that heat");
}

#[test]
fn a_condensing_outlet_at_the_boiling_point_condenses_nothing() {
    for outlet in [95.0, 99.9, 100.5, 120.0] {
        let r = burn(&wood(), &CombustionParams { condensing_outlet_temperature_c: outlet, ..boiler() });
        assert_eq!(r.condensing.condensate_kg_per_kg_ar, 0.0, "{outlet} C");
        assert!(r.condensing.stack_loss_pct_lhv > 0.0);
    }
}

/// Below the dew point water condenses, above it none: the two saturation formulas are each other's inverse.
#[test]
fn condensation_starts_at_the_dew_point() {
    let dew = burn(&wood(), &boiler()).dew_point_c;
    let condensate = |outlet: f64| {
        burn(&wood(), &CombustionParams { condensing_outlet_temperature_c: outlet, ..boiler() })
            .condensing
            .condensate_kg_per_kg_ar
    };
    assert_eq!(condensate(dew + 1e-6), 0.0);
    assert!(condensate(dew - 1e-6) > 0.0 && condensate(dew - 1.0) > condensate(dew - 0.5));
    let pressure = burn(&wood(), &boiler()).h2o_wet_pct * 0.01 * 101_325.0;
    assert!((saturation_pressure_pa(dew) / pressure - 1.0_f64).abs() < 1e-6);
}

/// Derivatives by duals agree with central differences; the flame temperature is an implicit root.
#[test]
fn derivatives_of_the_whole_result_match_differences() {
    let at = |air: f64, moisture: f64| {
        burn(&FuelParams { moisture_pct_ar: moisture, ..wood() }, &CombustionParams { excess_air: air, ..boiler() })
    };
    let lift = |values: Vec<f64>| values.into_iter().map(Dual::<2>::constant).collect::<Vec<_>>();
    let mut fuel = FuelParams::from_slice(&lift(wood().to_vec()));
    fuel.moisture_pct_ar = Dual::variable(18.0, 1);
    let mut params = CombustionParams::from_slice(&lift(boiler().to_vec()));
    params.excess_air = Dual::variable(1.6, 0);
    let dual = burn(&fuel, &params);
    type Pick = fn(&Combustion<f64>) -> f64;
    let pick: [(Pick, Dual<2>); 4] = [
        (|r| r.adiabatic_temperature_c, dual.adiabatic_temperature_c),
        (|r| r.efficiency_pct_lhv, dual.efficiency_pct_lhv),
        (|r| r.dew_point_c, dual.dew_point_c),
        (|r| r.condensing.efficiency_pct_lhv, dual.condensing.efficiency_pct_lhv),
    ];
    for (k, (of, dual)) in pick.into_iter().enumerate() {
        assert_eq!(of(&at(1.6, 18.0)), dual.value, "{k}: duals carry the value's own bits");
        let h = 1e-4;
        let by_air = (of(&at(1.6 + h, 18.0)) - of(&at(1.6 - h, 18.0))) / (2.0 * h);
        let by_moisture = (of(&at(1.6, 18.0 + h)) - of(&at(1.6, 18.0 - h))) / (2.0 * h);
        assert!((dual.slope[0] - by_air).abs() < 1e-5 * by_air.abs(), "{k}: {} and {by_air}", dual.slope[0]);
        assert!(
            (dual.slope[1] - by_moisture).abs() < 1e-5 * by_moisture.abs(),
            "{k}: {} and {by_moisture}",
            dual.slope[1]
        );
    }
}

#[test]
fn every_wrong_input_is_named_and_all_at_once() {
    let errors = check(
        &FuelParams { c_pct_db: 60.0, moisture_pct_ar: 120.0, n_pct_db: f64::NAN, ..wood() },
        &CombustionParams { excess_air: 0.8, flue_gas_temperature_c: 900.0, ..boiler() },
    );
    let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors.len(), 4, "{text:?}");
    assert!(matches!(errors[0], CombustionError::NotANumber { name: "n_pct_db" }));
    assert!(matches!(errors[1], CombustionError::OnlyWater { .. }));
    assert!(matches!(errors[2], CombustionError::TooLittleAir { .. }));
    assert!(text[3].contains("flue_gas_temperature_c is 900; give 40 to 500 C"), "{text:?}");
}

/// A blamed parameter is a field, so that its text can be underlined.
#[test]
fn blamed_parameters_exist() {
    let errors = check(
        &FuelParams { cl_pct_db: 9.0, h_pct_db: 0.1, moisture_pct_ar: 100.0, ..wood() },
        &CombustionParams { excess_air: 0.5, pressure_pa: 1.0, ..boiler() },
    );
    let blamed: Vec<&str> = errors.iter().filter_map(CombustionError::parameter).collect();
    assert_eq!(blamed, ["moisture_pct_ar", "excess_air", "pressure_pa", "cl_pct_db"], "and the sum, which blames none");
    for name in blamed {
        assert!(FuelParams::<f64>::NAMES.contains(&name) || CombustionParams::<f64>::NAMES.contains(&name), "{name}");
    }
}

fn only(fuel: FuelParams<f64>, params: CombustionParams<f64>) -> CombustionError {
    let errors = check(&fuel, &params);
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].clone()
}

#[test]
fn refusals_of_each_kind() {
    use CombustionError as E;
    let dry = FuelParams {
        c_pct_db: 1.0,
        h_pct_db: 0.5,
        o_pct_db: 60.0,
        n_pct_db: 0.0,
        s_pct_db: 0.0,
        cl_pct_db: 0.0,
        ash_pct_db: 38.5,
        moisture_pct_ar: 0.0,
        hhv_mj_per_kg_db: 5.0,
    };
    assert!(matches!(only(dry, boiler()), E::NothingToBurn { .. }));
    assert!(matches!(only(FuelParams { c_pct_db: 51.1, ..wood() }, boiler()), E::Sum { .. }));
    assert!(check(&FuelParams { c_pct_db: 50.9, ..wood() }, &boiler()).is_empty(), "0.4 points are allowed");
    assert!(check(&FuelParams { ash_pct_db: 0.0, ..wood() }, &boiler()).is_empty(), "0.5 points exactly are allowed");
    assert!(matches!(
        only(FuelParams { moisture_pct_ar: 85.0, hhv_mj_per_kg_db: 12.0, ..wood() }, boiler()),
        E::NoHeat { .. }
    ));
    assert!(matches!(
        only(
            FuelParams { hhv_mj_per_kg_db: 60.0, moisture_pct_ar: 0.0, ..wood() },
            CombustionParams { excess_air: 1.0, ..boiler() }
        ),
        E::FlameTooHot
    ));
    assert!(matches!(
        only(
            FuelParams { moisture_pct_ar: 80.0, ..wood() },
            CombustionParams { excess_air: 10.0, flue_gas_temperature_c: 500.0, ..boiler() }
        ),
        E::FlueGasHotterThanFlame { .. }
    ));
    let salty = FuelParams { h_pct_db: 0.01, o_pct_db: 47.87, cl_pct_db: 1.01, ..wood() };
    assert!(matches!(only(salty, boiler()), E::TooMuchChlorine { .. }));
    assert!(matches!(only(FuelParams { hhv_mj_per_kg_db: f64::INFINITY, ..wood() }, boiler()), E::NotANumber { .. }));
    assert!(matches!(only(FuelParams { hhv_mj_per_kg_db: -3.0, ..wood() }, boiler()), E::OutOfRange { .. }));
}

/// Directive 2010/75/EU Annex VI part 7: 150 mg/Nm3 at 13 % O2 are 206.25 at 10 % and 281.25 at 6 %.
#[test]
fn concentrations_follow_the_reference_oxygen() {
    assert!((150.0 * oxygen_correction(13.0, 10.0) - 206.25_f64).abs() < 1e-10);
    assert!((150.0 * oxygen_correction(13.0, 6.0) - 281.25_f64).abs() < 1e-10);
    let r = burn(&wood(), &boiler());
    assert!((r.emissions_at_o2_mg_per_nm3(10.0).co - 200.0).abs() < 1e-9, "the parameter is given at 10 %");
    let own = r.emissions_at_o2_mg_per_nm3(r.o2_dry_pct);
    assert!((own.nox - r.emissions_mg_per_nm3.nox).abs() < 1e-9);
    // NOx by hand: 0.1 % N dry, 18 % moisture, 30 % of it as NO2.
    let mg_per_kg = 0.1e-2 * 0.82 * 0.30 * 46.005 / 14.007 * 1e6;
    assert!((r.emissions_mg_per_nm3.nox * r.flue_gas_dry_nm3_per_kg_ar - mg_per_kg).abs() < 1e-9);
    assert!((r.emissions_mg_per_mj_lhv.nox * r.lhv_mj_per_kg_ar - mg_per_kg).abs() < 1e-9);
}

#[test]
fn limits_apply_by_power_age_and_stoking() {
    let plant = |kw: f64, age, stoking| Plant { output_kw: kw, input_kw: kw / 0.88, age, stoking };
    let regimes = |plant: &Plant, r: &Combustion<f64>| {
        let mut names: Vec<String> = limit_findings(r, plant).iter().map(|f| f.limit.regime.clone()).collect();
        names.dedup();
        names
    };
    let r = burn(&wood(), &boiler());
    let small = plant(300.0, PlantAge::New, Stoking::Automatic);
    assert_eq!(regimes(&small, &r), ["EN 303-5:2012 class 5", "Ecodesign 2015/1189"]);
    // 900 kW of heat are 1,023 kW of fuel: the directive counts the fuel.
    let middle = plant(900.0, PlantAge::New, Stoking::Automatic);
    assert_eq!(regimes(&middle, &r), ["MCP 2015/2193", "FR 2910 declaration, order of 3 August 2018"]);
    assert!(regimes(&plant(600.0, PlantAge::New, Stoking::Automatic), &r).is_empty(), "no law between 500 kW and 1 MW");
    let manual = limit_findings(&r, &plant(30.0, PlantAge::New, Stoking::Manual));
    assert!(manual.iter().any(|f| f.limit.quantity == Quantity::Dust && f.limit_value == 60.0));
    let least = manual.iter().find(|f| f.limit.quantity == Quantity::Efficiency).unwrap();
    assert!((least.limit_value - (87.0 + 1.477_121_254_719_66)).abs() < 1e-9);
    assert_eq!(least.ok, r.efficiency_pct_lhv >= least.limit_value);
}

#[test]
fn a_dirty_fuel_breaks_the_nox_limit_and_says_by_how_much() {
    let board = FuelParams { n_pct_db: 3.2, o_pct_db: 39.68, ..wood() };
    let r = burn(&board, &boiler());
    let plant = Plant { output_kw: 2000.0, input_kw: 2300.0, age: PlantAge::New, stoking: Stoking::Automatic };
    let findings = limit_findings(&r, &plant);
    let nox: Vec<_> = findings.iter().filter(|f| f.limit.quantity == Quantity::Nox).collect();
    assert!(!nox.is_empty() && nox.iter().all(|f| !f.ok && f.value > f.limit_value), "{nox:?}");
    assert!((nox[0].value - r.emissions_at_o2_mg_per_nm3(6.0).nox).abs() < 1e-9, "at the limit's own oxygen");
    let broken = Combustion {
        emissions_mg_per_nm3: gisement::combustion::Pollutants { nox: f64::NAN, ..r.emissions_mg_per_nm3 },
        ..r
    };
    assert!(limit_findings(&broken, &plant).iter().any(|f| f.limit.quantity == Quantity::Nox && !f.ok));
}

#[test]
fn shipped_tables_load_and_name_their_source() {
    assert_eq!(FuelParams::<f64>::table().rows().len(), 9);
    assert_eq!(CombustionParams::<f64>::table().rows().len(), 17);
    assert!(limits().iter().all(|l| !l.source.is_empty() && l.limit > 0.0));
    assert!(check(&wood(), &boiler()).is_empty(), "the defaults burn");
}
