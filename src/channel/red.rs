//! The physical flows of an account, as balances of a whole plant take them, and what RED says of its energy.

use super::{Account, Accountant, Lot, LotKind, Product, SinkFacts};
use crate::balance::carbon::CarbonError;
use crate::balance::carbon::red_method::RedVersion;
use crate::balance::carbon::red_plant::{RedAssessment, RedPlant, assess};
use crate::balance::carbon::transport::vehicle;
use crate::balance::flows::{
    Carries, Claimant, Converter, Flows, MethaneLosses, PlantEmissions, StreamFlow, StreamKind, TransportLeg,
};
use crate::logistics::Haul;
use crate::units::{HOURS_PER_YEAR, METHANE_LHV_MWH_PER_NM3, ZERO_CELSIUS_K};

/// Vehicle by which the emissions of a haul are told in tonne-kilometres.
const HAULER: &str = "artic_26t_volume";

/// Temperature at which heat leaves, C: usual for a small network, as the table of a case has it.
const DELIVERY_C: f64 = 80.0;

impl Account {
    /// The flows of a year in which `wet_t` tonnes of the lot go this way.
    ///
    /// # Errors
    /// The shipped table of vehicles lacks the one by which hauls are told.
    pub fn flows(
        &self,
        lot: &Lot,
        haul: &Haul,
        accountant: &Accountant,
        wet_t: f64,
    ) -> Result<Flows<f64>, CarbonError> {
        let mut flows = Flows::zero();
        flows.streams.push(stream_flow(lot, haul, wet_t));
        self.wood_flows(&mut flows, wet_t);
        self.gas_flows(accountant, &mut flows, wet_t);
        let hauler = vehicle(HAULER)?;
        let t_km = haul.kgco2e_per_t * wet_t / accountant.frame.params.transport_kg_per_t_km(hauler);
        let carries = if lot.kind == LotKind::Wood { Carries::Wood } else { Carries::Organic };
        flows.transport.push(TransportLeg { name: "haul", carries, t_km, vehicle: hauler });
        Ok(flows)
    }

    fn wood_flows(&self, flows: &mut Flows<f64>, wet_t: f64) {
        let trace = &self.trace;
        flows.wood.reused_t = self.products.get(Product::PalletsT) * wet_t;
        flows.wood.burnt_t = trace.burnt_t * wet_t;
        flows.wood.burnt_dry_t = trace.burnt_dry_t * wet_t;
        if trace.wood_fuel_mwh > 0.0 {
            let (fuel_mwh, heat_mwh) = (trace.wood_fuel_mwh * wet_t, trace.wood_heat_mwh * wet_t);
            flows.wood_boiler = Converter { fuel_mwh, heat_mwh, power_mwh: 0.0, loss_mwh: fuel_mwh - heat_mwh };
            flows.wood.ash_t = self.products.get(Product::AshT) * wet_t;
            let used_mwh = self.products.get(Product::HeatMwh) * wet_t;
            flows.heat.used_from_wood_mwh = used_mwh;
            flows.heat.network_loss_mwh = heat_mwh - used_mwh;
            flows.power.bought_boiler_mwh = trace.boiler_power_mwh * wet_t;
        }
    }

    fn gas_flows(&self, accountant: &Accountant, flows: &mut Flows<f64>, wet_t: f64) {
        let (b, gas) = (&self.trace.plant, &accountant.settings.gas);
        if b.methane_nm3 <= 0.0 {
            return;
        }
        let (engine, injects) = (b.electricity_gross_mwh > 0.0, b.injected_nm3 > 0.0);
        let m = &mut flows.methane;
        m.produced_nm3 = b.methane_nm3 * wet_t;
        m.biogas_nm3 = self.trace.biogas_nm3 * wet_t;
        m.flared_nm3 = b.flared_nm3 * wet_t;
        m.injected_nm3 = b.injected_nm3 * wet_t;
        let lost = |when: bool| if when { b.lost_use_nm3 * wet_t } else { 0.0 };
        let burnt_nm3 = b.burnt_nm3 * wet_t + lost(engine);
        let fuel_mwh = burnt_nm3 * METHANE_LHV_MWH_PER_NM3;
        let (heat_mwh, power_mwh) = (b.heat_gross_mwh * wet_t, b.electricity_gross_mwh * wet_t);
        if engine {
            m.to_chp_nm3 = burnt_nm3;
            let loss_mwh = fuel_mwh * (1.0 - gas.chp_eta_el - gas.chp_eta_heat);
            flows.chp = Converter { fuel_mwh, heat_mwh, power_mwh, loss_mwh };
        } else {
            m.to_boiler_nm3 = burnt_nm3;
            m.to_upgrading_nm3 = m.injected_nm3 + lost(injects);
            let loss_mwh = fuel_mwh * (1.0 - gas.boiler_eta);
            flows.biogas_boiler = Converter { fuel_mwh, heat_mwh, power_mwh: 0.0, loss_mwh };
        }
        flows.plant = PlantEmissions::Simulated(MethaneLosses {
            digester_leak_nm3: b.lost_digester_nm3 * wet_t,
            flare_slip_nm3: b.lost_flare_nm3 * wet_t,
            engine_slip_nm3: lost(engine),
            upgrading_offgas_nm3: lost(injects),
            digestate_store_nm3: b.lost_store_nm3 * wet_t,
        });
        let net_mwh = (b.electricity_gross_mwh - b.electricity_own_mwh) * wet_t;
        flows.power.sold_mwh = net_mwh.max(0.0);
        flows.power.own_use_mwh = power_mwh - flows.power.sold_mwh;
        flows.power.bought_digester_mwh = (-net_mwh).max(0.0);
        flows.heat.used_from_biogas_mwh = b.heat_used_mwh.max(0.0) * wet_t;
        flows.heat.digester_mwh = b.heat_own_mwh * wet_t;
        flows.heat.dumped_mwh = b.heat_wasted_mwh.max(0.0) * wet_t;
        // pure fat takes up more water than it brings, out of the liquor of its mates: it leaves no digestate of its own
        flows.digestate.wet_t = self.trace.digestate_t.max(0.0) * wet_t;
        flows.digestate.nitrogen_t = self.trace.nitrogen_t * wet_t;
    }

    /// What a version of RED says of the energy of this lot at this sink, g CO2e/MJ and % only: never tonnes. None where
    /// no fuel is made of it. The size of the plant is that of the sink at full load.
    ///
    /// # Errors
    /// A vehicle that is not in its table.
    pub fn red(
        &self,
        version: RedVersion,
        lot: &Lot,
        sink: &SinkFacts<'_>,
        haul: &Haul,
        accountant: &Accountant,
    ) -> Result<Option<RedAssessment<f64>>, CarbonError> {
        let (trace, t) = (&self.trace, sink.sink.capacity_t_max);
        let gas_mwh = trace.plant.methane_nm3 * METHANE_LHV_MWH_PER_NM3;
        if trace.wood_fuel_mwh <= 0.0 && gas_mwh <= 0.0 {
            return Ok(None);
        }
        let flows = self.flows(lot, haul, accountant, 1.0)?;
        let plant = RedPlant {
            wood_input_mw: trace.wood_fuel_mwh * t / accountant.settings.channel.full_load_h,
            biogas_input_mw: gas_mwh * t / HOURS_PER_YEAR as f64,
            heat_temperature_k: DELIVERY_C + ZERO_CELSIUS_K,
            start_year: accountant.frame.reference.year,
        };
        assess(version, &flows, &accountant.frame.params, &plant).map(Some)
    }
}

fn stream_flow(lot: &Lot, haul: &Haul, wet_t: f64) -> StreamFlow<f64> {
    let kind = match lot.kind {
        LotKind::Wood => StreamKind::Wood,
        LotKind::Manure => StreamKind::Manure,
        LotKind::Crop => StreamKind::Crop,
        LotKind::FoodWaste | LotKind::Grease | LotKind::GreenWaste => StreamKind::Organic,
    };
    StreamFlow {
        kind,
        wet_t,
        moisture_share: lot.moisture_share,
        distance_km: haul.km,
        present_outlet: lot.outlet,
        present_cost_eur_per_t: lot.present_cost_eur_per_t,
        claimant: if lot.claimed_elsewhere { Claimant::Other } else { Claimant::ThisProject },
    }
}
