//! Carbon, tariffs and duties: a category and its inputs as JSON.

use super::{RELATIVE, tolerance_note};
use crate::balance::carbon_case;
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View};

/// `expected` is held against what `category` makes of `inputs_json`, within `abs_tolerance`.
pub(in crate::verify) const FORMAT: Format =
    Format { name: "carbon", required: &["category", "inputs_json", "expected"], compare };

pub(in crate::verify) fn shipped() -> Suite {
    let source = "Directive (EU) 2018/2001 Annex VI, IPCC 2006 guidelines volume 5, French tariffs and duties: worked by hand \
                  from the texts, each row with its own source";
    format::shipped(&FORMAT, "Carbon and tariffs", source, include_str!("../../../models/verify/carbon.csv"))
}

fn compare(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("id", |view, case| {
        let category = view.text("category").unwrap_or("");
        vec![compare_row(view, case, category).unwrap_or_else(|reason| Row::failed(case, category, None, reason))]
    });
    (rows, tolerance_note(sheet, "abs_tolerance").into_iter().collect())
}

fn compare_row(view: &View<'_>, case: &str, category: &str) -> Result<Row, Reason> {
    let cell = |column: &str| view.text(column).ok_or_else(|| Reason::Blank { column: column.to_owned() });
    cell("category")?;
    let inputs = cell("inputs_json")?;
    let published = view.number("expected")?;
    let tolerance = view.tolerance("abs_tolerance")?.unwrap_or(RELATIVE * published.abs());
    if let Some(computed) = super::allocation::category(category, inputs) {
        return Ok(match computed {
            Ok(computed) => Row::compared(case, category, computed, published, tolerance),
            Err(reason) => Row::failed(case, category, Some(published), reason),
        });
    }
    Ok(match carbon_case(category, inputs) {
        Ok(computed) => Row::compared(case, category, computed, published, tolerance),
        Err(error) => Row::failed(case, category, Some(published), Reason::Carbon(error)),
    })
}
