//! LU factorisation on one fixed sparse pattern.
//!
//! The pivots stay on the diagonal, in an order chosen once (Markowitz: least fill). Factor and solve are index lists
//! over a value array whose first slots are the entries of the matrix in the order they were given and whose other slots
//! are the fill. Each entry of the factors, and each unknown, is one sum of products that stays in a register until it is
//! complete (Crout's order): with lanes, stores cost more than anything else.

use crate::num::Real;

/// One pivot of the factorisation.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pivot {
    /// Unknown (and equation) of the pivot.
    index: u16,
    /// Its slot.
    slot: u16,
    /// How many products are taken from it.
    products: u16,
    /// How many entries stand right of it.
    right: u16,
    /// How many entries stand below it.
    below: u16,
    /// How many entries of its row stand in columns eliminated before.
    left: u16,
}

/// An entry of the factors and the number of products that are taken from it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    slot: u16,
    products: u16,
}

/// Slot and index of an off-diagonal entry, for the triangular solves.
#[derive(Clone, Copy, Debug, PartialEq)]
struct OffDiagonal {
    slot: u16,
    index: u16,
}

/// Elimination order, fill and index lists for one pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseLu {
    size: usize,
    slot_count: usize,
    diagonal: Vec<u32>,
    pivots: Vec<Pivot>,
    /// Per pivot, the entries right of it, then those below it.
    entries: Vec<Entry>,
    /// (lower, upper) slots of the products of the pivot and of the entries, in their order.
    products: Vec<(u16, u16)>,
    /// Per pivot, the entries left of it.
    left: Vec<OffDiagonal>,
    /// Per pivot, the entries right of it.
    right: Vec<OffDiagonal>,
}

/// Slot of each (row, column), none where the factors are zero.
type Slots = Vec<Vec<Option<u16>>>;

fn narrow(k: usize) -> u16 {
    u16::try_from(k).expect("a pattern has far fewer than 65536 entries")
}

/// What the ordering has found: the order, and where the factors are not zero.
struct Filled {
    order: Vec<usize>,
    slots: Slots,
    slot_count: usize,
}

impl Filled {
    /// Orders a pattern and finds its fill. Diagonals that are not listed are added.
    fn new(size: usize, pattern: &[(usize, usize)]) -> Self {
        let mut slots: Slots = vec![vec![None; size]; size];
        for (slot, (row, column)) in pattern.iter().enumerate() {
            slots[*row][*column] = Some(narrow(slot));
        }
        let mut filled = Self { order: Vec::new(), slots, slot_count: pattern.len() };
        for k in 0..size {
            filled.slot_or_fill(k, k);
        }
        let mut left: Vec<usize> = (0..size).collect();
        while !left.is_empty() {
            let at = cheapest(&left, &filled.slots);
            let pivot = left.swap_remove(at);
            let mut remaining = left.clone();
            remaining.sort_unstable();
            for row in remaining.iter().copied().filter(|i| filled.slots[*i][pivot].is_some()).collect::<Vec<_>>() {
                for column in
                    remaining.iter().copied().filter(|j| filled.slots[pivot][*j].is_some()).collect::<Vec<_>>()
                {
                    filled.slot_or_fill(row, column);
                }
            }
            filled.order.push(pivot);
        }
        filled
    }

    fn slot_or_fill(&mut self, row: usize, column: usize) {
        if self.slots[row][column].is_none() {
            self.slots[row][column] = Some(narrow(self.slot_count));
            self.slot_count += 1;
        }
    }

    /// Products of the factors over the pivots before `before` that make up an entry.
    fn products(&self, row: usize, column: usize, before: usize) -> impl Iterator<Item = (u16, u16)> + '_ {
        self.order[..before]
            .iter()
            .filter_map(move |pivot| Some((self.slots[row][*pivot]?, self.slots[*pivot][column]?)))
    }
}

impl SparseLu {
    /// Orders a pattern of `size` unknowns; `pattern` lists (row, column) of the entries, each once. Diagonals that are
    /// not listed are added.
    pub fn new(size: usize, pattern: &[(usize, usize)]) -> Self {
        let filled = Filled::new(size, pattern);
        let known = |row: usize, column: usize| filled.slots[row][column].expect("the diagonal is always there");
        let mut lu = Self {
            size,
            slot_count: filled.slot_count,
            diagonal: (0..size).map(|k| u32::from(known(k, k))).collect(),
            pivots: Vec::new(),
            entries: Vec::new(),
            products: Vec::new(),
            left: Vec::new(),
            right: Vec::new(),
        };
        for at in 0..size {
            lu.add_pivot(&filled, at);
        }
        lu
    }

    /// Lists the work of the pivot at a place of the order.
    fn add_pivot(&mut self, filled: &Filled, at: usize) {
        let pivot = filled.order[at];
        let (before, after) = (&filled.order[..at], &filled.order[at + 1..]);
        let row = |columns: &[usize]| -> Vec<OffDiagonal> {
            let entry = |j: &usize| filled.slots[pivot][*j].map(|slot| OffDiagonal { slot, index: narrow(*j) });
            columns.iter().filter_map(entry).collect()
        };
        let (left, right) = (row(before), row(after));
        let below: Vec<usize> = after.iter().copied().filter(|i| filled.slots[*i][pivot].is_some()).collect();
        let own = filled.products(pivot, pivot, at).count();
        self.products.extend(filled.products(pivot, pivot, at));
        for (i, j) in right.iter().map(|e| (pivot, e.index as usize)).chain(below.iter().map(|i| (*i, pivot))) {
            let slot = filled.slots[i][j].expect("filtered on being present");
            self.entries.push(Entry { slot, products: narrow(filled.products(i, j, at).count()) });
            self.products.extend(filled.products(i, j, at));
        }
        self.pivots.push(Pivot {
            index: narrow(pivot),
            slot: narrow(self.diagonal[pivot] as usize),
            products: narrow(own),
            right: narrow(right.len()),
            below: narrow(below.len()),
            left: narrow(left.len()),
        });
        self.left.extend(left);
        self.right.extend(right);
    }

    /// Number of unknowns.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Length of the value array: entries, missing diagonals and fill.
    pub fn slot_count(&self) -> usize {
        self.slot_count
    }

    /// Slot of each diagonal entry.
    pub fn diagonal(&self) -> &[u32] {
        &self.diagonal
    }

    /// Factors, in place, the matrix -A whose values are given: multipliers below, negative reciprocal pivots on and the
    /// upper factor above the diagonal. The integrator's matrix is M/(h gamma) - J, so -A is the Jacobian as it comes,
    /// less the diagonal. A zero pivot gives values that are not finite, which the caller's error norm shows.
    #[inline(always)]
    pub fn factor<S: Real>(&self, values: &mut [S]) {
        let values = &mut values[..self.slot_count];
        let (mut entries, mut products) = (self.entries.iter(), self.products.as_slice());
        for pivot in &self.pivots {
            let value = reduced(values, pivot.slot, pivot.products, &mut products);
            let reciprocal = S::one() / value;
            for entry in entries.by_ref().take(pivot.right as usize) {
                values[entry.slot as usize] = reduced(values, entry.slot, entry.products, &mut products);
            }
            for entry in entries.by_ref().take(pivot.below as usize) {
                values[entry.slot as usize] = reduced(values, entry.slot, entry.products, &mut products) * reciprocal;
            }
            values[pivot.slot as usize] = -reciprocal;
        }
    }

    /// Solves A x = b with the factors of [`factor`](Self::factor), in place.
    #[inline(always)]
    pub fn solve<S: Real>(&self, factors: &[S], b: &mut [S]) {
        let factors = &factors[..self.slot_count];
        let b = &mut b[..self.size];
        let mut left = self.left.as_slice();
        for pivot in &self.pivots {
            let (own, rest) = left.split_at(pivot.left as usize);
            let mut value = b[pivot.index as usize];
            for entry in own {
                value -= factors[entry.slot as usize] * b[entry.index as usize];
            }
            b[pivot.index as usize] = value;
            left = rest;
        }
        let mut right = self.right.as_slice();
        for pivot in self.pivots.iter().rev() {
            let (rest, own) = right.split_at(right.len() - pivot.right as usize);
            let mut value = b[pivot.index as usize];
            for entry in own {
                value += factors[entry.slot as usize] * b[entry.index as usize];
            }
            b[pivot.index as usize] = value * factors[pivot.slot as usize];
            right = rest;
        }
    }
}

/// The value of a slot less the next `count` products.
#[inline(always)]
fn reduced<S: Real>(values: &[S], slot: u16, count: u16, products: &mut &[(u16, u16)]) -> S {
    let (own, rest) = products.split_at(count as usize);
    *products = rest;
    let mut value = values[slot as usize];
    for (lower, upper) in own {
        value -= values[*lower as usize] * values[*upper as usize];
    }
    value
}

/// Position in `left` of the pivot with the smallest Markowitz product; the first of equals, so the order is fixed.
fn cheapest(left: &[usize], slots: &Slots) -> usize {
    let cost = |k: usize| {
        let row = left.iter().filter(|j| **j != k && slots[k][**j].is_some()).count();
        let column = left.iter().filter(|i| **i != k && slots[**i][k].is_some()).count();
        (row * column, row + column, k)
    };
    let best = left.iter().enumerate().min_by_key(|(_, k)| cost(**k));
    best.map(|(at, _)| at).expect("called while unknowns are left")
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, DVector};
    use proptest::prelude::*;

    proptest! {
        /// Against the dense LU of nalgebra, on random diagonally dominant matrices.
        #[test]
        fn solves_like_a_dense_solver(
            size in 1_usize..12,
            cells in proptest::collection::vec((0_usize..12, 0_usize..12, -1.0..1.0_f64), 0..50),
            b in proptest::collection::vec(-1.0..1.0_f64, 12),
        ) {
            let mut dense = DMatrix::from_diagonal_element(size, size, 15.0);
            for (row, column, value) in cells {
                dense[(row % size, column % size)] = value + if row % size == column % size { 15.0 } else { 0.0 };
            }
            let pattern: Vec<(usize, usize)> = (0..size)
                .flat_map(|i| (0..size).map(move |j| (i, j)))
                .filter(|(i, j)| dense[(*i, *j)] != 0.0)
                .collect();
            let lu = SparseLu::new(size, &pattern);
            let mut values = vec![0.0; lu.slot_count()];
            for (value, (row, column)) in values.iter_mut().zip(&pattern) {
                *value = -dense[(*row, *column)];
            }
            lu.factor(&mut values);
            let mut x = b[..size].to_vec();
            lu.solve(&values, &mut x);
            let expected = dense.lu().solve(&DVector::from_column_slice(&b[..size])).unwrap();
            for (found, expected) in x.iter().zip(expected.iter()) {
                prop_assert!((found - expected).abs() < 1e-13, "{found} {expected}");
            }
        }
    }

    #[test]
    fn an_arrow_makes_no_fill() {
        let pattern: Vec<(usize, usize)> = (0..9).flat_map(|k| [(k, k), (0, k), (k, 0)]).collect();
        let mut unique = pattern;
        unique.sort_unstable();
        unique.dedup();
        let count = unique.len();
        assert_eq!(SparseLu::new(9, &unique).slot_count(), count);
    }

    #[test]
    fn a_singular_matrix_gives_values_that_are_not_finite() {
        let lu = SparseLu::new(2, &[(0, 0), (0, 1), (1, 0), (1, 1)]);
        let mut values = vec![1.0, 1.0, 1.0, 1.0];
        lu.factor(&mut values);
        let mut b = vec![1.0, 2.0];
        lu.solve(&values, &mut b);
        assert!(!b[0].is_finite());
    }
}
