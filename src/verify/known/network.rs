//! Buried pipes and draw-offs of hot water.

use crate::heat::{NetworkTemperatures, PipeParams, PipeSeries, TappingProfile, network_summary, twin_pipes};
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View, something};

/// A twin pipe and temperatures; loss of the pair, and the coefficient of the zero-order formula.
pub(in crate::verify) const PIPES: Format = Format {
    name: "pipes",
    required: &["series", "dn_mm", "supply_temperature_c", "return_temperature_c", "soil_temperature_c"],
    compare: compare_pipes,
};

/// A profile of draw-offs; its heat in a day and the number of its draw-offs.
pub(in crate::verify) const TAPPING: Format =
    Format { name: "draw-offs", required: &["profile", "day_kwh"], compare: compare_tapping };

/// Relative tolerance of the zero-order coefficient, printed with six digits.
const ZERO_ORDER: f64 = 1e-5;

/// kWh: the regulation's amounts have three decimals.
const DAY_KWH: f64 = 1e-9;

pub(in crate::verify) fn shipped_pipes() -> Suite {
    let source = "pair losses of 22 twin pipes by a multipole solution, and the zero-order formula of Wallenten 1991, computed \
                  independently; dimensions of Isoplus pipes as in modesto (BSD-3)";
    format::shipped(&PIPES, "Heat loss of pipes", source, include_str!("../../../models/verify/heat/pipes.csv"))
}

pub(in crate::verify) fn shipped_tapping() -> Suite {
    let source = "Regulation (EU) 812/2013, Annex VII, Table 3: sums of a day";
    format::shipped(&TAPPING, "Draw-offs of hot water", source, include_str!("../../../models/verify/heat/tapping.csv"))
}

fn compare_pipes(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("case", |view, case| match pipe_rows(view, case) {
        Ok(rows) => something(case, rows),
        Err(reason) => vec![Row::failed(case, "", None, reason)],
    });
    (rows, Vec::new())
}

fn pipe_rows(view: &View<'_>, case: &str) -> Result<Vec<Row>, Reason> {
    let word = view.text("series").ok_or_else(|| Reason::Blank { column: "series".to_owned() })?;
    let unknown = || Reason::Refused(format!("no series `{word}` of pipes; write standard or reinforced"));
    let series = PipeSeries::from_word(word).ok_or_else(unknown)?;
    let dn_mm = view.number("dn_mm")?;
    let depth_m = view.optional_number("depth_m")?.unwrap_or(f64::NAN);
    let temperatures = NetworkTemperatures {
        supply_temperature_c: view.number("supply_temperature_c")?,
        return_temperature_c: view.number("return_temperature_c")?,
        soil_temperature_c: view.number("soil_temperature_c")?,
    };
    let pipe = PipeParams { dn_mm, length_m: 1.0, depth_m };
    let network = network_summary(&[(series, pipe)], &temperatures).map_err(Reason::Heat)?;
    let tabled = twin_pipes().iter().find(|p| p.series == series && p.dn_mm == dn_mm);
    let zero_order = tabled.map(|p| p.zero_order_u_w_per_mk(if depth_m.is_nan() { p.depth_m } else { depth_m }));
    let half_digit = view.half_last_digit("pair_loss_w_per_m");
    let loss = view.answer(case, "pair_loss_w_per_m", Some(network.loss_w_per_m), |_| half_digit);
    let formula = view.answer(case, "zero_order_u_w_per_mk", zero_order, |published| ZERO_ORDER * published.abs());
    Ok(loss.into_iter().chain(formula).collect())
}

fn compare_tapping(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("profile", |view, case| {
        let word = view.text("profile").unwrap_or("");
        let Some((_, profile)) = TappingProfile::ALL.into_iter().find(|(known, _)| *known == word) else {
            let reason = Reason::Refused(format!("no profile `{word}` of draw-offs; write M, L, XL or XXL"));
            return vec![Row::failed(case, "profile", None, reason)];
        };
        let day = view.answer(case, "day_kwh", Some(profile.daily_kwh()), |_| DAY_KWH);
        let draws = view.answer(case, "draws_per_d", Some(profile.draws_per_d() as f64), |_| 0.0);
        something(case, day.into_iter().chain(draws).collect())
    });
    (rows, Vec::new())
}
