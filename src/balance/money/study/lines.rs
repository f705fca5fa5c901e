//! The lines of a year as a French study names them: P1 fuel, P1' electricity, P2 operation, P3 renewal.

use super::paths::Factors;
use super::{Prices, Sale, Solution, StudyParams};
use crate::balance::flows::GasEnergy;

/// A name in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// French.
    pub fr: &'static str,
}

/// A chapter of the cost of heat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chapter {
    /// P1: fuel.
    P1,
    /// P1': electricity.
    P1Prime,
    /// P2: running and small maintenance.
    P2,
    /// P3: large upkeep and renewal.
    P3,
    /// P4: capital.
    P4,
}

impl Chapter {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::P1, Self::P1Prime, Self::P2, Self::P3, Self::P4];

    /// What it is called.
    pub fn words(self) -> Words {
        let (en, fr) = match self {
            Self::P1 => ("P1, fuel", "P1, combustible"),
            Self::P1Prime => ("P1', electricity", "P1', électricité"),
            Self::P2 => ("P2, running and small maintenance", "P2, conduite et petit entretien"),
            Self::P3 => ("P3, large upkeep and renewal", "P3, gros entretien et renouvellement"),
            Self::P4 => ("P4, capital", "P4, amortissement"),
        };
        Words { en, fr }
    }

    /// True for what a tariff puts into its energy part R1; the rest is R2.
    pub fn is_energy(self) -> bool {
        self == Self::P1
    }
}

/// A line of the cost of heat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineId {
    /// Wood fuel; negative where one is paid to take it.
    Wood,
    /// Natural gas, per MWh HHV, before excise.
    Gas,
    /// Excise on natural gas.
    GasExcise,
    /// Another fuel, as heating oil.
    OtherFuel,
    /// Electricity of the boiler house.
    Electricity,
    /// Staff, running, small maintenance.
    Running,
    /// Meters, measurements of emissions, remote supervision.
    Monitoring,
    /// Sweeping of the chimney.
    Sweeping,
    /// Insurance.
    Insurance,
    /// Outlet of the ash, landfill tax included.
    Ash,
    /// Provision for large upkeep and renewal.
    Renewal,
    /// Yearly payment for the capital.
    Capital,
    /// The same for the aid, negative.
    Aid,
    /// What borrowing adds, or saves when it is negative.
    Loan,
    /// Parts replaced in named years, less the value at the end.
    Replacement,
}

impl LineId {
    /// All, in the order of a study.
    pub const ALL: [Self; 15] = [
        Self::Wood,
        Self::Gas,
        Self::GasExcise,
        Self::OtherFuel,
        Self::Electricity,
        Self::Running,
        Self::Monitoring,
        Self::Sweeping,
        Self::Insurance,
        Self::Ash,
        Self::Renewal,
        Self::Replacement,
        Self::Capital,
        Self::Aid,
        Self::Loan,
    ];

    /// Stable short name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wood => "wood",
            Self::Gas => "gas",
            Self::GasExcise => "gas_excise",
            Self::OtherFuel => "other_fuel",
            Self::Electricity => "electricity",
            Self::Running => "running",
            Self::Monitoring => "monitoring",
            Self::Sweeping => "sweeping",
            Self::Insurance => "insurance",
            Self::Ash => "ash",
            Self::Renewal => "renewal",
            Self::Replacement => "replacement",
            Self::Capital => "capital",
            Self::Aid => "aid",
            Self::Loan => "loan",
        }
    }

    /// What it is called.
    pub fn words(self) -> Words {
        let (en, fr) = match self {
            Self::Wood => ("Wood fuel", "Bois"),
            Self::Gas => ("Natural gas", "Gaz naturel"),
            Self::GasExcise => ("Excise on natural gas", "Accise sur le gaz naturel"),
            Self::OtherFuel => ("Other fuel", "Autre combustible"),
            Self::Electricity => ("Electricity of the boiler house", "Électricité de la chaufferie"),
            Self::Running => ("Running and small maintenance", "Conduite et petit entretien"),
            Self::Monitoring => ("Monitoring and measurements", "Suivi et mesures"),
            Self::Sweeping => ("Chimney sweeping", "Ramonage"),
            Self::Insurance => ("Insurance", "Assurances"),
            Self::Ash => ("Outlet of the ash", "Évacuation des cendres"),
            Self::Renewal => ("Provision for renewal", "Provision de renouvellement"),
            Self::Replacement => ("Replacement less final value", "Remplacements moins valeur résiduelle"),
            Self::Capital => ("Annuity of the capital", "Annuité de l'investissement"),
            Self::Aid => ("Annuity of the aid", "Annuité des aides"),
            Self::Loan => ("What the loan adds", "Surcoût de l'emprunt"),
        };
        Words { en, fr }
    }

    /// The chapter it belongs to.
    pub fn chapter(self) -> Chapter {
        match self {
            Self::Wood | Self::Gas | Self::GasExcise | Self::OtherFuel => Chapter::P1,
            Self::Electricity => Chapter::P1Prime,
            Self::Running | Self::Monitoring | Self::Sweeping | Self::Insurance | Self::Ash => Chapter::P2,
            Self::Renewal => Chapter::P3,
            Self::Capital | Self::Aid | Self::Loan | Self::Replacement => Chapter::P4,
        }
    }

    /// Price path of a running line.
    pub(super) fn factors(self, factors: &Factors) -> &[f64] {
        match self {
            Self::Wood => &factors.wood,
            Self::Gas => &factors.gas,
            Self::OtherFuel => &factors.other,
            Self::Electricity => &factors.electricity,
            Self::GasExcise | Self::Capital | Self::Aid | Self::Loan | Self::Replacement => &factors.flat,
            _ => &factors.operation,
        }
    }
}

/// What a line costs in the first year, EUR/a without VAT.
pub(super) type Lines = Vec<(LineId, f64)>;

/// Running lines of the first year. Their sum is fuel + electricity + ash + fixed + variable operation, exactly split.
pub(super) fn running_lines(s: &Solution, prices: &Prices, p: &StudyParams<f64>) -> Lines {
    let gas_hhv_mwh = GasEnergy::from_lhv_mwh(s.gas_mwh_lhv, prices.hhv_per_lhv).hhv_mwh();
    let fixed = s.fixed_wood_eur_per_a + s.fixed_other_eur_per_a;
    let renewal = fixed * p.renewal_share_of_fixed;
    let insurance = fixed * p.insurance_share_of_fixed;
    let sweeping = s.fixed_wood_eur_per_a * p.sweeping_share_of_fixed;
    let monitoring = s.fixed_wood_eur_per_a * p.monitoring_share_of_fixed;
    let running = fixed - renewal - insurance - sweeping - monitoring + s.variable_eur_per_a;
    vec![
        (LineId::Wood, s.wood_mwh_lhv * prices.wood_eur_per_mwh_lhv),
        (LineId::Gas, gas_hhv_mwh * prices.gas_eur_per_mwh_hhv),
        (LineId::GasExcise, gas_hhv_mwh * prices.gas_excise_eur_per_mwh_hhv),
        (LineId::OtherFuel, s.other_mwh_lhv * prices.other_eur_per_mwh_lhv),
        (LineId::Electricity, s.electricity_mwh * prices.electricity_eur_per_mwh),
        (LineId::Running, running),
        (LineId::Monitoring, monitoring),
        (LineId::Sweeping, sweeping),
        (LineId::Insurance, insurance),
        (LineId::Ash, s.ash_t * prices.ash_eur_per_t),
        (LineId::Renewal, renewal),
    ]
}

/// VAT on a line, as a share: of the bill that the owner pays, or of the heat that is sold.
pub(super) fn vat_share(line: LineId, solution: &Solution, sale: &Sale, heat_mwh: f64, p: &StudyParams<f64>) -> f64 {
    if matches!(sale, Sale::OwnUse) {
        return match line {
            LineId::Wood => p.vat_wood,
            // aid and interest carry none
            LineId::Aid | LineId::Loan => 0.0,
            _ => p.vat_standard,
        };
    }
    let renewable = solution.renewable_heat_mwh / heat_mwh >= p.vat_renewable_threshold;
    match (line.chapter().is_energy(), renewable) {
        (true, true) => p.vat_renewable_heat,
        (true, false) => p.vat_standard,
        (false, _) => p.vat_heat_subscription,
    }
}
