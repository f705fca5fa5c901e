//! LU factorisation on one fixed sparse pattern.
//!
//! The pivots stay on the diagonal, in an order chosen once (Markowitz: least fill). Factor and solve are index lists
//! over a value array whose first slots are the entries of the matrix in the order they were given and whose other slots
//! are the fill.

use crate::num::Real;

/// An elimination of one row by one pivot.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Elimination {
    /// Slot of the entry below the pivot, which becomes the multiplier.
    multiplier: u32,
    /// How many updates follow for this row.
    updates: u32,
}

/// One pivot of the factorisation.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pivot {
    /// Unknown (and equation) of the pivot.
    index: u32,
    /// Its slot.
    slot: u32,
    /// How many rows it eliminates.
    rows: u32,
    /// How many entries stand right of it.
    right: u32,
}

/// Slot and index of an off-diagonal entry, for the triangular solves.
#[derive(Clone, Copy, Debug, PartialEq)]
struct OffDiagonal {
    slot: u32,
    index: u32,
}

/// Elimination order, fill and index lists for one pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseLu {
    size: usize,
    slot_count: usize,
    diagonal: Vec<u32>,
    pivots: Vec<Pivot>,
    eliminations: Vec<Elimination>,
    /// (target, source) slots of each update `target -= multiplier * source`.
    updates: Vec<(u32, u32)>,
    /// Per pivot, the rows it eliminates.
    below: Vec<OffDiagonal>,
    /// Per pivot, the unknowns right of it.
    right: Vec<OffDiagonal>,
}

/// Slot of each (row, column), none where the factors are zero.
type Slots = Vec<Vec<Option<u32>>>;

fn narrow(k: usize) -> u32 {
    u32::try_from(k).expect("a pattern has far fewer than 2^32 entries")
}

impl SparseLu {
    /// Orders a pattern of `size` unknowns; `pattern` lists (row, column) of the entries, each once. Diagonals that are
    /// not listed are added.
    pub fn new(size: usize, pattern: &[(usize, usize)]) -> Self {
        let mut slots: Slots = vec![vec![None; size]; size];
        for (slot, (row, column)) in pattern.iter().enumerate() {
            slots[*row][*column] = Some(narrow(slot));
        }
        let mut lu = Self {
            size,
            slot_count: pattern.len(),
            diagonal: Vec::new(),
            pivots: Vec::new(),
            eliminations: Vec::new(),
            updates: Vec::new(),
            below: Vec::new(),
            right: Vec::new(),
        };
        for k in 0..size {
            let slot = lu.slot_or_fill(&mut slots, k, k);
            lu.diagonal.push(slot);
        }
        let mut left: Vec<usize> = (0..size).collect();
        while !left.is_empty() {
            let at = cheapest(&left, &slots);
            let pivot = left.swap_remove(at);
            lu.eliminate(pivot, &left, &mut slots);
        }
        lu
    }

    fn slot_or_fill(&mut self, slots: &mut Slots, row: usize, column: usize) -> u32 {
        *slots[row][column].get_or_insert_with(|| {
            self.slot_count += 1;
            narrow(self.slot_count - 1)
        })
    }

    fn eliminate(&mut self, pivot: usize, left: &[usize], slots: &mut Slots) {
        let mut remaining = left.to_vec();
        remaining.sort_unstable();
        let columns: Vec<usize> = remaining.iter().copied().filter(|j| slots[pivot][*j].is_some()).collect();
        let rows: Vec<usize> = remaining.iter().copied().filter(|i| slots[*i][pivot].is_some()).collect();
        let known = |slot: Option<u32>| slot.expect("filtered on being present");
        for &row in &rows {
            let multiplier = known(slots[row][pivot]);
            self.eliminations.push(Elimination { multiplier, updates: narrow(columns.len()) });
            self.below.push(OffDiagonal { slot: multiplier, index: narrow(row) });
            for &column in &columns {
                let source = known(slots[pivot][column]);
                let target = self.slot_or_fill(slots, row, column);
                self.updates.push((target, source));
            }
        }
        self.right.extend(columns.iter().map(|j| OffDiagonal { slot: known(slots[pivot][*j]), index: narrow(*j) }));
        self.pivots.push(Pivot {
            index: narrow(pivot),
            slot: self.diagonal[pivot],
            rows: narrow(rows.len()),
            right: narrow(columns.len()),
        });
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

    /// Factors in place: multipliers below, reciprocal pivots on and the upper factor above the diagonal. A zero pivot
    /// gives values that are not finite, which the caller's error norm shows.
    #[inline(always)]
    pub fn factor<S: Real>(&self, values: &mut [S]) {
        let values = &mut values[..self.slot_count];
        let mut eliminations = self.eliminations.iter();
        let mut updates = self.updates.as_slice();
        for pivot in &self.pivots {
            let reciprocal = S::one() / values[pivot.slot as usize];
            values[pivot.slot as usize] = reciprocal;
            for elimination in eliminations.by_ref().take(pivot.rows as usize) {
                let multiplier = values[elimination.multiplier as usize] * reciprocal;
                values[elimination.multiplier as usize] = multiplier;
                let (own, rest) = updates.split_at(elimination.updates as usize);
                for &(target, source) in own {
                    let change = multiplier * values[source as usize];
                    values[target as usize] -= change;
                }
                updates = rest;
            }
        }
    }

    /// Solves with the factors of [`factor`](Self::factor), in place.
    #[inline(always)]
    pub fn solve<S: Real>(&self, factors: &[S], b: &mut [S]) {
        let factors = &factors[..self.slot_count];
        let b = &mut b[..self.size];
        let mut below = self.below.as_slice();
        for pivot in &self.pivots {
            let value = b[pivot.index as usize];
            let (own, rest) = below.split_at(pivot.rows as usize);
            for entry in own {
                b[entry.index as usize] -= factors[entry.slot as usize] * value;
            }
            below = rest;
        }
        let mut right = self.right.as_slice();
        for pivot in self.pivots.iter().rev() {
            let (rest, own) = right.split_at(right.len() - pivot.right as usize);
            let mut value = b[pivot.index as usize];
            for entry in own {
                value -= factors[entry.slot as usize] * b[entry.index as usize];
            }
            b[pivot.index as usize] = value * factors[pivot.slot as usize];
            right = rest;
        }
    }
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
                *value = dense[(*row, *column)];
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
