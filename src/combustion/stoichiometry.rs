//! Elements of the fuel, air and flue gas, in mol per kg of fuel as received. Complete oxidation to CO2, H2O, SO2, HCl
//! and N2; ash is inert.

use super::constants::{dry_air, molar_mass};
use super::params::FuelParams;
use crate::num::Real;

/// What a kilogram of fuel as received is made of, mol/kg; ash in kg/kg.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elements<S> {
    pub(super) c: S,
    pub(super) h: S,
    pub(super) o: S,
    pub(super) n: S,
    pub(super) s: S,
    pub(super) cl: S,
    pub(super) moisture: S,
    pub(super) ash_kg: S,
}

impl<S: Real> Elements<S> {
    pub(super) fn of(fuel: &FuelParams<S>) -> Self {
        let dry = S::one() - fuel.moisture_pct_ar * 0.01;
        let moles = |pct_db: S, molar_mass: f64| pct_db * dry * (10.0 / molar_mass);
        Self {
            c: moles(fuel.c_pct_db, molar_mass::C),
            h: moles(fuel.h_pct_db, molar_mass::H),
            o: moles(fuel.o_pct_db, molar_mass::O),
            n: moles(fuel.n_pct_db, molar_mass::N),
            s: moles(fuel.s_pct_db, molar_mass::S),
            cl: moles(fuel.cl_pct_db, molar_mass::CL),
            moisture: fuel.moisture_pct_ar * (10.0 / molar_mass::H2O),
            ash_kg: fuel.ash_pct_db * dry * 0.01,
        }
    }

    /// Water formed, mol/kg: all hydrogen but that of HCl.
    pub(super) fn water_of_combustion(&self) -> S {
        (self.h - self.cl) * 0.5
    }

    /// Oxygen needed beside that of the fuel, mol O2/kg.
    pub(super) fn oxygen_demand(&self) -> S {
        self.c + (self.h - self.cl) * 0.25 + self.s - self.o * 0.5
    }

    /// Mass of the combustible elements and the moisture, kg/kg: one minus ash, were the analysis to sum to exactly 100.
    pub(super) fn mass_kg(&self) -> S {
        (self.c * molar_mass::C
            + self.h * molar_mass::H
            + self.o * molar_mass::O
            + self.n * molar_mass::N
            + self.s * molar_mass::S
            + self.cl * molar_mass::CL
            + self.moisture * molar_mass::H2O)
            * 1e-3
    }
}

/// Combustion air, mol/kg fuel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Air<S> {
    pub(super) dry: S,
    pub(super) vapour: S,
}

impl<S: Real> Air<S> {
    /// Air that brings `excess_air` times the oxygen demand, with its humidity (kg water per kg dry air).
    pub(super) fn supply(oxygen_demand: S, excess_air: S, humidity_kg_per_kg: S) -> Self {
        let dry = oxygen_demand * excess_air / dry_air::O2;
        Self { dry, vapour: dry * humidity_kg_per_kg * (dry_air::MOLAR_MASS / molar_mass::H2O) }
    }

    pub(super) fn dry_kg(&self) -> S {
        self.dry * (dry_air::MOLAR_MASS * 1e-3)
    }

    pub(super) fn mass_kg(&self) -> S {
        self.dry_kg() + self.vapour * (molar_mass::H2O * 1e-3)
    }

    /// As a gas mixture, to take its enthalpy.
    pub(super) fn mixture(&self) -> Mixture<S> {
        let zero = S::zero();
        Mixture {
            co2: zero,
            h2o: self.vapour,
            o2: self.dry * dry_air::O2,
            n2: self.dry * dry_air::N2,
            ar: self.dry * dry_air::AR,
            so2: zero,
            hcl: zero,
        }
    }
}

/// A gas mixture, mol/kg fuel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mixture<S> {
    pub(super) co2: S,
    pub(super) h2o: S,
    pub(super) o2: S,
    pub(super) n2: S,
    pub(super) ar: S,
    pub(super) so2: S,
    pub(super) hcl: S,
}

impl<S: Real> Mixture<S> {
    /// The flue gas of complete combustion.
    pub(super) fn flue_gas(elements: &Elements<S>, air: &Air<S>) -> Self {
        Self {
            co2: elements.c,
            h2o: elements.water_of_combustion() + elements.moisture + air.vapour,
            o2: air.dry * dry_air::O2 - elements.oxygen_demand(),
            n2: elements.n * 0.5 + air.dry * dry_air::N2,
            ar: air.dry * dry_air::AR,
            so2: elements.s,
            hcl: elements.cl,
        }
    }

    pub(super) fn dry(&self) -> S {
        self.co2 + self.o2 + self.n2 + self.ar + self.so2 + self.hcl
    }

    pub(super) fn total(&self) -> S {
        self.dry() + self.h2o
    }

    pub(super) fn mass_kg(&self) -> S {
        (self.co2 * molar_mass::CO2
            + self.h2o * molar_mass::H2O
            + self.o2 * molar_mass::O2
            + self.n2 * molar_mass::N2
            + self.ar * molar_mass::AR
            + self.so2 * molar_mass::SO2
            + self.hcl * molar_mass::HCL)
            * 1e-3
    }

    /// The same gas with another amount of water vapour.
    pub(super) fn with_vapour(self, h2o: S) -> Self {
        Self { h2o, ..self }
    }
}
