//! Models of a cumulative curve.

/// How methane rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveModel {
    /// B (1 - exp(-k t)).
    FirstOrder,
    /// First order that begins after a lag.
    FirstOrderLag,
    /// A quick and a slow pool: B (1 - f exp(-k1 t) - (1 - f) exp(-k2 t)).
    TwoPools,
    /// Modified Gompertz: B exp(-exp(Rm e/B (lag - t) + 1)) (Zwietering et al. 1990,
    /// doi 10.1128/aem.56.6.1875-1881.1990).
    Gompertz,
}

/// All models.
pub const MODELS: [CurveModel; 4] =
    [CurveModel::FirstOrder, CurveModel::FirstOrderLag, CurveModel::TwoPools, CurveModel::Gompertz];

impl CurveModel {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstOrder => "first_order",
            Self::FirstOrderLag => "first_order_lag",
            Self::TwoPools => "two_pools",
            Self::Gompertz => "gompertz",
        }
    }

    /// Its parameters, with units in their names.
    pub fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::FirstOrder => &["b_nl_per_kg_vs", "k_per_d"],
            Self::FirstOrderLag => &["b_nl_per_kg_vs", "k_per_d", "lag_d"],
            Self::TwoPools => &["b_nl_per_kg_vs", "quick_share", "k_quick_per_d", "k_slow_per_d"],
            Self::Gompertz => &["b_nl_per_kg_vs", "rate_nl_per_kg_vs_d", "lag_d"],
        }
    }

    /// Cumulative methane after `t_d` days, NL/kg VS; NaN when the parameters are not as many as the model has.
    pub fn at(self, parameters: &[f64], t_d: f64) -> f64 {
        let rise = |k: f64, t: f64| -libm::expm1(-k * t);
        match (self, parameters) {
            (Self::FirstOrder, [b, k]) => b * rise(*k, t_d),
            (Self::FirstOrderLag, [b, k, lag]) => b * rise(*k, (t_d - lag).max(0.0)),
            (Self::TwoPools, [b, quick, k1, k2]) => b * (quick * rise(*k1, t_d) + (1.0 - quick) * rise(*k2, t_d)),
            (Self::Gompertz, [b, rate, lag]) => {
                b * libm::exp(-libm::exp(rate * std::f64::consts::E / b * (lag - t_d) + 1.0))
            }
            _ => f64::NAN,
        }
    }

    /// Ends between which a parameter is sought, for a curve that has reached `most` NL/kg VS after `end_d` days.
    pub(super) fn ends(self, most: f64, end_d: f64) -> (Vec<f64>, Vec<f64>) {
        let b = (most * 1e-2, most * 100.0);
        let k = (0.01 / end_d, 20.0);
        let lag = (0.0, end_d);
        let ends: Vec<(f64, f64)> = match self {
            Self::FirstOrder => vec![b, k],
            Self::FirstOrderLag => vec![b, k, lag],
            Self::TwoPools => vec![b, (0.0, 1.0), k, (1e-3 / end_d, 20.0)],
            Self::Gompertz => vec![b, (most * 1e-3 / end_d, most * 20.0), lag],
        };
        ends.into_iter().unzip()
    }

    /// Where searches start: several, for curves of more than one valley.
    pub(super) fn starts(self, most: f64, half_d: f64, end_d: f64) -> Vec<Vec<f64>> {
        let k = std::f64::consts::LN_2 / half_d;
        match self {
            Self::FirstOrder => vec![vec![most, k]],
            Self::FirstOrderLag => {
                [0.02, 0.3, 0.7].map(|l| vec![most, k / (1.0 - l), (l * half_d).min(0.9 * end_d)]).into()
            }
            Self::TwoPools => vec![vec![most, 0.7, 2.0 * k, 0.2 * k], vec![1.2 * most, 0.4, 4.0 * k, 0.05 * k]],
            Self::Gompertz => [0.1, 0.4].map(|l| vec![most, most / (2.0 * half_d), l * half_d]).into(),
        }
    }
}
