//! What may be measured of a digester, and what the model says of it.

use crate::digestion::adm1::Day;

/// A quantity of a digester that may stand in a column of measured data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Wet biogas at the digester's temperature and air pressure, m3/d.
    Biogas,
    /// Dry biogas at 0 C and 101.325 kPa, Nm3/d: methane and carbon dioxide.
    BiogasNm3,
    /// Methane, dry at 0 C and 101.325 kPa, Nm3/d.
    MethaneNm3,
    /// Methane at the digester's temperature and air pressure, m3/d.
    Methane,
    /// Carbon dioxide, dry at 0 C and 101.325 kPa, Nm3/d.
    CarbonDioxideNm3,
    /// Methane in the dry gas, % by volume.
    MethanePct,
    /// pH.
    Ph,
    /// Volatile fatty acids, kg COD/m3.
    VfaCod,
    /// Volatile fatty acids as acetic acid, kg/m3 (g/l).
    Vfa,
    /// Total ammonia nitrogen, kg N/m3 (g/l).
    Tan,
    /// Total ammonia nitrogen, kmol N/m3.
    TanKmol,
    /// Free ammonia nitrogen, kg N/m3.
    FreeAmmonia,
}

/// COD of acetic acid, kg/kg: 64 over 60.052.
const COD_OF_ACETIC_ACID: f64 = 64.0 / 60.052;
/// kg N/kmol.
const NITROGEN: f64 = 14.007;

impl Quantity {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Biogas,
        Self::BiogasNm3,
        Self::MethaneNm3,
        Self::Methane,
        Self::CarbonDioxideNm3,
        Self::MethanePct,
        Self::Ph,
        Self::VfaCod,
        Self::Vfa,
        Self::Tan,
        Self::TanKmol,
        Self::FreeAmmonia,
    ];

    /// Name of its column: the unit is its end.
    pub fn column(self) -> &'static str {
        match self {
            Self::Biogas => "biogas_m3_per_d",
            Self::BiogasNm3 => "biogas_nm3_per_d",
            Self::MethaneNm3 => "methane_nm3_per_d",
            Self::Methane => "methane_m3_per_d",
            Self::CarbonDioxideNm3 => "carbon_dioxide_nm3_per_d",
            Self::MethanePct => "methane_pct",
            Self::Ph => "ph",
            Self::VfaCod => "vfa_kg_cod_m3",
            Self::Vfa => "vfa_kg_m3",
            Self::Tan => "tan_kg_m3",
            Self::TanKmol => "tan_kmol_m3",
            Self::FreeAmmonia => "free_ammonia_kg_m3",
        }
    }

    /// The quantity of a column; upper and lower case are the same.
    pub fn of_column(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|q| q.column().eq_ignore_ascii_case(name))
    }

    /// Its unit.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Biogas | Self::Methane => "m3/d",
            Self::BiogasNm3 | Self::MethaneNm3 | Self::CarbonDioxideNm3 => "Nm3/d",
            Self::MethanePct => "%",
            Self::Ph => "-",
            Self::VfaCod => "kg COD/m3",
            Self::Vfa => "kg/m3",
            Self::Tan | Self::FreeAmmonia => "kg N/m3",
            Self::TanKmol => "kmol N/m3",
        }
    }

    /// What it is, in words.
    pub fn description(self) -> &'static str {
        match self {
            Self::Biogas => "Biogas, wet at digester temperature",
            Self::BiogasNm3 => "Biogas, dry at 0 C",
            Self::MethaneNm3 => "Methane, dry at 0 C",
            Self::Methane => "Methane at digester temperature",
            Self::CarbonDioxideNm3 => "Carbon dioxide, dry at 0 C",
            Self::MethanePct => "Methane in the dry gas",
            Self::Ph => "pH",
            Self::VfaCod => "Volatile fatty acids as COD",
            Self::Vfa => "Volatile fatty acids as acetic acid",
            Self::Tan | Self::TanKmol => "Total ammonia nitrogen",
            Self::FreeAmmonia => "Free ammonia nitrogen",
        }
    }

    /// Smallest and largest value that can be in this unit.
    pub fn range(self) -> (f64, f64) {
        match self {
            Self::Ph => (2.0, 13.0),
            Self::MethanePct => (0.0, 100.0),
            Self::VfaCod | Self::Vfa => (0.0, 200.0),
            Self::Tan | Self::FreeAmmonia => (0.0, 50.0),
            Self::TanKmol => (0.0, 4.0),
            _ => (0.0, 1e7),
        }
    }

    /// Its value at an instant of a simulated digester; NaN where there is no gas to have a share in.
    pub fn of(self, day: &Day) -> f64 {
        let dry = day.methane_nm3_per_d + day.carbon_dioxide_nm3_per_d;
        match self {
            Self::Biogas => day.biogas_m3_per_d,
            Self::BiogasNm3 => dry,
            Self::MethaneNm3 => day.methane_nm3_per_d,
            Self::Methane => day.methane_m3_per_d,
            Self::CarbonDioxideNm3 => day.carbon_dioxide_nm3_per_d,
            Self::MethanePct => 100.0 * day.methane_nm3_per_d / dry,
            Self::Ph => day.ph,
            Self::VfaCod => day.vfa_kg_cod_m3,
            Self::Vfa => day.vfa_kg_cod_m3 / COD_OF_ACETIC_ACID,
            Self::Tan => day.tan_kmol_m3 * NITROGEN,
            Self::TanKmol => day.tan_kmol_m3,
            Self::FreeAmmonia => day.free_ammonia_kmol_m3 * NITROGEN,
        }
    }
}
