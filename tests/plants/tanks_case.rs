//! Tanks behind a digester, events, feeding days and the other kinetic models, from a scenario to an outcome.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::scenario_support;

use gisement::case::{Case, Detail, DigesterOutcome, Outcome, evaluate, evaluate_all};
use gisement::digestion::tank::{Happening, TankVerdict};
use gisement::num::VectorClass;
use gisement::scenario::Scenario;

/// A digester on two streams; what stands in `extra` comes last.
fn text(extra: &str) -> String {
    format!(
        "[[provider]]\nid = \"K\"\nroad_km = 5\n[[provider.stream]]\nfeedstock = \"fw_canteen\"\namount = \"800 t/a\"\n\
         season = \"canteen_school\"\n[[provider.stream]]\nfeedstock = \"cattle_fym\"\namount = \"600 t/a\"\nseason = \"flat\"\n\
         [digester]\nV_liq = 400\nV_gas = 60\nfeed_ts_pct = 9\n{extra}"
    )
}

fn scenario(extra: &str) -> Scenario {
    scenario_support::read_text(&scenario_support::shipped("tanks.toml"), &text(extra), &[])
}

fn case(extra: &str) -> Case {
    let scenario = scenario(extra);
    scenario.case(&scenario.nominal()).unwrap()
}

fn year(extra: &str) -> Outcome {
    let outcome = evaluate(&case(extra), Detail::Totals).unwrap();
    for closure in outcome.closures() {
        assert!(closure.holds(), "{extra}: {} is {:e}", closure.name, closure.value);
    }
    outcome
}

fn digester(outcome: &Outcome) -> &DigesterOutcome {
    &outcome.digesters[0]
}

fn methane(outcome: &Outcome) -> f64 {
    digester(outcome).total(|m| m.methane_nm3)
}

const POST: &str = "[[digester.tank]]\nid = \"post\"\nvolume_m3 = 300\n";

#[test]
fn a_post_digester_makes_what_the_digester_leaves() {
    let (alone, with) = (year(""), year(POST));
    let tanks = &digester(&with).tanks;
    let names: Vec<&str> = tanks.iter().map(|tank| tank.id.as_str()).collect();
    assert_eq!(names, ["main", "post"]);
    // The first tank is the digester as it was, to the accuracy of the run.
    assert!(
        (tanks[0].methane_nm3 / methane(&alone) - 1.0).abs() < 1e-3,
        "{} {}",
        tanks[0].methane_nm3,
        methane(&alone)
    );
    assert!(tanks[1].methane_nm3 > 0.01 * tanks[0].methane_nm3);
    let sum: f64 = tanks.iter().map(|tank| tank.methane_nm3).sum();
    assert!((sum / methane(&with) - 1.0).abs() < 1e-12);
    // Less is left in what leaves the plant, and it leaves from the last tank alone.
    let left = |outcome: &Outcome| digester(outcome).total(|m| m.residual_methane_nm3);
    assert!(left(&with) < 0.7 * left(&alone), "{} {}", left(&with), left(&alone));
    assert_eq!(tanks[0].left_m3, 0.0);
    assert!((tanks[1].left_m3 / digester(&with).total(|m| m.feed_t) - 1.0).abs() < 0.05);
}

#[test]
fn parallel_tanks_share_what_overflows() {
    let both = "[[digester.tank]]\nid = \"a\"\nvolume_m3 = 150\n[[digester.tank]]\nid = \"b\"\nfrom = \"digester\"\nvolume_m3 = 150\n";
    let outcome = year(both);
    let tanks = &digester(&outcome).tanks;
    assert!((tanks[1].methane_nm3 / tanks[2].methane_nm3 - 1.0).abs() < 1e-6);
    // Two halves in parallel are one tank of both volumes.
    let one = year(POST);
    assert!((methane(&outcome) / methane(&one) - 1.0).abs() < 1e-3);
}

/// Samples in lanes have the bits they have alone, whatever the model.
#[test]
fn tanks_in_lanes_have_the_bits_of_tanks_alone() {
    for model in ["adm1", "adm1da", "adm1_r3", "adm1_r4", "two_pools"] {
        let warmer = |t_op: f64| case(&format!("model = \"{model}\"\nT_op = {t_op}\n{POST}"));
        let cases = [308.15, 311.15, 313.15].map(warmer);
        let together = evaluate_all(&cases, VectorClass::best());
        for (case, outcome) in cases.iter().zip(together) {
            let alone = evaluate(case, Detail::Totals).unwrap();
            assert_eq!(methane(&outcome.unwrap()).to_bits(), methane(&alone).to_bits(), "{model}");
        }
    }
}

/// All kinetic models on one feed: below the potential, and within a third of each other.
#[test]
fn the_models_agree_on_what_a_feed_gives() {
    let yields: Vec<(&str, f64)> = ["adm1", "adm1da", "adm1_r3", "adm1_r4", "two_pools", "first_order"]
        .into_iter()
        .map(|model| {
            let outcome = year(&format!("model = \"{model}\"\n"));
            (model, methane(&outcome) / digester(&outcome).total(|m| m.potential_nm3))
        })
        .collect();
    for (model, share) in &yields {
        assert!((0.6..1.0).contains(share), "{model} {share}: {yields:?}");
    }
}

#[test]
fn a_feed_trip_takes_the_feed_and_the_gas_of_its_days() {
    let whole = year("");
    let trip = year("[[digester.event]]\nid = \"trip\"\nfrom_day = 31\nuntil_day = 59\nfeed_factor = 0\n");
    let february = |outcome: &Outcome| {
        let month = digester(outcome).months[1];
        (month.feed_t, month.methane_nm3)
    };
    assert!(february(&trip).0 < 0.15 * february(&whole).0);
    assert!(february(&trip).1 < 0.7 * february(&whole).1);
    let fed = |outcome: &Outcome| digester(outcome).total(|m| m.feed_t);
    let lost = (fed(&whole) - fed(&trip)) / fed(&whole);
    assert!((lost - february(&whole).0 / fed(&whole)).abs() < 0.02, "{lost}");
}

#[test]
fn an_overload_is_told_by_day_and_inhibition() {
    let extra = "[[digester.event]]\nid = \"overload\"\nfrom_day = 100\nuntil_day = 160\nfeed_factor = 20\n";
    let outcome = evaluate(&case(extra), Detail::Series).unwrap();
    let events = &digester(&outcome).events;
    let first = events.iter().find(|e| matches!(e.what, Happening::AcidsHigh { .. })).unwrap();
    assert!((100.0..160.0).contains(&first.day), "{}", first.day);
    assert!(first.strongest.is_some());
    assert!(events.windows(2).all(|pair| pair[0].day <= pair[1].day));
}

/// Full feed on thin inoculum turns sour at once; on enough of it the year ends as any other.
#[test]
fn a_start_from_inoculum_needs_enough_of_it() {
    let settled = year("");
    let start = |share: f64| year(&format!("start = \"inoculum\"\ninoculum_share_pct = {share}\n"));
    let (thin, enough) = (start(20.0), start(60.0));
    let Some(TankVerdict::Inhibited { day, factor }) = digester(&thin).verdict else {
        panic!("{:?}", digester(&thin).verdict)
    };
    assert!(day < 10.0 && factor.contains("pH"), "{day} {factor}");
    assert_eq!(digester(&enough).verdict, Some(TankVerdict::Working));
    let december = |outcome: &Outcome| digester(outcome).months[11].methane_nm3;
    assert!((december(&enough) / december(&settled) - 1.0).abs() < 0.01);
}

#[test]
fn feeding_on_five_days_changes_little_over_the_year() {
    let (even, weekdays) = (year(""), year("feeding_days_per_week = 5\nfeeding_hours_per_day = 8\n"));
    assert!((methane(&weekdays) / methane(&even) - 1.0).abs() < 0.02, "{} {}", methane(&weekdays), methane(&even));
    assert_eq!(digester(&weekdays).total(|m| m.feed_t).to_bits(), digester(&even).total(|m| m.feed_t).to_bits());
}

fn refusal(extra: &str) -> String {
    let text = format!("[digester]\nV_liq = 400\n{extra}");
    match Scenario::read("t.toml", &text, &[], &|name| Err(format!("no {name}"))) {
        Ok(_) => panic!("{extra} was taken"),
        Err(refused) => refused.diagnostics.render(&refused.sources, false, gisement::words::Locale::En),
    }
}

#[test]
fn what_cannot_be_is_told_at_its_place() {
    let text = refusal(
        "[[digester.tank]]\nid = \"a\"\n[[digester.tank]]\nid = \"a\"\nvolume_m3 = 0\nfrom = \"c\"\n\
         [[digester.event]]\nid = \"e\"\nfrom_day = 50\nuntil_day = 40\nfeed_factor = -1\n",
    );
    for told in [
        "tank `a` has no volume",
        "two [[digester.tank]] have the id `a`",
        "`volume_m3` must be between 1 and 100000 m3",
        "no tank `c` before this one",
        "event `e` ends before it begins",
        "`feed_factor` must be between 0 and 20",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    let text = refusal("model = \"first_order\"\n[[digester.tank]]\nid = \"post\"\nvolume_m3 = 100\n");
    assert!(text.contains("tanks and events need a model with kinetics"), "{text}");
    let text = refusal("model = \"adm1d\"\n");
    assert!(text.contains("no digestion model `adm1d`"), "{text}");
}

/// Paths of a tank and of an event reach them, with and without their ids.
#[test]
fn overrides_reach_tanks_and_events() {
    let extra = format!("{POST}[[digester.event]]\nid = \"trip\"\nfrom_day = 10\nuntil_day = 20\n");
    let with = |set: &str| {
        let scenario = scenario_support::read_text(&scenario_support::shipped("tanks.toml"), &text(&extra), &[set]);
        scenario.case(&scenario.nominal()).unwrap().digesters.remove(0)
    };
    for path in ["digester.tank.post.volume_m3", "digester.tank.volume_m3", "digester.main.tank.post.volume_m3"] {
        assert_eq!(with(&format!("{path}=250")).tanks[0].params.volume_m3, 250.0, "{path}");
    }
    assert_eq!(with("digester.event.trip.feed_factor=3").events[0].params.feed_factor, 3.0);
}
