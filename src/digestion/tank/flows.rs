//! How much flows where during one row of the feed: a linear system, since what overflows is the rest.

use super::case::{Inlet, NetworkCase, StreamFlow, Tank};
use super::error::TankError;
use super::network::{Inputs, Network};
use super::shape::Shape;
use super::{Kinetics, React};
use nalgebra::{DMatrix, DVector};
use std::sync::Arc;

/// Flows that hold while no store fills or is emptied.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Flows {
    /// Per stream, m3/d.
    pub(super) streams: Vec<f64>,
    /// Per tank, what overflows, m3/d; 0 for a store that is not full.
    pub(super) overflow: Vec<f64>,
    /// Per tank, how fast the volume rises, m3/d.
    pub(super) rise: Vec<f64>,
    /// Per tank, what flows out of it, m3/d.
    pub(super) out: Vec<f64>,
    /// Per tank, what leaves the plant from it, m3/d.
    pub(super) exit: Vec<f64>,
}

/// Rounding that a difference of flows may show.
const ROUNDING: f64 = 1e-12;

/// Flows of one row. `full` says which stores can take no more; one of them from which more is taken than flows in is not.
pub(super) fn flows<K: Kinetics>(
    case: &NetworkCase<K>,
    inlets: &[Inlet],
    full: &[bool],
    t_d: f64,
) -> Result<Flows, TankError> {
    let mut spills: Vec<bool> =
        case.tanks.iter().zip(full).map(|(tank, full)| !tank.level.is_store() || *full).collect();
    loop {
        let overflow = overflow(case, inlets, &spills).ok_or(TankError::Circulation { t_d })?;
        let largest =
            inlets.iter().map(|inlet| inlet.flow_m3_per_d).chain(overflow.iter().copied()).fold(0.0, f64::max);
        let Some(tank) = overflow.iter().position(|flow| *flow < -ROUNDING * largest) else {
            return Ok(balance(case, inlets, overflow.iter().map(|flow| flow.max(0.0)).collect()));
        };
        if !case.tanks[tank].level.is_store() {
            let (name, overflow_m3_per_d) = (case.tanks[tank].name.clone(), overflow[tank]);
            return Err(TankError::Overdrawn { tank: name, t_d, overflow_m3_per_d });
        }
        // Its level falls: it is a store below its brim from now on. Each turn does this to one store more.
        spills[tank] = false;
    }
}

/// What overflows each tank that spills; none when the flows have no solution.
fn overflow<K: Kinetics>(case: &NetworkCase<K>, inlets: &[Inlet], spills: &[bool]) -> Option<Vec<f64>> {
    let count = case.tanks.len();
    let mut matrix = DMatrix::<f64>::identity(count, count);
    let mut right = DVector::from_iterator(count, inlets.iter().map(|inlet| inlet.flow_m3_per_d));
    for stream in &case.streams {
        match (stream.flow, stream.to) {
            (StreamFlow::Pumped(flow), to) => {
                right[stream.from] -= flow;
                if let Some(to) = to {
                    right[to] += flow;
                }
            }
            (StreamFlow::Overflow(share), Some(to)) => matrix[(to, stream.from)] -= share,
            (StreamFlow::Overflow(_), None) => {}
        }
    }
    for tank in (0..count).filter(|tank| !spills[*tank]) {
        matrix.row_mut(tank).fill(0.0);
        matrix[(tank, tank)] = 1.0;
        right[tank] = 0.0;
    }
    let solution = matrix.lu().solve(&right)?;
    let finite = solution.iter().all(|flow| flow.is_finite());
    // A loop that is closed but for rounding would give absurd flows.
    let sane = solution.amax() <= 1e9 * right.amax().max(f64::MIN_POSITIVE);
    (finite && sane).then(|| solution.iter().copied().collect())
}

fn balance<K: Kinetics>(case: &NetworkCase<K>, inlets: &[Inlet], overflow: Vec<f64>) -> Flows {
    let mut rise: Vec<f64> = inlets.iter().map(|inlet| inlet.flow_m3_per_d).collect();
    for (rise, overflow) in rise.iter_mut().zip(&overflow) {
        *rise -= overflow;
    }
    let mut streams = Vec::with_capacity(case.streams.len());
    let (mut out, mut exit) = (overflow.clone(), overflow.clone());
    for stream in &case.streams {
        let flow = match stream.flow {
            StreamFlow::Pumped(flow) => {
                rise[stream.from] -= flow;
                out[stream.from] += flow;
                exit[stream.from] += if stream.to.is_none() { flow } else { 0.0 };
                flow
            }
            StreamFlow::Overflow(share) => {
                let flow = share * overflow[stream.from];
                exit[stream.from] -= if stream.to.is_some() { flow } else { 0.0 };
                flow
            }
        };
        if let Some(to) = stream.to {
            rise[to] += flow;
        }
        streams.push(flow);
    }
    for (tank, rise) in case.tanks.iter().zip(&mut rise) {
        // A tank of constant volume rises by rounding only, and so does a store that overflows.
        if !tank.level.is_store() || rise.abs() <= ROUNDING * tank.level.capacity_m3() {
            *rise = 0.0;
        }
    }
    Flows { streams, overflow, rise, out, exit }
}

/// The models of the tanks at the temperatures of a row.
pub(super) fn models<K: Kinetics>(
    case: &NetworkCase<K>,
    inlets: &[Inlet],
    t_d: f64,
) -> Result<Vec<K::Of<f64>>, TankError> {
    let of_tank = |(tank, inlet): (&Tank<K>, &Inlet)| match inlet.t_op_k {
        None => Ok(tank.model.clone()),
        Some(kelvin) => K::at_temperature(&tank.model, kelvin).map_err(|reason| TankError::Temperature {
            tank: tank.name.clone(),
            t_d,
            reason,
        }),
    };
    case.tanks.iter().zip(inlets).map(of_tank).collect()
}

/// The network with the inputs of one row; `models` are those of the tanks at their present temperatures.
pub(super) fn network<K: Kinetics>(
    shape: &Arc<Shape>,
    case: &NetworkCase<K>,
    models: &[K::Of<f64>],
    inlets: &[Inlet],
    flows: &Flows,
) -> Network<K, f64> {
    let layout = shape.layout;
    let leaves = |tank: usize, k: usize| models[tank].leaving(k);
    let per_stream: Vec<Vec<f64>> = case
        .streams
        .iter()
        .zip(&flows.streams)
        .map(|(stream, flow)| {
            let carries = |k: usize| stream.carries.as_ref().map_or(1.0, |carries| carries[k]);
            (0..layout.liquid).map(|k| flow * carries(k) * leaves(stream.from, k)).collect()
        })
        .collect();
    let mut tanks = Vec::with_capacity(case.tanks.len());
    for (number, (tank, inlet)) in case.tanks.iter().zip(inlets).enumerate() {
        let own = || case.streams.iter().zip(&per_stream).filter(|(stream, _)| stream.from == number);
        let led_off = own().any(|(stream, _)| matches!(stream.flow, StreamFlow::Overflow(_)));
        let spilt = if led_off { 0.0 } else { flows.overflow[number] };
        let out = |k: usize, all: bool| {
            let streams = own().filter(|(stream, _)| all || stream.to.is_none());
            streams.map(|(_, carried)| carried[k]).sum::<f64>() + spilt * leaves(number, k)
        };
        let (volume, total) = (tank.level.capacity_m3(), tank.level.total_m3());
        let gas = if K::HEADSPACE { total - volume } else { volume };
        tanks.push(Inputs {
            model: models[number].clone(),
            volume,
            inverse_gas: 1.0 / gas,
            ratio: volume * (1.0 / gas),
            total,
            rise: flows.rise[number],
            valve: if inlet.gas_outlet_open { 1.0 } else { 0.0 },
            gain: inlet.influent[..layout.liquid].iter().map(|c| inlet.flow_m3_per_d * c / volume).collect(),
            loss: (0..layout.liquid).map(|k| out(k, true) / volume).collect(),
            exit: (0..layout.liquid).map(|k| out(k, false)).collect(),
        });
    }
    let carried = shape.links.iter().map(|link| {
        let volume = case.tanks[link.to].level.capacity_m3();
        per_stream[link.stream].iter().map(|flow| flow / volume).collect()
    });
    Network { shape: Arc::clone(shape), tanks, carried: carried.collect() }
}
