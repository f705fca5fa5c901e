//! Figures of a sizing: what they write, what they refuse, and that no data make them a clutter.

use crate::plot_demo::{objections, texts};
use gisement::plot::*;
use proptest::prelude::*;

fn heading(locale: Locale, english: &str, french: &str) -> Heading {
    Heading::new(locale.pick(english, french), locale)
}

/// A smooth pseudo-random number in 0..1, the same each run.
fn wobble(k: usize) -> f64 {
    let x = (k as f64 * 12.9898).sin() * 43_758.545_3;
    x - x.floor()
}

fn week(locale: Locale) -> Week {
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

fn curves(locale: Locale) -> Curves {
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
                levels: vec![Level { name: locale.pick("Target 85 %", "Objectif 85 %").into(), value: 85.0 }],
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
            Level { name: locale.pick("chosen: 480 kW", "retenu : 480 kW").into(), value: 48.0 },
            Level { name: locale.pick("rule of 50 %: 500 kW", "règle des 50 % : 500 kW").into(), value: 50.0 },
        ],
    }
}

fn cloud(locale: Locale) -> Cloud {
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
        heading: heading(locale, "Candidates: cost against coverage", "Candidats : coût et taux de couverture"),
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
            (front[0], locale.pick("chosen: 2 x 300 kW", "retenu : 2 x 300 kW").into()),
            (front[0], locale.pick("nominal best", "optimum nominal").into()),
            (7, locale.pick("rule of 50 %", "règle des 50 %").into()),
        ],
        points,
        level: Some(Level { name: locale.pick("target 85 %", "objectif 85 %").into(), value: 85.0 }),
    }
}

fn chances(locale: Locale) -> Chances {
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
        chance: locale.pick("coverage of 85 % or more", "taux de couverture de 85 % au moins").into(),
        chance_min: Some(0.8),
        rows: (0..10).map(row).collect(),
    }
}

fn stock(locale: Locale) -> StockYear {
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

fn all(locale: Locale) -> Vec<(&'static str, Picture)> {
    vec![
        ("week", week(locale).draw().unwrap()),
        ("curves", curves(locale).draw().unwrap()),
        ("cloud", cloud(locale).draw().unwrap()),
        ("chances", chances(locale).draw().unwrap()),
        ("stock", stock(locale).draw().unwrap()),
    ]
}

fn words(picture: &Picture) -> Vec<String> {
    texts(&picture.svg).0.into_iter().map(|b| b.text).collect()
}

#[test]
fn figures_are_well_formed_uncluttered_and_the_same_each_run() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("size_figures");
    std::fs::create_dir_all(&folder).unwrap();
    for locale in [Locale::En, Locale::Fr] {
        assert_eq!(all(locale), all(locale));
        for (name, picture) in all(locale) {
            std::fs::write(folder.join(format!("{name}_{}.svg", locale.code())), &picture.svg).unwrap();
            let wrong = objections(&picture.svg);
            assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
            assert!(!picture.svg.contains("NaN") && picture.svg.len() < 100_000, "{name}: {} bytes", picture.svg.len());
        }
    }
}

#[test]
fn titles_axes_and_names_are_written() {
    let expected: [(usize, &[&str]); 5] = [
        (0, &["Puissance thermique, kW", "Besoin", "10 févr.", "Puissance bois", "Plein", "Appoint gaz"]),
        (1, &["Taux de couverture, %", "Démarrages, 1/an", "Objectif 85\u{a0}%", "retenu : 480 kW", "Monotone seule"]),
        (2, &["Coût de la chaleur, €/MWh (moins vaut mieux)", "2 chaudières", "règle des 50 %", "optimum nominal"]),
        (3, &["P10 – P50 – P90", "regret", "97\u{202f}%", "0,40", "probabilité, %"]),
        (4, &["Bois, t", "Brûlé (sortie)", "Plaquettes achetées (entrée)", "En stock", "Hangar plein"]),
    ];
    let pictures = all(Locale::Fr);
    for (k, wanted) in expected {
        let found = words(&pictures[k].1);
        for word in wanted {
            let plain = |t: &str| t.replace('\u{a0}', " ");
            assert!(found.iter().any(|t| plain(t) == plain(word)), "{} lacks {word}: {found:?}", pictures[k].0);
        }
    }
}

#[test]
fn data_tables_hold_every_number() {
    let pictures = all(Locale::En);
    let rows =
        |k: usize| csv::Reader::from_reader(pictures[k].1.csv.as_bytes()).into_records().map(Result::unwrap).count();
    assert_eq!([rows(0), rows(1), rows(2), rows(3), rows(4)], [168, 66, 400, 10, 5]);
    assert!(pictures[0].1.csv.starts_with("time (h),demand (kW),Boiler 1 (400 kW) (kW),"));
    assert!(pictures[2].1.csv.contains("chosen: 2 x 300 kW; nominal best"));
}

#[test]
fn odd_data_are_refused_with_their_name() {
    let en = Locale::En;
    let broken = Week { charge_kwh: vec![1.0], ..week(en) }.draw().unwrap_err();
    assert_eq!(broken.to_string(), "charge: 1 entries; give 168");
    assert!(matches!(Week { demand_kw: vec![], ..week(en) }.draw(), Err(PlotError::Empty { .. })));
    let mut backwards = curves(en);
    backwards.panels[0].curves[0].points.reverse();
    assert!(matches!(backwards.draw(), Err(PlotError::Order { .. })));
    let mut stray = cloud(en);
    stray.named.push((9999, String::new()));
    assert_eq!(stray.draw().unwrap_err(), PlotError::Empty { what: "named candidate".into() });
    let mut nan = cloud(en);
    nan.points[3].x = f64::NAN;
    assert!(matches!(nan.draw(), Err(PlotError::NotDrawable { .. })));
    let mut sure = chances(en);
    sure.rows[0].chance = Some(1.2);
    assert!(matches!(sure.draw(), Err(PlotError::NotDrawable { .. })));
    let mut negative = stock(en);
    negative.stock[5] = -1.0;
    assert!(matches!(negative.draw(), Err(PlotError::Negative { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever the numbers: nothing covers a text, nothing leaves the sheet.
    #[test]
    fn no_cloud_is_a_clutter(values in proptest::collection::vec((1e-3f64..1e6, -1e3f64..1e3, 0usize..4, any::<bool>()), 1..60)) {
        let points: Vec<CloudPoint> = values
            .iter()
            .enumerate()
            .map(|(k, (x, y, group, on))| CloudPoint { name: k.to_string(), x: *x, y: *y, group: *group, on_front: *on, allowed: !on })
            .collect();
        let groups = (1..=4).map(|n| format!("{n} boilers")).collect();
        let named = vec![(0, "chosen: 600 + 300 kW".to_owned()), (points.len() / 2, "rule of 50 %".to_owned())];
        let picture = Cloud { points, groups, named, ..cloud(Locale::En) }.draw().unwrap();
        let wrong = objections(&picture.svg);
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn no_strip_is_a_clutter(rows in proptest::collection::vec((1e-2f64..1e7, 0.0f64..1.0, 0.0f64..2.0, 0.0f64..1.0), 1..20)) {
        let rows: Vec<ChanceRow> = rows
            .iter()
            .enumerate()
            .map(|(k, (low, a, b, p))| ChanceRow {
                label: format!("{k} x 300 kW, buffer 2.5 h, store 10 d"),
                p10_p50_p90: [*low, low * (1.0 + a), low * (1.0 + a) * (1.0 + b)],
                regret: Some(low * a),
                chance: Some(*p),
                chosen: k == 1,
            })
            .collect();
        let picture = Chances { rows, ..chances(Locale::En) }.draw().unwrap();
        let wrong = objections(&picture.svg);
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
