//! Where the method starts: least squares on both sides, moved into the inside (Mehrotra, doi 10.1137/0802028).

use super::Point;
use super::core::Core;
use super::newton::Newton;

/// The starting point; none where a number is lost.
pub(super) fn point(core: &Core, newton: &mut Newton) -> Option<Point> {
    let n = core.len();
    if !newton.factor_plain(core) {
        return None;
    }
    newton.set_push(std::iter::repeat_n(0.0, n));
    newton.solve(core, &core.supply, &core.rhs);
    let mut point = Point { x: newton.dx.clone(), ..Point::default() };
    // The prices of costs: A A' y = A c, by the same system with the costs pushing back.
    newton.set_push(core.cost.iter().copied());
    newton.solve(core, &vec![0.0; core.groups()], &vec![0.0; core.rhs.len()]);
    let (y, pi) = newton.prices();
    (point.y, point.pi) = (y.to_vec(), pi.to_vec());
    let mut reduced = vec![0.0; n];
    for g in 0..core.groups() {
        core.group(g).for_each(|k| reduced[k] = core.cost[k] - point.y[g] - core.dot(k, &point.pi));
    }
    core.loose().for_each(|k| reduced[k] = core.cost[k] - core.dot(k, &point.pi));
    inside(core, &mut point, &reduced);
    Some(point)
}

/// Moves values and duals above zero by as much as the worst of them needs, and a little more where products ask for it.
fn inside(core: &Core, point: &mut Point, reduced: &[f64]) {
    let n = core.len();
    point.w =
        (0..n).map(|k| if core.max[k] < f64::INFINITY { core.max[k] - point.x[k] } else { f64::INFINITY }).collect();
    let bounded = |k: usize| core.max[k] < f64::INFINITY;
    // A reduced cost below zero is the dual of an upper bound where there is one.
    point.z = (0..n).map(|k| if bounded(k) { reduced[k].max(0.0) } else { reduced[k] }).collect();
    point.v = (0..n).map(|k| if bounded(k) { (-reduced[k]).max(0.0) } else { 0.0 }).collect();
    let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
    let primal = (-1.5 * least(&point.x).min(least(&point.w))).max(1e-2);
    let dual = (-1.5 * least(&point.z)).max(1e-2);
    let (mut products, mut xs, mut zs) = (0.0, 0.0, 0.0);
    for k in 0..n {
        let (x, z) = (point.x[k] + primal, point.z[k] + dual);
        products += x * z;
        xs += x;
        zs += z;
        if bounded(k) {
            let (w, v) = (point.w[k] + primal, point.v[k] + dual);
            products += w * v;
            xs += w;
            zs += v;
        }
    }
    let (primal, dual) = (primal + 0.5 * products / zs, dual + 0.5 * products / xs);
    for k in 0..n {
        point.x[k] += primal;
        point.w[k] += primal;
        point.z[k] += dual;
        if bounded(k) {
            point.v[k] += dual;
        }
    }
}
