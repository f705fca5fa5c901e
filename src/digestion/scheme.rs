//! From a process matrix and the rates of a model to its conversions and their derivatives: index lists, worked out once.

use super::tank::{Layout, Unknown};
use crate::num::Real;
use crate::petersen::{Matrix, ProductSums};

/// The structure of a model: the same for every parameter set.
pub(super) struct Scheme {
    layout: Layout,
    matrix: Matrix,
    /// Outputs that the matrix has a column for.
    columns: usize,
    /// Per output, coefficient and rate.
    conversions: ProductSums,
    /// Per derivative of the layout's pattern, coefficient and derivative of a rate.
    slopes: ProductSums,
    /// Place in the pattern of each derivative that no rate gives.
    others: Vec<u16>,
}

/// Unknowns of a model and how many are liquid and gas.
pub(super) struct Shape {
    pub(super) unknowns: Vec<Unknown>,
    pub(super) liquid: usize,
    pub(super) gas: usize,
    pub(super) factors: &'static [&'static str],
}

/// A column of a matrix of models whose published coefficients balance no element to rounding: it holds none of what
/// [`petersen`](crate::petersen) checks.
pub(super) fn unweighted(states: &[&str]) -> String {
    let rows = states.iter().map(|state| format!("{state},,,,,\n"));
    std::iter::once("state,COD,carbon,nitrogen,closes,source\n".to_owned()).chain(rows).collect()
}

fn narrow(k: usize) -> u16 {
    u16::try_from(k).expect("a model has far fewer than 65536 entries")
}

impl Scheme {
    /// From the matrix, whose columns are the first outputs of the model in order, the (process, unknown) of every
    /// derivative of a rate, and the (row, column) of every derivative that the model adds itself.
    pub(super) fn new(shape: Shape, matrix: Matrix, rates: &[(usize, usize)], others: &[(usize, usize)]) -> Self {
        let coefficients: Vec<(usize, usize)> = matrix.pattern().collect();
        let columns = coefficients.iter().map(|(_, row)| row + 1).max().unwrap_or(0);
        let products = |mut visit: Box<dyn FnMut(usize, usize, usize, usize) + '_>| {
            for (coefficient, (process, row)) in coefficients.iter().enumerate() {
                for (slope, (_, column)) in rates.iter().enumerate().filter(|(_, (of, _))| of == process) {
                    visit(*row, *column, coefficient, slope);
                }
            }
        };
        let mut pattern: Vec<(usize, usize)> = others.to_vec();
        products(Box::new(|row, column, _, _| pattern.push((row, column))));
        pattern.sort_unstable();
        pattern.dedup();
        let place = |entry: (usize, usize)| pattern.binary_search(&entry).expect("every derivative is in the pattern");
        let mut sums = Vec::new();
        products(Box::new(|row, column, coefficient, slope| sums.push((place((row, column)), coefficient, slope))));
        let by_rate: Vec<_> = coefficients.iter().enumerate().map(|(k, (process, row))| (*row, k, *process)).collect();
        let Shape { unknowns, liquid, gas, factors } = shape;
        Self {
            conversions: ProductSums::new(columns, &by_rate),
            slopes: ProductSums::new(pattern.len(), &sums),
            others: others.iter().map(|entry| narrow(place(*entry))).collect(),
            columns,
            matrix,
            layout: Layout { unknowns, liquid, gas, pattern, factors },
        }
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// Sets every output to zero and adds what the processes give.
    #[inline(always)]
    pub(super) fn convert<S: Real>(&self, coefficients: &[S], rates: &[S], out: &mut [S]) {
        out.fill(S::zero());
        self.conversions.add(coefficients, rates, &mut out[..self.columns]);
    }

    /// Writes the derivatives: those of the rates through the matrix, and the others as the model gives them.
    #[inline(always)]
    pub(super) fn slopes<S: Real>(&self, coefficients: &[S], by_rate: &[S], others: &[S], out: &mut [S]) {
        out.fill(S::zero());
        for (entry, slope) in self.others.iter().zip(others) {
            out[*entry as usize] += *slope;
        }
        self.slopes.add(coefficients, by_rate, out);
    }
}

/// What every model built on a scheme is tested for.
#[cfg(test)]
pub(super) mod testing {
    use crate::digestion::tank::{Kinetics, React};
    use crate::num::{Dual, Lanes, Pack};

    /// The largest gap of [`React::slopes`] to dual numbers over these states, relative to its row, and where.
    pub(in crate::digestion) fn worst_slope<K: Kinetics, const N: usize>(
        plain: &K::Of<f64>,
        dual: &K::Of<Dual<N>>,
        states: &[Vec<f64>],
    ) -> (f64, String) {
        let layout = K::layout();
        let mut worst = (0.0, String::new());
        for y in states {
            let point: Vec<Dual<N>> = y.iter().enumerate().map(|(k, v)| Dual::variable(*v, k)).collect();
            let mut expected = vec![Dual::constant(0.0); layout.outputs()];
            dual.react(&point, &mut expected);
            let mut found = vec![0.0; layout.pattern.len()];
            plain.slopes(y, &mut found);
            let mut dense = vec![vec![0.0; N]; layout.outputs()];
            for ((row, column), slope) in layout.pattern.iter().zip(found) {
                assert!(slope.is_finite());
                dense[*row][*column] = slope;
            }
            for (row, expected) in expected.iter().enumerate() {
                let scale = expected.slope.iter().fold(1e-9, |a: f64, b| a.max(b.abs()));
                for (column, (found, expected)) in dense[row].iter().zip(expected.slope).enumerate() {
                    assert!(expected.is_finite());
                    let gap = (found - expected).abs() / scale;
                    if gap > worst.0 {
                        let unknowns = &layout.unknowns;
                        worst = (gap, format!("row {row} by {}: {found} / {expected}", unknowns[column].name));
                    }
                }
            }
        }
        worst
    }

    /// In lanes, each with a model and a state of its own, everything has the bits it has alone.
    pub(in crate::digestion) fn lanes_have_the_bits_of_scalars<K: Kinetics>(
        models: &[K::Of<f64>],
        states: &[Vec<f64>],
    ) {
        let layout = K::layout();
        let mut all = K::splat::<Pack>(&models[0]);
        for lane in 0..Pack::COUNT {
            K::set_lane(&mut all, lane, &models[lane % models.len()]);
        }
        let y: Vec<Pack> = (0..layout.unknowns.len()).map(|k| Pack::from_fn(|lane| states[lane][k])).collect();
        let mut packs = vec![Pack::from_fn(|_| 0.0); layout.outputs()];
        all.react(&y, &mut packs);
        let mut pack_slopes = vec![Pack::from_fn(|_| 0.0); layout.pattern.len()];
        all.slopes(&y, &mut pack_slopes);
        for lane in 0..Pack::COUNT {
            let one = &models[lane % models.len()];
            let mut out = vec![0.0; layout.outputs()];
            one.react(&states[lane], &mut out);
            let bits = |values: &[Pack]| values.iter().map(|v| v.lane(lane).to_bits()).collect::<Vec<u64>>();
            assert_eq!(bits(&packs), out.iter().map(|v| v.to_bits()).collect::<Vec<_>>());
            let mut slopes = vec![0.0; layout.pattern.len()];
            one.slopes(&states[lane], &mut slopes);
            assert_eq!(bits(&pack_slopes), slopes.iter().map(|v| v.to_bits()).collect::<Vec<_>>());
            for liquid in 0..layout.liquid {
                assert_eq!(all.leaving(liquid).lane(lane).to_bits(), one.leaving(liquid).to_bits());
            }
        }
    }

    /// What a model makes of each content it says to conserve, relative to what it moves: the largest gap over these states.
    pub(in crate::digestion) fn worst_content<K: Kinetics>(model: &K::Of<f64>, states: &[Vec<f64>]) -> (f64, String) {
        let layout = K::layout();
        let mut worst = (0.0, String::new());
        for y in states {
            let mut out = vec![0.0; layout.outputs()];
            model.react(y, &mut out);
            for content in K::contents(model) {
                assert_eq!((content.liquid.len(), content.gas.len()), (layout.liquid, layout.gas));
                let weights = content.liquid.iter().chain(&content.gas);
                let (made, moved) = weights.zip(&out).fold((0.0, 1e-300), |(made, moved): (f64, f64), (w, rate)| {
                    (made + w * rate, moved + (w * rate).abs())
                });
                let gap = made.abs() / moved;
                if gap.is_nan() || gap > worst.0 {
                    worst = (gap, content.name.to_owned());
                }
            }
        }
        worst
    }

    /// So many states around `typical`, each unknown within a factor of a hundred, the same every time.
    pub(in crate::digestion) fn states_around(typical: &[f64], count: usize) -> Vec<Vec<f64>> {
        let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
        let mut next = || {
            // Xorshift: only to scatter states.
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed as f64 / u64::MAX as f64
        };
        let state = |next: &mut dyn FnMut() -> f64| {
            typical.iter().map(|value| value * libm::pow(10.0, 2.0 * next() - 1.0)).collect()
        };
        (0..count).map(|_| state(&mut next)).collect()
    }
}
