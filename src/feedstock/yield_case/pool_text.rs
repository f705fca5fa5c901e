//! A pool written in words: `streams (t/a, TS, VS/TS, BMP NL/kgVS, k 1/d): canteen 2000 0.25 0.90 460 0.20; ...`.

use super::{YieldCase, number};
use crate::feedstock::batch::cstr_first_order;

struct TextStream {
    vs_t: f64,
    bmp_nl_per_kg_vs: f64,
    k_per_d: f64,
}

pub(super) fn value(case: &YieldCase<'_>) -> Option<f64> {
    let streams = read(case.input)?;
    let vs_t: f64 = streams.iter().map(|s| s.vs_t).sum();
    let bmp = mean(&streams, vs_t, |s| s.bmp_nl_per_kg_vs);
    match case.quantity {
        "VS" => Some(vs_t),
        "BMP" => Some(bmp),
        "CH4" if case.params.contains("no kinetics") => Some(streams.iter().map(potential_nm3).sum()),
        "CH4" if case.params.contains("kbar") => {
            let k_mean = mean(&streams, vs_t, |s| s.k_per_d);
            Some(cstr_first_order(vs_t * bmp, k_mean, retention_d(case)?))
        }
        "CH4" if case.params.contains("kH/(1+kH)") => {
            let retention_d = retention_d(case)?;
            Some(streams.iter().map(|s| cstr_first_order(potential_nm3(s), s.k_per_d, retention_d)).sum())
        }
        _ => None,
    }
}

fn read(input: &str) -> Option<Vec<TextStream>> {
    let list = input.split_once(':')?.1;
    let streams: Option<Vec<TextStream>> = list.split(';').filter(|s| !s.trim().is_empty()).map(read_stream).collect();
    streams.filter(|s| !s.is_empty())
}

/// A name, which may have blanks, then five numbers.
fn read_stream(text: &str) -> Option<TextStream> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let numbers: Option<Vec<f64>> = words[words.len().checked_sub(5)?..].iter().map(|w| w.parse().ok()).collect();
    match numbers?[..] {
        [t_per_year, ts, vs_of_ts, bmp_nl_per_kg_vs, k_per_d] => {
            Some(TextStream { vs_t: t_per_year * ts * vs_of_ts, bmp_nl_per_kg_vs, k_per_d })
        }
        _ => None,
    }
}

/// NL/kg times t is Nm3.
fn potential_nm3(stream: &TextStream) -> f64 {
    stream.vs_t * stream.bmp_nl_per_kg_vs
}

fn mean(streams: &[TextStream], vs_t: f64, property: impl Fn(&TextStream) -> f64) -> f64 {
    streams.iter().map(|s| s.vs_t * property(s)).sum::<f64>() / vs_t
}

/// `H=25` in the parameters, or the number that ends the row's name.
fn retention_d(case: &YieldCase<'_>) -> Option<f64> {
    number(case.params, "H")
        .or_else(|| number(case.params, "HRT"))
        .or_else(|| case.case_id.rsplit('_').next()?.parse().ok())
}
