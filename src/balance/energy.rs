//! The energy balance: primary energy in, useful energy out, losses and own use, and whether they close.
//!
//! Every node has its own closure: each converter (fuel against heat, power and reported loss), heat, electricity,
//! methane, upgrading and the gas that converters report as fuel. A loss is never computed as what is missing: then nothing could fail.

use crate::balance::flows::{Converter, Flows};
use crate::num::Real;
use crate::units::METHANE_LHV_MWH_PER_NM3;

/// Yearly energy of a project, MWh; fuels on LHV.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EnergyBalance<S> {
    /// Wood burnt, MWh LHV.
    pub wood_in_mwh: S,
    /// Methane made, MWh LHV.
    pub biogas_in_mwh: S,
    /// Natural gas, MWh LHV.
    pub gas_in_mwh: S,
    /// Electricity bought, MWh.
    pub electricity_in_mwh: S,
    /// Heat delivered to users, MWh.
    pub heat_out_mwh: S,
    /// Electricity sold, MWh.
    pub electricity_out_mwh: S,
    /// Biomethane injected, MWh LHV.
    pub biomethane_out_mwh: S,
    /// Heat and electricity used by the plant itself, MWh.
    pub own_use_mwh: S,
    /// Losses of boilers and engine, MWh.
    pub conversion_loss_mwh: S,
    /// Heat lost in network and buffer or dumped, MWh.
    pub heat_loss_mwh: S,
    /// Methane flared or lost before a converter, MWh LHV.
    pub gas_loss_mwh: S,
    /// Residual of each node, MWh.
    pub residual: NodeResiduals<S>,
}

/// In minus out of each node, MWh; all zero when the physical models close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeResiduals<S> {
    /// Fuel minus heat, power and reported loss of wood boiler, engine, biogas boiler, gas boiler.
    pub converters_mwh: [S; 4],
    /// Heat made minus heat used, lost or dumped.
    pub heat_mwh: S,
    /// Electricity made minus sold and used on site.
    pub electricity_mwh: S,
    /// Methane made minus fed to engine, boiler and upgrading, flared, passed through the flare and leaked.
    pub methane_mwh: S,
    /// Methane fed to upgrading minus injected and lost as off-gas.
    pub upgrading_mwh: S,
    /// Methane fed to engine and boiler minus the fuel they report.
    pub gas_fuel_mwh: S,
}

impl<S: Real> EnergyBalance<S> {
    /// All energy in, MWh.
    pub fn input_mwh(&self) -> S {
        self.wood_in_mwh + self.biogas_in_mwh + self.gas_in_mwh + self.electricity_in_mwh
    }

    /// Useful energy out, MWh.
    pub fn useful_mwh(&self) -> S {
        self.heat_out_mwh + self.electricity_out_mwh + self.biomethane_out_mwh
    }

    /// Losses of all kinds, MWh.
    pub fn loss_mwh(&self) -> S {
        self.conversion_loss_mwh + self.heat_loss_mwh + self.gas_loss_mwh
    }

    /// In minus useful, own use and losses, MWh: zero when every node closes.
    pub fn residual_mwh(&self) -> S {
        self.input_mwh() - self.useful_mwh() - self.own_use_mwh - self.loss_mwh()
    }

    /// The worst closure: largest absolute residual of a node or of the whole over the energy in (over 1 MWh when
    /// there is none).
    pub fn closure(&self) -> S {
        let r = &self.residual;
        let nodes = [r.heat_mwh, r.electricity_mwh, r.methane_mwh, r.upgrading_mwh, r.gas_fuel_mwh];
        nodes
            .into_iter()
            .chain(r.converters_mwh)
            .chain([self.residual_mwh()])
            .fold(S::zero(), |worst, node| worst.max(node.abs()))
            / self.input_mwh().max(S::one())
    }
}

/// In minus out of one converter, MWh.
fn converter_residual<S: Real>(c: &Converter<S>) -> S {
    c.fuel_mwh - c.heat_mwh - c.power_mwh - c.loss_mwh
}

/// The energy balance of a year's flows.
///
/// Engine slip is fuel of the engine and belongs to its reported loss; the store of digestate lies outside the gas line
/// and takes no part.
pub fn energy_balance<S: Real>(flows: &Flows<S>) -> EnergyBalance<S> {
    let (m, h, p) = (&flows.methane, &flows.heat, &flows.power);
    let converters = [&flows.wood_boiler, &flows.chp, &flows.biogas_boiler, &flows.gas_boiler];
    let lost = flows.physical_losses();
    // burnt in the flare, or lost before a converter
    let gone_nm3 = m.flared_nm3 + lost.digester_leak_nm3 + lost.flare_slip_nm3;
    let mwh = |nm3: S| nm3 * METHANE_LHV_MWH_PER_NM3;
    let bought = p.bought_digester_mwh + p.bought_boiler_mwh;
    let heat_made: S = converters.iter().map(|c| c.heat_mwh).sum();
    let power_made: S = converters.iter().map(|c| c.power_mwh).sum();
    let uses = m.to_chp_nm3 + m.to_boiler_nm3 + m.to_upgrading_nm3 + gone_nm3;
    EnergyBalance {
        wood_in_mwh: flows.wood_boiler.fuel_mwh,
        biogas_in_mwh: mwh(m.produced_nm3),
        gas_in_mwh: flows.gas_boiler.fuel_mwh,
        electricity_in_mwh: bought,
        heat_out_mwh: h.used_mwh(),
        electricity_out_mwh: p.sold_mwh,
        biomethane_out_mwh: mwh(m.injected_nm3),
        own_use_mwh: h.digester_mwh + p.own_use_mwh + bought,
        conversion_loss_mwh: converters.iter().map(|c| c.loss_mwh).sum(),
        heat_loss_mwh: h.network_loss_mwh + h.dumped_mwh,
        gas_loss_mwh: mwh(gone_nm3 + lost.upgrading_offgas_nm3),
        residual: NodeResiduals {
            converters_mwh: converters.map(converter_residual),
            heat_mwh: heat_made - h.used_mwh() - h.digester_mwh - h.network_loss_mwh - h.dumped_mwh,
            electricity_mwh: power_made - p.sold_mwh - p.own_use_mwh,
            methane_mwh: mwh(m.produced_nm3 - uses),
            upgrading_mwh: mwh(m.to_upgrading_nm3 - m.injected_nm3 - lost.upgrading_offgas_nm3),
            gas_fuel_mwh: mwh(m.to_chp_nm3 + m.to_boiler_nm3) - flows.chp.fuel_mwh - flows.biogas_boiler.fuel_mwh,
        },
    }
}
