//! The silo beside the boiler: how long it lasts, how often a lorry comes.

use super::StockError;
use super::year::check;
use crate::feedstock::pool::MONTHS;

crate::params! {
    /// Silo and lorries.
    pub struct SiloParams from "feedstock/silo.csv" { silo_m3, silo_filling, lorry_m3 }
}

/// What a silo means for the operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SiloSupply {
    /// Energy of the fuel in a full silo, MWh LHV.
    pub energy_mwh: f64,
    /// Days that a full silo lasts at full load, d.
    pub autonomy_d: f64,
    /// Volume of fuel burnt in a year, m3.
    pub volume_m3_per_a: f64,
    /// Lorries a year: whole loads, where a load is no more than the silo takes.
    pub deliveries_per_a: f64,
    /// Lorries in the month that needs most.
    pub deliveries_peak_month: f64,
    /// A load, m3: the lorry's, or the silo's where that is smaller.
    pub load_m3: f64,
}

/// What a silo of fuel of `lhv_mwh_per_m3` (bulk, LHV as received, above zero) means for boilers that burn
/// `full_load_kw` (LHV input, above zero) at full load and `need_mwh` (LHV) in each month.
///
/// # Errors
/// When a parameter lies outside its range, a need is negative, or energy density or power is not above zero.
pub fn silo_supply(
    params: &SiloParams<f64>,
    lhv_mwh_per_m3: f64,
    full_load_kw: f64,
    need_mwh: &[f64; MONTHS],
) -> Result<SiloSupply, StockError> {
    check(SiloParams::<f64>::table(), &params.to_vec())?;
    positive("lhv_mwh_per_m3", lhv_mwh_per_m3)?;
    positive("full_load_kw", full_load_kw)?;
    super::year::check_need(need_mwh)?;
    let room_m3 = params.silo_m3 * params.silo_filling;
    let energy_mwh = room_m3 * lhv_mwh_per_m3;
    let load_m3 = params.lorry_m3.min(room_m3);
    let loads = |mwh: f64| if mwh > 0.0 { (mwh / lhv_mwh_per_m3 / load_m3).ceil() } else { 0.0 };
    let year_mwh: f64 = need_mwh.iter().sum();
    positive("silo_m3", room_m3)?;
    Ok(SiloSupply {
        energy_mwh,
        autonomy_d: energy_mwh * 1000.0 / (full_load_kw * 24.0),
        volume_m3_per_a: year_mwh / lhv_mwh_per_m3,
        deliveries_per_a: loads(year_mwh),
        deliveries_peak_month: loads(need_mwh.iter().copied().fold(0.0, f64::max)),
        load_m3,
    })
}

fn positive(name: &'static str, value: f64) -> Result<(), StockError> {
    if value > 0.0 && value.is_finite() {
        return Ok(());
    }
    let table = SiloParams::<f64>::table().file();
    Err(StockError::Parameter { table, name, value, low: f64::MIN_POSITIVE, high: f64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 m3 filled to 80 % with chips of 0.9 MWh/m3 hold 72 MWh: six days of 500 kW.
    #[test]
    fn autonomy_and_lorries_by_hand() {
        let params = SiloParams { silo_m3: 100.0, silo_filling: 0.8, lorry_m3: 90.0 };
        let mut need = [0.0; MONTHS];
        need[0] = 216.0;
        need[6] = 36.0;
        let supply = silo_supply(&params, 0.9, 500.0, &need).unwrap();
        assert!((supply.energy_mwh - 72.0).abs() < 1e-12 && (supply.autonomy_d - 6.0).abs() < 1e-12);
        // A lorry of 90 m3 does not empty into 80 m3: 72 MWh a load, 252 MWh a year.
        assert_eq!((supply.load_m3, supply.deliveries_per_a, supply.deliveries_peak_month), (80.0, 4.0, 3.0));
        assert!(silo_supply(&SiloParams { silo_m3: 0.0, ..params }, 0.9, 500.0, &need).is_err());
        assert!(silo_supply(&params, -0.1, 500.0, &need).is_err() && silo_supply(&params, 0.9, 0.0, &need).is_err());
        need[3] = -1.0;
        assert_eq!(silo_supply(&params, 0.9, 500.0, &need), Err(StockError::BadNeed { month: 3, mwh: -1.0 }));
    }
}
