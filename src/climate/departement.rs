//! Degree-days and climate zones of the French departements.

use crate::param::sheet::{SheetError, SheetRow, shipped};

/// A departement.
#[derive(Clone, Debug, PartialEq)]
pub struct Departement {
    /// Its number as text: `57`, `2A`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Heating degree-days, base 18 C, mean of ten years (2013 to 2023) by COSTIC, K d.
    pub degree_days_kd: f64,
    /// Winter climate zone of the French building rules: `H1`.
    pub zone: String,
    /// Climate zone: `H1b`.
    pub sub_zone: String,
}

fn read_row(row: &SheetRow<'_>) -> Result<Departement, SheetError> {
    Ok(Departement {
        code: row.filled("departement")?,
        name: row.filled("name")?,
        degree_days_kd: row.number_in("degree_days_kd", 100.0..=8000.0)?,
        zone: row.filled("zone")?,
        sub_zone: row.filled("sub_zone")?,
    })
}

shipped! {
    /// The departements of `models/climate/departements.csv`.
    pub fn departements() -> [Departement] from "climate/departements.csv" by read_row
}

/// The departement of a code (`57`, `2a`).
pub fn departement(code: &str) -> Option<&'static Departement> {
    departements().iter().find(|d| d.code.eq_ignore_ascii_case(code.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moselle_is_cold_and_the_default_climate_is_the_mean() {
        let moselle = departement("57").unwrap();
        assert_eq!((moselle.degree_days_kd, moselle.sub_zone.as_str()), (2219.0, "H1b"));
        assert_eq!(departements().len(), 96);
        let mean = departements().iter().map(|d| d.degree_days_kd).sum::<f64>() / 96.0;
        assert!((mean - 1853.0).abs() < 0.5, "{mean}: the default of ratio_degree_days_kd");
        assert!(departement("2a").is_some() && departement("20").is_none());
    }
}
