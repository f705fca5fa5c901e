//! Demand in scenarios: buildings, pipes, calendars, hourly files.

use crate::scenario_support::{read, shipped};
use gisement::case::{Case, Detail, evaluate};
use gisement::heat::{
    DemandChoices, DemandParams, DemandShapes, NetworkLoss, ProcessHours, Profile, ProfileKind, ProfilePart,
    design_load_kw, network_demand,
};
use gisement::scenario::Scenario;

const BOILER: &str = "[boiler]\npower_kw = 300\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n";

fn nominal(scenario: &Scenario) -> Case {
    scenario.case(&scenario.nominal()).unwrap()
}

/// Errors and warnings of a scenario beside which one file may lie, as the user sees them.
fn said(text: &str, file: &str) -> (bool, String) {
    let load = |_: &str| Ok(file.as_bytes().to_vec());
    match Scenario::read("s.toml", text, &[], &load) {
        Ok(scenario) => (true, scenario.warnings.render(&scenario.sources, false, gisement::words::Locale::En)),
        Err(refused) => (false, refused.diagnostics.render(&refused.sources, false, gisement::words::Locale::En)),
    }
}

fn refused(text: &str, file: &str, wanted: &[&str]) {
    let (accepted, said) = said(text, file);
    assert!(!accepted, "{text}");
    for part in wanted {
        assert!(said.contains(part), "`{part}` in\n{said}");
    }
}

/// By hand, with 2219/1853 degree-days on the ratios: school 77.723 x 4.5, flats (165 - 11.55) x 5.6; gas 320 x 0.85 x
/// 0.85 x 2219/2150; hall 120 kW for 24 x 2219 x 0.6/33 h.
#[test]
fn buildings_pipes_and_calendar_make_a_demand() {
    let scenario = read(&shipped("heat_network.toml"), &[]);
    let case = nominal(&scenario);
    let demand = case.demand.as_ref().unwrap();
    let needs = demand.buildings.unwrap();
    let climate = 2219.0 / 1853.0;
    let space = (77.723 * 4.5 + 153.45 * 5.6) * climate
        + 320.0 * 0.85 * 0.85 * 2219.0 / 2150.0
        + 0.12 * 24.0 * 2219.0 * 0.6 / 33.0;
    let water = 3.656 * 4.5 + 11.55 * 5.6 + 320.0 * 0.85 * 0.15;
    // The table prints the flats' ratio with four digits.
    assert!((needs.space_mwh - space).abs() < 0.5 && (needs.hot_water_mwh - water).abs() < 1e-6, "{needs:?}");
    assert!((demand.params.annual_heat_mwh - needs.heat_mwh()).abs() < 1e-9);
    assert_eq!(needs.consumers, 83.0);
    assert!((demand.params.smoothing - 0.5 * (1.0 - 1.0 / 83.0)).abs() < 1e-12);
    // Pipes: 2 U (67.5 - 10) L.
    let network = demand.network.unwrap();
    let watts = 115.0 * (0.176215 * 250.0 + 0.12859 * 350.0 + 0.0952595 * 200.0);
    assert!((network.length_m - 800.0).abs() < 1e-9 && (network.loss_mwh - watts * 8.76e-3).abs() < 1e-6);
    let outcome = evaluate(&case, Detail::Series).unwrap();
    let heat = outcome.heat.unwrap();
    assert!((heat.network_loss_mwh - network.loss_mwh).abs() < 1e-6);
    assert!((heat.useful_mwh - needs.heat_mwh() - 150.0).abs() < 1e-6 * heat.useful_mwh);
    assert!(heat.design_kw.unwrap() > 500.0 && heat.peak_kw > 400.0, "{:?} {}", heat.design_kw, heat.peak_kw);
}

#[test]
fn a_sample_moves_buildings_and_pipes() {
    let at = |overrides: &[&str]| nominal(&read(&shipped("heat_network.toml"), overrides)).demand.unwrap();
    let base = at(&[]);
    let large = at(&["building.school.heated_area_m2=9000"]);
    let more = large.params.annual_heat_mwh - base.params.annual_heat_mwh;
    assert!((more - 4.5 * (77.723 * 2219.0 / 1853.0 + 3.656)).abs() < 1e-6);
    let cool = at(&["demand.return_temperature_c=45"]);
    // Mean of 62.5 instead of 67.5 C, soil of 10 C.
    assert!((cool.params.network_loss_w_per_m / base.params.network_loss_w_per_m - 52.5 / 57.5).abs() < 1e-12);
}

/// One kind of building is that profile; two kinds are their mean, hour by hour and at the design temperature.
#[test]
fn mixed_profiles_are_the_mean_of_their_parts() {
    let weather =
        gisement::climate::generate(&gisement::climate::sites()[0], &gisement::climate::GeneratorParams::defaults(), 1)
            .unwrap();
    let choices = |kind| DemandChoices {
        profile: Profile::new(kind),
        loss: NetworkLoss::Constant,
        process: ProcessHours::Continuous,
    };
    let params = |mwh| DemandParams { annual_heat_mwh: mwh, ..DemandParams::defaults() };
    let year = |shapes: &DemandShapes, mwh: f64| {
        let mut kw = vec![0.0; 8760];
        network_demand(shapes, &params(mwh), &mut kw);
        kw
    };
    let alone = |kind| DemandShapes::new(&weather, &choices(kind)).unwrap();
    let (flats, offices) = (alone(ProfileKind::Mfh), alone(ProfileKind::Gko));
    let part = |kind, space, hot_water| ProfilePart { kind, space, hot_water };
    let one = DemandShapes::mixed(&weather, &choices(ProfileKind::Gko), &[part(ProfileKind::Mfh, 3.0, 0.0)]).unwrap();
    assert_eq!(one, flats);
    let parts = [part(ProfileKind::Mfh, 600.0, 150.0), part(ProfileKind::Gko, 200.0, 50.0)];
    let both = DemandShapes::mixed(&weather, &choices(ProfileKind::Gko), &parts).unwrap();
    let (a, b, sum) = (year(&flats, 750.0), year(&offices, 250.0), year(&both, 1000.0));
    assert!((0..8760).all(|h| (a[h] + b[h] - sum[h]).abs() < 1e-9));
    let design = |s: &DemandShapes, mwh| design_load_kw(s, &params(mwh));
    let apart = design(&flats, 750.0) + design(&offices, 250.0);
    assert!((design(&both, 1000.0) - apart).abs() < 1e-9);
}

#[test]
fn wrong_buildings_and_pipes_are_told_where_they_stand() {
    let building = |rest: &str| format!("{BOILER}[[building]]\n{rest}\n");
    refused(&building("heated_area_m2 = 100"), "", &["s.toml:5:1", "has no use"]);
    refused(&building("use = \"ofice\""), "", &["s.toml:6:7", "did you mean `office`?"]);
    let wanted = ["s.toml:7:11", "no ratios of office for the vintage `1850`", "before_1945"];
    refused(&building("use = \"office\"\nvintage = \"1850\"\nheated_area_m2 = 100"), "", &wanted);
    refused(&building("use = \"office\"\nvintage = \"1970_1979\""), "", &["heated_area_m2", "measured_mwh"]);
    refused(&building("use = \"pool\"\nheated_area_m2 = 400"), "", &["pool has no ratios", "space_heat_kwh_per_m2"]);
    let demand = |rest: &str| format!("{BOILER}[demand]\nannual_heat_mwh = 500\n{rest}\n");
    refused(&demand("departement = \"Mosele\""), "", &["s.toml:7:15", "did you mean \"57\" (MOSELLE)?"]);
    refused(&demand("[[pipe]]\ndn_mm = 300\nlength_m = 10"), "", &["s.toml:8:9", "between 20 and 200 mm"]);
    refused(&demand("[[pipe]]\ndn_mm = 50"), "", &["length_m"]);
    let upside_down = "supply_temperature_c = 50\nreturn_temperature_c = 60\n[[pipe]]\ndn_mm = 50\nlength_m = 10";
    refused(&demand(upside_down), "", &["s.toml:9:1", "return_temperature_c"]);
    let calendar = |rest: &str| demand(&format!("process_heat_mwh = 10\nprocess_hours = \"calendar\"\n{rest}"));
    refused(&calendar("process_days = [\"mon\", \"lun\"]"), "", &["s.toml:9:24", "no day of the week"]);
    refused(&calendar("process_closed = [\"02-30\"]"), "", &["s.toml:9:19", "no stretch of days"]);
    refused(&calendar("process_months = [1, 2]"), "", &["2 numbers where a year has 12"]);
    refused(&calendar("process_closed = [\"01-01/12-31\"]"), "", &["leaves no hour"]);
    let (accepted, warned) = said(&building("use = \"office\"\nvintage = \"1970_1979\"\nheated_area_m2 = 900"), "");
    assert!(accepted && warned.contains("mean climate of France"), "{warned}");
}

#[test]
fn hourly_files_are_underlined_where_they_err_and_where_they_were_mended() {
    let text = format!("{BOILER}[demand]\nfile = \"d.csv\"\n");
    let hours = |change: &dyn Fn(usize) -> String| {
        format!("hour,heat_kw\n{}", (1..=8760).map(|h| format!("{}\n", change(h))).collect::<String>())
    };
    refused(&text, &hours(&|h| format!("{h},0")), &["d.csv:1:1", "no heat is demanded in the whole year"]);
    let negative = hours(&|h| if h == 10 { "10,-5".to_owned() } else { format!("{h},5") });
    refused(&text, &negative, &["d.csv:11:4", "-5 lies outside 0 to 10000000", "^^"]);
    let (accepted, warned) = said(&text, &hours(&|h| if h == 100 { "100,".to_owned() } else { format!("{h},5") }));
    assert!(accepted && warned.contains("d.csv:101:1") && warned.contains("1 hour is missing"), "{warned}");
    let weather = format!("{BOILER}[site]\nweather_file = \"w.csv\"\n");
    let leap = format!("temperature_c\n{}", "8\n".repeat(8784));
    let (accepted, warned) = said(&weather, &leap);
    assert!(accepted && warned.contains("w.csv:1418:1") && warned.contains("29 February"), "{warned}");
    let holes =
        format!("temperature_c\n{}", (0..8760).map(|h| if h % 9 == 0 { "NA\n" } else { "8\n" }).collect::<String>());
    refused(&weather, &holes, &["w.csv:2:1", "974 hours are missing in all, more than the 438"]);
}
