//! Computes the output columns of a table of combustion cases from the input columns of a row, so that any table in
//! that format can be held against the program.

use super::burn::burn;
use super::check::{CombustionError, check};
use super::params::{CombustionParams, FuelParams};
use std::fmt;

/// How far a computed column may be from the published one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// Stoichiometry, heating values, compositions: 1e-6 relative.
    Stoichiometry,
    /// Enthalpies and stack losses: 1e-4 relative.
    Enthalpy,
    /// Flame temperatures in C: 1e-4 relative on the kelvin scale.
    FlameTemperature,
    /// Dew points: 0.06 K, which two formulas of the saturation pressure differ by.
    DewPoint,
    /// Losses behind a condensing exchanger: 0.035 points, for the same reason (0.24 % of the saturation pressure).
    CondensingLoss,
    /// Condensate: 0.002 kg/kg, for the same reason.
    Condensate,
}

impl Tolerance {
    /// The largest difference allowed at this published value, in the unit of the column.
    pub fn allowed(self, published: f64) -> f64 {
        match self {
            Self::Stoichiometry => 1e-6 * published.abs() + 1e-12,
            Self::Enthalpy => 1e-4 * published.abs(),
            Self::FlameTemperature => 1e-4 * (published + crate::units::ZERO_CELSIUS_K).abs(),
            Self::DewPoint => 0.06,
            Self::CondensingLoss => 0.035,
            Self::Condensate => 0.002,
        }
    }

    /// Whether a computed value agrees with a published one; never for a value that is no number.
    pub fn holds(self, computed: f64, published: f64) -> bool {
        (computed - published).abs() <= self.allowed(published)
    }
}

/// A computed column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CaseColumn {
    /// Name of the column in the table.
    pub column: &'static str,
    /// The value; none where there is none (the dew point of a gas without water), the cell being blank then.
    pub computed: Option<f64>,
    /// How to compare.
    pub tolerance: Tolerance,
}

/// Why a row cannot be computed.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseError {
    /// An input column that the table does not have, or a blank cell.
    Missing {
        /// Its name.
        column: &'static str,
    },
    /// An input cell that is no number.
    NotANumber {
        /// Its column.
        column: &'static str,
        /// Its text.
        text: String,
    },
    /// A fuel that cannot be burnt so.
    Refused(Vec<CombustionError>),
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { column } => write!(f, "column `{column}` is missing or blank; a combustion case needs it"),
            Self::NotANumber { column, text } => write!(f, "column `{column}`: `{text}` is no number"),
            Self::Refused(errors) => {
                for (k, error) in errors.iter().enumerate() {
                    write!(f, "{}{error}", if k > 0 { "; " } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for CaseError {}

/// Output columns of such tables that are not computed: they need chemical equilibrium.
pub const NOT_COMPUTED: [&str; 3] = ["T_ad_equilibrium_C", "x_CO_eq_ppm", "x_NO_eq_ppm"];

/// Temperature of the Siegert column, C.
const SIEGERT_C: f64 = 160.0;

/// Temperature of the condensing columns, C.
const CONDENSING_C: f64 = 45.0;

fn number(row: &dyn Fn(&str) -> Option<String>, column: &'static str) -> Result<f64, CaseError> {
    let text = row(column).unwrap_or_default();
    let text = text.trim();
    if text.is_empty() {
        return Err(CaseError::Missing { column });
    }
    let value: f64 = text.parse().map_err(|_| CaseError::NotANumber { column, text: text.to_owned() })?;
    if value.is_finite() { Ok(value) } else { Err(CaseError::NotANumber { column, text: text.to_owned() }) }
}

fn inputs(row: &dyn Fn(&str) -> Option<String>) -> Result<(FuelParams<f64>, CombustionParams<f64>), CaseError> {
    // The heating value is an input where the row says it was given, an output where it was correlated.
    let correlated = row("hhv_source").is_some_and(|s| s.trim().starts_with("Channiwala"));
    let fuel = FuelParams {
        c_pct_db: number(row, "C_dry_pct")?,
        h_pct_db: number(row, "H_dry_pct")?,
        o_pct_db: number(row, "O_dry_pct")?,
        n_pct_db: number(row, "N_dry_pct")?,
        s_pct_db: number(row, "S_dry_pct")?,
        cl_pct_db: number(row, "Cl_dry_pct")?,
        ash_pct_db: number(row, "ash_dry_pct")?,
        moisture_pct_ar: number(row, "moisture_wb_pct")?,
        hhv_mj_per_kg_db: if correlated { f64::NAN } else { number(row, "HHV_dry_MJ_kg")? },
    };
    let params = CombustionParams {
        excess_air: number(row, "lam")?,
        air_humidity_kg_per_kg: number(row, "air_humidity_kg_per_kg_dry")?,
        flue_gas_temperature_c: SIEGERT_C,
        condensing_outlet_temperature_c: CONDENSING_C,
        ..CombustionParams::defaults()
    };
    Ok((fuel, params))
}

/// Every output column of a row of a combustion table that this module computes, from the row's input columns.
///
/// `row` gives the text of a cell by column name. Inputs: `C_dry_pct` to `ash_dry_pct`, `moisture_wb_pct`, `lam`,
/// `air_humidity_kg_per_kg_dry`, `hhv_source`, and `HHV_dry_MJ_kg` unless the source says Channiwala-Parikh.
///
/// An analysis that does not sum to 100 is computed as it stands: the table's columns are per kilogram, each follows from
/// the shares it names, and the gap is the table's business.
///
/// # Errors
/// A missing or unreadable input, or a fuel that [`check`] refuses for another reason.
pub fn case_columns(row: &dyn Fn(&str) -> Option<String>) -> Result<Vec<CaseColumn>, CaseError> {
    let (fuel, params) = inputs(row)?;
    let mut errors = check(&fuel, &params);
    errors.retain(|error| !matches!(error, CombustionError::Sum { .. }));
    if !errors.is_empty() {
        return Err(CaseError::Refused(errors));
    }
    let mut columns = amounts(&fuel, &params);
    columns.extend(temperatures(&fuel, &params));
    Ok(columns)
}

fn amounts(fuel: &FuelParams<f64>, params: &CombustionParams<f64>) -> Vec<CaseColumn> {
    let r = burn(fuel, params);
    [
        ("HHV_dry_MJ_kg", r.hhv_mj_per_kg_db),
        ("HHV_ar_MJ_kg", r.hhv_mj_per_kg_ar),
        ("LHV_ar_MJ_kg", r.lhv_mj_per_kg_ar),
        ("LHV_ar_ISO18125_MJ_kg", r.lhv_iso18125_mj_per_kg_ar),
        ("O2_stoich_mol_kg_ar", r.o2_stoich_mol_per_kg_ar),
        ("air_stoich_dry_kg_kg_ar", r.air_stoich_kg_per_kg_ar),
        ("air_stoich_dry_Nm3_kg_ar", r.air_stoich_nm3_per_kg_ar),
        ("air_actual_dry_kg_kg_ar", r.air_dry_kg_per_kg_ar),
        ("fluegas_wet_Nm3_kg_ar", r.flue_gas_wet_nm3_per_kg_ar),
        ("fluegas_dry_Nm3_kg_ar", r.flue_gas_dry_nm3_per_kg_ar),
        ("fluegas_wet_kg_kg_ar", r.flue_gas_wet_kg_per_kg_ar),
        ("x_CO2_wet_pct", r.co2_wet_pct),
        ("x_H2O_wet_pct", r.h2o_wet_pct),
        ("x_O2_wet_pct", r.o2_wet_pct),
        ("x_N2_wet_pct", r.n2_wet_pct),
        ("x_Ar_wet_pct", r.ar_wet_pct),
        ("x_SO2_wet_ppm", r.so2_wet_ppm),
        ("x_HCl_wet_ppm", r.hcl_wet_ppm),
        ("x_CO2_dry_pct", r.co2_dry_pct),
        ("x_O2_dry_pct", r.o2_dry_pct),
        ("CO2max_dry_pct", r.co2_max_dry_pct),
    ]
    .map(|(column, value)| CaseColumn { column, computed: Some(value), tolerance: Tolerance::Stoichiometry })
    .to_vec()
}

fn temperatures(fuel: &FuelParams<f64>, params: &CombustionParams<f64>) -> Vec<CaseColumn> {
    let at = |flue_gas_temperature_c: f64| burn(fuel, &CombustionParams { flue_gas_temperature_c, ..*params });
    let r = at(SIEGERT_C);
    let column = |column, value: f64, tolerance| CaseColumn { column, computed: Some(value), tolerance };
    let mut columns = vec![
        column("T_ad_complete_C", r.adiabatic_temperature_c, Tolerance::FlameTemperature),
        column("siegert_f_160C", r.siegert_coefficient, Tolerance::Enthalpy),
        CaseColumn {
            column: "dewpoint_C",
            computed: Some(r.dew_point_c).filter(|c| *c > -crate::units::ZERO_CELSIUS_K),
            tolerance: Tolerance::DewPoint,
        },
        column("cond45_condensate_kg_kg_ar", r.condensing.condensate_kg_per_kg_ar, Tolerance::Condensate),
        column("cond45_loss_pct_LHV", r.condensing.stack_loss_pct_lhv, Tolerance::CondensingLoss),
    ];
    for (enthalpy, loss, t) in [
        ("h_fg_120C_kJ_kg_ar", "stack_loss_120C_pct_LHV", 120.0),
        ("h_fg_160C_kJ_kg_ar", "stack_loss_160C_pct_LHV", 160.0),
        ("h_fg_220C_kJ_kg_ar", "stack_loss_220C_pct_LHV", 220.0),
    ] {
        let r = at(t);
        columns.push(column(enthalpy, r.flue_gas_enthalpy_kj_per_kg_ar, Tolerance::Enthalpy));
        columns.push(column(loss, r.stack_loss_pct_lhv, Tolerance::Enthalpy));
    }
    columns
}
