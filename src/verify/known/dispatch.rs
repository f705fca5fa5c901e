//! Dispatch of a wood boiler with and without buffer against a year of heat demand.

use crate::heat::{dispatch_case, profile_columns};
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View, something};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Inputs are the load (`weather`, `profile`), the boiler's output and its minimum load.
pub(in crate::verify) const FORMAT: Format =
    Format { name: "dispatch", required: &["weather", "profile", "P_bio_kW", "min_load"], compare };

/// The weather whose temperatures are shipped: the test reference year 2010 of region 7 (Kassel).
pub(in crate::verify) const WEATHER: &str = "dwd_try2010_07";

/// Its temperatures, and hourly loads printed with four decimals.
pub(super) const PROFILES: &str = include_str!("../../../models/verify/heat/bdew_profile.csv");

/// The column that only repeats the boiler's output, over the peak of the load.
const SHARE_OF_PEAK: &str = "frac_of_peak";

pub(in crate::verify) fn shipped() -> Suite {
    let source = "30 boilers against standard load profiles of the Kassel test reference year 2010, computed independently \
                  hour by hour by the rules in models/verify/heat/README.md";
    let text = include_str!("../../../models/verify/heat/dispatch_public.csv");
    format::shipped(&FORMAT, "Dispatch", source, text)
}

/// Percentages to 1e-4 points; starts and hours exactly; energies to the seven digits printed.
fn tolerance(column: &str, published: f64) -> f64 {
    if column.starts_with("starts") || column.starts_with("hours") {
        0.0
    } else if column.ends_with("_pct") {
        1e-4
    } else {
        1e-6 * published.abs() + 1e-4
    }
}

fn compare(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let mut loads = Loads::default();
    let rows = sheet.compare("case_id", |view, case| match compare_row(view, case, &mut loads) {
        Ok(rows) => something(case, rows),
        Err(reason) => vec![Row::failed(case, "", None, reason)],
    });
    let repeated = sheet.has(SHARE_OF_PEAK).then(|| format!("{SHARE_OF_PEAK} repeats P_bio_kW: shown, not tested"));
    (rows, repeated.into_iter().collect())
}

fn compare_row<'a>(view: &View<'a>, case: &str, loads: &mut Loads<'a>) -> Result<Vec<Row>, Reason> {
    let cell = |column: &str| view.text(column).ok_or_else(|| Reason::Blank { column: column.to_owned() });
    let (weather, profile) = (cell("weather")?, cell("profile")?);
    let (power_kw, minimum_load) = (view.number("P_bio_kW")?, view.number("min_load")?);
    if weather != WEATHER {
        return Err(Reason::Weather { weather: weather.to_owned() });
    }
    let load = loads.of(profile).ok_or_else(|| Reason::Profile { profile: profile.to_owned() })?;
    let answers = dispatch_case(load, power_kw, minimum_load).map_err(Reason::Heat)?;
    let compared = answers.into_iter().filter_map(|(column, value)| {
        let row = view.answer(case, column, Some(value), |published| tolerance(column, published))?;
        let repeats = column == SHARE_OF_PEAK;
        Some(if repeats { row.informative(Reason::Repeated { of: "P_bio_kW" }) } else { row })
    });
    Ok(compared.collect())
}

/// Hourly loads of the shipped weather, each computed once.
#[derive(Default)]
struct Loads<'a> {
    computed: BTreeMap<&'a str, Option<Vec<f64>>>,
}

impl<'a> Loads<'a> {
    /// The printed column where there is one; else the profile of the shipped temperatures, rounded as printed ones are.
    fn of(&mut self, profile: &'a str) -> Option<&[f64]> {
        if let Some(printed) = printed().get(profile).filter(|_| profile != "T_C") {
            return Some(printed);
        }
        let compute = || {
            let load = profile_columns(printed().get("T_C")?, profile)?;
            Some(load.into_iter().map(|kw| (kw * 1e4).round() / 1e4).collect())
        };
        self.computed.entry(profile).or_insert_with(compute).as_deref()
    }
}

/// The columns of the shipped file that are numbers throughout.
fn printed() -> &'static BTreeMap<String, Vec<f64>> {
    static COLUMNS: OnceLock<BTreeMap<String, Vec<f64>>> = OnceLock::new();
    COLUMNS.get_or_init(|| {
        // A broken file gives no columns, and every row then fails as unknown profile.
        let Ok(sheet) = Sheet::parse(PROFILES) else { return BTreeMap::new() };
        let column = |name: &String| -> Option<(String, Vec<f64>)> {
            Some((name.clone(), sheet.views().map(|v| v.number(name).ok()).collect::<Option<_>>()?))
        };
        sheet.names().iter().filter_map(column).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same bits as the printed columns: what a table of another profile is held against is what would be printed.
    #[test]
    fn computed_loads_are_the_printed_ones() {
        let mut compared = 0;
        let more = Sheet::parse(include_str!("../../../tests/data/heat/bdew_profile_more.csv")).unwrap();
        for name in more.names().iter().filter(|n| n.ends_with("_kW")) {
            let mut loads = Loads::default();
            let load = loads.of(name).unwrap();
            let gaps: Vec<f64> = more.views().zip(load).map(|(v, kw)| (v.number(name).unwrap() - kw).abs()).collect();
            assert!(gaps.iter().all(|gap| gap.is_finite()));
            let worst = gaps.into_iter().fold(0.0, f64::max);
            assert_eq!(worst, 0.0, "{name}");
            compared += 1;
        }
        assert_eq!(compared, 2);
        assert_eq!(Loads::default().of("T_C"), None, "temperatures are no load");
    }
}
