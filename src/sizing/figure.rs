//! What is known of a candidate: the same figures in the nominal case and in every sample.

/// A figure of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Full cost of heat, EUR/MWh delivered, without VAT.
    Lcoh,
    /// Share of the heat sent out that does not come from gas, %.
    Coverage,
    /// Greenhouse gas saved against the reference of the scenario, t CO2e/a; where it names none, NaN.
    Saved,
    /// Starts of all wood boilers, 1/a.
    Starts,
    /// Full-load hours of the wood boilers together, h/a.
    FullLoadHours,
    /// Heat of wood, MWh/a.
    WoodHeat,
    /// Heat of the gas backup, MWh/a.
    BackupHeat,
    /// Heat of wood over wood burnt (LHV) over the year, start-up fuel included, %.
    AnnualEfficiency,
    /// Wood burnt, t/a as received.
    WoodBurnt,
    /// Wood bought beside the pool, t/a as received.
    WoodBought,
    /// Investment less aid, EUR.
    Invested,
    /// Net present value, EUR.
    Npv,
    /// Carbon monoxide, kg/a, starts and stops included.
    CarbonMonoxide,
    /// Heat that nobody could give, MWh/a.
    Unmet,
}

/// Number of figures.
pub const FIGURE_COUNT: usize = 14;

impl Figure {
    /// All, in the order of tables.
    pub const ALL: [Self; FIGURE_COUNT] = [
        Self::Lcoh,
        Self::Coverage,
        Self::Saved,
        Self::Starts,
        Self::FullLoadHours,
        Self::WoodHeat,
        Self::BackupHeat,
        Self::AnnualEfficiency,
        Self::WoodBurnt,
        Self::WoodBought,
        Self::Invested,
        Self::Npv,
        Self::CarbonMonoxide,
        Self::Unmet,
    ];

    /// Key in JSON, with its unit at the end.
    pub fn key(self) -> &'static str {
        match self {
            Self::Lcoh => "lcoh_eur_per_mwh",
            Self::Coverage => "coverage_pct",
            Self::Saved => "saved_t_co2e_per_a",
            Self::Starts => "starts_per_a",
            Self::FullLoadHours => "full_load_h",
            Self::WoodHeat => "wood_heat_mwh_per_a",
            Self::BackupHeat => "backup_heat_mwh_per_a",
            Self::AnnualEfficiency => "annual_efficiency_pct_lhv",
            Self::WoodBurnt => "wood_burnt_t_per_a",
            Self::WoodBought => "wood_bought_t_per_a",
            Self::Invested => "invested_eur",
            Self::Npv => "npv_eur",
            Self::CarbonMonoxide => "co_kg_per_a",
            Self::Unmet => "unmet_mwh_per_a",
        }
    }

    /// Unit, as shown.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Lcoh => "EUR/MWh",
            Self::Coverage | Self::AnnualEfficiency => "%",
            Self::Saved => "t CO2e/a",
            Self::Starts => "1/a",
            Self::FullLoadHours => "h/a",
            Self::WoodHeat | Self::BackupHeat | Self::Unmet => "MWh/a",
            Self::WoodBurnt | Self::WoodBought => "t/a",
            Self::Invested | Self::Npv => "EUR",
            Self::CarbonMonoxide => "kg/a",
        }
    }
}

/// The figures of a candidate, each at its place in [`Figure::ALL`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures(pub [f64; FIGURE_COUNT]);

impl Figures {
    /// No figure known.
    pub const UNKNOWN: Self = Self([f64::NAN; FIGURE_COUNT]);

    /// One of them.
    pub fn of(&self, figure: Figure) -> f64 {
        self.0[figure as usize]
    }

    /// Sets one of them.
    pub fn set(&mut self, figure: Figure, value: f64) {
        self.0[figure as usize] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_stands_at_its_place() {
        for (k, figure) in Figure::ALL.into_iter().enumerate() {
            assert_eq!(figure as usize, k);
        }
        let mut keys: Vec<_> = Figure::ALL.iter().map(|f| f.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), FIGURE_COUNT);
    }
}
