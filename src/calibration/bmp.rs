//! Bottles of a laboratory as something to calibrate: yield and rates of each treatment from its cumulative methane.

use super::problem::{Data, Parameter, Problem};
use super::table::{Cell, TOLD, of_full_length, rows, tell, tell_empty, tell_more};
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::scenario::Refused;
use crate::text;
use crate::words::Text;

/// How a bottle's methane rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BmpModel {
    /// b (1 - exp(-k t)).
    FirstOrder,
    /// A quick and a slow pool of first order.
    TwoPools,
    /// Modified Gompertz, with a lag (Zwietering et al. 1990, 10.1128/aem.56.6.1875-1881.1990).
    Gompertz,
}

type Row = (&'static str, &'static str, &'static str, f64, f64);

impl BmpModel {
    /// Its name in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstOrder => "first_order",
            Self::TwoPools => "two_pools",
            Self::Gompertz => "gompertz",
        }
    }

    /// Its parameters: name, unit, what it is, low, high.
    fn rows(self) -> &'static [Row] {
        const YIELD: Row = ("b_nl_per_kg_vs", "Nl/kg VS", "methane that comes in the end", 1.0, 2000.0);
        const FIRST: [Row; 2] = [YIELD, ("k_per_d", "1/d", "rate of first order", 1e-3, 10.0)];
        const TWO: [Row; 4] = [
            YIELD,
            ("quick_share", "-", "share of the quick pool", 0.0, 1.0),
            ("k_quick_per_d", "1/d", "rate of the quick pool", 1e-2, 20.0),
            ("k_slow_per_d", "1/d", "rate of the slow pool", 1e-4, 1.0),
        ];
        const GOMPERTZ: [Row; 3] = [
            YIELD,
            ("r_nl_per_kg_vs_d", "Nl/(kg VS d)", "largest rate", 0.1, 2000.0),
            ("lag_d", "d", "lag", 0.0, 30.0),
        ];
        match self {
            Self::FirstOrder => &FIRST,
            Self::TwoPools => &TWO,
            Self::Gompertz => &GOMPERTZ,
        }
    }

    /// Cumulative methane after so many days, Nl/kg VS.
    pub fn at(self, p: &[f64], t_d: f64) -> f64 {
        let rise = |k: f64| -libm::expm1(-k * t_d);
        match (self, p) {
            (Self::FirstOrder, [b, k]) => b * rise(*k),
            (Self::TwoPools, [b, share, quick, slow]) => b * (share * rise(*quick) + (1.0 - share) * rise(*slow)),
            (Self::Gompertz, [b, r, lag]) => b * libm::exp(-libm::exp(r * std::f64::consts::E / b * (lag - t_d) + 1.0)),
            _ => f64::NAN,
        }
    }

    /// Where a search starts, from the largest value and the time at which half of it is reached.
    fn start(self, most: f64, half_d: f64) -> Vec<f64> {
        let k = std::f64::consts::LN_2 / half_d;
        match self {
            Self::FirstOrder => vec![most, k],
            Self::TwoPools => vec![most, 0.7, 1.5 * k, 0.2 * k],
            Self::Gompertz => vec![most, 0.7 * most / half_d, 0.1 * half_d],
        }
    }
}

/// Net methane of the bottles of a treatment.
#[derive(Clone, Debug)]
pub struct Treatment {
    /// What it is called.
    pub name: String,
    /// A series for each bottle: net of the inoculum's own, Nl/kg VS (NmL/g), dry, 0 C, 101.325 kPa.
    pub bottles: Vec<Data>,
}

/// Columns of bottles: what they are called.
const COLUMNS: [&str; 6] = ["bottle", "treatment", "inoculum_g", "substrate_VS_g", "time_d", "cum_CH4_mL_std_dry"];

struct Bottle {
    id: String,
    treatment: String,
    inoculum_g: f64,
    vs_g: f64,
    at: crate::diag::Location,
    points: Vec<(f64, f64)>,
    gaps: usize,
}

/// Reads bottles: CSV with the columns `bottle`, `treatment`, `inoculum_g`, `substrate_VS_g` (0 for blanks), `time_d` and
/// `cum_CH4_mL_std_dry` (dry, 0 C, 101.325 kPa), others left aside. The mean of the blanks, by mass of inoculum, is taken
/// off; between their times along the line.
///
/// # Errors
/// All problems at once, with their lines: missing columns, cells that are no numbers, times of a bottle that stand twice or
/// go back, masses that are not positive, no blank beside inoculum, no bottle with substrate.
pub fn read_bottles(name: &str, bytes: &[u8]) -> Result<(Vec<Treatment>, Sources), Box<Refused>> {
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let mut treatments = Vec::new();
    if let Some(text) = super::table::text(name, bytes, &mut found) {
        let source = sources.add(name, text);
        let rows = rows(source, text);
        match rows.split_first() {
            None => tell_empty(&mut found, &sources, source, &COLUMNS.join(",")),
            Some((header, rows)) => {
                let bottles = bottles(header, rows, &mut found);
                treatments = net(&bottles, &header[0], &mut found);
            }
        }
    }
    if found.has_errors() {
        return Err(Box::new(Refused { sources, diagnostics: found }));
    }
    Ok((treatments, sources))
}

/// What is wrong with a time that does not come after those of its bottle.
fn out_of_order(bottle: &Bottle, time_d: f64) -> Option<Text> {
    let id = &bottle.id;
    match bottle.points.last() {
        Some((last, _)) if *last == time_d => Some(text!("day {time_d} of bottle {id} stands twice", time_d, id)),
        Some((last, _)) if *last > time_d => Some(text!("day {time_d} of bottle {id} goes back", time_d, id)),
        _ => None,
    }
}

fn bottles(header: &[Cell], rows: &[Vec<Cell>], found: &mut Diagnostics) -> Vec<Bottle> {
    let place = |wanted: &&str| header.iter().position(|c| c.text.eq_ignore_ascii_case(wanted));
    let missing: Vec<&str> = COLUMNS.iter().filter(|c| place(c).is_none()).copied().collect();
    if !missing.is_empty() {
        let message = text!("bottles need the columns {a}", a = missing.join(", "));
        tell(found, message, &header[0], text!("the header"), text!("columns: {a}", a = COLUMNS.join(", ")));
        return Vec::new();
    }
    let places: Vec<usize> = COLUMNS.iter().filter_map(place).collect();
    let mut list: Vec<Bottle> = Vec::new();
    let mut told = 0;
    for row in of_full_length(found, header.len(), rows) {
        let cell = |k: usize| &row[places[k]];
        let mut number = |k: usize, low: f64| {
            let value = cell(k).number().filter(|v| *v >= low);
            if value.is_none() {
                told += 1;
                if told <= TOLD {
                    let message = text!("{a} cannot be `{b}`", a = COLUMNS[k], b = cell(k).text);
                    tell(
                        found,
                        message,
                        cell(k),
                        text!("here"),
                        text!("write a number with a decimal point, none below zero"),
                    );
                }
            }
            value
        };
        let gap = cell(5).is_gap();
        let numbers = [number(2, 0.0), number(3, 0.0), number(4, 0.0), if gap { Some(0.0) } else { number(5, -1e6) }];
        let [Some(inoculum_g), Some(vs_g), Some(time_d), Some(methane)] = numbers else { continue };
        let (id, treatment) = (cell(0).text.clone(), cell(1).text.clone());
        if !list.iter().any(|b| b.id == id && b.treatment == treatment) {
            let at = cell(0).at.clone();
            list.push(Bottle {
                id: id.clone(),
                treatment: treatment.clone(),
                inoculum_g,
                vs_g,
                at,
                points: Vec::new(),
                gaps: 0,
            });
        }
        let Some(bottle) = list.iter_mut().find(|b| b.id == id && b.treatment == treatment) else { continue };
        if gap {
            bottle.gaps += 1;
            continue;
        }
        if let Some(message) = out_of_order(bottle, time_d) {
            let help = text!("sort the rows of a bottle by time, one row for each");
            tell(found, message, cell(4), text!("here"), help);
        } else {
            bottle.points.push((time_d, methane));
        }
    }
    tell_more(found, told, text!("cells are wrong"));
    list
}

/// Value of a curve at a time, along the line between its points.
fn along(points: &[(f64, f64)], t: f64) -> f64 {
    let next = points.partition_point(|(time, _)| *time < t);
    match (next.checked_sub(1).and_then(|k| points.get(k)), points.get(next)) {
        (Some((t0, v0)), Some((t1, v1))) => v0 + (v1 - v0) * (t - t0) / (t1 - t0),
        (None, Some((t1, v1))) if *t1 > 0.0 => v1 * t / t1,
        (None, Some((_, v))) | (Some((_, v)), None) => *v,
        (None, None) => 0.0,
    }
}

/// Treatments with the inoculum's own methane taken off.
fn net(bottles: &[Bottle], header: &Cell, found: &mut Diagnostics) -> Vec<Treatment> {
    let blanks: Vec<&Bottle> = bottles.iter().filter(|b| b.vs_g == 0.0 && b.inoculum_g > 0.0).collect();
    let fed: Vec<&Bottle> = bottles.iter().filter(|b| b.vs_g > 0.0).collect();
    if found.has_errors() {
        return Vec::new();
    }
    if fed.is_empty() {
        tell(
            found,
            text!("no bottle has a substrate"),
            header,
            text!("the table"),
            text!("write substrate_VS_g of each fed bottle, in g"),
        );
    }
    if blanks.is_empty()
        && let Some(b) = fed.iter().find(|b| b.inoculum_g > 0.0)
    {
        let help = text!("add bottles with substrate_VS_g = 0, or write inoculum_g = 0 where it is taken off already");
        let message = Diagnostic::error(text!("there is no blank"));
        found.push(message.at(Some(b.at.clone()), text!("has inoculum, whose own methane nobody measured")).help(help));
    }
    let blank = |t: f64| {
        let sum = blanks.iter().fold(0.0, |sum, b| sum + along(&b.points, t) / b.inoculum_g);
        if blanks.is_empty() { 0.0 } else { sum / blanks.len() as f64 }
    };
    let mut list: Vec<Treatment> = Vec::new();
    for b in fed {
        let data = Data {
            name: format!("{} bottle {}", b.treatment, b.id),
            unit: "Nl/kg VS".to_owned(),
            description: format!("Cumulative methane, {} bottle {}", b.treatment, b.id),
            times_d: b.points.iter().map(|(t, _)| *t).collect(),
            values: b.points.iter().map(|(t, v)| (v - b.inoculum_g * blank(*t)) / b.vs_g).collect(),
            gaps: b.gaps,
            at: Some(b.at.clone()),
        };
        match list.iter_mut().find(|t| t.name == b.treatment) {
            Some(treatment) => treatment.bottles.push(data),
            None => list.push(Treatment { name: b.treatment.clone(), bottles: vec![data] }),
        }
    }
    list
}

/// The calibration of a treatment: all its bottles share yield and rates.
pub fn bmp_problem(treatment: &Treatment, model: BmpModel) -> Problem<'static> {
    let data = treatment.bottles.clone();
    let most = data.iter().flat_map(|d| d.values.iter().copied()).fold(1.0, f64::max);
    let reached = |d: &Data| d.values.iter().position(|v| *v >= 0.5 * most).map(|k| d.times_d[k]);
    let half_d = data.iter().filter_map(reached).fold(f64::INFINITY, f64::min);
    let half_d = if half_d.is_finite() { half_d.max(0.1) } else { 5.0 };
    let parameter = |((name, unit, what, low, high), start): (&Row, f64)| Parameter {
        path: format!("bmp.{}.{name}", treatment.name),
        unit: (*unit).to_owned(),
        description: (*what).to_owned(),
        start: start.max(*low).min(*high),
        low: *low,
        high: *high,
        prior: None,
    };
    let parameters = model.rows().iter().zip(model.start(most, half_d)).map(parameter).collect();
    let times: Vec<f64> = data.iter().flat_map(|d| d.times_d.iter().copied()).collect();
    let run =
        move |points: &[Vec<f64>]| points.iter().map(|p| Ok(times.iter().map(|t| model.at(p, *t)).collect())).collect();
    Problem { name: treatment.name.clone(), parameters, data, model: Box::new(run) }
}
