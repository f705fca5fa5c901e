//! The regularised incomplete beta function and its inverse, on `libm` alone so that its bits are the same everywhere.

/// Shapes accepted: below, quantiles underflow; above, log-gamma loses digits to cancellation.
pub(super) const SHAPE_RANGE: (f64, f64) = (0.1, 1e4);

/// The two shapes with the logarithm of their beta function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shapes {
    a: f64,
    b: f64,
    ln_beta: f64,
}

/// The curve ln I over ln x at a point.
struct Point {
    /// Its value.
    ln_cdf: f64,
    /// Its slope.
    slope: f64,
    /// Second derivative over slope.
    bend: f64,
}

impl Shapes {
    /// Both within [`SHAPE_RANGE`].
    pub(super) fn new(a: f64, b: f64) -> Self {
        Self { a, b, ln_beta: libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b) }
    }

    pub(super) fn a(&self) -> f64 {
        self.a
    }

    pub(super) fn b(&self) -> f64 {
        self.b
    }

    fn mirrored(&self) -> Self {
        Self { a: self.b, b: self.a, ln_beta: self.ln_beta }
    }

    /// I(x), x in 0..=1.
    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x >= 1.0 {
            1.0
        } else if x > (self.a + 1.0) / (self.a + self.b + 2.0) {
            1.0 - libm::exp(self.mirrored().ln_cdf_left(libm::log1p(-x), 1.0 - x, x))
        } else {
            libm::exp(self.ln_cdf_left(libm::log(x), x, 1.0 - x))
        }
    }

    /// ln I(x) left of the mean, where the continued fraction converges fast. `y` is 1 - x.
    fn ln_cdf_left(&self, ln_x: f64, x: f64, y: f64) -> f64 {
        self.ln_kernel(ln_x, y) - libm::log(self.a) + libm::log(self.fraction(x))
    }

    /// ln of x^a (1 - x)^b / B(a, b).
    fn ln_kernel(&self, ln_x: f64, y: f64) -> f64 {
        self.a * ln_x + self.b * libm::log(y) - self.ln_beta
    }

    /// The continued fraction of I(x) (DLMF 8.17.22) by the modified Lentz method.
    fn fraction(&self, x: f64) -> f64 {
        const TERMS: usize = 2000;
        const TINY: f64 = 1e-300;
        let off_zero = |v: f64| if v.abs() < TINY { TINY } else { v };
        let (a, b) = (self.a, self.b);
        let mut c = 1.0;
        let mut d = 1.0 / off_zero(1.0 - (a + b) * x / (a + 1.0));
        let mut h = d;
        for m in 1..TERMS {
            let m = m as f64;
            let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
            d = 1.0 / off_zero(1.0 + even * d);
            c = off_zero(1.0 + even / c);
            h *= d * c;
            let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
            d = 1.0 / off_zero(1.0 + odd * d);
            c = off_zero(1.0 + odd / c);
            let factor = d * c;
            h *= factor;
            if (factor - 1.0).abs() <= f64::EPSILON {
                break;
            }
        }
        h
    }

    fn point(&self, ln_x: f64) -> Point {
        let x = libm::exp(ln_x);
        let y = -libm::expm1(ln_x);
        let ln_cdf = if x > (self.a + 1.0) / (self.a + self.b + 2.0) {
            libm::log1p(-libm::exp(self.mirrored().ln_cdf_left(libm::log(y), y, x)))
        } else {
            self.ln_cdf_left(ln_x, x, y)
        };
        let slope = libm::exp(self.ln_kernel(ln_x, y) - libm::log(y) - ln_cdf);
        Point { ln_cdf, slope, bend: self.a - (self.b - 1.0) * x / y - slope }
    }

    /// The x with I(x) = u, 0 < u < 1.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        // The lower half by its own logarithm, the upper half as the lower half of the mirror image: no digit of a tail
        // is lost, and 1 - u is exact for u above one half.
        if u <= 0.5 { self.lower_quantile(u) } else { 1.0 - self.mirrored().lower_quantile(1.0 - u) }
    }

    /// Halley steps in ln x on ln I, which is concave there (a straight line for small x), kept inside a bracket.
    fn lower_quantile(&self, u: f64) -> f64 {
        const ITERATION_LIMIT: usize = 200;
        let ln_u = libm::log(u);
        let (mut low, mut high) = (-745.0, 0.0);
        let mut t = self.first_guess(ln_u);
        for _ in 0..ITERATION_LIMIT {
            let point = self.point(t);
            let excess = point.ln_cdf - ln_u;
            if excess > 0.0 {
                high = t;
            } else {
                low = t;
            }
            let newton = excess / point.slope;
            let halley = t - newton / (1.0 - 0.5 * newton * point.bend).max(0.5);
            // Ends included: at the root itself the step is zero.
            let next = if (low..=high).contains(&halley) { halley } else { 0.5 * (low + high) };
            let step = (next - t).abs();
            t = next;
            // The error after a step falls as its cube: below 1e-5 of the scale of the curve nothing is left of it.
            if step <= 1e-5 * self.scale(t) {
                return libm::exp(t);
            }
        }
        // The bracket halves or the steps settle: tests over the whole range of shapes and tails never come here.
        f64::NAN
    }

    /// Length in ln x over which the curve bends: the spread of the law, and the distance to its end at x = 1.
    fn scale(&self, ln_x: f64) -> f64 {
        (-libm::expm1(ln_x)).min(1.0 / (1.0 + self.a + self.b).sqrt())
    }

    /// ln of (u a B)^(1/a), the root for small x, but not beyond the mean.
    fn first_guess(&self, ln_u: f64) -> f64 {
        let small = (ln_u + libm::log(self.a) + self.ln_beta) / self.a;
        small.min(libm::log(self.a / (self.a + self.b))).max(-744.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// I(x; a, 1) = x^a and I(x; 1, b) = 1 - (1 - x)^b, both ways.
    #[test]
    fn power_laws_are_exact() {
        for a in [0.1, 0.5, 1.0, 3.0, 200.0] {
            for u in [1e-15, 1e-9, 0.01, 0.3, 0.5, 0.7, 0.999] {
                let x = Shapes::new(a, 1.0).quantile(u);
                let exact = libm::pow(u, 1.0 / a);
                assert!((x / exact - 1.0).abs() < 1e-12, "a {a} u {u}: {x} against {exact}");
                let x = Shapes::new(1.0, a).quantile(u);
                let exact = -libm::expm1(libm::log1p(-u) / a);
                assert!((x / exact - 1.0).abs() < 1e-12, "b {a} u {u}: {x} against {exact}");
            }
        }
    }

    /// An independent implementation, other algorithm for the inverse.
    #[test]
    fn agrees_with_statrs() {
        for (a, b) in [(0.3, 0.7), (1.5, 4.5), (2.0, 4.0), (5.0, 1.0), (30.0, 50.0)] {
            for x in [1e-6, 0.01, 0.2, 0.5, 0.8, 0.99] {
                let (ours, theirs) = (Shapes::new(a, b).cdf(x), statrs::function::beta::beta_reg(a, b, x));
                assert!((ours - theirs).abs() < 1e-12, "{a} {b} {x}: {ours} against {theirs}");
            }
        }
    }

    #[test]
    fn every_shape_and_tail_settles() {
        let shapes = [0.1, 0.3, 0.99, 1.0, 2.0, 17.0, 300.0, 1e4];
        for (a, b) in shapes.iter().flat_map(|a| shapes.map(|b| (*a, b))) {
            let law = Shapes::new(a, b);
            let mut before = -1.0;
            for u in [1.2e-16, 1e-12, 1e-6, 0.01, 0.25, 0.5, 0.75, 0.99, 1.0 - 1e-6, 1.0 - 1e-12, 1.0 - 1.2e-16] {
                let x = law.quantile(u);
                assert!((0.0..=1.0).contains(&x) && x >= before, "{a} {b} {u}: {x} after {before}");
                before = x;
                // Where x sits on the last representable number below 1, u cannot be told from it.
                if x < 1.0 - 1e-3 {
                    assert!((law.cdf(x) / u - 1.0).abs() < 1e-9, "{a} {b}: {u} -> {x} -> {}", law.cdf(x));
                }
            }
        }
    }
}
