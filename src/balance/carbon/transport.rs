//! Road transport by the level 1 values of the French rule on CO2 information (arrete of 10 April 2012, annex II).

use crate::balance::carbon::CarbonError;
use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// One vehicle of `models/carbon/vehicles.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Vehicle {
    /// Name.
    pub id: String,
    /// Name in the rule.
    pub label: String,
    /// Mean load over all kilometres, the empty return included, t.
    pub mean_load_t: f64,
    /// Diesel, l/km.
    pub diesel_l_per_km: f64,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

impl Vehicle {
    /// Diesel per tonne and kilometre, l/(t km).
    pub fn litre_per_t_km(&self) -> f64 {
        self.diesel_l_per_km / self.mean_load_t
    }
}

fn read_vehicle(r: &SheetRow<'_>) -> Result<Vehicle, SheetError> {
    Ok(Vehicle {
        id: r.filled("id")?,
        label: r.filled("vehicle")?,
        mean_load_t: r.number("mean_load_t")?,
        diesel_l_per_km: r.number("diesel_l_per_km")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// All vehicles.
    pub fn vehicles() -> [Vehicle] from "carbon/vehicles.csv" by read_vehicle
}

/// The vehicle of a name.
///
/// # Errors
/// No vehicle has the name.
pub fn vehicle(id: &str) -> Result<&'static Vehicle, CarbonError> {
    vehicles().iter().find(|v| v.id == id).ok_or_else(|| CarbonError::UnknownVehicle(id.to_owned()))
}

/// Emissions of moving a mass, kg CO2e: mass (t), road distance (km), mean load (t), diesel (l/km), factor (kg CO2e/l).
pub fn transport_kg<S: Real>(t: S, km: S, mean_load_t: S, l_per_km: S, kg_per_l: S) -> S {
    t * km / mean_load_t * l_per_km * kg_per_l
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_lorry_is_a_dozen_times_cleaner_than_a_parcel_van() {
        let per_t_km = |id| 3.16 * vehicle(id).unwrap().litre_per_t_km();
        // arrete of 10 April 2012, annex II, times 3.16 kg/l
        assert!((per_t_km("van_3t5") - 1.0991).abs() < 5e-5);
        assert!((per_t_km("artic_40t_regional") - 0.0854).abs() < 5e-5);
        assert!(vehicle("bicycle").is_err());
        assert!(vehicles().iter().all(|v| v.mean_load_t > 0.0 && v.diesel_l_per_km > 0.0));
    }
}
