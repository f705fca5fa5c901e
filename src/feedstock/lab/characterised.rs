//! What an analysis means for a model.

use crate::param::Flag;

/// Where a number is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Which number.
    pub of: &'static str,
    /// `Read`: the laboratory measured it; `Computed` from what it measured; `Assumed`.
    pub flag: Flag,
    /// How.
    pub how: &'static str,
}

/// Amounts in the units in which models of a digester take their feed: kg COD, kmol N, kmol C per m3 or per kg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeedAmounts {
    /// Degradable carbohydrate, kg COD.
    pub carbohydrate: f64,
    /// Degradable protein, kg COD.
    pub protein: f64,
    /// Degradable lipid, kg COD.
    pub lipid: f64,
    /// Particulate matter that does not degrade (lignin first), kg COD.
    pub inert_particulate: f64,
    /// Valerate, butyrate, propionate, acetate with their acids, kg COD.
    pub acids: [f64; 4],
    /// Ammonia nitrogen, kmol N.
    pub ammonia: f64,
    /// Total nitrogen, kmol N.
    pub total_nitrogen: f64,
    /// Inorganic carbon, kmol C.
    pub inorganic_carbon: f64,
    /// Strong cations less strong anions, keq.
    pub strong_ions: f64,
}

impl FeedAmounts {
    /// Times a number.
    #[must_use]
    pub fn times(&self, x: f64) -> Self {
        Self {
            carbohydrate: self.carbohydrate * x,
            protein: self.protein * x,
            lipid: self.lipid * x,
            inert_particulate: self.inert_particulate * x,
            acids: self.acids.map(|a| a * x),
            ammonia: self.ammonia * x,
            total_nitrogen: self.total_nitrogen * x,
            inorganic_carbon: self.inorganic_carbon * x,
            strong_ions: self.strong_ions * x,
        }
    }

    /// Oxygen demand of all of it, kg COD.
    pub fn cod(&self) -> f64 {
        self.carbohydrate + self.protein + self.lipid + self.inert_particulate + self.acids.iter().sum::<f64>()
    }
}

/// A characterised feedstock; COD, carbon, nitrogen and charge are those of its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Characterised {
    /// Total solids, kg/kg fresh mass.
    pub ts: f64,
    /// Volatile solids, kg/kg fresh mass.
    pub vs: f64,
    /// Mass shares of VS: carbohydrate, protein, lipid, lignin, volatile fatty acids; they sum to 1.
    pub vs_shares: [f64; 5],
    /// Degradable share of the oxygen demand of carbohydrate, protein, lipid and lignin, 0 to 1.
    pub degradable: f64,
    /// Of the degradable carbohydrate, protein and lipid, the share that is fibre and degrades slowly, 0 to 1.
    pub slow_share: f64,
    /// What a kilogram of fresh mass brings.
    pub per_kg: FeedAmounts,
    /// Bulk density, kg/m3.
    pub density_kg_m3: f64,
    /// pH.
    pub ph: f64,
    /// Oxygen demand of the parts, kg/kg fresh mass.
    pub cod: f64,
    /// Oxygen demand as measured, kg/kg fresh mass.
    pub cod_measured: Option<f64>,
    /// Carbon, inorganic included, kg C/kg fresh mass.
    pub carbon: f64,
    /// Nitrogen, kg N/kg fresh mass.
    pub nitrogen: f64,
    /// Phosphorus, potassium, sulphur as measured, kg/kg fresh mass.
    pub minerals: [Option<f64>; 3],
    /// Methane potential that the degradable parts mean, NL CH4/kg VS.
    pub bmp_implied_nl_per_kg_vs: f64,
    /// Methane potential as measured, NL CH4/kg VS.
    pub bmp_measured_nl_per_kg_vs: Option<f64>,
    /// Methane if everything degraded, NL CH4/kg VS.
    pub bmp_theoretical_nl_per_kg_vs: f64,
    /// Where each number is from.
    pub origins: Vec<Origin>,
    /// What the reader should know, and do.
    pub findings: Vec<String>,
}

impl Characterised {
    /// What a cubic metre of the feed brings.
    pub fn per_m3(&self) -> FeedAmounts {
        self.per_kg.times(self.density_kg_m3)
    }

    /// Carbon to nitrogen, kg/kg; none without nitrogen.
    pub fn c_to_n(&self) -> Option<f64> {
        (self.nitrogen > 0.0).then(|| self.carbon / self.nitrogen)
    }

    /// Strong alkali that brings the feed to pH 7, keq/kg; negative where acid would be needed.
    pub fn alkali_to_ph7(&self) -> f64 {
        let buffers = super::charge::Buffers {
            acids: super::characterise::acids_kmol(self.per_kg.acids),
            ammonia: self.per_kg.ammonia,
            carbon: self.per_kg.inorganic_carbon,
        };
        buffers.strong_ions(7.0) - self.per_kg.strong_ions
    }
}
