//! Sharing out: closed forms, axioms, and cores that are empty.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::game::{
    Characteristic, Game, GameError, Rule, Search, Sense, least_core, sampled_shapley, shapley, share_out,
    worst_objection,
};
use proptest::prelude::*;

fn names(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("P{i:02}")).collect()
}

fn game(n: usize, value: impl Fn(&[bool]) -> f64) -> Game {
    Game::from_fn(names(n), Sense::Cost, value).unwrap()
}

fn inside<'a>(members: &'a [bool], of: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    of.iter().zip(members).filter(|(_, m)| **m).map(|(v, _)| *v)
}

fn airport(need: &[f64]) -> Game {
    game(need.len(), |members| inside(members, need).fold(0.0, f64::max))
}

/// Littlechild & Owen 1973 (10.1287/mnsc.20.3.370): each step of need is shared by all who need it.
fn airport_shares(need: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..need.len()).collect();
    order.sort_by(|a, b| need[*a].total_cmp(&need[*b]));
    let mut shares = vec![0.0; need.len()];
    let (mut share, mut before) = (0.0, 0.0);
    for (k, &i) in order.iter().enumerate() {
        share += (need[i] - before) / (need.len() - k) as f64;
        before = need[i];
        shares[i] = share;
    }
    shares
}

#[test]
fn the_airport_game_has_its_closed_form() {
    let need = [12.0, 20.0, 45.0, 90.0, 31.0, 7.0, 7.0, 64.0];
    let shares = shapley(&airport(&need));
    assert!(shares.iter().zip(airport_shares(&need)).all(|(a, b)| (a - b).abs() < 1e-12), "{shares:?}");
}

/// Three partners of whom two cost 11 together and all 24: whatever the shares, some pair pays 16 or more for 11.
#[test]
fn an_empty_core_is_proven_empty() {
    let cost = game(3, |m| [0.0, 10.0, 11.0, 24.0][m.iter().filter(|x| **x).count()]);
    let least = least_core(&cost, &Search::default()).unwrap();
    assert!((least.epsilon - 5.0).abs() < 1e-9 && least.core_is_empty(24.0) && !least.core_is_not_empty(24.0));
    let shared = share_out(&cost, &[10.0; 3], &Search::default()).unwrap();
    let objection = shared.of(Rule::Shapley).unwrap().objection.as_ref().unwrap();
    assert!(objection.members.len() == 2 && (objection.excess - 5.0).abs() < 1e-9);
    assert!(!cost.joining_never_hurts());
}

/// A glove game: two left, one right; a pair is worth 1. The core gives everything to the right glove, Shapley 2/3.
#[test]
fn the_glove_game_has_a_core_of_one_point() {
    let value = |m: &[bool]| f64::from(u8::from(m[2] && (m[0] || m[1])));
    let gain = Game::from_fn(names(3), Sense::Gain, value).unwrap();
    let shares = shapley(&gain);
    assert!((shares[2] - 2.0 / 3.0).abs() < 1e-15 && (shares[0] - 1.0 / 6.0).abs() < 1e-15);
    let least = least_core(&gain, &Search::default()).unwrap();
    assert!(least.epsilon.abs() < 1e-12 && least.core_is_not_empty(1.0));
    assert!((least.shares[2] - 1.0).abs() < 1e-9, "{least:?}");
    assert!(worst_objection(&gain, &shares, &Search::default()).0.unwrap().excess > 0.1);
}

#[test]
fn rules_with_nothing_to_go_by_are_left_out() {
    let gain = Game::from_fn(names(3), Sense::Gain, |m| if m.iter().all(|x| *x) { 9.0 } else { 0.0 }).unwrap();
    let shared = share_out(&gain, &[0.0; 3], &Search::default()).unwrap();
    assert!(shared.of(Rule::ProportionalToWeight).is_none() && shared.of(Rule::ProportionalToStandAlone).is_none());
    assert_eq!(shared.of(Rule::Equal).unwrap().shares, [3.0; 3]);
}

#[test]
fn one_player_bears_it_all() {
    let shared = share_out(&game(1, |_| 7.0), &[2.0], &Search::default()).unwrap();
    assert!(shared.divisions.iter().all(|d| d.shares == [7.0] && d.objection.is_none()), "{shared:?}");
}

#[test]
fn broken_games_are_refused_by_name() {
    let of = |names: &[&str], values: Vec<f64>| {
        Game::from_values(names.iter().map(|n| (*n).to_owned()).collect(), Sense::Cost, values).unwrap_err().to_string()
    };
    assert!(of(&[], vec![0.0]).contains("no player"));
    assert!(of(&["A", "A"], vec![0.0; 4]).contains("two players are named `A`"));
    assert_eq!(of(&["A", "B"], vec![0.0; 3]), "3 values for 4 coalitions, nobody included");
    assert!(of(&["A", "B"], vec![0.0, 1.0, 2.0, f64::NAN]).contains("the value of A + B is NaN"));
    assert!(of(&["A"], vec![1.0, 1.0]).contains("nobody is worth 1"));
    let many = Game::from_fn(names(17), Sense::Cost, |_| 0.0).unwrap_err();
    assert_eq!(many, GameError::TooMany { found: 17, most: 16 });
    let few = share_out(&game(2, |_| 1.0), &[1.0], &Search::default()).unwrap_err().to_string();
    assert!(few.contains("the weights share nothing out"), "{few}");
    assert!(sampled_shapley(&game(2, |_| 1.0), 1, 1).is_err());
}

/// An airport game of 24 players, too many for every coalition.
struct Large {
    names: Vec<String>,
    need: Vec<f64>,
}

impl Large {
    fn new() -> Self {
        Self { names: names(24), need: (0..24).map(|k| f64::from((k * 37) % 24 + 1)).collect() }
    }
}

impl Characteristic for Large {
    fn names(&self) -> &[String] {
        &self.names
    }
    fn sense(&self) -> Sense {
        Sense::Cost
    }
    fn value(&self, members: &[bool]) -> f64 {
        inside(members, &self.need).fold(0.0, f64::max)
    }
}

#[test]
fn sampled_shares_add_up_and_lie_within_their_errors() {
    let large = Large::new();
    let sampled = sampled_shapley(&large, 7, 2000).unwrap();
    assert!((sampled.shares.iter().sum::<f64>() - 24.0).abs() < 1e-9);
    let exact = airport_shares(&large.need);
    let off = sampled.shares.iter().zip(&exact).zip(&sampled.standard_errors).map(|((s, e), error)| {
        assert!(*error > 0.0 && *error < 0.2);
        ((s - e) / error).abs()
    });
    // 24 standard normals, independent or not: all within 4.5 but once in 6,000 seeds.
    assert!(off.fold(0.0, f64::max) < 4.5);
    assert_eq!(sampled, sampled_shapley(&large, 7, 2000).unwrap());
    assert_eq!(sampled.evaluations, 2 * 2000 * 24);
}

#[test]
fn a_large_game_claims_no_more_than_was_checked() {
    let shared = share_out(&Large::new(), &[1.0; 24], &Search { pairs: 50, ..Search::default() }).unwrap();
    assert!(!shared.exact && shared.coalitions < 1 << 20);
    assert!(!shared.least_core.core_is_not_empty(24.0) && !shared.least_core.core_is_empty(24.0));
    let equal = shared.of(Rule::Equal).unwrap();
    // Whoever needs 1 pays 1; the 23 who need less than the largest cost 23 and pay 23.
    assert!(equal.objection.is_none(), "{equal:?}");
    let by_weight = share_out(
        &Large::new(),
        &std::array::from_fn::<f64, 24, _>(|k| f64::from(u8::from(k == 0))),
        &Search { pairs: 2, ..Search::default() },
    );
    let objection = by_weight.unwrap().of(Rule::ProportionalToWeight).unwrap().objection.clone().unwrap();
    // Who needs 1 pays 24 for all.
    assert_eq!((objection.members, objection.excess), (vec![0], 23.0));
}

/// Three partners in an empty core among 20: proven empty although few coalitions were looked at.
#[test]
fn an_empty_core_of_a_large_game_can_be_proven() {
    struct Trips(Vec<String>);
    impl Characteristic for Trips {
        fn names(&self) -> &[String] {
            &self.0
        }
        fn sense(&self) -> Sense {
            Sense::Cost
        }
        fn value(&self, members: &[bool]) -> f64 {
            // 310 a started trip of 12, everybody brings 7: pairs ride apart, triples share two trips.
            let load: f64 = members.iter().filter(|m| **m).map(|_| 7.0).sum();
            310.0 * (load / 12.0).ceil()
        }
    }
    let least = least_core(&Trips(names(19)), &Search::default()).unwrap();
    assert!(least.epsilon >= least.epsilon_low && !least.exact);
    // 12 players fill 7 trips exactly (84 t): 180.83 each, where 19 need 12 trips, 195.79 each.
    assert!(least.core_is_empty(3720.0), "{least:?}");
}

fn any_game() -> impl Strategy<Value = Game> {
    (2_usize..7).prop_flat_map(|n| {
        proptest::collection::vec(-50.0..100.0_f64, 1 << n).prop_map(move |mut values| {
            values[0] = 0.0;
            Game::from_values(names(n), Sense::Cost, values).unwrap()
        })
    })
}

/// Every order in turn: the definition.
fn over_all_orders(game: &Game) -> Vec<f64> {
    fn visit(order: &mut Vec<usize>, k: usize, game: &Game, sums: &mut [f64], count: &mut f64) {
        if k == order.len() {
            let (mut mask, mut before) = (0, 0.0);
            for &i in order.iter() {
                mask |= 1 << i;
                sums[i] += game.values()[mask] - before;
                before = game.values()[mask];
            }
            *count += 1.0;
            return;
        }
        for j in k..order.len() {
            order.swap(k, j);
            visit(order, k + 1, game, sums, count);
            order.swap(k, j);
        }
    }
    let (mut sums, mut count) = (vec![0.0; game.players()], 0.0);
    visit(&mut (0..game.players()).collect(), 0, game, &mut sums, &mut count);
    sums.iter().map(|s| s / count).collect()
}

proptest! {
    #[test]
    fn shapley_is_the_mean_over_all_orders(game in any_game()) {
        for (a, b) in shapley(&game).iter().zip(over_all_orders(&game)) {
            prop_assert!((a - b).abs() < 1e-9);
        }
    }

    #[test]
    fn every_division_adds_up(game in any_game()) {
        let weights: Vec<f64> = (1..=game.players()).map(|k| k as f64).collect();
        let shared = share_out(&game, &weights, &Search::default()).unwrap();
        for d in &shared.divisions {
            // A rule whose weights nearly cancel has large shares: rounding is measured by them.
            let scale = d.shares.iter().fold(1.0_f64, |a, s| a.max(s.abs()));
            prop_assert!((d.shares.iter().sum::<f64>() - game.total()).abs() < 1e-9 * scale, "{d:?}");
        }
        prop_assert!((shared.least_core.shares.iter().sum::<f64>() - game.total()).abs() < 1e-9);
    }

    /// No division has a smaller largest excess than the least core.
    #[test]
    fn nothing_beats_the_least_core(game in any_game()) {
        let least = least_core(&game, &Search::default()).unwrap();
        prop_assert!(least.exact && (least.epsilon - least.epsilon_low).abs() < 1e-7, "{least:?}");
        let of = |shares: &[f64]| worst_objection(&game, shares, &Search::default()).0.unwrap().excess;
        prop_assert!((of(&least.shares) - least.epsilon).abs() < 1e-9);
        prop_assert!(of(&shapley(&game)) >= least.epsilon_low - 1e-7);
    }

    /// A player who adds to every coalition what it costs alone bears just that; two who are alike bear the same.
    #[test]
    fn dummies_and_twins(game in any_game(), own in -20.0..20.0_f64) {
        let n = game.players();
        let with_dummy = Game::from_fn(names(n + 1), Sense::Cost, |m| {
            game.value(&m[..n]) + if m[n] { own } else { 0.0 }
        }).unwrap();
        let shares = shapley(&with_dummy);
        prop_assert!((shares[n] - own).abs() < 1e-9);
        prop_assert!(shares[..n].iter().zip(shapley(&game)).all(|(a, b)| (a - b).abs() < 1e-9));
        let twins = Game::from_fn(names(n), Sense::Cost, |m| {
            let mut turned = m.to_vec();
            turned.swap(0, 1);
            game.value(m) + game.value(&turned)
        }).unwrap();
        let shares = shapley(&twins);
        prop_assert!((shares[0] - shares[1]).abs() < 1e-9);
    }

    #[test]
    fn sums_of_games_have_sums_of_shares(a in any_game(), factor in -2.0..2.0_f64) {
        let sum = Game::from_fn(names(a.players()), Sense::Cost, |m| {
            a.value(m) + factor * m.iter().filter(|x| **x).count().pow(2) as f64
        }).unwrap();
        let squares = Game::from_fn(names(a.players()), Sense::Cost, |m| m.iter().filter(|x| **x).count().pow(2) as f64);
        let (all, first, second) = (shapley(&sum), shapley(&a), shapley(&squares.unwrap()));
        for i in 0..a.players() {
            prop_assert!((all[i] - first[i] - factor * second[i]).abs() < 1e-9);
        }
    }

    /// What Shapley gives of the savings is what it spares of the cost alone.
    #[test]
    fn savings_and_costs_are_two_sides(game in any_game()) {
        let (costs, saved) = (shapley(&game), shapley(&game.savings()));
        for i in 0..game.players() {
            prop_assert!((game.values()[1 << i] - costs[i] - saved[i]).abs() < 1e-9);
        }
    }
}
