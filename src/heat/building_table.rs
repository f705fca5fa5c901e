//! Uses of buildings and ratios of their heat, read once from `models/heat/building_*.csv`.

use super::profile::ProfileKind;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// Useful heat of buildings of one use and age.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingRatio {
    /// Use: `office`.
    pub building_use: String,
    /// Age or class: `1970_1979`, `dpe_d`.
    pub vintage: String,
    /// Space heating in the mean climate of France, kWh/m2 a.
    pub space_kwh_per_m2: f64,
    /// Hot water, kWh/m2 a.
    pub hot_water_kwh_per_m2: f64,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

/// A use of buildings.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingUse {
    /// Name: `office`.
    pub id: String,
    /// Its standard load profile.
    pub profile: ProfileKind,
    /// Share of the heat of continuous heating that is taken.
    pub intermittence: f64,
}

fn read_ratio(row: &SheetRow<'_>) -> Result<BuildingRatio, SheetError> {
    Ok(BuildingRatio {
        building_use: row.filled("use")?,
        vintage: row.filled("vintage")?,
        space_kwh_per_m2: row.number_in("space_kwh_per_m2", 0.0..=1000.0)?,
        hot_water_kwh_per_m2: row.number_in("hot_water_kwh_per_m2", 0.0..=500.0)?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

fn read_use(row: &SheetRow<'_>) -> Result<BuildingUse, SheetError> {
    let code = row.filled("profile")?;
    let known = || row.unknown_word("profile", &code, ProfileKind::ALL.iter().map(|kind| kind.code()));
    Ok(BuildingUse {
        id: row.filled("use")?,
        profile: ProfileKind::from_code(&code).ok_or_else(known)?,
        intermittence: row.number_in("intermittence", 0.2..=1.0)?,
    })
}

shipped! {
    /// The ratios of `models/heat/building_ratios.csv`.
    pub fn building_ratios() -> [BuildingRatio] from "heat/building_ratios.csv" by read_ratio
}

shipped! {
    /// The uses of `models/heat/building_uses.csv`.
    pub fn building_uses() -> [BuildingUse] from "heat/building_uses.csv" by read_use
}

/// The use of a name.
pub fn building_use(id: &str) -> Option<&'static BuildingUse> {
    building_uses().iter().find(|u| u.id == id)
}

/// The ratio of a use and a vintage.
pub fn building_ratio(building_use: &str, vintage: &str) -> Option<&'static BuildingRatio> {
    building_ratios().iter().find(|r| r.building_use == building_use && r.vintage == vintage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_name_each_other() {
        for ratio in building_ratios() {
            assert!(building_use(&ratio.building_use).is_some(), "{}", ratio.building_use);
        }
        assert_eq!(building_ratio("school", "2011_2020").map(|r| r.space_kwh_per_m2), Some(25.5481));
        let keys: std::collections::BTreeSet<_> =
            building_ratios().iter().map(|r| (&r.building_use, &r.vintage)).collect();
        assert_eq!(keys.len(), building_ratios().len());
    }
}
