//! Coefficients of the Rosenbrock methods, in the form that needs no product with the Jacobian:
//!
//! (M/(h g) - J) U_i = f(y + sum_j a_ij U_j) + M sum_j (c_ij/h) U_j,   y1 = y + sum_i m_i U_i,   error = U_s.

/// Most stages of any method here.
pub(super) const STAGES_MAX: usize = 8;

type Row = [f64; STAGES_MAX];

/// A row from its leading coefficients; the others are 0.
fn row<const N: usize>(leading: [f64; N]) -> Row {
    let mut row = [0.0; STAGES_MAX];
    row[..N].copy_from_slice(&leading);
    row
}

/// What a stage evaluates the right-hand side at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Argument {
    /// At the start of the step, where it is already known.
    Start,
    /// At the previous stage's point plus the previous stage's increment.
    Previous,
    /// At the start plus a combination of the increments so far.
    Combination,
}

/// A stiffly accurate, L-stable Rosenbrock method with embedded error estimate and continuous output.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    name: &'static str,
    pub(super) stages: usize,
    pub(super) gamma: f64,
    pub(super) a: [Row; STAGES_MAX],
    pub(super) c: [Row; STAGES_MAX],
    pub(super) argument: [Argument; STAGES_MAX],
    /// Integral of the solution over the step: h (y + sum_i integral_i U_i), by the method itself.
    pub(super) integral: Row,
    /// Continuous output: y0 + t (y1 - y0) + t (1 - t) sum_i (dense0_i + t (dense1_i + t dense2_i)) U_i, t from 0 to 1.
    pub(super) dense: [Row; 3],
    order: usize,
}

impl Method {
    /// RODAS3: four stages, three right-hand sides, order 3(2).
    /// Sandu, Verwer, Blom, Spee, Carmichael & Potra 1997, doi:10.1016/S1352-2310(97)83212-8.
    ///
    /// Its interpolant is of second order, so use RODAS4 where values between steps matter.
    pub fn rodas3() -> Self {
        let mut a = [[0.0; STAGES_MAX]; STAGES_MAX];
        a[2] = row([2.0]);
        a[3] = row([2.0, 0.0, 1.0]);
        let mut c = [[0.0; STAGES_MAX]; STAGES_MAX];
        c[1] = row([4.0]);
        c[2] = row([1.0, -1.0]);
        c[3] = row([1.0, -1.0, -8.0 / 3.0]);
        // Order conditions of the interpolant: no first-order term, second-order term -1/2.
        let dense = [row([3.0, -1.0]), row([]), row([])];
        Self::assemble("RODAS3", 4, 3, 0.5, a, c, dense)
    }

    /// RODAS4: six stages, order 4(3), interpolant of order 3.
    /// Hairer & Wanner, Solving Ordinary Differential Equations II, 2nd ed. 1996, section VI.4 (method RODAS).
    pub fn rodas4() -> Self {
        let mut a = [[0.0; STAGES_MAX]; STAGES_MAX];
        a[1] = row([1.544]);
        a[2] = row([0.946_678_528_081_582_6, 0.255_701_169_898_328_4]);
        a[3] = row([3.314_825_187_068_521, 2.896_124_015_972_201, 0.998_641_913_997_781_7]);
        a[4] = row([1.221_224_509_226_641, 6.019_134_481_288_629, 12.537_083_329_320_87, -0.687_886_036_105_895]);
        a[5] = a[4];
        a[5][4] = 1.0;
        let mut c = [[0.0; STAGES_MAX]; STAGES_MAX];
        c[1] = row([-5.6688]);
        c[2] = row([-2.430_093_356_833_875, -0.206_359_915_709_191_5]);
        c[3] = row([-0.107_352_905_815_137_5, -9.594_562_251_023_355, -20.470_286_148_096_16]);
        c[4] = row([7.496_443_313_967_647, -10.246_804_314_643_52, -33.999_903_528_199_05, 11.708_908_932_061_6]);
        c[5] = row([
            8.083_246_795_921_522,
            -7.981_132_988_064_893,
            -31.521_594_328_743_71,
            16.319_305_431_231_36,
            -6.058_818_238_834_054,
        ]);
        let dense2 = row([
            10.126_235_083_445_86,
            -7.487_995_877_610_167,
            -34.800_918_615_557_47,
            -7.992_771_707_568_823,
            1.025_137_723_295_662,
            0.0,
        ]);
        let dense3 = row([
            -0.676_280_339_280_689_8,
            6.087_714_651_680_015,
            16.430_843_208_924_78,
            24.767_225_114_183_86,
            -6.594_389_125_716_872,
            0.0,
        ]);
        Self::assemble("RODAS4", 6, 4, 0.25, a, c, [dense2, dense3, row([])])
    }

    /// RODAS5P: eight stages, order 5(4), interpolant of order 4.
    /// Steinebach 2023, doi:10.1007/s10543-023-00967-x.
    pub fn rodas5p() -> Self {
        let mut a = [[0.0; STAGES_MAX]; STAGES_MAX];
        a[1] = row([3.0]);
        a[2] = row([2.849_394_379_747_939, 0.458_422_422_044_639_23]);
        a[3] = row([-6.954_028_509_809_101, 2.489_845_061_869_568, -10.358_996_098_473_584]);
        a[4] = row([
            2.802_998_627_562_896_4,
            0.507_246_473_622_820_6,
            -0.398_831_254_177_052_4,
            -0.047_211_872_304_046_41,
        ]);
        a[5] = row([
            -7.502_846_399_306_121,
            2.561_846_144_803_919,
            -11.627_539_656_261_098,
            -0.182_687_676_599_422_56,
            0.030_198_172_008_377_946,
        ]);
        a[6] = a[5];
        a[6][5] = 1.0;
        a[7] = a[6];
        a[7][6] = 1.0;
        let dense = [
            [
                25.948_786_856_663_858,
                -2.557_972_484_584_623_5,
                10.433_815_404_888_879,
                -2.367_925_102_268_520_4,
                0.524_948_541_321_073,
                1.124_108_831_045_040_4,
                0.427_287_619_443_187_4,
                -0.172_022_210_701_554_93,
            ],
            [
                -9.915_688_506_951_71,
                -0.968_994_459_411_515_4,
                3.043_803_724_297_845_3,
                -24.495_224_566_215_796,
                20.176_138_334_709_044,
                15.980_663_614_246_51,
                -6.789_040_303_419_874,
                -6.710_236_069_923_372,
            ],
            [
                11.419_903_575_922_262,
                2.887_964_514_613_699_4,
                72.921_379_959_960_29,
                80.125_118_346_226_43,
                -52.072_871_366_152_654,
                -59.789_936_252_667_29,
                -0.155_826_842_827_519_13,
                4.883_087_185_713_722,
            ],
        ];
        Self::assemble("RODAS5P", 8, 5, 0.211_937_563_194_290_14, a, Self::rodas5p_c(), dense)
    }

    fn rodas5p_c() -> [Row; STAGES_MAX] {
        [
            row([]),
            row([-14.155_112_264_123_755]),
            row([-17.972_960_358_859_52, -2.859_693_295_451_294]),
            row([147.121_502_757_117_16, -1.412_214_027_182_13, 71.689_402_513_023_58]),
            row([165.435_170_248_716_76, -0.459_282_345_649_112_6, 42.909_383_369_586_03, -5.961_986_721_573_306]),
            row([
                24.854_864_614_690_072,
                -3.000_922_700_283_218_6,
                47.493_111_002_076_8,
                5.581_419_782_155_812_5,
                -0.661_069_182_524_947_1,
            ]),
            row([
                30.912_732_140_285_99,
                -3.120_824_334_993_797_4,
                77.799_546_460_708_92,
                34.286_460_282_947_83,
                -19.097_331_116_725_623,
                -28.087_943_162_872_662,
            ]),
            row([
                37.802_771_233_905_63,
                -3.257_196_902_907_227_6,
                112.269_188_494_963_27,
                66.934_723_124_404_7,
                -40.066_189_370_910_02,
                -54.667_802_628_779_68,
                -9.488_616_523_096_27,
            ]),
        ]
    }

    /// Name in the literature.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Order of the solution.
    pub fn order(&self) -> usize {
        self.order
    }

    #[allow(clippy::too_many_arguments)]
    fn assemble(
        name: &'static str,
        stages: usize,
        order: usize,
        gamma: f64,
        a: [Row; STAGES_MAX],
        c: [Row; STAGES_MAX],
        dense: [Row; 3],
    ) -> Self {
        let mut argument = [Argument::Start; STAGES_MAX];
        for i in 1..stages {
            let mut previous = a[i - 1];
            previous[i - 1] = 1.0;
            if a[i] == previous {
                argument[i] = Argument::Previous;
            } else if a[i] != [0.0; STAGES_MAX] {
                argument[i] = Argument::Combination;
            }
        }
        let integral = integral_weights(stages, gamma, &a, &c);
        Self { name, stages, gamma, a, c, argument, integral, dense, order }
    }
}

/// Weights that the method itself gives to z' = y: its stages are linear in y and the U_i, so they collapse into one
/// combination per step. Linear balances then close to rounding, whatever the tolerance.
fn integral_weights(stages: usize, gamma: f64, a: &[Row; STAGES_MAX], c: &[Row; STAGES_MAX]) -> Row {
    let mut q = [[0.0; STAGES_MAX]; STAGES_MAX];
    for i in 0..stages {
        for k in 0..stages {
            let mut sum = a[i][k] + if k == i { 1.0 } else { 0.0 };
            for j in 0..i {
                sum += c[i][j] * q[j][k];
            }
            q[i][k] = gamma * sum;
        }
    }
    // y1 = (last stage's point) + U_s, so the weights m are the last row of a, and 1.
    let mut m = a[stages - 1];
    m[stages - 1] = 1.0;
    let mut weights = [0.0; STAGES_MAX];
    for (k, weight) in weights.iter_mut().enumerate() {
        *weight = (0..stages).map(|i| m[i] * q[i][k]).sum();
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, DVector};

    /// Order conditions of Rosenbrock methods (Hairer & Wanner, table VI.7.1), from the transformed coefficients.
    fn residuals(method: &Method) -> Vec<f64> {
        let s = method.stages;
        let c = DMatrix::from_fn(s, s, |i, j| method.c[i][j]);
        let a = DMatrix::from_fn(s, s, |i, j| method.a[i][j]);
        let gamma = (DMatrix::identity(s, s) / method.gamma - c).try_inverse().unwrap();
        let alpha = &a * &gamma;
        let beta = &alpha + &gamma;
        let m = DVector::from_fn(s, |i, _| if i == s - 1 { 1.0 } else { method.a[s - 1][i] });
        let b = gamma.transpose() * m;
        let one = DVector::from_element(s, 1.0);
        let (alpha_sum, beta_sum) = (&alpha * &one, &beta * &one);
        let square = alpha_sum.component_mul(&alpha_sum);
        let mut found = vec![
            b.sum() - 1.0,
            b.dot(&beta_sum) - 1.0 / 2.0,
            b.dot(&square) - 1.0 / 3.0,
            b.dot(&(&beta * &beta_sum)) - 1.0 / 6.0,
        ];
        if method.order >= 4 {
            found.push(b.dot(&square.component_mul(&alpha_sum)) - 1.0 / 4.0);
            found.push(b.dot(&alpha_sum.component_mul(&(&alpha * &beta_sum))) - 1.0 / 8.0);
            found.push(b.dot(&(&beta * &square)) - 1.0 / 12.0);
            found.push(b.dot(&(&beta * (&beta * &beta_sum))) - 1.0 / 24.0);
        }
        if method.order >= 5 {
            let cube = square.component_mul(&alpha_sum);
            let inner = &alpha * &beta_sum;
            found.push(b.dot(&cube.component_mul(&alpha_sum)) - 1.0 / 5.0);
            found.push(b.dot(&square.component_mul(&inner)) - 1.0 / 10.0);
            found.push(b.dot(&inner.component_mul(&inner)) - 1.0 / 20.0);
            found.push(b.dot(&alpha_sum.component_mul(&(&alpha * &square))) - 1.0 / 15.0);
            found.push(b.dot(&alpha_sum.component_mul(&(&alpha * (&beta * &beta_sum)))) - 1.0 / 30.0);
            found.push(b.dot(&(&beta * &cube)) - 1.0 / 20.0);
            found.push(b.dot(&(&beta * alpha_sum.component_mul(&inner))) - 1.0 / 40.0);
            found.push(b.dot(&(&beta * (&beta * &square))) - 1.0 / 60.0);
            found.push(b.dot(&(&beta * (&beta * (&beta * &beta_sum)))) - 1.0 / 120.0);
        }
        found
    }

    #[test]
    fn coefficients_meet_their_order_conditions() {
        for method in [Method::rodas3(), Method::rodas4(), Method::rodas5p()] {
            for residual in residuals(&method) {
                // Coefficients up to 100 with 16 digits.
                assert!(residual.abs() < 1e-12, "{}: {residual:e}", method.name);
            }
        }
    }

    #[test]
    fn stage_arguments_are_recognised() {
        let rodas3 = Method::rodas3();
        assert_eq!(rodas3.argument[..4], [Argument::Start, Argument::Start, Argument::Combination, Argument::Previous]);
        assert_eq!(Method::rodas4().argument[5], Argument::Previous);
        assert_eq!(Method::rodas5p().argument[5..], [Argument::Combination, Argument::Previous, Argument::Previous]);
    }
}
