//! What is reported of tanks: rows in time, totals.

use super::network::Inputs;
use super::shape::{Place, Shape};
use super::{Kinetics, React};

/// A tank at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct TankRow {
    /// Concentrations in the order of the layout: liquid, gas, algebraic.
    pub state: Vec<f64>,
    /// Liquid, m3.
    pub liquid_m3: f64,
    /// Methane that leaves the headspace, Nm3/d.
    pub methane_nm3_per_d: f64,
    /// Carbon dioxide, Nm3/d.
    pub carbon_dioxide_nm3_per_d: f64,
    /// Hydrogen and others, Nm3/d.
    pub other_gas_nm3_per_d: f64,
    /// Wet gas, m3/d at the pressure and temperature of the headspace.
    pub biogas_m3_per_d: f64,
    /// Dry gas held in the headspace, Nm3 per m3 of it: how far a shut outlet has driven the pressure.
    pub held_gas_nm3_per_m3: f64,
    /// pH; none where the model has none.
    pub ph: Option<f64>,
    /// Valerate, butyrate, propionate and acetate, as far as the model has them, in its unit; none where it has none.
    pub acids: Option<f64>,
    /// Inhibitions and limitations, 1 none to 0 full, in the order of the layout.
    pub factors: Vec<f64>,
    /// Methane still possible in the liquid, Nm3/m3.
    pub residual_methane_nm3_per_m3: f64,
}

/// The plant at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// Time, d.
    pub t_d: f64,
    /// The tanks, in order.
    pub tanks: Vec<TankRow>,
}

/// Totals of a tank over a run, or over a row of the feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TankTotals {
    /// Methane that left the headspace, Nm3.
    pub methane_nm3: f64,
    /// Carbon dioxide, Nm3.
    pub carbon_dioxide_nm3: f64,
    /// Hydrogen and others, Nm3.
    pub other_gas_nm3: f64,
    /// Wet gas, m3 at the pressure and temperature of the headspace.
    pub biogas_m3: f64,
    /// Feed from outside, m3.
    pub feed_m3: f64,
    /// Liquid that left the plant from here, m3.
    pub left_m3: f64,
    /// What it held of each liquid unknown: its unit times m3.
    pub left: Vec<f64>,
    /// Methane that it would still give, Nm3.
    pub left_methane_nm3: f64,
}

impl TankTotals {
    pub(super) fn zero(liquid: usize) -> Self {
        Self { left: vec![0.0; liquid], ..Self::default() }
    }

    /// Adds another stretch.
    pub fn enter(&mut self, other: &Self) {
        self.methane_nm3 += other.methane_nm3;
        self.carbon_dioxide_nm3 += other.carbon_dioxide_nm3;
        self.other_gas_nm3 += other.other_gas_nm3;
        self.biogas_m3 += other.biogas_m3;
        self.feed_m3 += other.feed_m3;
        self.left_m3 += other.left_m3;
        self.left.iter_mut().zip(&other.left).for_each(|(sum, part)| *sum += part);
        self.left_methane_nm3 += other.left_methane_nm3;
    }

    /// Adds gas by its running totals (one per gas, in their units times m3).
    pub(super) fn add_gas<K: Kinetics>(&mut self, model: &K::Of<f64>, gas: &[f64], wet_m3: f64) {
        let per_unit = K::gas_nm3(model);
        self.methane_nm3 += dot(&per_unit.methane, gas);
        self.carbon_dioxide_nm3 += dot(&per_unit.carbon_dioxide, gas);
        self.other_gas_nm3 += dot(&per_unit.other, gas);
        self.biogas_m3 += wet_m3;
    }

    /// Adds liquid that left: its volume and the amounts in it.
    pub(super) fn add_liquid<K: Kinetics>(&mut self, model: &K::Of<f64>, volume_m3: f64, amounts: &[f64]) {
        if volume_m3 > 0.0 {
            let mut mean = vec![0.0; K::layout().unknowns.len()];
            mean.iter_mut().zip(amounts).for_each(|(mean, amount)| *mean = amount / volume_m3);
            self.left_methane_nm3 += volume_m3 * K::residual_methane_nm3_per_m3(model, &mean);
        }
        self.left_m3 += volume_m3;
        self.left.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount);
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Volume of the liquid of a tank, m3.
pub(super) fn liquid_m3<K: Kinetics>(place: &Place, tank: &Inputs<K, f64>, y: &[f64]) -> f64 {
    place.volume.map_or(tank.volume, |at| y[at])
}

/// Factors from the unknowns of a tank to its concentrations: liquid and gas.
pub(super) fn to_concentration<K: Kinetics>(place: &Place, tank: &Inputs<K, f64>, y: &[f64]) -> (f64, f64) {
    match place.volume {
        None => (1.0, 1.0),
        Some(at) => {
            let gas = if K::HEADSPACE { tank.volume / (tank.total - y[at]) } else { 1.0 };
            (tank.volume / y[at], gas)
        }
    }
}

/// Concentrations of a tank in the state of the network.
pub(super) fn concentrations<K: Kinetics>(shape: &Shape, place: &Place, tank: &Inputs<K, f64>, y: &[f64]) -> Vec<f64> {
    let layout = shape.layout;
    let mut own = y[place.start..place.start + layout.unknowns.len()].to_vec();
    if place.volume.is_some() {
        let (liquid, gas) = to_concentration(place, tank, y);
        own[..layout.liquid].iter_mut().for_each(|value| *value *= liquid);
        own[layout.liquid..layout.outflow()].iter_mut().for_each(|value| *value *= gas);
    }
    own
}

/// Sum of the acids that a model has under their ADM1 names.
pub(super) fn acids<K: Kinetics>(state: &[f64]) -> Option<f64> {
    let places = ["S_va", "S_bu", "S_pro", "S_ac"].iter().filter_map(|name| K::layout().place(name));
    places.map(|k| state[k]).reduce(|sum, acid| sum + acid)
}

/// A row of a tank with these concentrations.
pub(super) fn tank_row<K: Kinetics>(tank: &Inputs<K, f64>, liquid_m3: f64, state: Vec<f64>) -> TankRow {
    let layout = K::layout();
    let mut out = vec![0.0; layout.outputs()];
    tank.model.react(&state, &mut out);
    let per_unit = K::gas_nm3(&tank.model);
    let gas = &state[layout.liquid..layout.outflow()];
    let outflow = out[layout.outflow()] * tank.valve;
    let flows: Vec<f64> = if K::HEADSPACE {
        gas.iter().map(|g| g * outflow).collect()
    } else {
        out[layout.liquid..layout.outflow()].iter().map(|passed| passed * liquid_m3).collect()
    };
    TankRow {
        liquid_m3,
        methane_nm3_per_d: dot(&per_unit.methane, &flows),
        carbon_dioxide_nm3_per_d: dot(&per_unit.carbon_dioxide, &flows),
        other_gas_nm3_per_d: dot(&per_unit.other, &flows),
        biogas_m3_per_d: outflow,
        held_gas_nm3_per_m3: [&per_unit.methane, &per_unit.carbon_dioxide, &per_unit.other]
            .iter()
            .map(|kind| dot(kind, gas))
            .sum(),
        ph: K::ph(&tank.model, &state),
        acids: acids::<K>(&state),
        factors: K::factors(&tank.model, &state),
        residual_methane_nm3_per_m3: K::residual_methane_nm3_per_m3(&tank.model, &state),
        state,
    }
}
