//! Every kind of figure: well-formed, accessible, the same each run, texts apart, and odd data answered with an error.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic, as tests do.

use crate::plot_demo;

use gisement::plot::*;
use plot_demo::{all, objections, texts};
use proptest::prelude::*;

#[test]
fn demo_figures_are_well_formed_accessible_and_uncluttered() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("figures");
    std::fs::create_dir_all(&folder).unwrap();
    for locale in [Locale::En, Locale::Fr] {
        for (name, picture) in all(locale) {
            std::fs::write(folder.join(format!("{name}_{}.svg", locale.code())), &picture.svg).unwrap();
            let wrong = objections(&picture.svg);
            assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
            let document = roxmltree::Document::parse(&picture.svg).unwrap();
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            let first: Vec<_> = root.children().filter(|n| n.is_element()).take(2).collect();
            assert_eq!(first[0].tag_name().name(), "title");
            assert_eq!(first[0].text(), Some(picture.title.as_str()));
            assert_eq!(first[1].tag_name().name(), "desc");
            assert!(first[1].text().is_some_and(|t| !t.is_empty()));
            assert!(picture.svg.len() < 100_000, "{name}: {} bytes", picture.svg.len());
        }
    }
}

/// The gallery of kinds is what the code draws; `GISEMENT_BLESS=1` writes it anew.
#[test]
fn the_gallery_shows_what_is_drawn() {
    let folder = plot_demo::kinds_folder();
    let bless = std::env::var_os("GISEMENT_BLESS").is_some();
    let mut stale = Vec::new();
    for (name, picture) in [Locale::En, Locale::Fr].into_iter().flat_map(plot_demo::kinds) {
        let path = folder.join(&name);
        if bless {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &picture.svg).unwrap();
        }
        if std::fs::read_to_string(&path).ok().as_deref() != Some(&picture.svg) {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "plots/kinds/ is not what the code draws: {stale:?}; run with GISEMENT_BLESS=1 and look");
    let shown = std::fs::read_to_string(folder.join("README.md")).unwrap();
    for file in std::fs::read_dir(&folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(name == "README.md" || shown.contains(&name), "{name} is not shown in plots/kinds/README.md");
    }
}

/// A PNG has the pixels asked for, shows the texts, and is the same each time; other scales are refused.
#[test]
fn figures_become_png_with_the_carried_font() {
    let picture = plot_demo::biogas(Locale::Fr).draw().unwrap();
    let png = picture.png(2.0).unwrap();
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    let wide = u32::from_be_bytes(png[16..20].try_into().unwrap());
    assert_eq!(wide, 1440);
    assert_eq!(png, picture.png(2.0).unwrap());
    let mute = Picture { svg: picture.svg.replace("Biogaz", "      "), ..picture.clone() };
    assert_ne!(png, mute.png(2.0).unwrap(), "a text that changes changes the picture");
    for scale in [0.0, -1.0, 100.0, f64::NAN] {
        assert!(matches!(picture.png(scale), Err(PlotError::Scale { .. })));
    }
    let broken = Picture { svg: "<svg".into(), ..picture };
    assert!(matches!(broken.png(1.0), Err(PlotError::Image { .. })));
}

#[test]
fn the_judge_of_clutter_can_object() {
    let text = |x: i32, words: &str| {
        format!("<text x=\"{x}\" y=\"50\" font-family=\"Arial, Helvetica, sans-serif\" font-size=\"10\">{words}</text>")
    };
    let sheet =
        |inner: String| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">{inner}</svg>");
    assert!(objections(&sheet(text(0, "abc") + &text(20, "abc"))).is_empty());
    assert_eq!(objections(&sheet(text(0, "abcd") + &text(20, "abc"))).len(), 1, "they touch");
    assert_eq!(objections(&sheet(text(90, "abc"))).len(), 1, "it leaves the sheet");
}

/// Numbers, units and quantiles of French figures are French; the same check can object.
#[test]
fn french_figures_speak_french() {
    for (name, picture) in plot_demo::kinds(Locale::Fr) {
        let wrong = plot_demo::french_objections(&picture.svg);
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
    let english = plot_demo::biogas(Locale::En).draw().unwrap();
    assert!(plot_demo::french_objections(&english.svg).iter().any(|t| t == "P10–P90"));
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    assert_eq!(all(Locale::En), all(Locale::En));
}

#[test]
fn titles_axes_and_units_are_written() {
    let expected = [
        ("biogas", vec!["Biogas through the year", "Biogas, Nm³/d", "Jul", "P10–P90", "Engine capacity"]),
        (
            "monotone",
            vec!["Heat load, kW", "Hours sorted by load, h (layers: means over 60 h)", "Boiler power", "Wood, direct"],
        ),
        ("carbon", vec!["Greenhouse gases, t CO₂e/a", "Balance", "−635", "+51.0", "Biogenic CO₂ (not in the sum)"]),
        ("headlines", vec!["Cost of heat (LCOH), EUR/MWh", "P10", "P50", "P90"]),
        ("monthly", vec!["Wet mass, t/month", "others (3)", "Canteens"]),
        ("providers", vec!["Methane energy, LHV, MWh/a", "Central kitchen", "320"]),
        (
            "flows",
            vec!["Companies", "Biowaste", "1\u{202f}500 t/a", "Wet mass: 2\u{202f}500 t/a in, 2\u{202f}500 t/a out"],
        ),
        ("closure", vec!["Digester, nitrogen", "✗ 2.2\u{202f}×\u{202f}10⁻⁸", "10⁻⁹"]),
        ("parity", vec!["LHV, published, MJ/kg", "39 of 40 within 0.00010"]),
        ("convergence", vec!["Biogas, Nm³/a", "Number of samples", "100", "100\u{202f}000", "P90", "Mean"]),
    ];
    let pictures = all(Locale::En);
    for (name, words) in expected {
        let picture = &pictures.iter().find(|p| p.0 == name).unwrap().1;
        let found: Vec<String> = texts(&picture.svg).0.into_iter().map(|b| b.text).collect();
        for word in words {
            assert!(found.iter().any(|t| t == word), "{name} lacks {word}: {found:?}");
        }
    }
}

#[test]
fn a_carbon_picture_names_method_and_reference_in_both_languages() {
    for locale in [Locale::En, Locale::Fr] {
        let figure = plot_demo::carbon(locale);
        let svg = figure.draw().unwrap().svg;
        assert!(svg.contains(&figure.method) && svg.contains(&figure.reference));
        let nameless = Waterfall { reference: "  ".into(), ..figure.clone() };
        assert_eq!(nameless.draw().unwrap_err(), PlotError::Empty { what: "reference".into() });
        let nameless = Waterfall { method: String::new(), ..figure };
        assert_eq!(nameless.draw().unwrap_err(), PlotError::Empty { what: "method".into() });
    }
}

#[test]
fn data_tables_hold_the_numbers() {
    let pictures = all(Locale::En);
    let csv = |name: &str| &pictures.iter().find(|p| p.0 == name).unwrap().1.csv;
    let rows = |name: &str| csv::Reader::from_reader(csv(name).as_bytes()).into_records().map(Result::unwrap).count();
    assert_eq!(rows("monotone"), 8760);
    assert_eq!(rows("biogas"), 2 * 365 + 1);
    assert_eq!(rows("headlines"), 1004);
    assert_eq!(rows("monthly"), 10, "parts folded in the picture stay apart in the table");
    assert!(csv("carbon").contains("part,Natural gas replaced by heat,-612,avoided 1.0 (ISO 14064-2),"));
    assert!(csv("monotone").starts_with("rank,hour of the data,demand (kW),"));
    assert!(csv("flows").contains("Logistics (7),Pallets and packaging wood,880\n"));
}

/// The areas of the load-duration curve, in the units of the picture, are the energies.
#[test]
fn load_duration_areas_are_energies() {
    let figure = plot_demo::monotone(Locale::En);
    let svg = figure.draw().unwrap().svg;
    let document = roxmltree::Document::parse(&svg).unwrap();
    let areas: Vec<f64> = document
        .descendants()
        .filter(|n| n.tag_name().name() == "polygon")
        .map(|n| {
            let numbers: Vec<(f64, f64)> = n
                .attribute("points")
                .unwrap()
                .split_whitespace()
                .map(|p| p.split_once(',').unwrap())
                .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
                .collect();
            let next = numbers.iter().cycle().skip(1);
            numbers.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
        })
        .collect();
    // The scales are read off the tick texts, as a reader would.
    let ticks = document.descendants().filter(|n| n.tag_name().name() == "text");
    let tick = |text: &str, end: Option<&str>, axis: &str| -> f64 {
        let mut found = ticks.clone().filter(|n| n.text().unwrap().trim() == text && n.attribute("text-anchor") == end);
        found.next().unwrap().attribute(axis).unwrap().parse().unwrap()
    };
    let (across, up) = (Some("middle"), Some("end"));
    let per_hour = (tick("8\u{202f}000", across, "x") - tick("0", across, "x")) / 8000.0;
    let per_kw = (tick("0", up, "y") - tick("1\u{202f}000", up, "y")) / 1000.0;
    assert_eq!(areas.len(), figure.layers.len());
    for (area, layer) in areas.iter().zip(&figure.layers) {
        let (drawn, energy) = (area / per_hour / per_kw, layer.power_kw.iter().sum::<f64>());
        // Positions are rounded to a tenth of a point: 0.4 kW here, over 8760 h.
        assert!((drawn - energy).abs() < 0.4 * 8760.0, "{}: drawn {drawn} kWh of {energy}", layer.name);
    }
}

fn heading() -> Heading {
    Heading::new("t", Locale::En)
}

#[test]
fn nothing_to_draw_is_an_error() {
    let empty = |result: Result<Picture, PlotError>| matches!(result, Err(PlotError::Empty { .. }));
    assert!(empty(Bars { heading: heading(), quantity: "q".into(), unit: "u".into(), bars: vec![] }.draw()));
    assert!(empty(Monthly { heading: heading(), quantity: "q".into(), unit: "u".into(), groups: vec![] }.draw()));
    assert!(empty(Distributions { heading: heading(), panels: vec![] }.draw()));
    assert!(empty(Closure { heading: heading(), residuals: vec![] }.draw()));
    assert!(empty(Waterfall { steps: vec![], ..plot_demo::carbon(Locale::En) }.draw()));
    assert!(empty(Sankey { nodes: vec![], ..plot_demo::flows(Locale::En) }.draw()));
    assert!(empty(Sankey { links: vec![], ..plot_demo::flows(Locale::En) }.draw()));
    assert!(empty(Parity { points: vec![], ..plot_demo::verification(Locale::En) }.draw()));
    assert!(empty(TimeSeries { series: vec![], ..plot_demo::biogas(Locale::En) }.draw()));
    assert!(empty(LoadDuration { layers: vec![], ..plot_demo::monotone(Locale::En) }.draw()));
    assert!(empty(Convergence { trails: vec![], ..plot_demo::settling(Locale::En) }.draw()));
    assert!(empty(CashFlow { trails: vec![], ..plot_demo::cash(Locale::En) }.draw()));
    let mut settling = plot_demo::settling(Locale::En);
    settling.trails[2].points.clear();
    assert!(empty(settling.draw()));
    let mut series = plot_demo::biogas(Locale::En);
    series.series[0].points.clear();
    assert!(empty(series.draw()));
}

#[test]
fn what_is_no_number_is_an_error_and_never_a_gap() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
        let refused = |result: Result<Picture, PlotError>| match result {
            Err(PlotError::NotDrawable { value, .. }) => value.to_bits() == bad.to_bits(),
            _ => false,
        };
        let bars = vec![Bar::new("a", 1.0), Bar::new("b", bad)];
        assert!(refused(Bars { heading: heading(), quantity: "q".into(), unit: "u".into(), bars }.draw()));
        let mut series = plot_demo::biogas(Locale::En);
        series.series[0].band[7].1 = bad;
        assert!(refused(series.draw()));
        let mut monotone = plot_demo::monotone(Locale::En);
        monotone.demand_kw[100] = bad;
        assert!(refused(monotone.draw()));
        let mut monthly = plot_demo::flows_by_month(Locale::En);
        monthly.groups[9].values[11] = bad;
        assert!(refused(monthly.draw()));
        let mut panels = plot_demo::headlines(Locale::En);
        panels.panels[1].samples[500] = bad;
        assert!(refused(panels.draw()));
        let mut settling = plot_demo::settling(Locale::En);
        settling.trails[1].points[3].interval = Some((0.0, bad));
        assert!(refused(settling.draw()));
        let mut carbon = plot_demo::carbon(Locale::En);
        carbon.steps.push(Step::Memo { label: "x".into(), value: bad });
        assert!(refused(carbon.draw()));
        let mut flows = plot_demo::flows(Locale::En);
        flows.links[0].value = bad;
        assert!(flows.draw().is_err());
        let mut closure = plot_demo::balances(Locale::En);
        closure.residuals[0].residual = bad;
        assert!(refused(closure.draw()));
    }
}

#[test]
fn what_contradicts_itself_is_an_error() {
    let mut monotone = plot_demo::monotone(Locale::En);
    monotone.layers[0].power_kw[5] += 1.0;
    assert!(matches!(monotone.draw(), Err(PlotError::DoesNotClose { .. })));
    monotone.layers[0].power_kw.pop();
    assert!(matches!(monotone.draw(), Err(PlotError::Length { expected: 8760, found: 8759, .. })));
    let mut carbon = plot_demo::carbon(Locale::En);
    carbon.steps.insert(0, Step::Part { label: "forgotten".into(), value: 1.0 });
    assert!(matches!(carbon.draw(), Err(PlotError::DoesNotClose { .. })));
    let mut flows = plot_demo::flows(Locale::En);
    flows.links[0].value += 1.0;
    let error = flows.draw().unwrap_err();
    assert!(error.to_string().starts_with("node Biowaste: given as 1000, but its parts sum to 1001"), "{error}");
    let mut flows = plot_demo::flows(Locale::En);
    flows.links.push(Link { from: 6, to: 4, value: 1.0 });
    assert_eq!(flows.draw().unwrap_err(), PlotError::Backward { from: "Methanization".into(), to: "Biowaste".into() });
    flows.links.pop();
    flows.links.push(Link { from: 6, to: 99, value: 1.0 });
    assert_eq!(flows.draw().unwrap_err(), PlotError::UnknownNode { node: 99 });
    let mut monthly = plot_demo::flows_by_month(Locale::En);
    monthly.groups[2].values[3] = -1.0;
    assert!(matches!(monthly.draw(), Err(PlotError::Negative { value: -1.0, .. })));
    let mut panels = plot_demo::headlines(Locale::En);
    panels.panels[0].p10_p50_p90.reverse();
    assert!(matches!(panels.draw(), Err(PlotError::Order { .. })));
    let mut series = plot_demo::biogas(Locale::En);
    series.series[0].points.swap(3, 9);
    assert!(matches!(series.draw(), Err(PlotError::Order { .. })));
    let mut series = plot_demo::biogas(Locale::En);
    series.series[0].band.pop();
    assert!(matches!(series.draw(), Err(PlotError::Length { .. })));
    let wrongs: [fn(&mut Settled); 3] = [|s| s.samples = 0, |s| s.samples = 64, |s| s.interval = Some((2.0, 1.0))];
    for wrong in wrongs {
        let mut settling = plot_demo::settling(Locale::En);
        wrong(&mut settling.trails[0].points[1]);
        assert!(matches!(settling.draw(), Err(PlotError::Order { .. })));
    }
    let many = vec![plot_demo::biogas(Locale::En).series[1].clone(); 9];
    let series = TimeSeries { series: many, ..plot_demo::biogas(Locale::En) };
    assert_eq!(series.draw().unwrap_err(), PlotError::TooMany { what: "series".into(), most: 8, found: 9 });
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-zé &<>\"']{0,12}", "([a-zA-Z<&]{1,14} ){0,12}", "\\PC{0,60}", "[\\x00-\\x1f]{1,3}"]
}

/// Values of any size a user may have, zero among them, and all of one sign or mixed.
fn value(signed: bool) -> impl Strategy<Value = f64> {
    let low = if signed { -1.0 } else { 0.0 };
    prop_oneof![
        Just(0.0),
        low..1.0,
        (low..1.0).prop_map(|v: f64| v * 1e4),
        (low..1.0).prop_map(|v: f64| v * 1e12),
        (low..1.0).prop_map(|v: f64| v * 1e-9),
    ]
}

fn any_heading() -> impl Strategy<Value = Heading> {
    (label(), label(), any::<bool>()).prop_map(|(title, subtitle, french)| {
        Heading::new(title, if french { Locale::Fr } else { Locale::En }).subtitle(subtitle)
    })
}

fn clean(picture: Picture) -> Result<(), TestCaseError> {
    let wrong = objections(&picture.svg);
    prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    csv::Reader::from_reader(picture.csv.as_bytes()).into_records().try_for_each(|r| r.map(|_| ())).unwrap();
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn convergence_of_anything(
        heading in any_heading(),
        trails in prop::collection::vec(
            (label(), prop::collection::btree_map(1u64..10_000_000_000, (value(true), prop::option::of(value(false))), 1..30)),
            1..8,
        ),
    ) {
        let settled = |(samples, (value, half)): (u64, (f64, Option<f64>))| {
            Settled { samples, value, interval: half.map(|half| (value - half, value + half)) }
        };
        let trail = |(name, points): (String, std::collections::BTreeMap<_, _>)| {
            Trail { name, points: points.into_iter().map(settled).collect() }
        };
        let trails = trails.into_iter().map(trail).collect();
        clean(Convergence { heading, quantity: "q".into(), unit: "u".into(), trails }.draw().unwrap())?;
    }

    #[test]
    fn bars_of_anything(
        heading in any_heading(),
        quantity in label(),
        unit in label(),
        bars in prop::collection::vec((label(), value(true), prop::option::of((value(true), value(false)))), 1..20),
    ) {
        let bar = |(label, value, range): (String, f64, Option<(f64, f64)>)| {
            Bar { label, value, range: range.map(|(lo, wide)| (lo, lo + wide)) }
        };
        clean(Bars { heading, quantity, unit, bars: bars.into_iter().map(bar).collect() }.draw().unwrap())?;
    }

    #[test]
    fn cash_of_anything(
        heading in any_heading(),
        quantity in label(),
        names in prop::collection::vec(label(), 1..8),
        flows in prop::collection::vec(value(true), 1..60),
    ) {
        let trails = names.into_iter().enumerate().map(|(k, name)| {
            CashTrail { name, flows: flows.iter().map(|f| f * (1.0 - 0.2 * k as f64)).collect() }
        });
        clean(CashFlow { heading, quantity, unit: "k€".into(), trails: trails.collect() }.draw().unwrap())?;
    }

    #[test]
    fn months_of_anything(
        heading in any_heading(),
        quantity in label(),
        groups in prop::collection::vec((label(), prop::array::uniform12(value(false))), 1..14),
    ) {
        let groups = groups.into_iter().map(|(name, values)| MonthlyGroup { name, values }).collect();
        clean(Monthly { heading, quantity, unit: "t/month".into(), groups }.draw().unwrap())?;
    }

    #[test]
    fn waterfalls_of_anything(
        heading in any_heading(),
        method in label(),
        parts in prop::collection::vec((label(), value(true)), 1..20),
        memo in value(true),
    ) {
        let sum: f64 = parts.iter().map(|p| p.1).sum();
        let mut steps: Vec<Step> = parts.into_iter().map(|(label, value)| Step::Part { label, value }).collect();
        steps.push(Step::Total { label: "Total".into(), value: sum });
        steps.push(Step::Memo { label: "Beside".into(), value: memo });
        let figure = Waterfall {
            heading,
            method: format!("m {method}"),
            reference: format!("r {method}"),
            quantity: "q".into(),
            unit: "u".into(),
            increase: method.clone(),
            decrease: method,
            steps,
        };
        clean(figure.draw().unwrap())?;
    }

    #[test]
    fn series_of_anything(
        heading in any_heading(),
        series in prop::collection::vec((label(), label(), prop::collection::vec((0.0f64..365.0, value(true), value(false)), 1..40)), 1..8),
        levels in prop::collection::vec((label(), value(true)), 0..8),
        year in any::<bool>(),
    ) {
        let series = series.into_iter().enumerate().map(|(k, (name, band_name, mut rows))| {
            rows.sort_by(|a, b| a.0.total_cmp(&b.0));
            let band = if k % 2 == 0 { rows.iter().map(|r| (r.1 - r.2, r.1 + r.2)).collect() } else { vec![] };
            Series { name, points: rows.iter().map(|r| (r.0, r.1)).collect(), band, band_name }
        });
        let figure = TimeSeries {
            heading,
            quantity: "q".into(),
            unit: "u".into(),
            axis: if year { TimeAxis::Year } else { TimeAxis::Days },
            series: series.collect(),
            levels: levels.into_iter().map(|(name, value)| Level { name, value }).collect(),
        };
        clean(figure.draw().unwrap())?;
    }

    #[test]
    fn load_durations_of_anything(
        heading in any_heading(),
        names in prop::collection::vec(label(), 1..8),
        hours in prop::collection::vec(value(false), 1..400),
        levels in prop::collection::vec((label(), value(false)), 0..4),
    ) {
        let share = 1.0 / names.len() as f64;
        let layer = |name: String| Layer { name, power_kw: hours.iter().map(|h| h * share).collect() };
        let layers = names.into_iter().map(layer).collect();
        let levels = levels.into_iter().map(|(name, value)| Level { name, value }).collect();
        clean(LoadDuration { heading, demand_kw: hours.clone(), layers, levels }.draw().unwrap())?;
    }

    #[test]
    fn distributions_of_anything(
        heading in any_heading(),
        panels in prop::collection::vec((label(), label(), prop::collection::vec(value(true), 1..60), value(true)), 1..8),
    ) {
        let panels = panels.into_iter().map(|(name, unit, mut samples, nominal)| {
            samples.sort_by(f64::total_cmp);
            let at = |share: f64| samples[((samples.len() - 1) as f64 * share) as usize];
            Panel { name, unit, p10_p50_p90: [at(0.1), at(0.5), at(0.9)], samples: samples.clone(), nominal }
        });
        clean(Distributions { heading, panels: panels.collect() }.draw().unwrap())?;
    }

    #[test]
    fn flows_of_anything(
        heading in any_heading(),
        names in prop::collection::vec(label(), 12),
        unit in label(),
        sources in prop::collection::vec((0usize..4, 4usize..8, value(false)), 1..20),
        skip in value(false),
    ) {
        let nodes = names.iter().enumerate().map(|(k, n)| Node { label: n.clone(), column: k / 4, tone: k });
        let mut links: Vec<Link> = sources.iter().map(|(from, to, value)| Link { from: *from, to: *to, value: *value }).collect();
        for (_, to, value) in sources {
            links.push(Link { from: to, to: to + 4, value });
        }
        links.push(Link { from: 0, to: 9, value: skip });
        let figure = Sankey { heading, quantity: unit.clone(), unit, columns: names[..3].to_vec(), nodes: nodes.collect(), links };
        clean(figure.draw().unwrap())?;
    }

    #[test]
    fn closures_and_parities_of_anything(
        heading in any_heading(),
        rows in prop::collection::vec((label(), value(false), value(false)), 1..30),
    ) {
        let residual = |(label, residual, tolerance): &(String, f64, f64)| {
            Residual { label: label.clone(), residual: *residual, tolerance: tolerance + 1e-12 }
        };
        clean(Closure { heading: heading.clone(), residuals: rows.iter().map(residual).collect() }.draw().unwrap())?;
        let point = |(label, published, computed): &(String, f64, f64)| {
            ParityPoint { label: label.clone(), published: *published, computed: *computed }
        };
        let points = rows.iter().map(point).collect();
        let figure = Parity { heading, quantity: "q".into(), unit: "u".into(), tolerance: 1e-3, points };
        clean(figure.draw().unwrap())?;
    }
}
