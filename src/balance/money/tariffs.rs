//! Feed-in tariffs and waste taxes, by the rules of their year.

use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use std::sync::OnceLock;

/// One row of `models/economics/tariffs.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct TariffRow {
    /// Name.
    pub id: String,
    /// Value in `unit`.
    pub value: f64,
    /// Unit.
    pub unit: String,
    /// First day of validity.
    pub valid_from: String,
    /// What it is.
    pub description: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_tariff(r: &SheetRow<'_>) -> Result<TariffRow, SheetError> {
    Ok(TariffRow {
        id: r.filled("id")?,
        value: r.number("value")?,
        unit: r.filled("unit")?,
        valid_from: r.filled("valid_from")?,
        description: r.filled("description")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// All tariffs and taxes.
    pub fn tariffs() -> [TariffRow] from "economics/tariffs.csv" by read_tariff
}

fn value(id: &str) -> f64 {
    tariffs().iter().find(|t| t.id == id).map(|t| t.value).expect("a test finds every tariff that the code names")
}

/// A tariff and whether it exists for this plant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tariff<S: Real> {
    /// EUR/MWh; the end value of the rule where the tariff does not exist.
    pub eur_per_mwh: S,
    /// Where the rule covers the plant.
    pub exists: S::Mask,
}

/// A rule that falls linearly between two sizes and adds a premium for livestock effluents.
struct LinearRule {
    low_size: f64,
    high_size: f64,
    low_price: f64,
    high_price: f64,
    premium: f64,
    full_share: f64,
}

impl LinearRule {
    fn at<S: Real>(&self, size: S, effluent_share: S) -> Tariff<S> {
        // the rule itself is flat below the lower size and above the full share
        let within = (size.max(S::from_f64(self.low_size)) - self.low_size) / (self.high_size - self.low_size);
        let base = within.min(S::one()) * (self.high_price - self.low_price) + self.low_price;
        let premium = (effluent_share / self.full_share).min(S::one()) * self.premium;
        Tariff { eur_per_mwh: base + premium, exists: size.le(S::from_f64(self.high_size)) }
    }
}

/// BG16, electricity from biogas below 500 kW: 175 EUR/MWh up to 80 kW, falling to 150 at 500 kW, plus up to 50 for
/// livestock effluents (full at 60 % of the mass). `power_kwe` in kW, `effluent_share` 0..=1.
pub fn bg16<S: Real>(power_kwe: S, effluent_share: S) -> Tariff<S> {
    static RULE: OnceLock<LinearRule> = OnceLock::new();
    let read = || LinearRule {
        low_size: value("bg16_power_low"),
        high_size: value("bg16_power_high"),
        low_price: value("bg16_base_low"),
        high_price: value("bg16_base_high"),
        premium: value("bg16_effluent_premium"),
        full_share: value("bg16_effluent_share_full"),
    };
    RULE.get_or_init(read).at(power_kwe, effluent_share)
}

/// Injected biomethane, EUR/MWh HHV: the tariff of November 2020 by flow (Nm3/h of biomethane) with the uplift of
/// June 2023. Linear between 50 and 300 Nm3/h; the shape between the printed ends is assumed.
pub fn biomethane_2023<S: Real>(flow_nm3_h: S, effluent_share: S) -> Tariff<S> {
    static RULE: OnceLock<LinearRule> = OnceLock::new();
    let read = || {
        let uplift = 1.0 + value("biomethane_uplift_2023");
        LinearRule {
            low_size: value("biomethane_flow_low"),
            high_size: value("biomethane_flow_high"),
            low_price: value("biomethane_base_low") * uplift,
            high_price: value("biomethane_base_high") * uplift,
            premium: value("biomethane_effluent_premium") * uplift,
            full_share: value("bg16_effluent_share_full"),
        }
    };
    RULE.get_or_init(read).at(flow_nm3_h, effluent_share)
}

/// Tax on landfilled waste, EUR: all tonnes at the base rate and those above the yearly objective at a surcharge
/// (Code des douanes art. 266 nonies).
pub fn tgap_landfill<S: Real>(t: S, t_over_objective: S, base_eur_per_t: S, surcharge_eur_per_t: S) -> S {
    t * base_eur_per_t + t_over_objective * surcharge_eur_per_t
}

/// The tax at the dated rates of the table.
pub fn tgap_landfill_2025<S: Real>(t: S, t_over_objective: S) -> S {
    let rate = |id| S::from_f64(value(id));
    tgap_landfill(t, t_over_objective, rate("tgap_landfill"), rate("tgap_landfill_surcharge"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bg16_is_flat_then_falls_and_ends() {
        let base = |p| bg16(p, 0.0).eur_per_mwh;
        assert_eq!((base(10.0), base(80.0), base(500.0)), (175.0, 175.0, 150.0));
        assert_eq!(base(290.0), 162.5);
        assert_eq!(bg16(80.0, 0.3).eur_per_mwh, 200.0);
        assert_eq!(bg16(80.0, 1.0).eur_per_mwh, 225.0);
        assert!(bg16(500.0, 0.0).exists && !bg16(500.1, 0.0).exists);
    }

    #[test]
    fn taxes_follow_the_dated_rates() {
        assert_eq!(tgap_landfill_2025(120.0, 20.0), 7900.0);
        let p = crate::balance::money::EconomicsParams::<f64>::defaults();
        assert_eq!(p.tgap_landfill_eur_per_t, value("tgap_landfill"), "one tax, two tables");
        assert!(biomethane_2023(300.0, 0.0).exists);
        assert!((biomethane_2023(300.0, 0.0).eur_per_mwh - 86.0 * 1.165).abs() < 1e-9);
    }
}
