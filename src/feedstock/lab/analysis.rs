//! What a laboratory measured, and whether it can be.

use crate::text;
use crate::words::{Text, shown_as_told};

macro_rules! analysis {
    ($($field:ident),* $(,)?) => {
        crate::params! {
            /// Units and ranges of a laboratory's numbers; there are no defaults.
            pub struct AnalysisRanges from "feedstock/lab_analysis.csv" { $($field),* }
        }

        /// A laboratory's numbers, each optional; units and ranges are those of `models/feedstock/lab_analysis.csv`.
        #[allow(missing_docs)]
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Analysis { $(pub $field: Option<f64>),* }

        impl Analysis {
            /// Names and values, in the order of the table.
            pub fn entries(&self) -> Vec<(&'static str, Option<f64>)> {
                vec![$((stringify!($field), self.$field)),*]
            }

            /// Sets a number by its name; false when there is no such name.
            #[must_use]
            pub fn set(&mut self, name: &str, value: f64) -> bool {
                match name {
                    $(stringify!($field) => self.$field = Some(value),)*
                    _ => return false,
                }
                true
            }
        }
    };
}

analysis!(
    ts_pct_fm,
    vs_pct_ts,
    cod_g_per_kg_fm,
    crude_ash_pct_ts,
    crude_protein_pct_ts,
    crude_fat_pct_ts,
    crude_fibre_pct_ts,
    nfe_pct_ts,
    ndf_pct_ts,
    adf_pct_ts,
    adl_pct_ts,
    tkn_g_per_kg_fm,
    nh4_n_g_per_kg_fm,
    acetic_g_per_kg_fm,
    propionic_g_per_kg_fm,
    butyric_g_per_kg_fm,
    valeric_g_per_kg_fm,
    ph,
    alkalinity_g_caco3_per_kg_fm,
    bmp_nl_per_kg_vs,
    p_g_per_kg_fm,
    k_g_per_kg_fm,
    s_g_per_kg_fm,
    density_kg_m3,
);

/// Why an analysis cannot be used, with what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum AnalysisProblem {
    /// A number that is not finite or outside its range.
    Range {
        /// Which.
        name: &'static str,
        /// Its value.
        value: f64,
        /// Least and most.
        range: (f64, f64),
        /// Its unit.
        unit: String,
    },
    /// A number that is needed and missing.
    Missing {
        /// Which, in words.
        what: &'static str,
    },
    /// A number that looks like one in another unit.
    Unit {
        /// Which.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What it looks like, and what to write.
        looks: String,
    },
    /// Numbers that contradict each other.
    Contradiction {
        /// What is wrong, and what to do.
        what: String,
    },
    /// Fractions whose oxygen demand is not the one measured.
    CodGap {
        /// Measured, kg O2/kg fresh mass.
        measured: f64,
        /// Of the fractions.
        fractions: f64,
        /// Largest gap, %.
        tolerance_pct: f64,
    },
    /// A methane potential above what the fractions can give, or below what the acids give.
    Bmp {
        /// Measured, NL/kg VS.
        measured: f64,
        /// Least and most, NL/kg VS.
        range: (f64, f64),
    },
}

impl AnalysisProblem {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Range { name, value, range, unit } => {
                text!(
                    "{name} is {value}; write a number from {low} to {high} {unit}",
                    name,
                    value,
                    low = range.0,
                    high = range.1,
                    unit
                )
            }
            Self::Missing { what } => text!("{what} is missing, and nothing else tells it: have it measured", what),
            Self::Unit { name, value, looks } => text!("{name} is {value}: {looks}", name, value, looks),
            Self::Contradiction { what } => Text::plain(what.to_string()),
            Self::CodGap { measured, fractions, tolerance_pct } => text!(
                "COD does not close: {measured} g/kg measured, {fractions} g/kg in the fractions, more than {tolerance_pct} % apart; \
                 repeat the COD (diluted, homogenised), or check fat and ash",
                measured = format!("{:.1}", measured * 1000.0),
                fractions = format!("{:.1}", fractions * 1000.0),
                tolerance_pct
            ),
            Self::Bmp { measured, range } => text!(
                "BMP of {measured} NL/kg VS; these fractions can give {low} to {high}: check blanks, the mass of VS fed and \
                 the gas reference (dry, 0 C, 101.325 kPa)",
                measured,
                low = format!("{:.0}", range.0),
                high = format!("{:.0}", range.1)
            ),
        }
    }
}

shown_as_told!(AnalysisProblem);

impl std::error::Error for AnalysisProblem {}

impl Analysis {
    /// Everything that is wrong with single numbers: not finite, out of range, in another unit.
    pub(super) fn check(&self, found: &mut Vec<AnalysisProblem>) {
        let table = AnalysisRanges::<f64>::table();
        for ((name, value), row) in self.entries().into_iter().zip(table.rows()) {
            let Some(value) = value else { continue };
            if let Some(looks) = self.other_unit(name, value) {
                found.push(AnalysisProblem::Unit { name, value, looks });
            } else if !(value.is_finite() && value >= row.low && value <= row.high) {
                let range = (row.low, row.high);
                found.push(AnalysisProblem::Range { name, value, range, unit: row.unit.clone() });
            }
        }
        self.check_weender(found);
        if self.ts_pct_fm.is_none() {
            found.push(AnalysisProblem::Missing { what: "TS (ts_pct_fm)" });
        }
        if self.vs_pct_ts.is_none() && self.crude_ash_pct_ts.is_none() {
            found.push(AnalysisProblem::Missing { what: "VS (vs_pct_ts), or crude ash," });
        }
    }

    /// What a number looks like that cannot be in its unit.
    fn other_unit(&self, name: &str, value: f64) -> Option<String> {
        let fraction = value > 0.0 && value <= 1.0;
        match name {
            "vs_pct_ts" if fraction => Some(format!("a fraction; write {} for per cent of TS", 100.0 * value)),
            "vs_pct_ts" if value > 100.0 => Some("VS above TS; write VS as % of TS, at most 100".to_owned()),
            "ts_pct_fm" if value > 100.0 && value <= 1000.0 => {
                Some(format!("g/kg; write {} for per cent of fresh mass", value / 10.0))
            }
            "ts_pct_fm" if fraction && self.vs_pct_ts.is_some_and(|vs| vs > 0.0 && vs <= 1.0) => {
                Some(format!("a fraction, as VS is; write {} for per cent of fresh mass", 100.0 * value))
            }
            "bmp_nl_per_kg_vs" if value > 0.0 && value < 1.2 => {
                Some(format!("m3/kg; write {} NL/kg VS", 1000.0 * value))
            }
            "tkn_g_per_kg_fm" if value > 200.0 => Some(format!("mg/kg; write {} g/kg", value / 1000.0)),
            "nh4_n_g_per_kg_fm" if value > 100.0 => Some(format!("mg/kg; write {} g/kg", value / 1000.0)),
            "cod_g_per_kg_fm" if value > 3000.0 => Some(format!("mg/kg; write {} g/kg", value / 1000.0)),
            _ => None,
        }
    }

    fn check_weender(&self, found: &mut Vec<AnalysisProblem>) {
        let parts = [self.crude_protein_pct_ts, self.crude_fat_pct_ts, self.crude_fibre_pct_ts, self.nfe_pct_ts];
        let given: Vec<f64> = parts.into_iter().flatten().collect();
        let sum: f64 = given.iter().sum();
        if given.len() >= 3 && sum > 0.0 && sum <= 1.5 {
            found.push(AnalysisProblem::Contradiction {
                what: format!("the Weender fractions sum to {sum}: they look like fractions; write per cent of TS"),
            });
        }
    }
}
