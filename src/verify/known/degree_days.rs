//! Degree-days of single days, and of the years whose daily extremes are shipped.

use crate::climate::{DegreeDays, degree_day};
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View, something};

/// Lowest and highest temperature of a day and the base temperature; answers by COSTIC's method and by the middle of the
/// extremes.
pub(in crate::verify) const FORMAT: Format =
    Format { name: "degree-days", required: &["case", "tn_c", "tx_c", "base_c"], compare };

/// K d.
const TOLERANCE: f64 = 1e-6;

const ANSWERS: [(&str, DegreeDays); 2] = [("dju_costic", DegreeDays::Costic), ("dju_meteo", DegreeDays::MinMax)];

const EXTREMES: &str = include_str!("../../../models/verify/climate/aachen_daily_extremes.csv");

pub(in crate::verify) fn shipped() -> Suite {
    let source = "COSTIC's and the min-max definition in closed form; years over daily extremes at Aachen (Deutscher \
                  Wetterdienst, CDC open data)";
    format::shipped(&FORMAT, "Degree-days", source, include_str!("../../../models/verify/climate/degree_days.csv"))
}

fn compare(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("case", |view, case| match days(view, case) {
        Ok((days, base_c)) => {
            let sum = |method| days.iter().map(|(n, x)| degree_day(method, f64::NAN, *n, *x, base_c)).sum::<f64>();
            let answer = |(column, method)| view.answer(case, column, Some(sum(method)), |_| TOLERANCE);
            something(case, ANSWERS.into_iter().filter_map(answer).collect())
        }
        Err(reason) => vec![Row::failed(case, "", None, reason)],
    });
    (rows, Vec::new())
}

type Days = Vec<(f64, f64)>;

/// The days of a row, lowest and highest temperature of each, and the base temperature.
fn days(view: &View<'_>, case: &str) -> Result<(Days, f64), Reason> {
    let base_c = view.number("base_c")?;
    let days = match (view.optional_number("tn_c")?, view.optional_number("tx_c")?) {
        (Some(lowest_c), Some(highest_c)) if lowest_c > highest_c => {
            return Err(Reason::Extremes { lowest_c, highest_c });
        }
        (Some(lowest_c), Some(highest_c)) => vec![(lowest_c, highest_c)],
        (None, None) => shipped_days(case).ok_or_else(|| Reason::Period { period: case.to_owned() })?,
        (None, _) => return Err(Reason::Blank { column: "tn_c".to_owned() }),
        (_, None) => return Err(Reason::Blank { column: "tx_c".to_owned() }),
    };
    Ok((days, base_c))
}

/// `Aachen 2021 whole year` or `Aachen 2023 1 Oct-20 May`.
fn shipped_days(period: &str) -> Option<Days> {
    let (year, season) = period.strip_prefix("Aachen ")?.split_once(' ')?;
    // 20 May is day 139 and 1 October day 273, counted from 0.
    let counts: fn(usize) -> bool = match season {
        "whole year" => |_| true,
        "1 Oct-20 May" => |day| !(140..273).contains(&day),
        _ => return None,
    };
    let sheet = Sheet::parse(EXTREMES).ok()?;
    let of_year = sheet.views().filter(|v| v.text("date").is_some_and(|d| d.split('-').next() == Some(year)));
    let in_season = of_year.enumerate().filter(|(day, _)| counts(*day));
    let days: Option<Days> =
        in_season.map(|(_, v)| Some((v.number("lowest_c").ok()?, v.number("highest_c").ok()?))).collect();
    days.filter(|days| !days.is_empty())
}
