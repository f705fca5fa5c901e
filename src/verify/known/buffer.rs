//! Buffer tanks: temperatures, zones, layers, conduction.

use crate::heat::buffer_case;
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View, something};
use std::collections::BTreeMap;

/// Inputs are a model, its parameters in words and a time; the answer is a quantity of it.
pub(in crate::verify) const FORMAT: Format =
    Format { name: "buffer", required: &["case", "model", "params", "t_h", "quantity", "value"], compare };

/// Differences that pass, in the unit of the quantity: closed forms, and what was integrated.
const TOLERANCE: f64 = 1e-6;
const TOLERANCE_INTEGRATED: f64 = 1e-5;

/// Instead of parameters: those of the case's row that writes them out.
const SAME: &str = "same";

pub(in crate::verify) fn shipped() -> Suite {
    let source = "Buffer tanks in closed form (mixed, two zones, layers, plug flow, conduction) and layers integrated by other \
                  code; water 1000 kg/m3, 4186 J/(kg K)";
    let text = include_str!("../../../models/verify/heat/buffer_known_answers.csv");
    format::shipped(&FORMAT, "Buffers", source, text)
}

fn compare(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let mut written = BTreeMap::new();
    for view in sheet.views() {
        if let (Some(case), Some(params)) = (view.text("case"), view.text("params").filter(|p| *p != SAME)) {
            written.entry(case).or_insert(params);
        }
    }
    let rows = sheet.compare("case", |view, case| match compare_row(view, case, &written) {
        Ok(row) => something(case, row.into_iter().collect()),
        Err(reason) => vec![Row::failed(case, view.text("quantity").unwrap_or(""), None, reason)],
    });
    (rows, Vec::new())
}

fn compare_row(view: &View<'_>, case: &str, written: &BTreeMap<&str, &str>) -> Result<Option<Row>, Reason> {
    let cell = |column: &str| view.text(column).ok_or_else(|| Reason::Blank { column: column.to_owned() });
    let (model, quantity) = (cell("model")?, cell("quantity")?);
    let params = match cell("params")? {
        SAME => written.get(case).ok_or_else(|| Reason::Blank { column: "params".to_owned() })?,
        params => params,
    };
    let computed = buffer_case(model, params, view.number("t_h")?, quantity).map_err(Reason::Buffer)?;
    let integrated = view.text("type").is_some_and(|kind| kind.starts_with("numeric"));
    let tolerance = if integrated { TOLERANCE_INTEGRATED } else { TOLERANCE };
    let row = view.answer(case, "value", Some(computed), |_| tolerance);
    Ok(row.map(|row| Row { quantity: quantity.to_owned(), ..row }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &str) -> Vec<Row> {
        let text = format!("case,model,params,t_h,quantity,value\n{lines}");
        compare(&Sheet::parse(&text).unwrap()).0
    }

    #[test]
    fn the_same_parameters_are_those_of_the_case_wherever_they_stand() {
        let rows =
            of("X,plug_flow,same,1,T_outlet_C,50\nX,plug_flow,V=9;Tinit=50;Tin=80;charge 2 kg/s,9,T_outlet_C,80\n");
        assert!(rows.iter().all(|row| row.reason.is_none()), "{rows:?}");
        assert_eq!(of("Y,plug_flow,same,1,T_outlet_C,50\n")[0].reason, Some(Reason::Blank { column: "params".into() }));
    }

    #[test]
    fn rows_that_cannot_be_computed_say_why() {
        let reason = |line: &str| of(line)[0].reason.clone().unwrap().to_string();
        assert!(reason("X,lake,V=1,1,T_C,50\n").contains("no model `lake`"));
        assert!(reason("X,one_node,V=1;deep,1,T_C,50\n").contains("`deep`"));
        assert!(reason("X,one_node,V=1,x,T_C,50\n").contains("no number"));
        assert!(reason("X,one_node,V=1;T0=50,1,T_C,51\n").contains("tolerance"));
    }
}
