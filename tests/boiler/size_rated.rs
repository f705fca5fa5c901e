//! A sizing against runs of the same houses, and against its own definitions.

use crate::scenario_support::{read, shipped};
use gisement::case::{Detail, evaluate};
use gisement::scenario::{Scenario, SizeObjective};
use gisement::sizing::{Figure, Rated, SizeOptions, SizeOutcome, Watch, size};
use std::sync::atomic::AtomicBool;

const FEW: [&str; 4] =
    ["size.powers_kw=[150, 300, 450]", "size.numbers=[1, 2]", "size.buffer_hours=[0, 2]", "size.store_days=[3, 7]"];

fn with(name: &str, overrides: &[&str]) -> Scenario {
    read(&shipped(&format!("{name}.toml")), overrides)
}

fn sized(name: &str, samples: usize, more: &[&str]) -> SizeOutcome {
    let overrides: Vec<&str> = FEW.iter().chain(more).copied().collect();
    sized_exactly(name, samples, &overrides, None)
}

fn sized_exactly(name: &str, samples: usize, overrides: &[&str], objective: Option<SizeObjective>) -> SizeOutcome {
    let options = SizeOptions { objective, samples: Some(samples), seed: None };
    let stop = AtomicBool::new(false);
    size(&with(name, overrides), &options, &Watch { done: &|_| (), stop: &stop }).unwrap()
}

/// A candidate is what `run` gives for a scenario with that boiler: the same bits.
#[test]
fn a_candidate_is_the_run_of_its_house() {
    let outcome = sized("boiler_only", 0, &[]);
    for rated in outcome.rated.iter().filter(|r| r.candidate.units_kw.len() == 1) {
        let c = &rated.candidate;
        let sets = [
            format!("boiler.power_kw={}", c.units_kw[0]),
            format!("boiler.buffer_hours={}", c.buffer_hours),
            format!("boiler.store_days={}", c.store_days),
        ];
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        let scenario = with("boiler_only", &sets);
        let run = evaluate(&scenario.case(&scenario.nominal()).unwrap(), Detail::Totals).unwrap();
        let headline = |key: &str| run.headlines().iter().find(|h| h.key == key).unwrap().value;
        for (figure, key) in [
            (Figure::Lcoh, "lcoh_eur_per_mwh"),
            (Figure::Coverage, "renewable_heat_pct"),
            (Figure::Saved, "avoided_t_co2e_per_a"),
            (Figure::Starts, "boiler_starts_per_a"),
            (Figure::FullLoadHours, "boiler_full_load_h"),
            (Figure::WoodHeat, "wood_heat_mwh_per_a"),
            (Figure::BackupHeat, "backup_heat_mwh_per_a"),
            (Figure::Invested, "investment_eur"),
            (Figure::Npv, "npv_eur"),
        ] {
            assert_eq!(rated.nominal.of(figure).to_bits(), headline(key).to_bits(), "{} {key}", c.name());
        }
    }
}

/// Two boilers in the file are two boilers of a candidate.
#[test]
fn a_cascade_is_the_run_of_its_house() {
    let file = shipped("boiler_only.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once("[boiler]\n").unwrap();
    let (boiler, after) = rest.split_once("[demand]").unwrap();
    let after = after.replace("boiler.", "boiler.a.");
    let one = |id: &str| format!("[[boiler]]\nid = \"{id}\"\n{}", boiler.replace("power_kw = 500", "power_kw = 200"));
    let text = format!("{before}{}{}[demand]{after}", one("a"), one("b"));
    let scenario = crate::scenario_support::read_text(&file, &text, &[]);
    let run = evaluate(&scenario.case(&scenario.nominal()).unwrap(), Detail::Totals).unwrap();
    let headline = |key: &str| run.headlines().iter().find(|h| h.key == key).unwrap().value;
    let outcome = sized_exactly(
        "boiler_only",
        0,
        &["size.powers_kw=[200]", "size.numbers=[2]", "size.buffer_hours=[1]", "size.store_days=[7]"],
        None,
    );
    let rated = outcome.rated.iter().find(|r| r.candidate.units_kw == [200.0, 200.0]).unwrap();
    for (figure, key) in [
        (Figure::Lcoh, "lcoh_eur_per_mwh"),
        (Figure::Coverage, "renewable_heat_pct"),
        (Figure::Starts, "boiler_starts_per_a"),
        (Figure::Invested, "investment_eur"),
    ] {
        assert_eq!(rated.nominal.of(figure).to_bits(), headline(key).to_bits(), "{key}");
    }
}

#[test]
fn every_candidate_closes_and_stands_once() {
    let outcome = sized("boiler_only", 0, &[]);
    // 3 powers alone, 3 twice, 3 unequal pairs; 2 buffers; 2 stores; the scenario's own and the rule of thumb.
    assert_eq!(outcome.rated.len(), 9 * 4 + 2);
    for (k, rated) in outcome.rated.iter().enumerate() {
        assert!(rated.closure < 1e-9, "{}: {:e}", rated.candidate.name(), rated.closure);
        assert!(outcome.rated[..k].iter().all(|other| other.candidate != rated.candidate));
    }
    let mut places = outcome.ranking.clone();
    places.sort_unstable();
    assert_eq!(places, (0..outcome.rated.len()).collect::<Vec<_>>());
}

/// Threads change nothing, and fewer samples are the first of more.
#[test]
fn the_same_for_any_number_of_threads() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| sized("boiler_only", 12, &[]))
    };
    let (one, three) = (run(1), run(3));
    assert_eq!(one.rated.len(), three.rated.len());
    for (a, b) in one.rated.iter().zip(&three.rated) {
        // As text: a figure that nobody knows is not equal to itself.
        assert_eq!(format!("{:?}", a.spread), format!("{:?}", b.spread));
        assert_eq!(a.regret, b.regret);
    }
    assert_eq!(one.ranking, three.ranking);
    assert_eq!(one.samples, (12, 12));
}

#[test]
fn ranking_regret_and_front_are_what_they_say() {
    let outcome = sized("boiler_only", 20, &["size.coverage_target_pct=70"]);
    let allowed: Vec<&Rated> =
        outcome.ranking.iter().map(|k| &outcome.rated[*k]).take_while(|r| r.is_allowed()).collect();
    assert!(!allowed.is_empty());
    let mean = |r: &Rated, figure: Figure| r.spread[figure as usize].mean;
    for pair in allowed.windows(2) {
        assert!(mean(pair[0], Figure::Lcoh) <= mean(pair[1], Figure::Lcoh));
    }
    for rated in &outcome.rated {
        let regret = rated.regret.unwrap();
        assert!(regret.mean <= regret.max && regret.p90 <= regret.max);
        if rated.is_allowed() {
            assert!(regret.mean >= 0.0, "no candidate beats the best of those that are allowed");
        }
        let lcoh = rated.spread[Figure::Lcoh as usize];
        assert!(lcoh.p10 <= lcoh.p50 && lcoh.p50 <= lcoh.p90);
        assert!((0.0..=1.0).contains(&rated.probability_target));
        let beaten = outcome.rated.iter().any(|other| {
            let better = |figure: Figure, sign: f64| sign * (mean(other, figure) - mean(rated, figure));
            let gaps = [better(Figure::Lcoh, 1.0), better(Figure::Coverage, -1.0), better(Figure::Saved, -1.0)];
            gaps.iter().all(|g| *g <= 0.0) && gaps.iter().any(|g| *g < 0.0)
        });
        assert_eq!(rated.on_front, !beaten, "{}", rated.candidate.name());
    }
    // The least mean regret is the least mean cost: both differ by the mean of the best, which is common to all.
    let least = allowed.iter().map(|r| r.regret.unwrap().mean).fold(f64::INFINITY, f64::min);
    assert_eq!(allowed[0].regret.unwrap().mean, least);
}

#[test]
fn objectives_choose_what_they_name() {
    let chosen = |objective| {
        let overrides: Vec<&str> = FEW.iter().chain(&["size.coverage_target_pct=0"]).copied().collect();
        let outcome = sized_exactly("boiler_only", 0, &overrides, Some(objective));
        let best = outcome.rated[outcome.chosen.unwrap().index].nominal;
        // The scenario's own house and the rule of thumb stand behind what was asked for: powers that are written bind.
        let asked = outcome.rated.len() - 2;
        let all: Vec<_> = outcome.rated[..asked].iter().map(|r| r.nominal).collect();
        (best, all)
    };
    let (best, all) = chosen(SizeObjective::Coverage);
    assert!(all.iter().all(|f| f.of(Figure::Coverage) <= best.of(Figure::Coverage)));
    let (best, all) = chosen(SizeObjective::Co2);
    assert!(all.iter().all(|f| f.of(Figure::Saved) <= best.of(Figure::Saved)));
    let (best, all) = chosen(SizeObjective::Cost);
    assert!(all.iter().all(|f| f.of(Figure::Lcoh) >= best.of(Figure::Lcoh)));
}

#[test]
fn limits_bind_and_are_named() {
    let more = [
        "size.starts_max_per_a=300",
        "size.wood_power_max_kw=400",
        "size.buffer_m3_max=15",
        "size.store_t_max=30",
        "size.wood_heat_min_mwh=1200",
    ];
    let outcome = sized("boiler_only", 0, &more);
    for rated in &outcome.rated {
        let broken = |limit: &str| rated.breaches.iter().any(|b| b.limit == limit);
        assert_eq!(broken("starts"), rated.nominal.of(Figure::Starts) > 300.0);
        assert_eq!(broken("power"), rated.candidate.wood_kw() > 400.0);
        assert_eq!(broken("buffer"), rated.built.buffer_m3 > 15.0);
        assert_eq!(broken("store"), rated.built.wood_store_t > 30.0);
        assert_eq!(broken("production"), rated.nominal.of(Figure::WoodHeat) < 1200.0);
        assert_eq!(broken("coverage"), rated.nominal.of(Figure::Coverage) < 85.0);
    }
    let none = sized("boiler_only", 0, &["size.wood_power_max_kw=10"]);
    assert!(none.chosen.is_none());
    assert!(none.advice.iter().any(|a| a.id == "none_allowed"));
}

/// The sorted curve flatters: it knows no minimum load, no outage and no loss, and says more than any simulated boiler
/// gives.
#[test]
fn the_shortcut_is_an_upper_bound_that_the_year_does_not_reach() {
    // A household's profile as it stands: no network that flattens it or loses heat all summer.
    let bare = ["size.buffer_hours=[0]", "demand.smoothing=0", "demand.network_length_m=0", "demand.profile='MFH'"];
    let outcome = sized("boiler_only", 0, &bare);
    for row in &outcome.shortcut {
        assert!(row.no_cycling_pct <= row.curve_pct + 1e-9);
        // The water of boiler and pipes carries a little over: cycling may beat the curve by what they hold.
        assert!(row.cycling_pct <= row.curve_pct + 1.0 && row.no_cycling_pct <= row.cycling_pct + 1.0);
    }
    let at = |share: f64| outcome.shortcut.iter().find(|r| (r.share_of_peak - share).abs() < 1e-12).unwrap();
    assert!(at(1.0).curve_pct > at(0.7).curve_pct);
    assert!(at(1.0).no_cycling_pct < at(0.7).no_cycling_pct, "oversizing lowers coverage without a buffer");
    assert!(at(1.0).cycling_starts > 1000.0, "what cycles instead pays in starts");
}

/// A boiler that cannot modulate at all: the year runs on the buffer alone, and that is told.
#[test]
fn a_minimum_load_of_one_hundred_per_cent_is_sized_and_told() {
    let outcome = sized("boiler_only", 0, &["boiler.minimum_load=1", "size.coverage_target_pct=0"]);
    assert!(outcome.rated.iter().all(|r| r.nominal.of(Figure::Lcoh).is_finite()));
    assert!(outcome.advice.iter().any(|a| a.id == "minimum_load"));
}

#[test]
fn a_stop_keeps_what_was_sampled() {
    let stop = AtomicBool::new(true);
    let options = SizeOptions { objective: None, samples: Some(8), seed: None };
    let outcome = size(&with("boiler_only", &FEW), &options, &Watch { done: &|_| (), stop: &stop }).unwrap();
    assert_eq!(outcome.samples, (0, 8));
    assert!(outcome.stopped && outcome.rated[0].spread.is_empty());
}

/// A mixed tank of the same volume gives the network less than two zones do, and neither gives more than all its heat.
#[test]
fn buffers_as_tanks_are_worth_what_can_be_used_of_them() {
    let coverage = |sets: &[&str]| {
        let scenario = with("boiler_only", sets);
        let run = evaluate(&scenario.case(&scenario.nominal()).unwrap(), Detail::Totals).unwrap();
        assert!(run.closures().iter().all(gisement::case::Closure::holds));
        run.heat.unwrap().dispatch.year
    };
    // Small against the demand, so that the buffer works all winter.
    let house = ["boiler.power_kw=300", "boiler.buffer_hours=3"];
    let of = |model: &str| coverage(&[house[0], house[1], &format!("buffer.model='{model}'")]);
    let (mixed, layers, zones) = (of("mixed"), of("stratified"), of("two_zone"));
    assert!(mixed.starts > layers.starts && layers.starts >= zones.starts);
    assert!(mixed.wood_kwh < zones.wood_kwh);
}
