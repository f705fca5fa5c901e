//! Yields: Buswell-Boyle, oxygen demand, kinetics, pools.

use super::{RELATIVE, tolerance_note};
use crate::feedstock::{YIELD_TABLE, YieldCase, yield_case};
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View};

/// A row says what to compute in `kind`, `input`, `params` and `quantity`; `value` is held against it within `rel_tol`.
/// Rows of `status` informative are context.
pub(in crate::verify) const FORMAT: Format =
    Format { name: "yield", required: &["kind", "input", "quantity", "value"], compare };

/// Absolute tolerance where the published value is zero: coefficients are of order one.
const ZERO: f64 = 1e-12;

pub(in crate::verify) fn shipped() -> Suite {
    let source = "Exact rational arithmetic on Buswell & Mueller 1952 and Boyle 1977 and closed forms of the kinetic models; \
                  context rows: R package biogas (Hafner 2018, doi 10.1016/j.softx.2018.06.005)";
    format::shipped(&FORMAT, "Yields", source, YIELD_TABLE)
}

fn compare(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("case_id", |view, case| {
        let quantity = view.text("quantity").unwrap_or("");
        let row = compare_row(view, case, quantity).unwrap_or_else(|reason| Row::failed(case, quantity, None, reason));
        let informative = view.text("status").is_some_and(|status| status.eq_ignore_ascii_case("informative"));
        vec![if informative { row.informative(Reason::Context) } else { row }]
    });
    (rows, tolerance_note(sheet, "rel_tol").into_iter().collect())
}

fn compare_row(view: &View<'_>, case: &str, quantity: &str) -> Result<Row, Reason> {
    let published = view.number("value")?;
    let relative = view.tolerance("rel_tol")?.unwrap_or(RELATIVE);
    let cell = |column: &str| view.text(column).ok_or_else(|| Reason::Blank { column: column.to_owned() });
    let (kind, input) = (cell("kind")?, cell("input")?);
    cell("quantity")?;
    let params = view.text("params").unwrap_or("");
    let Some(computed) = yield_case(&YieldCase { case_id: case, kind, input, params, quantity }) else {
        let (kind, input, quantity) = (kind.to_owned(), input.to_owned(), quantity.to_owned());
        let reason = Reason::Yield { kind, input, quantity };
        return Ok(Row::failed(case, view.text("quantity").unwrap_or(""), Some(published), reason));
    };
    let tolerance = if published == 0.0 { ZERO } else { relative * published.abs() };
    Ok(Row::compared(case, quantity, computed, published, tolerance))
}
