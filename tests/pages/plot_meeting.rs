//! Figures for a meeting (map, front, ranges, stacked bars, before and after, bridge, supply): what they write, what they
//! refuse, and that no data make them a clutter.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic, as tests do.

use crate::plot_demo;

use gisement::plot::*;
use plot_demo::{objections, texts};
use proptest::prelude::*;

fn heading() -> Heading {
    Heading::new("t", Locale::En)
}

fn words(picture: &Picture) -> Vec<String> {
    texts(&picture.svg).0.into_iter().map(|b| b.text).collect()
}

#[test]
fn titles_axes_and_names_are_written() {
    let expected = [
        (plot_demo::map(Locale::En).draw(), vec!["2 km", "N ↑", "Boiler", "7", "Particle-board mill: not used"]),
        (
            plot_demo::front(Locale::En).draw(),
            vec!["Greenhouse gases, t CO₂e/a (less is better)", "Reuse only", "today (265 · 0)"],
        ),
        (plot_demo::jobs(Locale::En).draw(), vec!["Jobs, FTE", "Net", "4.70", "low", "high"]),
        (plot_demo::parts(Locale::En).draw(), vec!["Cost, €/t", "Sales", "−59.0"]),
        (plot_demo::change(Locale::En).draw(), vec!["Cost, k€/a", "−43.0", "today"]),
        (plot_demo::bridge(Locale::En).draw(), vec!["Against present outlets", "+420", "−233"]),
        (plot_demo::supply(Locale::En).draw(), vec!["Wood, t/a", "2030", "Year"]),
    ];
    for (picture, wanted) in expected {
        let picture = picture.unwrap();
        let found = words(&picture);
        for word in wanted {
            assert!(found.iter().any(|t| t == word), "{} lacks {word}: {found:?}", picture.title);
        }
    }
}

#[test]
fn the_map_credits_its_outlines_and_its_data_hold_every_flow() {
    let figure = plot_demo::map(Locale::En);
    let picture = figure.draw().unwrap();
    assert!(picture.svg.contains("Licence Ouverte"), "whose outlines they are");
    let rows = csv::Reader::from_reader(picture.csv.as_bytes()).into_records().map(Result::unwrap).count();
    assert_eq!(rows, figure.places.len() + figure.flows.len());
    let flows: f64 = csv::Reader::from_reader(picture.csv.as_bytes())
        .into_records()
        .map(Result::unwrap)
        .filter(|r| &r[0] == "flow")
        .map(|r| r[3].parse::<f64>().unwrap())
        .sum();
    let drawn: f64 = figure.flows.iter().map(|f| f.amount).sum();
    assert!((flows - drawn).abs() < 1e-5 * drawn, "data have six digits");
}

/// Places of another region are drawn without outlines and without a credit for them.
#[test]
fn a_map_elsewhere_has_no_outlines() {
    let mut figure = plot_demo::map(Locale::Fr);
    for place in &mut figure.places {
        place.lat_deg -= 4.0;
    }
    let picture = figure.draw().unwrap();
    assert!(!picture.svg.contains("Licence Ouverte"));
    assert!(objections(&picture.svg).is_empty());
}

/// Bars are as long as their numbers: stacked parts have widths in the ratio of their values.
#[test]
fn stacked_parts_are_as_wide_as_their_values() {
    let rows = vec![StackedRow { label: "a".into(), values: vec![10.0, 20.0, 40.0] }];
    let parts = ["x", "y", "z"].map(str::to_owned).to_vec();
    let figure =
        Stacked { heading: heading(), quantity: "q".into(), unit: "u".into(), parts, tones: vec![0, 2, 4], rows };
    let svg = figure.draw().unwrap().svg;
    let document = roxmltree::Document::parse(&svg).unwrap();
    let number = |n: &roxmltree::Node<'_, '_>, name: &str| n.attribute(name).unwrap().parse::<f64>().unwrap();
    let bars: Vec<f64> = document
        .descendants()
        .filter(|n| n.tag_name().name() == "rect" && n.attribute("height") == Some("160"))
        .map(|n| number(&n, "width"))
        .collect();
    assert!(bars.len() >= 3, "{svg}");
    let widest = bars.iter().copied().fold(0.0, f64::max);
    for ratio in [0.25, 0.5, 1.0] {
        assert!(bars.iter().any(|w| (w / widest - ratio).abs() < 0.01), "{bars:?}");
    }
}

#[test]
fn what_contradicts_itself_is_an_error() {
    let mut bridge = plot_demo::bridge(Locale::En);
    bridge.causes.pop();
    assert!(matches!(bridge.draw(), Err(PlotError::DoesNotClose { .. })));
    bridge.to.method = " ".into();
    assert!(matches!(bridge.draw(), Err(PlotError::Empty { .. })));
    let mut jobs = plot_demo::jobs(Locale::En);
    jobs.rows[0].low_central_high.reverse();
    assert!(matches!(jobs.draw(), Err(PlotError::Order { .. })));
    let mut parts = plot_demo::parts(Locale::En);
    parts.rows[1].values.pop();
    assert!(matches!(parts.draw(), Err(PlotError::Length { expected: 4, found: 3, .. })));
    let mut map = plot_demo::map(Locale::En);
    map.flows[0].to = 99;
    assert_eq!(map.draw().unwrap_err(), PlotError::UnknownNode { node: 99 });
    let mut map = plot_demo::map(Locale::En);
    map.places[3].lat_deg = f64::NAN;
    assert!(matches!(map.draw(), Err(PlotError::NotDrawable { .. })));
    let mut front = plot_demo::front(Locale::En);
    front.chosen = Some(24);
    assert!(matches!(front.draw(), Err(PlotError::Empty { .. })));
    front.points.clear();
    assert!(matches!(front.draw(), Err(PlotError::Empty { .. })));
    let mut carbon = plot_demo::carbon(Locale::En);
    carbon.steps.push(Step::Start { label: "late".into(), value: 1.0 });
    assert!(matches!(carbon.draw(), Err(PlotError::Order { .. })));
    let mut change = plot_demo::change(Locale::En);
    change.measures[0].range = Some((2.0, 1.0));
    assert!(matches!(change.draw(), Err(PlotError::Order { .. })));
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-zé &<>\"']{0,12}", "([a-zA-Z<&]{1,14} ){0,12}", "\\PC{0,60}"]
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), -1.0..1.0, (-1.0..1.0).prop_map(|v: f64| v * 1e4), (-1.0..1.0).prop_map(|v: f64| v * 1e11)]
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

fn sorted(mut three: [f64; 3]) -> [f64; 3] {
    three.sort_by(f64::total_cmp);
    three
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn maps_of_anything(
        heading in any_heading(),
        places in prop::collection::vec((label(), 0usize..3, 48.8f64..49.8, 5.2f64..7.2, 0.0f64..3000.0), 1..40),
        ends in prop::collection::vec((0usize..40, 0usize..40, 0.0f64..900.0), 0..60),
    ) {
        let role = [MapRole::Company, MapRole::Hub, MapRole::Sink];
        let count = places.len();
        let place = |(label, k, lat_deg, lon_deg, amount): (String, usize, f64, f64, f64)| {
            MapPlace { label, role: role[k], lat_deg, lon_deg, amount: amount.floor(), tone: k }
        };
        let flow = |(a, b, amount): (usize, usize, f64)| MapFlow { from: a % count, to: b % count, amount, tone: a };
        let figure = FlowMap {
            heading,
            places: places.into_iter().map(place).collect(),
            flows: ends.into_iter().map(flow).collect(),
            ..plot_demo::map(Locale::En)
        };
        clean(figure.draw().unwrap())?;
    }

    #[test]
    fn fronts_of_anything(
        heading in any_heading(),
        quantity in label(),
        points in prop::collection::vec((value(), value(), 0usize..3), 1..30),
        names in prop::array::uniform3(label()),
        today in prop::option::of((value(), value())),
    ) {
        let aim = |better| Aim { quantity: quantity.clone(), unit: "u".into(), better };
        let point = |(x, y, k): (f64, f64, usize)| FrontPoint { x, y, open: names[k].clone() };
        let chosen = Some(points.len() / 2);
        let points = points.into_iter().map(point).collect();
        let figure = Front { heading, across: aim(Better::Less), up: aim(Better::More), points, chosen, today };
        clean(figure.draw().unwrap())?;
    }

    #[test]
    fn ranges_of_anything(
        heading in any_heading(),
        quantity in label(),
        rows in prop::collection::vec((label(), prop::array::uniform3(value()), any::<bool>()), 1..20),
    ) {
        let row = |(label, three, total): (String, [f64; 3], bool)| {
            RangeRow { label, low_central_high: sorted(three), total }
        };
        let names = ["low", "central", "high"].map(str::to_owned);
        let rows = rows.into_iter().map(row).collect();
        clean(Ranges { heading, quantity, unit: "u".into(), names, rows }.draw().unwrap())?;
    }

    #[test]
    fn stacks_of_anything(
        heading in any_heading(),
        quantity in label(),
        parts in prop::array::uniform4(label()),
        rows in prop::collection::vec((label(), prop::array::uniform4(value())), 1..20),
    ) {
        let row = |(label, values): (String, [f64; 4])| StackedRow { label, values: values.to_vec() };
        let rows = rows.into_iter().map(row).collect();
        let figure = Stacked { heading, quantity, unit: "u".into(), parts: parts.to_vec(), tones: vec![], rows };
        clean(figure.draw().unwrap())?;
    }

    #[test]
    fn changes_of_anything(
        heading in any_heading(),
        measures in prop::collection::vec((label(), value(), prop::array::uniform3(value())), 1..12),
    ) {
        let measure = |(name, before, three): (String, f64, [f64; 3])| {
            let [low, after, high] = sorted(three);
            Measure { name, unit: "u".into(), before, after, range: Some((low, high)), better: Some(Better::Less) }
        };
        let measures = measures.into_iter().map(measure).collect();
        clean(BeforeAfter { heading, before: "before".into(), after: "after".into(), measures }.draw().unwrap())?;
    }
}
