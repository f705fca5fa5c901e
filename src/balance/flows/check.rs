//! Refusing flows that cannot be.

use crate::balance::flows::Flows;
use crate::text;
use crate::words::{Text, shown_as_told};

/// A flow that cannot be: negative, infinite or not a number.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowError {
    /// Name of the flow, as in the struct (`heat.dumped_mwh`).
    pub flow: String,
    /// Its value.
    pub value: f64,
}

impl FlowError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        text!(
            "flow `{flow}` is {value}; a yearly flow is finite and not negative, a share at most one",
            flow = self.flow,
            value = self.value
        )
    }
}

shown_as_told!(FlowError);

impl std::error::Error for FlowError {}

impl Flows<f64> {
    /// Every flow by name.
    fn named(&self) -> Vec<(String, f64)> {
        let (w, m, h, p) = (&self.wood, &self.methane, &self.heat, &self.power);
        let mut all = vec![
            ("wood.reused_t", w.reused_t),
            ("wood.burnt_t", w.burnt_t),
            ("wood.burnt_dry_t", w.burnt_dry_t),
            ("wood.ash_t", w.ash_t),
            ("methane.biogas_nm3", m.biogas_nm3),
            ("methane.produced_nm3", m.produced_nm3),
            ("methane.to_chp_nm3", m.to_chp_nm3),
            ("methane.to_boiler_nm3", m.to_boiler_nm3),
            ("methane.to_upgrading_nm3", m.to_upgrading_nm3),
            ("methane.flared_nm3", m.flared_nm3),
            ("methane.injected_nm3", m.injected_nm3),
            ("heat.used_from_wood_mwh", h.used_from_wood_mwh),
            ("heat.used_from_biogas_mwh", h.used_from_biogas_mwh),
            ("heat.used_from_gas_mwh", h.used_from_gas_mwh),
            ("heat.digester_mwh", h.digester_mwh),
            ("heat.network_loss_mwh", h.network_loss_mwh),
            ("heat.dumped_mwh", h.dumped_mwh),
            ("power.sold_mwh", p.sold_mwh),
            ("power.own_use_mwh", p.own_use_mwh),
            ("power.bought_digester_mwh", p.bought_digester_mwh),
            ("power.bought_boiler_mwh", p.bought_boiler_mwh),
            ("digestate.wet_t", self.digestate.wet_t),
            ("digestate.nitrogen_t", self.digestate.nitrogen_t),
            ("digesters", self.digesters),
        ];
        let l = self.physical_losses();
        all.extend([
            ("plant.digester_leak_nm3", l.digester_leak_nm3),
            ("plant.flare_slip_nm3", l.flare_slip_nm3),
            ("plant.engine_slip_nm3", l.engine_slip_nm3),
            ("plant.upgrading_offgas_nm3", l.upgrading_offgas_nm3),
            ("plant.digestate_store_nm3", l.digestate_store_nm3),
        ]);
        let mut all: Vec<(String, f64)> = all.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
        self.name_parts(&mut all);
        all
    }

    /// Flows of converters, streams and legs.
    fn name_parts(&self, all: &mut Vec<(String, f64)>) {
        let converters = [
            ("wood_boiler", &self.wood_boiler),
            ("chp", &self.chp),
            ("biogas_boiler", &self.biogas_boiler),
            ("gas_boiler", &self.gas_boiler),
        ];
        for (name, c) in converters {
            let parts = [("fuel", c.fuel_mwh), ("heat", c.heat_mwh), ("power", c.power_mwh), ("loss", c.loss_mwh)];
            all.extend(parts.map(|(part, v)| (format!("{name}.{part}_mwh"), v)));
        }
        for (k, s) in self.streams.iter().enumerate() {
            all.push((format!("streams[{k}].wet_t"), s.wet_t));
            all.push((format!("streams[{k}].moisture_share"), s.moisture_share));
            all.push((format!("streams[{k}].distance_km"), s.distance_km));
        }
        for leg in &self.transport {
            all.push((format!("transport.{}", leg.name), leg.t_km));
        }
    }

    /// Refuses flows that cannot be.
    ///
    /// # Errors
    /// The first flow that is negative, infinite or not a number (a stream's present cost may be negative), or a
    /// moisture above one.
    pub fn check(&self) -> Result<(), FlowError> {
        let largest = |name: &str| if name.ends_with("_share") { 1.0 } else { f64::MAX };
        let bad = self.named().into_iter().find(|(name, v)| !(0.0..=largest(name)).contains(v));
        match bad {
            Some((flow, value)) => Err(FlowError { flow, value }),
            None => match self.streams.iter().position(|s| !s.present_cost_eur_per_t.is_finite()) {
                Some(k) => Err(FlowError {
                    flow: format!("streams[{k}].present_cost_eur_per_t"),
                    value: self.streams[k].present_cost_eur_per_t,
                }),
                None => Ok(()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flows_that_cannot_be_are_named() {
        let mut flows = Flows::<f64>::zero();
        assert_eq!(flows.check(), Ok(()));
        flows.heat.dumped_mwh = -1.0;
        assert_eq!(flows.check().unwrap_err().flow, "heat.dumped_mwh");
        flows.heat.dumped_mwh = f64::NAN;
        assert!(flows.check().is_err());
        flows.heat.dumped_mwh = 0.0;
        flows.chp.loss_mwh = f64::INFINITY;
        assert_eq!(flows.check().unwrap_err().flow, "chp.loss_mwh");
    }
}
