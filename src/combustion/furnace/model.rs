//! The right-hand side: what happens in a furnace of given state and inputs. kg, s, kW, C.

use super::error::{FurnaceError, within};
use crate::combustion::constants::molar_mass;
use crate::combustion::stoichiometry::{Air, Elements, Mixture};
use crate::num::Real;
use crate::params;
use crate::units::ZERO_CELSIUS_K;

params! {
    /// A furnace, its boiler and its fuel. The defaults are the set `G300`: 300 kW, pallet wood of 20 % moisture.
    pub struct FurnaceParams from "combustion/furnace.csv" {
        carbon_kg_per_kg_db,
        hydrogen_kg_per_kg_db,
        oxygen_kg_per_kg_db,
        nitrogen_kg_per_kg_db,
        sulphur_kg_per_kg_db,
        chlorine_kg_per_kg_db,
        ash_kg_per_kg_db,
        lhv_dry_kj_per_kg,
        air_stoich_kg_per_kg,
        vaporization_kj_per_kg,
        cp_air_kj_per_kg_k,
        cp_gas_kj_per_kg_k,
        cp_vapour_kj_per_kg_k,
        cp_water_kj_per_kg_k,
        reference_c,
        air_c,
        ambient_c,
        evaporation_per_s,
        evaporation_exponent,
        evaporation_reference_c,
        decomposition_per_kg,
        leak_air_kg_per_s,
        refractory_kj_per_k,
        gas_to_refractory_kw_per_k,
        refractory_loss_kw_per_k,
        refractory_to_water_kw_per_k,
        boiler_kj_per_k,
        boiler_loss_kw_per_k,
        exchanger_kw_per_k,
        gas_nominal_kg_per_s,
        exchanger_exponent,
        water_kg_per_s,
    }
}

/// The four states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FurnaceState<S> {
    /// Water in the fuel on the grate, kg.
    pub water_kg: S,
    /// Dry fuel on the grate, kg.
    pub dry_kg: S,
    /// Refractory, C.
    pub refractory_c: S,
    /// Boiler water and steel, C.
    pub boiler_c: S,
}

impl<S: Real> FurnaceState<S> {
    /// The states in their order.
    pub fn to_array(self) -> [S; 4] {
        [self.water_kg, self.dry_kg, self.refractory_c, self.boiler_c]
    }

    /// The states from their order.
    pub fn from_array([water_kg, dry_kg, refractory_c, boiler_c]: [S; 4]) -> Self {
        Self { water_kg, dry_kg, refractory_c, boiler_c }
    }
}

impl FurnaceState<f64> {
    pub(super) fn check(&self) -> Result<(), FurnaceError> {
        // The integrator may leave a burnt-out grate below zero by rounding.
        within("water_kg", self.water_kg, -1e-6, 1e6)?;
        within("dry_kg", self.dry_kg, -1e-6, 1e6)?;
        within("refractory_c", self.refractory_c, -100.0, 3000.0)?;
        within("boiler_c", self.boiler_c, -100.0, 1000.0)
    }
}

/// What a controller sets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FurnaceInputs<S> {
    /// Wet fuel fed, kg/s.
    pub feed_kg_per_s: S,
    /// Its moisture, kg water per kg wet fuel.
    pub moisture: S,
    /// Primary air by the fan, kg/s.
    pub primary_kg_per_s: S,
    /// Secondary air, kg/s.
    pub secondary_kg_per_s: S,
    /// Water that returns from network or buffer, C.
    pub return_c: S,
    /// Share of the nominal water flow that is pumped: 1 while the boiler delivers, 0 while its pump stands.
    pub pumped: S,
}

impl FurnaceInputs<f64> {
    /// Refuses inputs that no controller can set.
    ///
    /// # Errors
    /// The first that is no number or out of its range.
    pub fn check(&self) -> Result<(), FurnaceError> {
        within("feed_kg_per_s", self.feed_kg_per_s, 0.0, 100.0)?;
        within("moisture", self.moisture, 0.0, 0.9)?;
        within("primary_kg_per_s", self.primary_kg_per_s, 0.0, 1000.0)?;
        within("secondary_kg_per_s", self.secondary_kg_per_s, 0.0, 1000.0)?;
        within("return_c", self.return_c, -20.0, 200.0)?;
        within("pumped", self.pumped, 0.0, 1.0)
    }

    /// Part of the way, 0 to 1, from these inputs to others.
    pub fn towards(&self, other: &Self, part: f64) -> Self {
        let between = |a: f64, b: f64| a + (b - a) * part;
        Self {
            feed_kg_per_s: between(self.feed_kg_per_s, other.feed_kg_per_s),
            moisture: between(self.moisture, other.moisture),
            primary_kg_per_s: between(self.primary_kg_per_s, other.primary_kg_per_s),
            secondary_kg_per_s: between(self.secondary_kg_per_s, other.secondary_kg_per_s),
            return_c: between(self.return_c, other.return_c),
            pumped: between(self.pumped, other.pumped),
        }
    }
}

/// What happens at a moment: flows in kg/s, heat in kW above the reference temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FurnaceRates<S> {
    /// Water that evaporates.
    pub evaporation_kg_per_s: S,
    /// Dry fuel that decomposes.
    pub decomposition_kg_per_s: S,
    /// Of it what finds air to burn.
    pub burnt_kg_per_s: S,
    /// All air: primary, leaking, secondary.
    pub air_kg_per_s: S,
    /// Air over what the decomposing fuel needs (lambda); infinite on an empty grate.
    pub excess_air: S,
    /// Oxygen in dry flue gas, % by volume: that of air on an empty grate, about 0 where air is short.
    pub o2_dry_pct: S,
    /// Wet flue gas.
    pub gas_kg_per_s: S,
    /// Gas in the furnace, C.
    pub gas_c: S,
    /// Gas in the stack, C.
    pub stack_c: S,
    /// Heat of what burns.
    pub combustion_kw: S,
    /// Chemical heat of the dry fuel fed.
    pub fed_kw: S,
    /// Sensible heat of the air.
    pub air_kw: S,
    /// From gas to water in the exchanger.
    pub exchanger_kw: S,
    /// From refractory to water.
    pub wall_kw: S,
    /// Delivered to network or buffer.
    pub useful_kw: S,
    /// Sensible heat of the stack gas.
    pub stack_kw: S,
    /// Lost by the refractory.
    pub refractory_loss_kw: S,
    /// Lost by the boiler.
    pub boiler_loss_kw: S,
    /// Chemical heat that leaves unburnt.
    pub unburnt_kw: S,
    /// Taken by evaporation.
    pub latent_kw: S,
    /// From gas to refractory.
    pub refractory_kw: S,
}

/// Molar mass of dry air as the known answers round it, g/mol: it shows where all oxygen is used, and nothing is left.
const AIR_G_PER_MOL: f64 = 28.963_23;

impl<S: Real> FurnaceParams<S> {
    /// All rates at a moment.
    ///
    /// Total for a positive gas flow, which leaking air guarantees: without fuel the excess air is infinite and the
    /// oxygen that of air.
    pub fn rates(&self, state: &FurnaceState<S>, inputs: &FurnaceInputs<S>) -> FurnaceRates<S> {
        let p = self;
        let kelvin = (state.refractory_c + ZERO_CELSIUS_K) / (p.evaporation_reference_c + ZERO_CELSIUS_K);
        let evaporation = p.evaporation_per_s * state.water_kg * kelvin.powf(p.evaporation_exponent);
        let primary = inputs.primary_kg_per_s + p.leak_air_kg_per_s;
        let decomposition = p.decomposition_per_kg * state.dry_kg * primary;
        let air = primary + inputs.secondary_kg_per_s;
        let burnt = decomposition.min(air / p.air_stoich_kg_per_kg);
        let dry_gas = air + decomposition * (S::one() - p.ash_kg_per_kg_db);
        let gas = dry_gas + evaporation;
        // kW/K: heat capacity of the gas stream.
        let stream = dry_gas * p.cp_gas_kj_per_kg_k + evaporation * p.cp_vapour_kj_per_kg_k;
        let combustion = burnt * p.lhv_dry_kj_per_kg;
        let air_kw = air * p.cp_air_kj_per_kg_k * (p.air_c - p.reference_c);
        let latent = evaporation * p.vaporization_kj_per_kg;
        let ha = p.gas_to_refractory_kw_per_k;
        let gas_c = (combustion + air_kw - latent + stream * p.reference_c + ha * state.refractory_c) / (stream + ha);
        let exchange = p.exchanger_kw_per_k * (gas / p.gas_nominal_kg_per_s).powf(p.exchanger_exponent);
        let stack_c = state.boiler_c + (gas_c - state.boiler_c) * (-(exchange / stream)).exp();
        let water_kw_per_k = inputs.pumped * p.water_kg_per_s * p.cp_water_kj_per_kg_k;
        FurnaceRates {
            evaporation_kg_per_s: evaporation,
            decomposition_kg_per_s: decomposition,
            burnt_kg_per_s: burnt,
            air_kg_per_s: air,
            excess_air: air / (p.air_stoich_kg_per_kg * decomposition),
            o2_dry_pct: self.o2_dry_pct(air, burnt),
            gas_kg_per_s: gas,
            gas_c,
            stack_c,
            combustion_kw: combustion,
            fed_kw: inputs.feed_kg_per_s * (S::one() - inputs.moisture) * p.lhv_dry_kj_per_kg,
            air_kw,
            exchanger_kw: stream * (gas_c - stack_c),
            wall_kw: p.refractory_to_water_kw_per_k * (state.refractory_c - state.boiler_c),
            useful_kw: water_kw_per_k * (state.boiler_c - inputs.return_c),
            stack_kw: stream * (stack_c - p.reference_c),
            refractory_loss_kw: p.refractory_loss_kw_per_k * (state.refractory_c - p.ambient_c),
            boiler_loss_kw: p.boiler_loss_kw_per_k * (state.boiler_c - p.ambient_c),
            unburnt_kw: (decomposition - burnt) * p.lhv_dry_kj_per_kg,
            latent_kw: latent,
            refractory_kw: ha * (gas_c - state.refractory_c),
        }
    }

    /// How the states change, per second, in their order.
    pub fn slopes(&self, inputs: &FurnaceInputs<S>, rates: &FurnaceRates<S>) -> [S; 4] {
        let refractory = rates.refractory_kw - rates.wall_kw - rates.refractory_loss_kw;
        let boiler = rates.exchanger_kw + rates.wall_kw - rates.useful_kw - rates.boiler_loss_kw;
        [
            inputs.feed_kg_per_s * inputs.moisture - rates.evaporation_kg_per_s,
            inputs.feed_kg_per_s * (S::one() - inputs.moisture) - rates.decomposition_kg_per_s,
            refractory / self.refractory_kj_per_k,
            boiler / self.boiler_kj_per_k,
        ]
    }

    /// Adiabatic temperature of the furnace's gas with its constant heat capacities, C, for a moisture (kg/kg wet) and an
    /// excess air: what [`burn`](crate::combustion::burn()) gives with real ones shows how far the constants carry.
    pub fn adiabatic_c(&self, moisture: S, excess_air: S) -> S {
        let water = moisture / (S::one() - moisture);
        let air = excess_air * self.air_stoich_kg_per_kg;
        let stream =
            (air + S::one() - self.ash_kg_per_kg_db) * self.cp_gas_kj_per_kg_k + water * self.cp_vapour_kj_per_kg_k;
        let heat = excess_air.min(S::one()) * self.lhv_dry_kj_per_kg - water * self.vaporization_kj_per_kg
            + air * self.cp_air_kj_per_kg_k * (self.air_c - self.reference_c);
        heat / stream + self.reference_c
    }

    /// Oxygen in the dry flue gas of `burnt` kg/s of dry fuel in `air` kg/s of dry air, %.
    fn o2_dry_pct(&self, air: S, burnt: S) -> S {
        let moles = |share: S, molar_mass: f64| burnt * share * (1e3 / molar_mass);
        let elements = Elements {
            c: moles(self.carbon_kg_per_kg_db, molar_mass::C),
            h: moles(self.hydrogen_kg_per_kg_db, molar_mass::H),
            o: moles(self.oxygen_kg_per_kg_db, molar_mass::O),
            n: moles(self.nitrogen_kg_per_kg_db, molar_mass::N),
            s: moles(self.sulphur_kg_per_kg_db, molar_mass::S),
            cl: moles(self.chlorine_kg_per_kg_db, molar_mass::CL),
            moisture: S::zero(),
            ash_kg: S::zero(),
        };
        let gas = Mixture::flue_gas(&elements, &Air { dry: air * (1e3 / AIR_G_PER_MOL), vapour: S::zero() });
        gas.o2 / gas.dry() * 100.0
    }
}

impl FurnaceParams<f64> {
    /// Refuses parameters outside the ranges of their rows.
    ///
    /// # Errors
    /// The first that is no number or out of its range.
    pub fn check(&self) -> Result<(), FurnaceError> {
        let rows = Self::table().rows();
        rows.iter().zip(self.to_vec()).try_for_each(|(row, value)| within(row.name.as_str(), value, row.low, row.high))
    }
}
