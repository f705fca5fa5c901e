//! Tours, routes, closed formulas and pooling: known answers, enumeration, and what must hold for any input.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::game::{Characteristic, Game, Rule, Search, Sense, least_core};
use gisement::logistics::{
    BulkRequest, Campaign, HaulPlan, HaulRequest, Haulage, Hub, HubRequest, Leg, Matrix, Pool, PoolRequest, PoolStop,
    Sharing, container, haul, haul_bulk, hub_break_even, hub_haul, massification, matter, matter_of, pool, routes,
    routes_min, shortest_orders, tour, vehicle,
};
use proptest::prelude::*;

/// Places in the plane, the depot first, kilometres as the crow flies.
fn plane(points: &[(f64, f64)]) -> Matrix {
    let km = |a: &(f64, f64), b: &(f64, f64)| ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt();
    Matrix::new(points.iter().map(|a| points.iter().map(|b| km(a, b)).collect()).collect()).unwrap()
}

fn orders(stops: usize) -> Vec<Vec<usize>> {
    if stops == 0 {
        return vec![vec![]];
    }
    let longer = |shorter: Vec<usize>| {
        (0..=shorter.len()).map(move |k| {
            let mut order = shorter.clone();
            order.insert(k, stops);
            order
        })
    };
    orders(stops - 1).into_iter().flat_map(longer).collect()
}

/// On a circle the shortest tour goes round: 2 n r sin(pi/n).
#[test]
fn a_circle_is_toured_round_also_beyond_the_exact_size() {
    for places in [9_u32, 30] {
        let angle = |k: u32| f64::from((k * 7) % places) / f64::from(places) * std::f64::consts::TAU;
        let points: Vec<_> = (0..places).map(|k| (10.0 * angle(k).cos(), 10.0 * angle(k).sin())).collect();
        let n = f64::from(places);
        let round = 2.0 * n * 10.0 * (std::f64::consts::PI / n).sin();
        let found = tour(&plane(&points));
        assert!((found.km - round).abs() < 1e-9, "{places}: {} against {round}", found.km);
        assert!(found.km_low <= found.km + 1e-9 && found.km_low > 0.9 * found.km);
        assert_eq!(found.order.len(), places as usize - 1);
    }
}

#[test]
fn broken_matrices_and_loads_are_refused() {
    let refused = |km: Vec<Vec<f64>>| Matrix::new(km).unwrap_err().to_string();
    assert!(refused(vec![vec![0.0, 1.0], vec![1.0]]).contains("row 1 of the distances has 1 cells where 2"));
    assert!(refused(vec![vec![0.0, -1.0], vec![1.0, 0.0]]).contains("a distance (km) is -1"));
    let line = plane(&[(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]);
    let refused = |loads: &[f64]| routes(&line, loads, 10.0, 1.0, 0.0).unwrap_err().to_string();
    assert!(refused(&[1.0, 11.0]).contains("stop 2 has 11, a vehicle takes 10"));
    assert!(refused(&[1.0]).contains("of the distances"));
    assert!(shortest_orders(&plane(&[(0.0, 0.0); 18])).is_err());
}

fn leg(payload_kg: f64, volume_m3: f64, kg_per_m3: f64, eur_per_km: f64, eur_per_h: f64, speed_km_h: f64) -> Leg {
    Leg { payload_kg, volume_m3, kg_per_m3, eur_per_km, eur_per_h, speed_km_h, fixed_min: 60.0 }
}

/// Broken pallets in a 30 m3 skip, shred in a 90 m3 artic: the hub pays beyond some 47 km, and never with two like vehicles.
#[test]
fn a_hub_pays_from_its_break_even_on() {
    let small = Leg { fixed_min: 30.0, ..leg(12_000.0, 30.0, 130.0, 0.70, 55.0, 45.0) };
    let large = Leg { fixed_min: 75.0, ..leg(25_000.0, 90.0, 200.0, 0.75, 52.0, 55.0) };
    let even = hub_break_even(&small, &large, 6.0, 28.0).unwrap();
    assert!((even.km - 2_897_730.0 / 61_573.0).abs() < 1e-9);
    let through = |km: f64| small.eur_per_t(6.0) + 28.0 + large.eur_per_t(km);
    assert!(small.eur_per_t(even.km - 1.0) < through(even.km - 1.0));
    assert!(small.eur_per_t(even.km + 1.0) > through(even.km + 1.0));
    assert!(hub_break_even(&small, &small, 6.0, 28.0).unwrap_err().to_string().contains("never pays"));
}

#[test]
fn a_small_store_forces_campaigns_and_a_tiny_one_is_refused() {
    let of = |store_t, campaigns_max| {
        Campaign { store_t, mobilisation_eur: 700.0, service_eur_per_t: 28.0, holding_eur_per_t_a: 4.0, campaigns_max }
            .year(1484.5)
    };
    assert_eq!(of(250.0, 24.0).unwrap().campaigns, 6.0);
    // Unlimited store: n = sqrt(4 x 1484.5 / 1400) = 2.06, and 2 costs less than 3.
    assert_eq!(of(1e6, 24.0).unwrap().campaigns, 2.0);
    assert!(of(50.0, 24.0).unwrap_err().to_string().contains("needs 30 campaigns"));
}

fn stop(name: &str, wet_t: f64) -> PoolStop {
    PoolStop { name: name.to_owned(), wet_t, visits_min: 52.0, load_t_max: 0.5, lifts: 4.0 }
}

fn request(points: &[(f64, f64)], tonnes: &[f64]) -> PoolRequest {
    PoolRequest {
        stops: tonnes.iter().enumerate().map(|(k, t)| stop(&format!("P{k:02}"), *t)).collect(),
        matrix: plane(points),
        kg_per_m3: 650.0,
        vehicles: ["van_3t5", "truck_7t5", "truck_12t"].map(|id| vehicle(id).unwrap()).to_vec(),
        haulage: Haulage::defaults(),
    }
}

/// Four neighbours 20 km from the digester: together they pay little more than one way.
#[test]
fn neighbours_save_by_a_round_and_the_savings_are_theirs_by_name() {
    let points = [(0.0, 0.0), (20.0, 0.0), (20.0, 1.0), (21.0, 0.0), (21.0, 1.0)];
    let pooled = pool(request(&points, &[6.0, 10.0, 14.0, 20.0])).unwrap().share_out(&Search::default()).unwrap();
    assert!(pooled.exact && pooled.rounds.len() == 1 && pooled.alone.len() == 4);
    let alone: f64 = pooled.alone.iter().map(|r| r.eur).sum();
    let together: f64 = pooled.rounds.iter().map(|r| r.eur).sum();
    assert!(together < 0.6 * alone, "{together} of {alone}");
    let savings = &pooled.savings_eur;
    assert!((savings.total - (alone - together)).abs() < 1e-9);
    for division in &savings.divisions {
        assert!((division.shares.iter().sum::<f64>() - savings.total).abs() < 1e-9);
    }
    let shapley = savings.of(Rule::Shapley).unwrap();
    assert!(savings.exact && shapley.objection.is_none() && shapley.shares.iter().all(|s| *s > 0.0));
    assert!(savings.least_core.core_is_not_empty(savings.scale()));
    assert!(savings.of(Rule::ProportionalToStandAlone).is_none(), "alone nobody saves anything");
    let kg: f64 =
        pooled.alone.iter().map(|r| r.kgco2e).sum::<f64>() - pooled.rounds.iter().map(|r| r.kgco2e).sum::<f64>();
    assert!(kg > 0.0 && (pooled.savings_kgco2e.total - kg).abs() < 1e-9);
}

/// Opposite directions: a round would be longer than two trips, so nothing is pooled and nothing saved but the unloading.
#[test]
fn what_does_not_pay_is_not_pooled() {
    let pool = pool(request(&[(0.0, 0.0), (60.0, 0.0), (-60.0, 0.0)], &[20.0, 20.0])).unwrap();
    // 240 km at 40 km/h are 6 h: within the day; 2 x 80 km each would be too.
    let rounds = pool.rounds(&[0, 1]);
    let alone: f64 = [0, 1].iter().flat_map(|i| pool.rounds(&[*i])).map(|r| r.eur).sum();
    let together: f64 = rounds.iter().map(|r| r.eur).sum();
    assert!(together <= alone);
    let far = pool_of(&[(0.0, 0.0), (90.0, 0.0), (-90.0, 0.0)]);
    assert_eq!(far.rounds(&[0, 1]).len(), 2, "a round of 9 h is longer than a day");
}

fn pool_of(points: &[(f64, f64)]) -> Pool {
    pool(request(points, &vec![20.0; points.len() - 1])).unwrap()
}

/// The trips of a pool of one are those of the company alone.
#[test]
fn a_company_alone_makes_the_trips_of_its_containers() {
    for (feedstock, name, wet_t) in
        [("fw_canteen", "bac240", 6.0), ("fw_canteen", "bac240", 60.0), ("grease_trap", "grease_tank", 9.0)]
    {
        let container = container(name).unwrap();
        let alone = HaulRequest {
            km: 10.0,
            wet_t,
            month_share: [1.0 / 12.0; 12],
            container,
            containers: 6.0,
            matter: matter_of(feedstock, container).unwrap(),
            vehicle: None,
            sharing: Sharing::Alone,
            haulage: Haulage::defaults(),
        };
        let plan = HaulPlan::new(&alone).unwrap();
        let pool = pool(PoolRequest {
            stops: vec![PoolStop::of("A", &alone)],
            matrix: plane(&[(0.0, 0.0), (10.0, 0.0)]),
            kg_per_m3: alone.matter.kg_per_m3[1],
            vehicles: vec![plan.vehicle()],
            haulage: alone.haulage,
        });
        let (round, haul) = (pool.unwrap().rounds(&[0]).remove(0), haul(&alone).unwrap());
        let rent = 12.0 * container.rent_eur_per_month * 6.0;
        assert_eq!(round.visits, haul.trips);
        assert!((round.eur + rent - haul.eur_per_t * wet_t).abs() < 1e-9 * round.eur, "{name} {wet_t}");
        assert!((round.kgco2e - haul.kgco2e_per_t * wet_t).abs() < 1e-9 * round.kgco2e, "{name} {wet_t}");
    }
}

/// A trailer takes two skips, from two companies or one.
#[test]
fn skips_ride_two_by_two() {
    let points = [(0.0, 0.0), (30.0, 0.0), (30.0, 1.0), (30.0, 2.0)];
    let stops =
        ["A", "B", "C"].map(|name| PoolStop { lifts: 0.0, load_t_max: 3.5, visits_min: 2.0, ..stop(name, 70.0) });
    let request = PoolRequest {
        stops: stops.to_vec(),
        matrix: plane(&points),
        kg_per_m3: 130.0,
        vehicles: ["hooklift_26t", "hooklift_44t"].map(|id| vehicle(id).unwrap()).to_vec(),
        haulage: Haulage::defaults(),
    };
    let pool = pool(request).unwrap();
    let rounds = pool.rounds(&[0, 1, 2]);
    assert_eq!(rounds.len(), 2);
    let two = rounds.iter().find(|r| r.stops.len() == 2).unwrap();
    assert!(two.vehicle.id == "hooklift_44t" && two.visits == 20.0);
}

#[test]
fn nonsense_pools_are_refused() {
    let good = request(&[(0.0, 0.0), (1.0, 0.0)], &[5.0]);
    let refused = |r: PoolRequest| pool(r).unwrap_err().to_string();
    assert!(
        refused(PoolRequest { vehicles: vec![], ..good.clone() }).contains("number of vehicles to choose from is 0")
    );
    assert!(refused(request(&[(0.0, 0.0), (1.0, 0.0)], &[0.0])).contains("mass to haul"));
    assert!(refused(request(&[(0.0, 0.0), (1.0, 0.0)], &[5.0, 5.0])).contains("of the distances"));
    let mut twice = request(&[(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)], &[5.0, 5.0]);
    twice.stops[1].name = twice.stops[0].name.clone();
    assert!(
        pool(twice).unwrap().share_out(&Search::default()).unwrap_err().to_string().contains("two players are named")
    );
}

/// Twenty companies are too many for every coalition: shares come with errors, and still add up.
#[test]
fn a_large_pool_is_sampled_and_adds_up() {
    let points: Vec<_> = (0..21).map(|k| (f64::from((k * 13) % 21), f64::from((k * 8) % 21))).collect();
    let pool = pool_of(&points);
    let pooled = pool.share_out(&Search { pairs: 2, starts: 0, ..Search::default() }).unwrap();
    let savings = &pooled.savings_eur;
    assert!(!pooled.exact && !savings.exact && savings.total > 0.0);
    let shapley = savings.of(Rule::Shapley).unwrap();
    assert!((shapley.shares.iter().sum::<f64>() - savings.total).abs() < 1e-9 * savings.total);
    assert!(shapley.standard_errors.as_ref().unwrap().iter().all(|e| e.is_finite()));
}

fn hub() -> Hub {
    let matter = matter("wood_shred").unwrap();
    Hub { fixed_eur: 20_000.0, store_t: 300.0, onward_km: 120.0, matter, haulage: Haulage::defaults() }
}

/// Far from the mill a hub is worth its fixed cost to many, and to none alone.
#[test]
fn a_hub_is_shared_by_those_who_need_it() {
    let names: Vec<String> = ["A", "B", "C", "D", "E"].map(String::from).to_vec();
    let tonnes = [160.0, 110.0, 300.0, 250.0, 90.0];
    let direct: Vec<f64> = tonnes.iter().map(|t| 125.0 * t).collect();
    let to_hub: Vec<f64> = tonnes.iter().map(|t| 22.0 * t).collect();
    let game = massification(&names, &direct, &to_hub, &tonnes, &hub()).unwrap();
    assert!((0..5).all(|i| game.values()[1 << i] == direct[i]), "alone nobody builds a hub for 20,000 EUR a year");
    assert!(game.total() < 0.9 * direct.iter().sum::<f64>());
    assert!(game.joining_never_hurts());
    let least = least_core(&game, &Search::default()).unwrap();
    assert!(least.core_is_not_empty(game.total()) || least.core_is_empty(game.total()));
}

#[test]
fn a_lot_through_a_hub_pays_all_three_parts() {
    let haulage = Haulage::defaults();
    let bulk = |km, wet_t| BulkRequest { km, wet_t, matter: matter("wood_shred").unwrap(), vehicle: None, haulage };
    let to_hub = haul_bulk(&bulk(6.0, 100.0)).unwrap();
    let through = hub_haul(&HubRequest { to_hub, onward: bulk(120.0, 1000.0) }).unwrap();
    let parts = through.to_hub_eur_per_t + through.hub_eur_per_t + through.onward_eur_per_t;
    assert!((through.eur_per_t - parts).abs() < 1e-12 && (through.arriving_share - 0.985).abs() < 1e-12);
    assert!(through.kgco2e_per_t > to_hub.kgco2e_per_t + 3.5 * 3.16);
}

fn any_points(most: usize) -> impl Strategy<Value = Vec<(f64, f64)>> {
    proptest::collection::vec((-30.0..30.0_f64, -30.0..30.0_f64), 2..=most + 1)
}

fn any_matrix() -> impl Strategy<Value = Matrix> {
    (2_usize..7).prop_flat_map(|n| {
        proptest::collection::vec(proptest::collection::vec(1.0..30.0_f64, n), n)
            .prop_map(|km| Matrix::new(km).unwrap())
    })
}

proptest! {
    #[test]
    fn a_tour_is_the_shortest_of_all_orders(matrix in any_matrix()) {
        let found = tour(&matrix);
        let all = orders(matrix.stops());
        let shortest = all.iter().map(|order| matrix.tour_km(order)).fold(f64::INFINITY, f64::min);
        prop_assert!((found.km - shortest).abs() < 1e-9);
        let count = all.iter().filter(|order| matrix.tour_km(order) < shortest + 1e-9).count() as f64;
        let same = if matrix.stops() > 1 && matrix.is_symmetric() { count / 2.0 } else { count };
        prop_assert_eq!(shortest_orders(&matrix).unwrap(), same);
    }

    /// Bounds hold, and more room never costs more.
    #[test]
    fn routes_serve_every_stop_once(points in any_points(7), room in 10.0..40.0_f64) {
        let matrix = plane(&points);
        let loads: Vec<f64> = (0..matrix.stops()).map(|k| 1.0 + (k * 5 % 9) as f64).collect();
        let found = routes(&matrix, &loads, room, 0.5, 20.0).unwrap();
        let mut served: Vec<usize> = found.routes.concat();
        served.sort_unstable();
        prop_assert_eq!(served, (1..=matrix.stops()).collect::<Vec<_>>());
        prop_assert!(found.routes.iter().all(|r| r.iter().map(|s| loads[s - 1]).sum::<f64>() <= room + 1e-9));
        prop_assert!(found.routes.len() as f64 >= routes_min(&loads, room));
        prop_assert!((found.eur - 0.5 * found.km - 20.0 * found.routes.len() as f64).abs() < 1e-9);
        let larger = routes(&matrix, &loads, room + 5.0, 0.5, 20.0).unwrap();
        prop_assert!(larger.eur <= found.eur + 1e-9);
    }

    /// Beyond the exact size: every stop served, and no cheaper than the bound.
    #[test]
    fn many_stops_are_served_within_the_bound(points in proptest::collection::vec((-30.0..30.0_f64, -30.0..30.0_f64), 17..24)) {
        let matrix = plane(&points);
        let loads = vec![3.0; matrix.stops()];
        let found = routes(&matrix, &loads, 12.0, 0.5, 20.0).unwrap();
        prop_assert_eq!(found.routes.concat().len(), matrix.stops());
        prop_assert!(found.eur_low <= found.eur + 1e-9 && found.eur <= 3.0 * found.eur_low);
    }

    /// Pooled cost is subadditive, its savings are never below zero, and shares add up.
    #[test]
    fn pooling_never_hurts(points in any_points(6), tonnes in proptest::collection::vec(0.5..60.0_f64, 6)) {
        let stops = points.len() - 1;
        let pool = pool(request(&points, &tonnes[..stops])).unwrap();
        let names = pool.names().to_vec();
        let game = Game::from_fn(names, Sense::Cost, |m| pool.value(m)).unwrap();
        prop_assert!(game.joining_never_hurts());
        let pooled = pool.share_out(&Search::default()).unwrap();
        prop_assert!(pooled.savings_eur.total >= -1e-9 * game.total());
        let total: f64 = pooled.rounds.iter().map(|r| r.eur).sum();
        prop_assert!((total - game.total()).abs() < 1e-9 * total, "rounds cost what the game says");
        for d in &pooled.savings_eur.divisions {
            prop_assert!((d.shares.iter().sum::<f64>() - pooled.savings_eur.total).abs() < 1e-9 * (1.0 + total));
        }
    }

    #[test]
    fn going_together_through_a_hub_never_hurts(tonnes in proptest::collection::vec(20.0..400.0_f64, 2..6), direct in 60.0..160.0_f64) {
        let names: Vec<String> = (0..tonnes.len()).map(|k| format!("P{k}")).collect();
        let ways = |eur: f64| tonnes.iter().map(|t| eur * t).collect::<Vec<_>>();
        let game = massification(&names, &ways(direct), &ways(20.0), &tonnes, &hub()).unwrap();
        prop_assert!(game.joining_never_hurts());
    }
}
