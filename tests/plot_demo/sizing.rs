//! Figures of a sizing with plausible made-up numbers.

use super::wobble;
use gisement::plot::*;

fn heading(locale: Locale, english: &str, french: &str) -> Heading {
    Heading::new(locale.pick(english, french), locale)
}

pub(crate) fn week(locale: Locale) -> Week {
    let wave =
        |h: usize| 620.0 + 180.0 * (std::f64::consts::TAU * (h as f64 - 8.0) / 24.0).cos() + 90.0 * wobble(h / 3);
    let demand_kw: Vec<f64> = (0..168).map(wave).collect();
    let (mut layers, mut charge, mut held) = ([vec![], vec![], vec![], vec![]], vec![], 400.0_f64);
    for demand in &demand_kw {
        let large = demand.min(400.0);
        let small = if *demand > 640.0 || held < 350.0 { 200.0 } else { 0.0 };
        let lack = (demand - large - small).max(0.0);
        let given = lack.min(held);
        held = (held - given + (large + small - demand).max(0.0)).min(800.0);
        for (list, v) in layers.iter_mut().zip([large, small, given, lack - given]) {
            list.push(v);
        }
        charge.push(held);
    }
    let names = [
        ("Boiler 1 (400 kW)", "Chaudière 1 (400 kW)"),
        ("Boiler 2 (200 kW)", "Chaudière 2 (200 kW)"),
        ("Buffer", "Ballon"),
        ("Gas backup", "Appoint gaz"),
    ];
    let layers = names.into_iter().zip(layers);
    Week {
        heading: heading(locale, "The coldest week, hour by hour", "La semaine la plus froide, heure par heure"),
        steps_per_hour: 1,
        first_hour: 24 * 40,
        demand_kw,
        layers: layers.map(|((en, fr), power_kw)| Layer { name: locale.pick(en, fr).into(), power_kw }).collect(),
        charge_kwh: charge,
        capacity_kwh: 800.0,
        levels: vec![Level { name: locale.pick("All wood boilers", "Puissance bois").into(), value: 600.0 }],
    }
}

pub(crate) fn curves(locale: Locale) -> Curves {
    let grid: Vec<f64> = (1..=11).map(|k| 10.0 * f64::from(k)).collect();
    let curve = |en: &str, fr: &str, tone, f: &dyn Fn(f64) -> f64| Curve {
        name: locale.pick(en, fr).into(),
        tone,
        points: grid.iter().map(|x| (*x, f(*x))).collect(),
    };
    let shortcut = |x: f64| 100.0 * (1.0 - (-3.6 * x / 100.0).exp()).min(1.0);
    Curves {
        heading: heading(
            locale,
            "Coverage and starts against the power",
            "Taux de couverture et démarrages selon la puissance",
        ),
        across: locale.pick("Wood power over the peak", "Puissance bois rapportée à la pointe").into(),
        across_unit: "%".into(),
        panels: vec![
            CurvePanel {
                quantity: locale.pick("Coverage", "Taux de couverture").into(),
                unit: "%".into(),
                curves: vec![
                    curve("Load-duration curve", "Monotone seule", 3, &shortcut),
                    curve("Simulated, buffer", "Simulé, avec ballon", 0, &|x| shortcut(x) - 2.0 - 4e-4 * x * x),
                    curve("Cycling, no buffer", "Tout ou rien, sans ballon", 2, &|x| shortcut(x) - 4.0 - 6e-4 * x * x),
                    curve("Never below minimum", "Jamais sous le minimum", 1, &|x| shortcut(x) - 3.0 - 3.4e-3 * x * x),
                ],
                levels: vec![Level { name: locale.pick("Target 85 %", "Objectif 85 %").into(), value: 85.0 }],
            },
            CurvePanel {
                quantity: locale.pick("Starts", "Démarrages").into(),
                unit: locale.pick("1/a", "1/an").into(),
                curves: vec![
                    curve("Simulated, buffer", "Simulé, avec ballon", 0, &|x| 3.0 * x),
                    curve("Cycling, no buffer", "Tout ou rien, sans ballon", 2, &|x| 12.0 * x),
                ],
                levels: vec![],
            },
        ],
        marks: vec![
            Level { name: locale.pick("chosen: 480 kW", "retenu : 480 kW").into(), value: 48.0 },
            Level { name: locale.pick("rule of 50 %: 500 kW", "règle des 50 % : 500 kW").into(), value: 50.0 },
        ],
    }
}

pub(crate) fn cloud(locale: Locale) -> Cloud {
    let point = |k: usize| {
        let (size, group) = (0.2 + 0.8 * wobble(k), k % 3);
        let y = 100.0 * (1.0 - (-3.4 * size).exp());
        let x = 62.0 + 38.0 * (size - 0.52).powi(2) + 3.0 * group as f64 + 6.0 * wobble(k + 400);
        CloudPoint { name: format!("c{k}"), x, y, group, on_front: false, allowed: y > 70.0 && !k.is_multiple_of(7) }
    };
    let mut points: Vec<CloudPoint> = (0..400).map(point).collect();
    for k in 0..points.len() {
        let beaten = points.iter().any(|o| o.x < points[k].x && o.y > points[k].y);
        points[k].on_front = !beaten;
    }
    let front: Vec<usize> = (0..points.len()).filter(|k| points[*k].on_front).collect();
    Cloud {
        heading: heading(locale, "Candidates: cost against coverage", "Candidats : coût et taux de couverture"),
        across: Aim {
            quantity: locale.pick("Cost of heat", "Coût de la chaleur").into(),
            unit: "€/MWh".into(),
            better: Better::Less,
        },
        up: Aim {
            quantity: locale.pick("Coverage", "Taux de couverture").into(),
            unit: "%".into(),
            better: Better::More,
        },
        groups: ["1", "2", "3"].map(|n| format!("{n} {}", locale.pick("boilers", "chaudières"))).to_vec(),
        named: vec![
            (front[0], locale.pick("chosen: 2 x 300 kW", "retenu : 2 x 300 kW").into()),
            (front[0], locale.pick("nominal best", "optimum nominal").into()),
            (7, locale.pick("rule of 50 %", "règle des 50 %").into()),
        ],
        points,
        level: Some(Level { name: locale.pick("target 85 %", "objectif 85 %").into(), value: 85.0 }),
    }
}

pub(crate) fn chances(locale: Locale) -> Chances {
    let row = |k: usize| {
        let at = 66.0 + k as f64;
        ChanceRow {
            label: format!("{} x 300 kW, {} 2 h", 1 + k % 3, locale.pick("buffer", "ballon")),
            p10_p50_p90: [at - 6.0, at, at + 9.0 + k as f64],
            regret: Some(0.4 + 0.5 * k as f64),
            chance: Some((0.97 - 0.06 * k as f64).max(0.0)),
            chosen: k == 0,
        }
    };
    Chances {
        heading: heading(locale, "The ten best under uncertainty", "Les dix meilleurs face aux incertitudes"),
        quantity: locale.pick("Cost of heat", "Coût de la chaleur").into(),
        unit: "€/MWh".into(),
        chance: locale.pick("coverage of 85 % or more", "taux de couverture de 85 % au moins").into(),
        chance_min: Some(0.8),
        rows: (0..10).map(row).collect(),
    }
}

pub(crate) fn stock(locale: Locale) -> StockYear {
    let season = |m: usize| (std::f64::consts::TAU * (m as f64 - 0.5) / 12.0).cos();
    let group = |en: &str, fr: &str, f: &dyn Fn(usize) -> f64| MonthlyGroup {
        name: locale.pick(en, fr).into(),
        values: std::array::from_fn(f),
    };
    StockYear {
        heading: heading(locale, "The wood store through the year", "Le stock de bois au fil de l'année"),
        quantity: locale.pick("Wood", "Bois").into(),
        unit: "t".into(),
        into: vec![
            group("Pallets of the pool", "Palettes du gisement", &|m| 58.0 + 6.0 * wobble(m)),
            group("Chips bought", "Plaquettes achetées", &|m| if (2..=10).contains(&m) { 0.0 } else { 32.0 }),
        ],
        out_of: vec![
            group("Burnt", "Brûlé", &|m| 60.0 + 45.0 * season(m)),
            group("Fines and losses", "Fines et pertes", &|_| 4.0),
        ],
        stock: std::array::from_fn(|m| 110.0 - 90.0 * season(m)),
        capacity: Some(Level { name: locale.pick("Hall is full", "Hangar plein").into(), value: 210.0 }),
    }
}

pub(crate) fn all(locale: Locale) -> Vec<(&'static str, Picture)> {
    vec![
        ("week", week(locale).draw().unwrap()),
        ("curves", curves(locale).draw().unwrap()),
        ("cloud", cloud(locale).draw().unwrap()),
        ("chances", chances(locale).draw().unwrap()),
        ("stock", stock(locale).draw().unwrap()),
    ]
}
