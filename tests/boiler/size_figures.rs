//! Figures of a sizing: what they write, what they refuse, and that no data make them a clutter.

use crate::plot_demo::sizing::{all, chances, cloud, curves, stock, week};
use crate::plot_demo::{objections, texts};
use gisement::plot::*;
use proptest::prelude::*;

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
        (3, &["q 10\u{202f}% – méd. – q 90\u{202f}%", "regret", "97\u{202f}%", "0,40", "probabilité, %"]),
        (4, &["Bois, t", "Brûlé (sortie)", "Plaquettes achetées (entrée)", "En stock", "Hangar plein"]),
    ];
    let pictures = all(Locale::Fr);
    for (k, wanted) in expected {
        let found = words(&pictures[k].1);
        for word in wanted {
            let plain = |t: &str| t.replace(['\u{a0}', '\u{202f}'], " ");
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
