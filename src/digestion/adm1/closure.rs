//! Closure of COD, carbon and nitrogen over a run: what went in, what came out, what stayed.

use super::model::Model;
use super::state::{LIQUID, STATE_COUNT, State, UNKNOWNS};
use crate::petersen::{QUANTITIES, Quantity};

/// |in - out - accumulated| over throughput, per quantity. Throughput is the larger of in and out, at least a thousandth
/// of what the digester holds (a digester at rest has no throughput).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closure {
    /// COD.
    pub cod: f64,
    /// Carbon.
    pub carbon: f64,
    /// Nitrogen.
    pub nitrogen: f64,
}

impl Closure {
    /// The largest of the three; NaN when one is not a number.
    pub fn worst(&self) -> f64 {
        let all = [self.cod, self.carbon, self.nitrogen];
        if all.iter().any(|c| c.is_nan()) { f64::NAN } else { all.into_iter().fold(0.0, f64::max) }
    }
}

/// Amounts of one quantity: kg COD, kmol C or kmol N.
#[derive(Clone, Copy, Debug, Default)]
struct Account {
    fed: f64,
    left: f64,
    held_at_start: f64,
}

/// Books of a run. Segments are entered one by one; the integrals carry the method's own weights, so that the books close
/// to rounding at any tolerance.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    accounts: [Account; 3],
}

fn dot(contents: &[f64], amounts: &[f64]) -> f64 {
    contents.iter().zip(amounts).map(|(content, amount)| content * amount).sum()
}

/// Content of the three gases: COD in hydrogen and methane, carbon in methane (that of dissolved methane) and carbon
/// dioxide.
pub(super) fn gas_contents(model: &Model<f64>, quantity: Quantity) -> [f64; 3] {
    let liquid = model.stoichiometry.contents(quantity);
    match quantity {
        Quantity::Cod => [1.0, 1.0, 0.0],
        Quantity::Carbon => [liquid[State::S_h2 as usize], liquid[State::S_ch4 as usize], 1.0],
        Quantity::Nitrogen => [0.0; 3],
    }
}

fn held(model: &Model<f64>, quantity: Quantity, y: &[f64]) -> f64 {
    let liquid = dot(model.stoichiometry.contents(quantity), &y[..LIQUID]);
    let gas = dot(&gas_contents(model, quantity), &y[State::S_gas_h2 as usize..]);
    model.p.V_liq * liquid + model.p.V_gas * gas
}

impl Ledger {
    pub(super) fn open(model: &Model<f64>, y: &[f64]) -> Self {
        let mut ledger = Self::default();
        for quantity in QUANTITIES {
            ledger.accounts[quantity as usize].held_at_start = held(model, quantity, y);
        }
        ledger
    }

    /// Enters a stretch with constant inputs: its length, and the integral of the state over it.
    pub(super) fn enter(&mut self, model: &Model<f64>, length: f64, integral: &[f64; LIQUID]) {
        for quantity in QUANTITIES {
            let contents = model.stoichiometry.contents(quantity);
            let account = &mut self.accounts[quantity as usize];
            account.fed += model.flow * length * dot(contents, &model.influent);
            account.left += model.flow * dot(contents, integral);
        }
    }

    /// Closure of one stretch alone: the books opened at its start and closed at its end.
    pub(super) fn of_stretch(
        model: &Model<f64>,
        length: f64,
        integral: &[f64; LIQUID],
        before: &[f64; UNKNOWNS],
        after: &[f64; UNKNOWNS],
    ) -> Closure {
        let mut ledger = Self::open(model, before);
        ledger.enter(model, length, integral);
        let mut y = *after;
        for (total, earlier) in y[STATE_COUNT..].iter_mut().zip(&before[STATE_COUNT..]) {
            *total -= earlier;
        }
        ledger.close(model, &y)
    }

    /// Closes the books at the final state, whose running totals say what left as gas.
    pub(super) fn close(&self, model: &Model<f64>, y: &[f64]) -> Closure {
        let [cod, carbon, nitrogen] = QUANTITIES.map(|quantity| {
            let account = &self.accounts[quantity as usize];
            let left = account.left + dot(&gas_contents(model, quantity), &y[State::out_h2 as usize..]);
            let accumulated = held(model, quantity, y) - account.held_at_start;
            let throughput = account.fed.max(left).max(1e-3 * account.held_at_start);
            if throughput > 0.0 { (account.fed - left - accumulated).abs() / throughput } else { 0.0 }
        });
        Closure { cod, carbon, nitrogen }
    }
}
