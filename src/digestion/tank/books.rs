//! What goes in, comes out and stays, for everything a model conserves.

use super::Kinetics;
use super::case::Inlet;
use super::network::Network;
use super::output::{TankTotals, dot};

/// Closure of one conserved quantity over a run of a plant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closure {
    /// What: "COD", "carbon", ...
    pub name: &'static str,
    /// |in - out - accumulated| over throughput: the larger of in and out, at least a thousandth of what the tanks held.
    pub gap: f64,
}

/// Amounts of one quantity.
#[derive(Clone, Debug)]
struct Account {
    name: &'static str,
    /// Per tank, content per unit of each liquid unknown and of each gas.
    contents: Vec<(Vec<f64>, Vec<f64>)>,
    fed: f64,
    left: f64,
    held_at_start: f64,
}

/// Books of a run. Stretches are entered one by one; what left as liquid and as gas comes with the method's own weights, so
/// that the books close to rounding at any tolerance.
#[derive(Clone, Debug)]
pub(super) struct Ledger {
    accounts: Vec<Account>,
}

impl Account {
    fn held<K: Kinetics>(&self, network: &Network<K, f64>, y: &[f64]) -> f64 {
        let layout = network.shape.layout;
        let mut sum = 0.0;
        for ((place, tank), (liquid, gas)) in network.shape.places.iter().zip(&network.tanks).zip(&self.contents) {
            let own = &y[place.start..];
            sum += tank.volume * dot(liquid, &own[..layout.liquid]);
            if K::HEADSPACE {
                let per = if place.volume.is_some() { tank.volume } else { 1.0 / tank.inverse_gas };
                sum += per * dot(gas, &own[layout.liquid..layout.outflow()]);
            }
        }
        sum
    }
}

impl Ledger {
    pub(super) fn open<K: Kinetics>(network: &Network<K, f64>, y: &[f64]) -> Self {
        let of_tanks: Vec<_> = network.tanks.iter().map(|tank| K::contents(&tank.model)).collect();
        let first = of_tanks.first().map_or(&[][..], Vec::as_slice);
        let mut accounts = Vec::with_capacity(first.len());
        for (k, content) in first.iter().enumerate() {
            let contents = of_tanks.iter().map(|tank| (tank[k].liquid.clone(), tank[k].gas.clone())).collect();
            let mut account = Account { name: content.name, contents, fed: 0.0, left: 0.0, held_at_start: 0.0 };
            account.held_at_start = account.held(network, y);
            accounts.push(account);
        }
        Self { accounts }
    }

    /// Enters the feed of a stretch.
    pub(super) fn feed(&mut self, inlets: &[Inlet], length_d: f64) {
        for account in &mut self.accounts {
            for (inlet, (liquid, _)) in inlets.iter().zip(&account.contents) {
                account.fed += inlet.flow_m3_per_d * length_d * dot(liquid, &inlet.influent);
            }
        }
    }

    /// Enters what left a tank: amounts of the liquid unknowns and of the gases.
    pub(super) fn leave(&mut self, tank: usize, liquid: &[f64], gas: &[f64]) {
        for account in &mut self.accounts {
            let (of_liquid, of_gas) = &account.contents[tank];
            account.left += dot(of_liquid, liquid) + dot(of_gas, gas);
        }
    }

    /// Closes the books at the final state.
    pub(super) fn close<K: Kinetics>(&self, network: &Network<K, f64>, y: &[f64]) -> Vec<Closure> {
        let close = |account: &Account| {
            let accumulated = account.held(network, y) - account.held_at_start;
            let throughput = account.fed.max(account.left).max(1e-3 * account.held_at_start);
            let gap = (account.fed - account.left - accumulated).abs();
            Closure { name: account.name, gap: if throughput > 0.0 { gap / throughput } else { gap } }
        };
        self.accounts.iter().map(close).collect()
    }
}

/// What left a tank over a stretch, as totals and in the books.
pub(super) struct Left<'a> {
    /// Number of the tank.
    pub(super) tank: usize,
    /// m3 of liquid.
    pub(super) volume_m3: f64,
    /// Amounts of the liquid unknowns.
    pub(super) liquid: &'a [f64],
    /// Amounts of the gases.
    pub(super) gas: &'a [f64],
    /// m3 of wet gas.
    pub(super) wet_m3: f64,
}

impl Left<'_> {
    pub(super) fn enter<K: Kinetics>(&self, model: &K::Of<f64>, ledger: &mut Ledger, totals: &mut TankTotals) {
        ledger.leave(self.tank, self.liquid, self.gas);
        totals.add_gas::<K>(model, self.gas, self.wet_m3);
        totals.add_liquid::<K>(model, self.volume_m3, self.liquid);
    }
}
