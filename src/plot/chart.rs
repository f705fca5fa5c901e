//! The numbers of a figure as JSON, for charts that people touch: another hand draws the same with them.
//!
//! A chart is an object with the `kind` of the figure (its name in snake case), the fields of its specification with their
//! units, and what the drawing computes from them, e.g. totals; words in it are in the figure's language. Numbers that are
//! not finite are null. What nobody could see on a screen is thinned:
//!
//! - lines to [`POINTS_MAX`] points each, with the lowest and the highest of each stretch, of the line and of its band;
//! - clouds to [`CLOUD_MAX`] points, those that matter first;
//! - borders on maps to 2,000 points in all, the same on both sides of a border: `borders` does it;
//! - samples to the bins that are drawn, hours of a load-duration curve to the groups that are drawn: their figures do it.
//!
//! Lists of plain numbers are whole: their places have a meaning, e.g. the step of a week.

use super::Picture;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Points of a line; a screen has not many more columns.
const POINTS_MAX: usize = 600;

/// Points of a cloud.
const CLOUD_MAX: usize = 2000;

impl Picture {
    /// Adds the numbers for an interactive chart.
    #[must_use]
    pub(super) fn charted(self, kind: &str, specification: &impl Serialize) -> Self {
        // A specification is made of numbers and words.
        let chart = serde_json::to_value(specification).unwrap_or_default();
        self.with_chart(kind, chart)
    }

    /// The same from a value that is not the specification itself.
    #[must_use]
    pub(super) fn with_chart(mut self, kind: &str, mut chart: Value) -> Self {
        thin(&mut chart);
        if let Value::Object(fields) = &mut chart {
            fields.shift_insert(0, "kind".to_owned(), json!(kind));
            self.chart = chart;
        }
        self
    }

    /// Adds what the drawing computes from the specification, so that another drawing need not.
    #[must_use]
    pub(super) fn also(mut self, name: &str, computed: &impl Serialize) -> Self {
        if let Value::Object(fields) = &mut self.chart {
            fields.insert(name.to_owned(), serde_json::to_value(computed).unwrap_or_default());
        }
        self
    }
}

/// Thins every list that is too long, at any depth.
fn thin(value: &mut Value) {
    match value {
        Value::Array(list) => {
            let is_point = |v: &Value| v.as_array().is_some_and(|p| p.len() == 2 && p.iter().all(|x| !x.is_array()));
            if list.len() > POINTS_MAX && list.iter().all(is_point) {
                *list = peaks(&sides(list, 1)).into_iter().map(|k| list[k].clone()).collect();
            } else if list.len() > CLOUD_MAX && list.iter().all(Value::is_object) {
                let end = list.len() - 1;
                let kept = sampled(list.len(), |k| usize::from(k != 0 && k != end));
                *list = kept.into_iter().map(|k| list[k].clone()).collect();
            }
            list.iter_mut().for_each(thin);
        }
        Value::Object(fields) => {
            thin_band(fields);
            // Borders are no lines from left to right: `borders` thins them.
            fields.iter_mut().filter(|(name, _)| *name != "rings").for_each(|(_, value)| thin(value));
        }
        _ => {}
    }
}

/// A band belongs to its points one by one: both keep the same places.
fn thin_band(fields: &mut Map<String, Value>) {
    let list = |name: &str| fields.get(name).and_then(Value::as_array);
    let (Some(points), Some(band)) = (list("points"), list("band")) else { return };
    if points.len() <= POINTS_MAX || band.len() != points.len() {
        return;
    }
    let ([low, high], [lower, _], [_, upper]) = (sides(points, 1), sides(band, 0), sides(band, 1));
    let kept = peaks(&[low, high, lower, upper]);
    let at = |list: &[Value]| Value::Array(kept.iter().map(|k| list[*k].clone()).collect());
    let (points, band) = (at(points), at(band));
    fields.insert("points".to_owned(), points);
    fields.insert("band".to_owned(), band);
}

/// How low and how high one coordinate of each point is; one that is null is neither.
fn sides(points: &[Value], coordinate: usize) -> [Vec<f64>; 2] {
    [-1.0, 1.0].map(|sign| {
        let along = |point: &Value| point[coordinate].as_f64().map_or(f64::NEG_INFINITY, |value| sign * value);
        points.iter().map(along).collect()
    })
}

/// Places of points in their order: both ends, and of each group of neighbours the one that is largest in each of the
/// measures, which have one number a point. All when there are at most [`POINTS_MAX`], else at most that many.
pub(super) fn peaks(measures: &[Vec<f64>]) -> Vec<usize> {
    let count = measures.first().map_or(0, Vec::len);
    let all: Vec<usize> = (0..count).collect();
    if count <= POINTS_MAX {
        return all;
    }
    let groups = (POINTS_MAX - 2) / measures.len();
    let mut kept = vec![0, count - 1];
    for group in all.chunks(count.div_ceil(groups)) {
        let largest = |measure: &Vec<f64>| group.iter().copied().max_by(|a, b| measure[*a].total_cmp(&measure[*b]));
        kept.extend(measures.iter().filter_map(largest));
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Places of at most [`CLOUD_MAX`] of `count` points in their order: those of rank 0 first, then rank 1, then the others, each
/// spread evenly over the list where not all have room.
pub(super) fn sampled(count: usize, rank: impl Fn(usize) -> usize) -> Vec<usize> {
    if count <= CLOUD_MAX {
        return (0..count).collect();
    }
    let mut ranked: [Vec<usize>; 3] = Default::default();
    (0..count).for_each(|k| ranked[rank(k).min(2)].push(k));
    let mut kept = Vec::with_capacity(CLOUD_MAX);
    for list in &ranked {
        let number = list.len().min(CLOUD_MAX - kept.len());
        kept.extend((0..number).map(|k| list[k * list.len() / number]));
    }
    kept.sort_unstable();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::*;

    fn heading() -> Heading {
        Heading::new("Title", Locale::Fr)
    }

    fn level() -> Level {
        Level { name: "level".into(), value: 2.0 }
    }

    fn aim(better: Better) -> Aim {
        Aim { quantity: "Heat".into(), unit: "MWh/a".into(), better }
    }

    fn cloud(count: usize) -> Cloud {
        let point = |k: usize| CloudPoint {
            name: format!("c{k}"),
            x: (k % 97) as f64,
            y: (k % 89) as f64,
            group: 0,
            on_front: k % 500 == 3,
            allowed: true,
        };
        let named = vec![(count - 2, "chosen".into())];
        let (across, up) = (aim(Better::Less), aim(Better::More));
        let points = (0..count).map(point).collect();
        Cloud { heading: heading(), across, up, groups: vec!["g".into()], points, named, level: Some(level()) }
    }

    fn parity(count: usize) -> Parity {
        let point = |k: usize| ParityPoint { label: format!("p{k}"), published: 1.0, computed: 1.0 + k as f64 * 1e-6 };
        let points = (0..count).map(point).collect();
        Parity { heading: heading(), quantity: "q".into(), unit: "u".into(), tolerance: 0.5, points }
    }

    fn waves(count: usize) -> TimeSeries {
        let points: Vec<(f64, f64)> = (0..count).map(|k| (k as f64, (k % 7) as f64)).collect();
        let band = points.iter().map(|p| (p.1 - 1.0, p.1 + 1.0)).collect();
        let series = vec![Series { name: "s".into(), points, band, band_name: "b".into() }];
        let (quantity, unit, axis) = ("q".into(), "u".into(), TimeAxis::Days);
        TimeSeries { heading: heading(), quantity, unit, axis, series, levels: vec![level()] }
    }

    fn load(hours: usize) -> LoadDuration {
        let demand_kw: Vec<f64> = (0..hours).map(|k| 100.0 + (k % 24) as f64).chain([900.0]).collect();
        let half = |name: &str| Layer { name: name.into(), power_kw: demand_kw.iter().map(|p| p / 2.0).collect() };
        let layers = vec![half("a"), half("b")];
        LoadDuration { heading: heading(), demand_kw, layers, levels: vec![level()] }
    }

    fn month(name: &str, value: f64) -> MonthlyGroup {
        MonthlyGroup { name: name.into(), values: [value; 12] }
    }

    fn map() -> FlowMap {
        let ring = vec![(6.0, 49.0), (6.1, 49.0), (6.1, 49.1), (6.0, 49.0)];
        let outline = Outline { name: "o".into(), population: 1.0, centre: (6.0, 49.0), rings: vec![ring] };
        let place = |role, lon_deg| MapPlace { label: "p".into(), role, lat_deg: 49.0, lon_deg, amount: 3.0, tone: 0 };
        FlowMap {
            heading: heading(),
            quantity: "Wet mass".into(),
            unit: "t/a".into(),
            outlines: [outline].into(),
            credit: "credit".into(),
            tones: vec![(0, "tone".into())],
            places: vec![place(MapRole::Company, 6.0), place(MapRole::Sink, 6.02)],
            flows: vec![MapFlow { from: 0, to: 1, amount: 3.0, tone: 0 }],
        }
    }

    fn pictures_of_time() -> Vec<(&'static str, Picture)> {
        let settled = Settled { samples: 10, value: 1.0, interval: Some((0.5, 1.5)) };
        let trails = vec![Trail { name: "P50".into(), points: vec![settled] }];
        let cash = vec![CashTrail { name: "aid".into(), flows: vec![-4.0, 2.0, 4.0] }];
        let (quantity, unit) = (|| "q".to_owned(), || "u".to_owned());
        let stock = StockYear {
            heading: heading(),
            quantity: quantity(),
            unit: unit(),
            into: vec![month("in", 1.0)],
            out_of: vec![month("out", 1.0)],
            stock: [1.0; 12],
            capacity: Some(level()),
        };
        let week = Week {
            heading: heading(),
            steps_per_hour: 1,
            first_hour: 0,
            demand_kw: vec![1.0; 48],
            layers: vec![Layer { name: "l".into(), power_kw: vec![1.0; 48] }],
            charge_kwh: vec![0.5; 48],
            capacity_kwh: 1.0,
            levels: vec![level()],
        };
        let curve = Curve { name: "c".into(), tone: 0, points: vec![(0.0, 1.0), (1.0, 2.0)] };
        let panels =
            vec![CurvePanel { quantity: "q".into(), unit: "u".into(), curves: vec![curve], levels: vec![level()] }];
        let (across, across_unit, marks) = ("Volume".into(), "m3".into(), vec![level()]);
        let groups = (0..9).map(|k| month(&format!("m{k}"), f64::from(k))).collect();
        let settling = Convergence { heading: heading(), quantity: quantity(), unit: unit(), trails };
        vec![
            ("convergence", settling.draw().unwrap()),
            (
                "cash_flow",
                CashFlow { heading: heading(), quantity: quantity(), unit: unit(), trails: cash }.draw().unwrap(),
            ),
            ("monthly", Monthly { heading: heading(), quantity: quantity(), unit: unit(), groups }.draw().unwrap()),
            ("stock_year", stock.draw().unwrap()),
            ("week", week.draw().unwrap()),
            ("time_series", waves(9000).draw().unwrap()),
            ("load_duration", load(8759).draw().unwrap()),
            ("curves", Curves { heading: heading(), across, across_unit, panels, marks }.draw().unwrap()),
        ]
    }

    fn pictures_of_rows() -> Vec<(&'static str, Picture)> {
        let (h, q, u) = (heading, || "q".to_owned(), || "u".to_owned());
        let (name, unit, p10_p50_p90) = (q(), u(), [1.0, 2.0, 3.0]);
        let panels = vec![Panel { name, unit, samples: vec![1.0, 2.0, 3.0], p10_p50_p90, nominal: 2.0 }];
        let better = Some(Better::Less);
        let measures = vec![Measure { name: q(), unit: u(), before: 3.0, after: 1.0, range: Some((0.5, 2.0)), better }];
        let row = ChanceRow { label: q(), p10_p50_p90, regret: None, chance: Some(0.5), chosen: true };
        let chance = ("chance".to_owned(), Some(0.2));
        let residuals = vec![Residual { label: q(), residual: 1e-12, tolerance: 1e-6 }];
        let range = RangeRow { label: q(), low_central_high: p10_p50_p90, total: false };
        let mark = Mark { value: 0.5, interval: (0.4, 0.6) };
        let inputs = vec![Ranked { label: q(), bar: mark, dot: None }];
        let ranking =
            Ranking { heading: h(), quantity: q(), unit: u(), measures: [q(), String::new()], inputs, noise: None };
        let gusts = vec![Gust { label: q(), low: 1.0, high: 3.0 }];
        let parts = vec![StackedRow { label: q(), values: vec![1.0, -2.0] }];
        let stacked =
            Stacked { heading: h(), quantity: q(), unit: u(), parts: vec![q(), u()], tones: vec![], rows: parts };
        let (names, rows) = (["low", "central", "high"].map(str::to_owned), vec![range]);
        let before_after = BeforeAfter { heading: h(), before: "now".into(), after: "then".into(), measures };
        let tornado = TornadoFigure { heading: h(), quantity: q(), unit: u(), nominal: 2.0, inputs: gusts };
        let chances =
            Chances { heading: h(), quantity: q(), unit: u(), chance: chance.0, chance_min: chance.1, rows: vec![row] };
        let bars = vec![Bar { label: q(), value: 1.0, range: Some((0.0, 2.0)) }];
        vec![
            ("bars", Bars { heading: h(), quantity: q(), unit: u(), bars }.draw().unwrap()),
            ("before_after", before_after.draw().unwrap()),
            ("chances", chances.draw().unwrap()),
            ("closure", Closure { heading: h(), residuals }.draw().unwrap()),
            ("distributions", Distributions { heading: h(), panels }.draw().unwrap()),
            ("ranges", Ranges { heading: h(), quantity: q(), unit: u(), names, rows }.draw().unwrap()),
            ("ranking", ranking.draw().unwrap()),
            ("tornado_figure", tornado.draw().unwrap()),
            ("stacked", stacked.draw().unwrap()),
        ]
    }

    fn pictures_of_flows() -> Vec<(&'static str, Picture)> {
        let (q, u) = (|| "q".to_owned(), || "u".to_owned());
        let node = |label: &str, column| Node { label: label.into(), column, tone: column };
        let sankey = Sankey {
            heading: heading(),
            quantity: q(),
            unit: u(),
            columns: vec![],
            nodes: vec![node("a", 0), node("b", 1)],
            links: vec![Link { from: 0, to: 1, value: 3.0 }],
        };
        let end = |value| Abutment { label: q(), method: "m".into(), reference: "r".into(), value };
        let causes = vec![("cause".to_owned(), 2.0)];
        let (from, to) = (end(1.0), end(3.0));
        let bridge = Bridge { heading: heading(), quantity: q(), unit: u(), from, causes, to };
        let point = |x: f64| FrontPoint { x, y: -x, open: "site".into() };
        let (across, up, points) = (aim(Better::Less), aim(Better::More), vec![point(1.0), point(2.0)]);
        let front = Front { heading: heading(), across, up, points, chosen: Some(1), today: Some((3.0, 3.0)) };
        vec![
            ("sankey", sankey.draw().unwrap()),
            ("waterfall", bridge.draw().unwrap()),
            ("front", front.draw().unwrap()),
            ("cloud", cloud(9000).draw().unwrap()),
            ("parity", parity(9000).draw().unwrap()),
            ("flow_map", map().draw().unwrap()),
        ]
    }

    /// Numbers in a chart; what is not finite has become null.
    fn numbers(value: &Value) -> usize {
        match value {
            Value::Number(n) => {
                assert!(n.as_f64().is_some_and(f64::is_finite), "{n}");
                1
            }
            Value::Array(list) => list.iter().map(numbers).sum(),
            Value::Object(fields) => fields.values().map(numbers).sum(),
            _ => 0,
        }
    }

    #[test]
    fn every_kind_is_an_object_of_finite_numbers() {
        let all = [pictures_of_time(), pictures_of_rows(), pictures_of_flows()].concat();
        for (kind, picture) in &all {
            let chart = &picture.chart;
            assert_eq!(chart.as_object().and_then(|fields| fields.keys().next()).map(String::as_str), Some("kind"));
            assert_eq!(chart["kind"], *kind);
            assert_eq!(chart["heading"]["title"], picture.title, "{kind}");
            assert_eq!(chart["heading"]["locale"], "fr", "{kind}");
            assert!(numbers(chart) > 0, "{kind}");
            let size = chart.to_string().len();
            assert!(size < 220_000, "{kind}: {size} bytes");
        }
        let mut kinds: Vec<&str> = all.iter().map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        // A bridge is a waterfall too.
        assert_eq!(kinds.len(), 23);
    }

    #[test]
    fn what_the_drawing_computes_is_there() {
        let charts: std::collections::HashMap<_, _> = [pictures_of_time(), pictures_of_rows(), pictures_of_flows()]
            .concat()
            .into_iter()
            .map(|(kind, picture)| (kind, picture.chart))
            .collect();
        assert_eq!(charts["cash_flow"]["sums"], json!([[-4.0, -2.0, 2.0]]));
        assert_eq!(charts["cash_flow"]["even_years"], json!([1.5]));
        assert_eq!(charts["monthly"]["totals"], json!(vec![36.0; 12]));
        assert_eq!(charts["monthly"]["drawn"].as_array().map(Vec::len), Some(8));
        assert_eq!(charts["before_after"]["changes"], json!([-2.0]));
        assert_eq!(charts["distributions"]["panels"][0]["mean"], 2.0);
        assert_eq!(charts["stacked"]["sums"], json!([[1.0, -2.0]]));
        assert_eq!(charts["sankey"]["outflow"], json!([3.0, 0.0]));
        assert_eq!(charts["waterfall"]["spans"], json!([[0.0, 1.0], [1.0, 3.0], [0.0, 3.0]]));
        assert_eq!(charts["front"]["groups"], json!([[0, 1]]));
        let curve = charts["load_duration"]["demand_curve"].as_array().unwrap();
        assert!(curve.len() <= POINTS_MAX && curve[0] == json!([0.0, 900.0]), "{}", curve.len());
        assert_eq!(curve[curve.len() - 1], json!([8760.0, 100.0]));
    }

    #[test]
    fn thinning_keeps_ends_and_extremes() {
        let mut points: Vec<(f64, f64)> = (0..8760).map(|k| (f64::from(k), 100.0)).collect();
        points[4321].1 = 7.0;
        points[4322].1 = 700.0;
        points[4323].1 = f64::NAN;
        let mut value = json!({ "series": [{ "points": points }], "odd": f64::NAN });
        thin(&mut value);
        let left = value["series"][0]["points"].as_array().unwrap();
        assert!(left.len() <= POINTS_MAX, "{}", left.len());
        for point in [json!([0.0, 100.0]), json!([4321.0, 7.0]), json!([4322.0, 700.0]), json!([8759.0, 100.0])] {
            assert!(left.contains(&point), "{point}");
        }
        assert!(value["odd"].is_null());
    }

    #[test]
    fn a_band_stays_with_its_points_and_keeps_its_own_extremes() {
        let points: Vec<(f64, f64)> = (0..5000).map(|k| (f64::from(k), f64::from(k % 7))).collect();
        let mut band: Vec<(f64, f64)> = points.iter().map(|p| (p.0, p.0 + 1.0)).collect();
        (band[2000].0, band[3003].1) = (-9.0, 9e9);
        let mut value = json!({ "points": points, "band": band });
        thin(&mut value);
        let (points, band) = (value["points"].as_array().unwrap(), value["band"].as_array().unwrap());
        assert!(points.len() <= POINTS_MAX && points.len() == band.len());
        let at = |x: f64| points.iter().position(|p| p[0] == x).map(|k| &band[k]);
        assert_eq!(at(2000.0), Some(&json!([-9.0, 2001.0])));
        assert_eq!(at(3003.0), Some(&json!([3003.0, 9e9])));
    }

    #[test]
    fn a_thinned_cloud_keeps_what_has_a_name_the_front_and_the_ends() {
        let whole = cloud(9000);
        let chart = whole.draw().unwrap().chart;
        let points = chart["points"].as_array().unwrap();
        assert_eq!((points.len(), &chart["candidates"]), (CLOUD_MAX, &json!(9000)));
        let place = chart["named"][0][0].as_u64().unwrap() as usize;
        assert_eq!(points[place]["name"], "c8998");
        assert_eq!(chart["named_at"][0], json!([points[place]["x"], points[place]["y"]]));
        let on_front = |p: &&Value| p["on_front"] == json!(true);
        assert_eq!(points.iter().filter(on_front).count(), whole.points.iter().filter(|p| p.on_front).count());
        for (aim, end) in [("x", 0.0), ("x", 96.0), ("y", 0.0), ("y", 88.0)] {
            assert!(points.iter().any(|p| p[aim] == end), "{aim} {end}");
        }
        // More on the front than has room: the named one is still there.
        let mut crowded = cloud(9000);
        crowded.points.iter_mut().for_each(|p| p.on_front = true);
        let chart = crowded.draw().unwrap().chart;
        assert_eq!(chart["points"].as_array().map(Vec::len), Some(CLOUD_MAX));
        assert_eq!(chart["named"].as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn a_thinned_comparison_keeps_the_worst_and_counts_all() {
        let chart = parity(9000).draw().unwrap().chart;
        assert_eq!((&chart["count"], &chart["passed"]), (&json!(9000), &json!(9000)));
        let points = chart["points"].as_array().unwrap();
        assert_eq!((points.len(), &points[CLOUD_MAX - 1]["label"]), (CLOUD_MAX, &json!("p8999")));
        assert_eq!(chart["differences"].as_array().map(Vec::len), Some(CLOUD_MAX));
    }
}
