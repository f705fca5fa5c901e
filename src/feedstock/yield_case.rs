//! Known answers of yields, computed from the text of a row: `models/verify/yield.csv` and any table like it.
//!
//! A row says what it is (`kind`), on what (`input`), how (`params`) and which `quantity` it asks for. Everything is
//! computed from these words and their numbers, so that a changed number changes the answer.

mod gas_volume;
mod kinetic;
mod package;
mod pool_text;
mod sidework;
mod stoichiometric;

/// The shipped table of known answers.
pub const YIELD_TABLE: &str = include_str!("../../models/verify/yield.csv");

/// The cells of a row that say what to compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YieldCase<'a> {
    /// Name of the row. Rows of kind `pool` may carry their retention time here, as in `pool_cstr_25`.
    pub case_id: &'a str,
    /// What to compute.
    pub kind: &'a str,
    /// On what.
    pub input: &'a str,
    /// How.
    pub params: &'a str,
    /// Which of its results.
    pub quantity: &'a str,
}

/// The answer of a row; none when it cannot be computed: an unknown kind or quantity, or text that says too little.
pub fn yield_case(case: &YieldCase<'_>) -> Option<f64> {
    let value = match case.kind {
        "buswell_boyle" | "cod" | "bmp_theoretical" | "ch4_fraction" | "gas_fraction" => stoichiometric::value(case),
        "pool" => pool_text::value(case),
        "biogas_R_package" => package::value(case),
        "energy" => gas_volume::energy(case),
        "hygienisation_heat" | "icpe_2781" | "digestate_N" | "weissbach_FoTS" => sidework::value(case),
        _ => kinetic::value(case),
    }?;
    value.is_finite().then_some(value)
}

/// The number after `name=`, up to the next blank, comma or semicolon; the name must stand alone.
fn number(text: &str, name: &str) -> Option<f64> {
    let mut rest = text;
    loop {
        let at = rest.find(name)?;
        let alone = rest[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.');
        let after = rest[at + name.len()..].trim_start();
        if let (true, Some(value)) = (alone, after.strip_prefix('=')) {
            let value = value.trim_start();
            let end = value.find(|c: char| c.is_whitespace() || ",;%)".contains(c)).unwrap_or(value.len());
            return value[..end].parse().ok().filter(|v: &f64| v.is_finite());
        }
        rest = &rest[at + name.len()..];
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn finds_numbers_by_whole_names() {
        let text = "B=350 f=0.7 k1=0.5 k2 = 0.05 HRT_total=1e+09 d (equal halves), Vm=22360.588;";
        assert_eq!(number(text, "B"), Some(350.0));
        assert_eq!(number(text, "k2"), Some(0.05));
        assert_eq!(number(text, "HRT_total"), Some(1e9));
        assert_eq!(number(text, "Vm"), Some(22360.588));
        assert_eq!(number(text, "HRT"), None);
        assert_eq!(number(text, "k"), None);
        assert_eq!(number("fs=.1 fs0=0.28", "fs0"), Some(0.28));
        assert_eq!(number("t=soon", "t"), None);
    }
}
