//! Functions with known answers, read from their names.

use crate::dist::normal_quantile;
use std::f64::consts::PI;

/// A function of uniform numbers in (0, 1) or, where said, of standard normal scores.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Function {
    /// sin x1 + a sin^2 x2 + b x3^4 sin x1, x uniform on -pi to pi.
    Ishigami { a: f64, b: f64 },
    /// Product of (|4 u - 2| + a)/(1 + a).
    G { a: Vec<f64> },
    /// exp of a sum of normals.
    Lognormals { mu: Vec<f64>, sigma: Vec<f64> },
    /// Weighted sum of uniforms.
    Linear { weights: Vec<f64> },
    /// Weighted sum of scores, weights with the standard deviations in them.
    Gaussian { weights: Vec<f64>, correlations: Option<Vec<f64>> },
}

impl Function {
    /// Reads a name such as `Ishigami a=7.0 b=0.1`.
    pub(super) fn parse(name: &str) -> Option<Self> {
        if name.starts_with("Ishigami") {
            return Some(Self::Ishigami { a: *list(name, "a=")?.first()?, b: *list(name, "b=")?.first()? });
        }
        if name.starts_with("Sobol-g") {
            return Some(Self::G { a: list(name, "a=")? });
        }
        if name.starts_with("product of lognormals") {
            let (mu, sigma) = (list(name, "mu=")?, list(name, "sigma=")?);
            return (mu.len() == sigma.len()).then_some(Self::Lognormals { mu, sigma });
        }
        if let Some(sum) = name.strip_prefix("linear Gaussian Y=") {
            return Some(Self::Gaussian { weights: weights(sum.split(',').next()?)?, correlations: None });
        }
        if let Some(sum) = name.strip_prefix("linear y=") {
            return Some(Self::Linear { weights: weights(sum)? });
        }
        if name.starts_with("linear b=") {
            return correlated(name);
        }
        None
    }

    pub(super) fn inputs(&self) -> usize {
        match self {
            Self::Ishigami { .. } => 3,
            Self::G { a } => a.len(),
            Self::Lognormals { mu, .. } => mu.len(),
            Self::Linear { weights } | Self::Gaussian { weights, .. } => weights.len(),
        }
    }

    pub(super) fn value(&self, x: &[f64]) -> f64 {
        let sum = |weights: &[f64]| weights.iter().zip(x).map(|(w, x)| w * x).sum();
        match self {
            Self::Ishigami { a, b } => {
                let angle = |k: usize| PI * (2.0 * x[k] - 1.0);
                let (first, second, third) = (libm::sin(angle(0)), libm::sin(angle(1)), angle(2));
                first + a * second * second + b * third * third * third * third * first
            }
            Self::G { a } => a.iter().zip(x).map(|(a, u)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product(),
            Self::Lognormals { mu, sigma } => {
                let parts = mu.iter().zip(sigma).zip(x);
                libm::exp(parts.map(|((mu, sigma), u)| mu + sigma * normal_quantile(*u)).sum())
            }
            Self::Linear { weights } | Self::Gaussian { weights, .. } => sum(weights),
        }
    }
}

/// Numbers after a key: `a=1,2,3` or `a=(1,2,3)`.
pub(super) fn list(name: &str, key: &str) -> Option<Vec<f64>> {
    let (_, rest) = name.split_once(&format!(" {key}"))?;
    let text = match rest.strip_prefix('(') {
        Some(inside) => inside.split(')').next()?,
        None => rest.split(' ').next()?,
    };
    text.split(',').map(|number| number.trim().parse().ok()).collect()
}

/// Weights of a sum such as `2x1-3x2+0.5x3`.
fn weights(sum: &str) -> Option<Vec<f64>> {
    let signed = sum.replace('-', "+-").to_ascii_lowercase();
    signed.split('+').filter(|term| !term.is_empty()).map(|term| term.split('x').next()?.parse().ok()).collect()
}

/// `linear b=(1,2,3) sd=(1,1,2) corr(x2,x3)=0.5`
fn correlated(name: &str) -> Option<Function> {
    let (b, sd) = (list(name, "b=")?, list(name, "sd=")?);
    let (_, rest) = name.split_once("corr(")?;
    let (pair, value) = rest.split_once(")=")?;
    let place = |text: &str| text.trim().strip_prefix('x')?.parse::<usize>().ok()?.checked_sub(1);
    let (i, j) = pair.split_once(',').and_then(|(i, j)| Some((place(i)?, place(j)?)))?;
    let (n, value) = (b.len(), value.trim().parse::<f64>().ok()?);
    if sd.len() != n || i >= n || j >= n || i == j {
        return None;
    }
    let mut correlations = vec![0.0; n * n];
    (0..n).for_each(|k| correlations[k * n + k] = 1.0);
    (correlations[i * n + j], correlations[j * n + i]) = (value, value);
    let weights = b.iter().zip(&sd).map(|(b, sd)| b * sd).collect();
    Some(Function::Gaussian { weights, correlations: Some(correlations) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        assert_eq!(Function::parse("Ishigami a=7.0 b=0.1"), Some(Function::Ishigami { a: 7.0, b: 0.1 }));
        assert_eq!(Function::parse("Sobol-g a=99,50,1"), Some(Function::G { a: vec![99.0, 50.0, 1.0] }));
        let linear = Function::Linear { weights: vec![2.0, -3.0, 0.5] };
        assert_eq!(Function::parse("linear y=2x1-3x2+0.5x3"), Some(linear));
        let weights = vec![1.0, 2.0, 6.0];
        let correlations = Some(vec![1.0, 0.0, 0.0, 0.0, 1.0, 0.5, 0.0, 0.5, 1.0]);
        let found = Function::parse("linear b=(1,2,3) sd=(1,1,2) corr(x2,x3)=0.5");
        assert_eq!(found, Some(Function::Gaussian { weights, correlations }));
        for bad in ["", "Ishigami", "Ishigami a=x b=1", "linear b=(1) sd=(1,2) corr(x1,x2)=1", "linear y=x", "Morris"] {
            assert_eq!(Function::parse(bad), None, "{bad}");
        }
    }
}
