//! Levelised cost of heat from a wood boiler with gas backup.

use crate::balance::lcoh_case;
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View, something};

const INPUTS: [&str; 12] = [
    "capex_EUR",
    "subsidy_EUR",
    "discount_rate",
    "life_yr",
    "opex_fix_EUR_yr",
    "opex_var_EUR_MWh",
    "heat_MWh_yr",
    "bio_share",
    "eta_bio",
    "price_bio_EUR_MWh_LHV",
    "eta_gas",
    "price_gas_EUR_MWh_LHV",
];

/// Capital, operation and fuel in; capital recovery factor `CRF`, `annuity_EUR_yr` and `LCOH_EUR_MWh` out.
pub(in crate::verify) const FORMAT: Format = Format { name: "cost of heat", required: &INPUTS, compare };

/// Smallest and largest relative tolerance; between them half a unit of the last digit printed.
const RELATIVE: [f64; 2] = [1e-8, 1e-4];

pub(in crate::verify) fn shipped() -> Suite {
    let source = "Annuity method (VDI 2067) in double precision, as in models/verify/README.md";
    format::shipped(&FORMAT, "Cost of heat", source, include_str!("../../../models/verify/lcoh.csv"))
}

fn compare(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("case_id", |view, case| match compare_row(view, case) {
        Ok(rows) => something(case, rows),
        Err(reason) => vec![Row::failed(case, "", None, reason)],
    });
    (rows, Vec::new())
}

fn compare_row(view: &View<'_>, case: &str) -> Result<Vec<Row>, Reason> {
    INPUTS.iter().try_for_each(|column| view.number(column).map(drop))?;
    let answers = lcoh_case(&|column| view.number(column).ok()).ok_or(Reason::NotFinite)?;
    let tolerance = |column: &str, published: f64| {
        let [low, high] = RELATIVE.map(|relative| relative * published.abs());
        view.half_last_digit(column).clamp(low, high)
    };
    let answer = |(column, value): (&'static str, f64)| {
        view.answer(case, column, Some(value), |published| tolerance(column, published))
    };
    Ok(answers.into_iter().filter_map(answer).collect())
}
