//! The physical flows of a year: what the digester, the boilers and the lorries did, before anyone judges it.
//!
//! Energies are MWh. Fuels are on LHV as received unless a name says HHV. Gas is dry at 0 C and 101.325 kPa (Nm3).
//! Every number is a yearly total of zero or more; [`Flows::check`] refuses anything else.

mod check;

pub use check::FlowError;

use crate::balance::carbon::outlets::Outlet;
use crate::num::Real;

/// Energy of natural gas, which is burnt on LHV and billed on HHV: the two kinds cannot be confused here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GasEnergy<S> {
    lhv_mwh: S,
    hhv_per_lhv: S,
}

impl<S: Real> GasEnergy<S> {
    /// From energy on LHV (as a boiler counts it), MWh, and the ratio of HHV to LHV (about 1.11).
    pub fn from_lhv_mwh(lhv_mwh: S, hhv_per_lhv: S) -> Self {
        Self { lhv_mwh, hhv_per_lhv }
    }

    /// From energy on HHV (as a bill counts it), MWh.
    pub fn from_hhv_mwh(hhv_mwh: S, hhv_per_lhv: S) -> Self {
        Self { lhv_mwh: hhv_mwh / hhv_per_lhv, hhv_per_lhv }
    }

    /// MWh LHV.
    pub fn lhv_mwh(self) -> S {
        self.lhv_mwh
    }

    /// MWh HHV.
    pub fn hhv_mwh(self) -> S {
        self.lhv_mwh * self.hhv_per_lhv
    }
}

/// What a stream is, as far as balances care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamKind {
    /// Waste wood for reuse or for the boiler.
    Wood,
    /// Fermentable waste for the digester.
    Organic,
    /// Livestock effluent for the digester.
    Manure,
    /// Crop grown for the digester.
    Crop,
}

impl StreamKind {
    /// Whether the stream goes to the digester.
    pub fn is_digested(self) -> bool {
        !matches!(self, Self::Wood)
    }
}

/// Who may claim what a tonne of waste avoids. Each tonne has exactly one claimant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimant {
    /// The project that this account is made for.
    ThisProject,
    /// Somebody else (the provider in its own report, another plant): shown, never counted here.
    Other,
}

/// One stream of one provider over the year.
#[derive(Clone, Copy, Debug)]
pub struct StreamFlow<S> {
    /// What it is.
    pub kind: StreamKind,
    /// Mass as received, t/a.
    pub wet_t: S,
    /// Water, kg/kg wet, 0..=1.
    pub moisture_share: S,
    /// Road distance from provider to plant, one way, km.
    pub distance_km: S,
    /// Where it goes today.
    pub present_outlet: &'static Outlet,
    /// What the provider pays today, EUR/t wet; negative when it is paid.
    pub present_cost_eur_per_t: S,
    /// Who claims the avoided emissions.
    pub claimant: Claimant,
}

/// Wood after sorting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WoodFlows<S> {
    /// Reused or repaired, t wet/a.
    pub reused_t: S,
    /// Shredded for the boiler, t wet/a.
    pub burnt_t: S,
    /// Of what is burnt, bought and not from the pool, t wet/a.
    pub bought_t: S,
    /// Shredded for the boiler, dry mass, t/a.
    pub burnt_dry_t: S,
    /// Ash to dispose of, t/a.
    pub ash_t: S,
}

/// Where the methane made in the digester goes, Nm3 CH4/a. Losses stand in [`PlantEmissions`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MethaneFlows<S> {
    /// Biogas made (all its gases, dry), Nm3/a.
    pub biogas_nm3: S,
    /// Methane made in the digester, Nm3 CH4/a; gas that the digestate store gives off later is not in it.
    pub produced_nm3: S,
    /// Fed to the engine, Nm3 CH4/a, its slip included.
    pub to_chp_nm3: S,
    /// Fed to a gas boiler, Nm3 CH4/a.
    pub to_boiler_nm3: S,
    /// Fed to the upgrading unit, Nm3 CH4/a, its off-gas included.
    pub to_upgrading_nm3: S,
    /// Burnt in the flare, Nm3 CH4/a.
    pub flared_nm3: S,
    /// Injected into the grid, Nm3 CH4/a.
    pub injected_nm3: S,
}

/// Methane lost to the air at each step, Nm3 CH4/a.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MethaneLosses<S> {
    /// Digester, gas store, pipes; part of the methane produced.
    pub digester_leak_nm3: S,
    /// Passed through the flare unburnt; part of the methane produced, beside the methane flared.
    pub flare_slip_nm3: S,
    /// Unburnt in the engine; part of the methane fed to it.
    pub engine_slip_nm3: S,
    /// Off-gas of the upgrading unit; part of the methane fed to it.
    pub upgrading_offgas_nm3: S,
    /// Given off by the digestate store; beside the methane produced.
    pub digestate_store_nm3: S,
}

impl<S: Real> MethaneLosses<S> {
    /// Nothing lost.
    pub fn none() -> Self {
        let z = S::zero();
        Self {
            digester_leak_nm3: z,
            flare_slip_nm3: z,
            engine_slip_nm3: z,
            upgrading_offgas_nm3: z,
            digestate_store_nm3: z,
        }
    }

    /// All steps together, Nm3 CH4/a.
    pub fn total_nm3(&self) -> S {
        self.from_gas_line_nm3() + self.digestate_store_nm3
    }

    /// Losses of what the digester made, Nm3 CH4/a: all steps but the digestate store.
    pub fn from_gas_line_nm3(&self) -> S {
        self.digester_leak_nm3 + self.flare_slip_nm3 + self.engine_slip_nm3 + self.upgrading_offgas_nm3
    }
}

/// How the emissions of the digestion plant are known. An aggregate factor holds all of them already, so that it
/// excludes simulated ones: there is no way to write both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlantEmissions<S> {
    /// Methane lost at each step.
    Simulated(MethaneLosses<S>),
    /// One factor per tonne for the whole plant (173 kg/t by default), methane, energy and digestate included. The gas
    /// line still loses what it loses, so that its energy closes; no carbon line is made of it.
    Aggregate(MethaneLosses<S>),
}

/// A boiler or engine over the year, MWh. Fuel equals heat plus power plus loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Converter<S> {
    /// Fuel in, MWh LHV.
    pub fuel_mwh: S,
    /// Heat out, MWh.
    pub heat_mwh: S,
    /// Electricity out, MWh.
    pub power_mwh: S,
    /// Lost with flue gas, unburnt fuel and through the walls, MWh, as the physical model reports it.
    pub loss_mwh: S,
}

impl<S: Real> Converter<S> {
    /// A converter that does not run.
    pub fn off() -> Self {
        let z = S::zero();
        Self { fuel_mwh: z, heat_mwh: z, power_mwh: z, loss_mwh: z }
    }
}

/// Where heat goes, MWh/a.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatFlows<S> {
    /// Delivered to users, from wood.
    pub used_from_wood_mwh: S,
    /// Delivered to users, from biogas.
    pub used_from_biogas_mwh: S,
    /// Delivered to users, from natural gas.
    pub used_from_gas_mwh: S,
    /// Used by the digester itself (feed heating, losses, hygienisation).
    pub digester_mwh: S,
    /// Lost in network and buffer.
    pub network_loss_mwh: S,
    /// Made and not used.
    pub dumped_mwh: S,
}

impl<S: Real> HeatFlows<S> {
    /// Delivered to users from all sources, MWh/a.
    pub fn used_mwh(&self) -> S {
        self.used_from_wood_mwh + self.used_from_biogas_mwh + self.used_from_gas_mwh
    }
}

/// Where electricity comes from and goes, MWh/a; what the engine makes stands in its [`Converter`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerFlows<S> {
    /// Sold to the grid.
    pub sold_mwh: S,
    /// Made by the engine and used on site.
    pub own_use_mwh: S,
    /// Bought for the digester and gas upgrading.
    pub bought_digester_mwh: S,
    /// Bought for boilers, pumps and shredders that run on electricity.
    pub bought_boiler_mwh: S,
}

/// Digestate over the year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DigestateFlows<S> {
    /// Wet mass spread, t/a.
    pub wet_t: S,
    /// Total nitrogen in it, t N/a.
    pub nitrogen_t: S,
}

/// What a transport leg carries: decides which product bears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// Wood, shred or ash.
    Wood,
    /// Fermentable waste or digestate.
    Organic,
}

/// Transport of one kind over the year.
#[derive(Clone, Copy, Debug)]
pub struct TransportLeg<S> {
    /// What it is, for tables.
    pub name: &'static str,
    /// What it carries.
    pub carries: Carries,
    /// Tonnes times kilometres of the loaded way, t km/a; factors include the empty return.
    pub t_km: S,
    /// The vehicle.
    pub vehicle: &'static crate::balance::carbon::transport::Vehicle,
}

/// All physical flows of a year.
#[derive(Clone, Debug)]
pub struct Flows<S> {
    /// The streams taken in.
    pub streams: Vec<StreamFlow<S>>,
    /// Wood after sorting.
    pub wood: WoodFlows<S>,
    /// Methane by use.
    pub methane: MethaneFlows<S>,
    /// Emissions of the digestion plant.
    pub plant: PlantEmissions<S>,
    /// Wood boilers.
    pub wood_boiler: Converter<S>,
    /// Engine on biogas.
    pub chp: Converter<S>,
    /// Boiler on biogas.
    pub biogas_boiler: Converter<S>,
    /// Backup boiler on natural gas; its fuel is LHV.
    pub gas_boiler: Converter<S>,
    /// Heat by destination.
    pub heat: HeatFlows<S>,
    /// Electricity by destination.
    pub power: PowerFlows<S>,
    /// Digestate.
    pub digestate: DigestateFlows<S>,
    /// Transport legs; the only place where transport is counted.
    pub transport: Vec<TransportLeg<S>>,
    /// Digesters in operation.
    pub digesters: S,
}

impl<S: Real> Flows<S> {
    /// Nothing at all: the start of every assembly, and a limit that tests use.
    pub fn zero() -> Self {
        let z = S::zero();
        Self {
            streams: Vec::new(),
            wood: WoodFlows { reused_t: z, burnt_t: z, bought_t: z, burnt_dry_t: z, ash_t: z },
            methane: MethaneFlows {
                biogas_nm3: z,
                produced_nm3: z,
                to_chp_nm3: z,
                to_boiler_nm3: z,
                to_upgrading_nm3: z,
                flared_nm3: z,
                injected_nm3: z,
            },
            plant: PlantEmissions::Simulated(MethaneLosses::none()),
            wood_boiler: Converter::off(),
            chp: Converter::off(),
            biogas_boiler: Converter::off(),
            gas_boiler: Converter::off(),
            heat: HeatFlows {
                used_from_wood_mwh: z,
                used_from_biogas_mwh: z,
                used_from_gas_mwh: z,
                digester_mwh: z,
                network_loss_mwh: z,
                dumped_mwh: z,
            },
            power: PowerFlows { sold_mwh: z, own_use_mwh: z, bought_digester_mwh: z, bought_boiler_mwh: z },
            digestate: DigestateFlows { wet_t: z, nitrogen_t: z },
            transport: Vec::new(),
            digesters: z,
        }
    }

    /// Mass as received of the streams that satisfy a condition, t/a.
    pub fn wet_t(&self, keep: impl Fn(&StreamFlow<S>) -> bool) -> S {
        self.streams.iter().filter(|s| keep(s)).map(|s| s.wet_t).sum()
    }

    /// Tonnes times kilometres of collecting the streams of a class, t km/a.
    pub fn collection_t_km(&self, carries: Carries) -> S {
        let digested = carries == Carries::Organic;
        self.streams.iter().filter(|s| s.kind.is_digested() == digested).map(|s| s.wet_t * s.distance_km).sum()
    }

    /// Methane lost per step, for carbon; none when the plant's emissions are one aggregate factor.
    pub fn losses(&self) -> Option<&MethaneLosses<S>> {
        match &self.plant {
            PlantEmissions::Simulated(losses) => Some(losses),
            PlantEmissions::Aggregate(_) => None,
        }
    }

    /// Methane lost per step as the gas line lost it, however its emissions are counted.
    pub fn physical_losses(&self) -> &MethaneLosses<S> {
        match &self.plant {
            PlantEmissions::Simulated(losses) | PlantEmissions::Aggregate(losses) => losses,
        }
    }

    /// Natural gas burnt by the backup, with its HHV.
    pub fn gas(&self, hhv_per_lhv: S) -> GasEnergy<S> {
        GasEnergy::from_lhv_mwh(self.gas_boiler.fuel_mwh, hhv_per_lhv)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gas_is_eleven_percent_more_on_the_bill() {
        let gas = GasEnergy::from_lhv_mwh(100.0, 1.11);
        assert!((gas.hhv_mwh() - 111.0).abs() < 1e-12);
        let back = GasEnergy::from_hhv_mwh(gas.hhv_mwh(), 1.11);
        assert!((back.lhv_mwh() - 100.0).abs() < 1e-12);
    }
}
