//! The counterfactual: what the reference would have done with the tonne, and who may claim it.

use super::account::{Accountant, Work};
use super::{CarbonItem, LotFacts, Matter, Physics, SinkFacts};
use crate::balance::carbon::outlets::Outlet;
use crate::balance::carbon::reference::ReferenceOutlet;
use crate::balance::carbon::waterfall::Claim;

/// Name of the outlet whose worth is counted as feed.
const FEED_OUTLET: &str = "animal_feed";

/// Kind of treatment whose worth is counted in uses of pallets.
const REUSE_TREATMENT: &str = "reuse";

impl Accountant {
    /// Adds the lines of the counterfactual; says who may claim treatment and benefits, and names the outlet.
    pub(super) fn counterfactual(
        &self,
        lot: &LotFacts<'_>,
        sink: &SinkFacts<'_>,
        work: &mut Work,
    ) -> (Claim, Claim, Option<&'static str>) {
        let benefit = if lot.lot.claimed_elsewhere { Claim::ClaimedElsewhere } else { Claim::Counted };
        let Some(outlet) = self.reference_outlet(lot) else { return (benefit, benefit, None) };
        let treatment = match (&outlet.law, outlet.is_lawful(self.frame.reference.year)) {
            _ if lot.lot.claimed_elsewhere => Claim::ClaimedElsewhere,
            (Some(law), false) => Claim::Unlawful { law },
            _ => Claim::Counted,
        };
        let present = lot.lot.outlet;
        if sink.channel.physics == Physics::Present {
            if !std::ptr::eq(outlet, present) {
                // another fate than today's is the reference: today's outlet differs from it
                work.carbon.add(CarbonItem::TreatmentHere, present.kgco2e_per_t);
                work.carbon.add(CarbonItem::PresentTreatment, -outlet.kgco2e_per_t);
                work.carbon.add(CarbonItem::PresentUseLost, self.worth(lot, outlet) - self.worth(lot, present));
            }
            return (treatment, benefit, Some(&outlet.id));
        }
        work.carbon.add(CarbonItem::PresentTreatment, -outlet.kgco2e_per_t);
        work.carbon.add(CarbonItem::PresentUseLost, self.worth(lot, outlet));
        if outlet.energy_use_share > 0.0 {
            let p = &self.frame.params;
            let heat_mwh =
                self.energy_taken_mwh(lot, sink, work) * outlet.energy_use_share * p.present_wood_efficiency_lhv;
            let kg = heat_mwh * p.lost_wood_energy_fossil_share * self.heat_kg_per_mwh;
            work.carbon.add(CarbonItem::PresentEnergyLost, kg);
        }
        (treatment, benefit, Some(&outlet.id))
    }

    /// Where the tonne goes in the reference; none where treatment is left out of the comparison.
    fn reference_outlet(&self, lot: &LotFacts<'_>) -> Option<&'static Outlet> {
        let reference = self.frame.reference;
        let fate = match lot.matter {
            Matter::Wood(_) => reference.wood,
            Matter::Organic(_) => reference.organic,
        };
        match fate {
            ReferenceOutlet::Present => Some(lot.lot.outlet),
            ReferenceOutlet::Fixed(outlet) => Some(outlet),
            ReferenceOutlet::Excluded => None,
        }
    }

    /// Worth of the use that an outlet makes of the tonne, kg CO2e/t. Pallets repaired today and feed of today are worth
    /// what the same channels count, so that moving a tonne from one repairer to another saves nothing.
    fn worth(&self, lot: &LotFacts<'_>, outlet: &Outlet) -> f64 {
        let c = &self.settings.channel;
        if outlet.treatment_jobs == REUSE_TREATMENT {
            outlet.benefit_kgco2e_per_t * c.reuse_uses
        } else if outlet.id == FEED_OUTLET {
            lot.dry_t() * c.feed_credit_kgco2e_per_t_dry
        } else {
            outlet.benefit_kgco2e_per_t
        }
    }

    /// Energy of the tonne that somebody burns today and nobody will have, MWh LHV/t. A pallet that is reused still
    /// burns later: its present use as fuel is put off and not lost.
    fn energy_taken_mwh(&self, lot: &LotFacts<'_>, sink: &SinkFacts<'_>, work: &Work) -> f64 {
        match (sink.channel.physics, &lot.matter) {
            (Physics::Reuse | Physics::Boards | Physics::Boiler, _) => work.trace.wood_fuel_mwh,
            (_, Matter::Wood(wood)) => (1.0 - lot.lot.contamination_share) * wood.lhv_mwh_per_t,
            (_, Matter::Organic(_)) => 0.0,
        }
    }
}
