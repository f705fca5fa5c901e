//! The Newton system of a step, supplies eliminated source by source.

use super::core::Core;
use super::{Point, Residual};

/// Factors and directions; buffers that live as long as a solve.
pub(super) struct Newton {
    /// 1/(z/x + v/w) of each variable.
    theta: Vec<f64>,
    /// Variable of largest theta of each group.
    key: Vec<usize>,
    /// Sum of theta of each group.
    sum: Vec<f64>,
    /// Lower triangle of the matrix of the coupling rows, then of its Cholesky factor; row by row.
    matrix: Vec<f64>,
    rows: usize,
    /// What the duals of a variable bring to its own equation.
    push: Vec<f64>,
    dense: Vec<f64>,
    pub(super) dx: Vec<f64>,
    dz: Vec<f64>,
    dw: Vec<f64>,
    dv: Vec<f64>,
    dy: Vec<f64>,
    pub(super) dpi: Vec<f64>,
}

/// A pivot below this share of its diagonal is a row that repeats others: its price stays.
const PIVOT: f64 = 1e-13;

impl Newton {
    pub(super) fn new(core: &Core) -> Self {
        let (n, groups, rows) = (core.len(), core.groups(), core.rhs.len());
        Self {
            theta: vec![1.0; n],
            key: vec![0; groups],
            sum: vec![0.0; groups],
            matrix: vec![0.0; rows * rows],
            rows,
            push: vec![0.0; n],
            dense: vec![0.0; rows],
            dx: vec![0.0; n],
            dz: vec![0.0; n],
            dw: vec![0.0; n],
            dv: vec![0.0; n],
            dy: vec![0.0; groups],
            dpi: vec![0.0; rows],
        }
    }

    /// Assembles and factors at a point; false where a number is lost.
    pub(super) fn factor(&mut self, core: &Core, point: &Point) -> bool {
        for k in 0..core.len() {
            let upper = if point.w[k] < f64::INFINITY { point.v[k] / point.w[k] } else { 0.0 };
            self.theta[k] = 1.0 / (point.z[k] / point.x[k] + upper);
        }
        self.assemble(core)
    }

    /// Assembles and factors with the weights as they are, one for each variable: least squares.
    pub(super) fn factor_plain(&mut self, core: &Core) -> bool {
        self.theta.fill(1.0);
        self.assemble(core)
    }

    fn assemble(&mut self, core: &Core) -> bool {
        self.matrix.fill(0.0);
        let mut column: Vec<(usize, f64)> = Vec::with_capacity(16);
        let mut touched: Vec<usize> = Vec::with_capacity(self.rows);
        for g in 0..core.groups() {
            let group = core.group(g);
            let key =
                group.clone().fold(group.start, |best, k| if self.theta[k] > self.theta[best] { k } else { best });
            self.key[g] = key;
            self.sum[g] = group.clone().map(|k| self.theta[k]).sum();
            if let [first, second] = [group.start, group.end - 1]
                && group.len() == 2
            {
                // theta_1 theta_2/(theta_1 + theta_2) of the difference, in one go.
                relative(core, if key == first { second } else { first }, key, &mut column);
                self.add_product(&column, self.theta[first] * (self.theta[second] / self.sum[g]));
                continue;
            }
            for k in group.filter(|k| *k != key) {
                relative(core, k, key, &mut column);
                self.add_product(&column, self.theta[k]);
                for (row, weight) in &column {
                    if !touched.contains(row) {
                        touched.push(*row);
                    }
                    self.dense[*row] += self.theta[k] * weight;
                }
            }
            column.clear();
            column.extend(touched.iter().map(|row| (*row, self.dense[*row])));
            self.add_product(&column, -1.0 / self.sum[g]);
            touched.drain(..).for_each(|row| self.dense[row] = 0.0);
        }
        for k in core.loose() {
            column.clear();
            column.extend(core.entries(k));
            self.add_product(&column, self.theta[k]);
        }
        self.cholesky()
    }

    fn add_product(&mut self, column: &[(usize, f64)], times: f64) {
        for (a, (row, weight)) in column.iter().enumerate() {
            let scaled = times * weight;
            for (other, with) in &column[..=a] {
                let (low, high) = if row < other { (row, other) } else { (other, row) };
                self.matrix[high * self.rows + low] += scaled * with;
            }
        }
    }

    fn cholesky(&mut self) -> bool {
        let n = self.rows;
        for i in 0..n {
            let diagonal = self.matrix[i * n + i];
            let (above, row) = self.matrix.split_at_mut(i * n);
            for j in 0..i {
                let other = &above[j * n..j * n + j + 1];
                let dot: f64 = row[..j].iter().zip(other).map(|(a, b)| a * b).sum();
                row[j] = (row[j] - dot) / other[j];
            }
            let pivot = diagonal - row[..i].iter().map(|v| v * v).sum::<f64>();
            if !pivot.is_finite() {
                return false;
            }
            // A row that repeats others: so heavy that its price does not move.
            row[i] = if pivot > PIVOT * diagonal { pivot.sqrt() } else { 1e64 };
        }
        true
    }

    fn solve_rows(&self, right: &mut [f64]) {
        let n = self.rows;
        for i in 0..n {
            let row = &self.matrix[i * n..i * n + i];
            let dot: f64 = row.iter().zip(&*right).map(|(a, b)| a * b).sum();
            right[i] = (right[i] - dot) / self.matrix[i * n + i];
        }
        for i in (0..n).rev() {
            right[i] /= self.matrix[i * n + i];
            let value = right[i];
            for (j, r) in right[..i].iter_mut().enumerate() {
                *r -= self.matrix[i * n + j] * value;
            }
        }
    }

    /// Changes of variables and prices that meet `supply` and `row` and follow `push`.
    pub(super) fn solve(&mut self, core: &Core, supply: &[f64], row: &[f64]) {
        let mut right = row.to_vec();
        for (g, amount) in supply.iter().enumerate() {
            let key = self.key[g];
            let shared = self.shared(core, g, *amount);
            let mut total = 0.0;
            for k in core.group(g).filter(|k| *k != key) {
                let times = self.theta[k] * (shared - (self.push[k] - self.push[key]));
                core.add(k, -times, &mut right);
                total += times;
            }
            core.add(key, total - amount, &mut right);
        }
        for k in core.loose() {
            core.add(k, self.theta[k] * self.push[k], &mut right);
        }
        self.solve_rows(&mut right);
        self.dpi = right;
        self.spread(core, supply);
    }

    /// (rp + sum theta (push - push_key))/sum theta of a group.
    fn shared(&self, core: &Core, g: usize, supply: f64) -> f64 {
        let at = self.push[self.key[g]];
        let weighted: f64 = core.group(g).map(|k| self.theta[k] * (self.push[k] - at)).sum();
        (supply + weighted) / self.sum[g]
    }

    /// Variables that follow the prices.
    fn spread(&mut self, core: &Core, supply: &[f64]) {
        for (g, amount) in supply.iter().enumerate() {
            let key = self.key[g];
            let at = core.dot(key, &self.dpi);
            let mean: f64 =
                core.group(g).map(|k| self.theta[k] * (core.dot(k, &self.dpi) - at)).sum::<f64>() / self.sum[g];
            let shared = self.shared(core, g, *amount) - mean;
            let mut rest = *amount;
            for k in core.group(g).filter(|k| *k != key) {
                let relative = core.dot(k, &self.dpi) - at - (self.push[k] - self.push[key]);
                self.dx[k] = self.theta[k] * (shared + relative);
                rest -= self.dx[k];
            }
            self.dx[key] = rest;
            self.dy[g] = shared + self.push[key] - at;
        }
        for k in core.loose() {
            self.dx[k] = self.theta[k] * (core.dot(k, &self.dpi) - self.push[k]);
        }
    }

    /// Sets what the equations of the variables ask for, and clears nothing else.
    pub(super) fn set_push(&mut self, push: impl Iterator<Item = f64>) {
        self.push.clear();
        self.push.extend(push);
    }

    pub(super) fn prices(&self) -> (&[f64], &[f64]) {
        (&self.dy, &self.dpi)
    }

    /// The direction towards products of `target`, second-order terms of the last direction included where `corrected`.
    pub(super) fn direct(&mut self, core: &Core, point: &Point, residual: &Residual, target: f64, corrected: bool) {
        let n = core.len();
        for k in 0..n {
            let (second, second_room) =
                if corrected { (self.dx[k] * self.dz[k], self.dw[k] * self.dv[k]) } else { (0.0, 0.0) };
            // Kept in the buffers of the duals until the step is known.
            self.dz[k] = target - point.x[k] * point.z[k] - second;
            let bounded = point.w[k] < f64::INFINITY;
            self.dv[k] = if bounded { target - point.w[k] * point.v[k] - second_room } else { 0.0 };
            let room = if bounded { (self.dv[k] - point.v[k] * residual.room[k]) / point.w[k] } else { 0.0 };
            self.push[k] = residual.dual[k] - self.dz[k] / point.x[k] + room;
        }
        self.solve(core, &residual.supply, &residual.row);
        for k in 0..n {
            self.dz[k] = (self.dz[k] - point.z[k] * self.dx[k]) / point.x[k];
            if point.w[k] < f64::INFINITY {
                self.dw[k] = residual.room[k] - self.dx[k];
                self.dv[k] = (self.dv[k] - point.v[k] * self.dw[k]) / point.w[k];
            } else {
                self.dw[k] = 0.0;
            }
        }
    }

    /// Longest primal and dual steps that keep all above zero.
    pub(super) fn lengths(&self, point: &Point) -> (f64, f64) {
        let longest = |values: &[f64], changes: &[f64]| {
            values.iter().zip(changes).fold(f64::INFINITY, |most, (value, change)| {
                if *change < 0.0 && -value / change < most { -value / change } else { most }
            })
        };
        let primal = longest(&point.x, &self.dx).min(longest(&point.w, &self.dw));
        let dual = longest(&point.z, &self.dz).min(longest(&point.v, &self.dv));
        (primal, dual)
    }

    /// Sum of products after a full step of these lengths.
    pub(super) fn complementarity_after(&self, point: &Point, primal: f64, dual: f64) -> f64 {
        let (primal, dual) = (primal.min(1.0), dual.min(1.0));
        let mut sum = 0.0;
        for k in 0..point.x.len() {
            sum += (point.x[k] + primal * self.dx[k]) * (point.z[k] + dual * self.dz[k]);
            if point.w[k] < f64::INFINITY {
                sum += (point.w[k] + primal * self.dw[k]) * (point.v[k] + dual * self.dv[k]);
            }
        }
        sum
    }

    pub(super) fn advance(&self, point: &mut Point, primal: f64, dual: f64) {
        let add = |values: &mut [f64], changes: &[f64], times: f64| {
            values.iter_mut().zip(changes).for_each(|(value, change)| *value += times * change);
        };
        add(&mut point.x, &self.dx, primal);
        add(&mut point.w, &self.dw, primal);
        add(&mut point.z, &self.dz, dual);
        add(&mut point.v, &self.dv, dual);
        add(&mut point.y, &self.dy, dual);
        add(&mut point.pi, &self.dpi, dual);
    }
}

/// A column less the key's.
fn relative(core: &Core, variable: usize, key: usize, column: &mut Vec<(usize, f64)>) {
    column.clear();
    column.extend(core.entries(variable));
    for (row, weight) in core.entries(key) {
        match column.iter_mut().find(|entry| entry.0 == row) {
            Some(entry) => entry.1 -= weight,
            None => column.push((row, -weight)),
        }
    }
}
