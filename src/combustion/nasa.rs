//! Enthalpy of gas mixtures by NASA 7-coefficient polynomials, and the temperature at which a mixture holds a given heat.

use super::constants::{GAS_CONSTANT, REFERENCE_K};
use super::stoichiometry::Mixture;
use crate::num::{Mask, Real};
use std::sync::OnceLock;

/// All species switch from the low to the high range here, K; the table is checked for it.
const SWITCH_K: f64 = 1000.0;

/// Temperatures the polynomials are used at, K: SO2 and HCl end at 5000 K. Their low range starts at 300 K and is
/// carried on below, where its heat capacity is smooth.
const RANGE_K: (f64, f64) = (200.0, 5000.0);

/// h/R = a1 T + a2/2 T2 + a3/3 T3 + a4/4 T4 + a5/5 T5 + a6, already divided: one species, both ranges.
#[derive(Clone, Copy, Debug)]
struct Species {
    low: [f64; 6],
    high: [f64; 6],
}

#[derive(Clone, Copy, Debug)]
struct Nasa7 {
    co2: Species,
    h2o: Species,
    o2: Species,
    n2: Species,
    ar: Species,
    so2: Species,
    hcl: Species,
}

fn coefficients(record: &csv::StringRecord) -> Result<[f64; 6], String> {
    let mut a = [0.0; 6];
    for (k, a) in a.iter_mut().enumerate() {
        let cell = record.get(5 + k).unwrap_or("");
        *a = cell.parse().map_err(|_| format!("a{} `{cell}` is no number", k + 1))?;
    }
    Ok([a[0], a[1] / 2.0, a[2] / 3.0, a[3] / 4.0, a[4] / 5.0, a[5]])
}

fn species(records: &[csv::StringRecord], name: &str) -> Result<Species, String> {
    let rows: Vec<&csv::StringRecord> = records.iter().filter(|r| r.get(0) == Some(name)).collect();
    let edge = |row: &csv::StringRecord, column: usize| row.get(column).and_then(|c| c.parse::<f64>().ok());
    match rows.as_slice() {
        // A noble gas has one range: its heat capacity does not vary.
        [one] => coefficients(one).map(|a| Species { low: a, high: a }),
        [low, high] if edge(low, 4) == Some(SWITCH_K) && edge(high, 3) == Some(SWITCH_K) => {
            Ok(Species { low: coefficients(low)?, high: coefficients(high)? })
        }
        _ => Err(format!("{name}: one range, or two that meet at {SWITCH_K} K")),
    }
}

fn parse(text: &str) -> Result<Nasa7, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(|e| e.to_string())?;
    Ok(Nasa7 {
        co2: species(&records, "CO2")?,
        h2o: species(&records, "H2O")?,
        o2: species(&records, "O2")?,
        n2: species(&records, "N2")?,
        ar: species(&records, "Ar")?,
        so2: species(&records, "SO2")?,
        hcl: species(&records, "HCl")?,
    })
}

fn table() -> &'static Nasa7 {
    static TABLE: OnceLock<Nasa7> = OnceLock::new();
    TABLE.get_or_init(|| {
        parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/combustion/nasa7.csv")))
            .expect("the shipped polynomials parse: a test loads them")
    })
}

/// The enthalpy of one mixture as a polynomial of temperature: the species' polynomials summed once, so that a root
/// search costs two polynomials an iteration whatever the number of species.
#[derive(Clone, Copy, Debug)]
pub(super) struct Enthalpy<S> {
    low: [S; 6],
    high: [S; 6],
    at_reference_j: S,
}

fn horner<S: Real>(a: &[S; 6], t: S) -> S {
    ((((a[4] * t + a[3]) * t + a[2]) * t + a[1]) * t + a[0]) * t + a[5]
}

fn horner_slope<S: Real>(a: &[S; 6], t: S) -> S {
    (((a[4] * t * 5.0 + a[3] * 4.0) * t + a[2] * 3.0) * t + a[1] * 2.0) * t + a[0]
}

impl<S: Real> Enthalpy<S> {
    pub(super) fn of(gas: &Mixture<S>) -> Self {
        let t = table();
        let parts = [
            (gas.co2, &t.co2),
            (gas.h2o, &t.h2o),
            (gas.o2, &t.o2),
            (gas.n2, &t.n2),
            (gas.ar, &t.ar),
            (gas.so2, &t.so2),
            (gas.hcl, &t.hcl),
        ];
        let mut low = [S::zero(); 6];
        let mut high = [S::zero(); 6];
        for (moles, species) in parts {
            for k in 0..6 {
                low[k] += moles * (species.low[k] * GAS_CONSTANT);
                high[k] += moles * (species.high[k] * GAS_CONSTANT);
            }
        }
        Self { low, high, at_reference_j: horner(&low, S::from_f64(REFERENCE_K)) }
    }

    /// Sensible heat above 25 C, J/kg fuel, water staying vapour.
    pub(super) fn sensible_j(&self, t_k: S) -> S {
        let absolute = S::select(t_k.le(S::from_f64(SWITCH_K)), horner(&self.low, t_k), horner(&self.high, t_k));
        absolute - self.at_reference_j
    }

    /// Heat capacity, J/(K kg fuel).
    fn heat_capacity(&self, t_k: S) -> S {
        S::select(t_k.le(S::from_f64(SWITCH_K)), horner_slope(&self.low, t_k), horner_slope(&self.high, t_k))
    }

    /// The temperature, K, at which the mixture holds this sensible heat (J/kg fuel); NaN where there is none between
    /// 200 and 5000 K.
    ///
    /// Newton steps that fall back to bisection outside the bracket. A settled lane no longer moves, so that its bits do
    /// not depend on its mates; the last step, taken by all, carries the derivatives of the root.
    pub(super) fn temperature_k(&self, heat_j: S) -> S {
        // Bisection alone settles in 32.
        const ITERATION_LIMIT: usize = 64;
        let (mut low, mut high) = (S::from_f64(RANGE_K.0), S::from_f64(RANGE_K.1));
        let mut t = S::from_f64(1800.0);
        let mut settled = <S::Mask as Mask>::splat(false);
        for _ in 0..ITERATION_LIMIT {
            let excess = self.sensible_j(t) - heat_j;
            let above = excess.gt(S::zero());
            high = S::select(above, t, high);
            low = S::select(above, low, t);
            let newton = t - excess / self.heat_capacity(t);
            let inside = newton.gt(low) & newton.lt(high);
            let next = S::select(inside, newton, (low + high) * 0.5);
            let small = (next - t).abs().le(t * 1e-9);
            t = S::select(settled, t, next);
            settled = settled | small;
            if settled.all() {
                break;
            }
        }
        t -= (self.sensible_j(t) - heat_j) / self.heat_capacity(t);
        let gap = (self.sensible_j(t) - heat_j).abs();
        let found = settled & gap.le(heat_j.abs() * 1e-9 + 1e-3);
        S::select(found, t, S::from_f64(f64::NAN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Dual;

    fn pure(set: impl Fn(&mut Mixture<f64>)) -> Enthalpy<f64> {
        let mut gas = Mixture { co2: 0.0, h2o: 0.0, o2: 0.0, n2: 0.0, ar: 0.0, so2: 0.0, hcl: 0.0 };
        set(&mut gas);
        Enthalpy::of(&gas)
    }

    /// JANAF tables (Chase 1998), H(T) - H(298.15 K) in kJ/mol. Water above 1500 K is left out: newer data, on which the
    /// polynomials rest, are 0.4 % higher at 2000 K.
    #[test]
    fn enthalpies_agree_with_janaf() {
        let cases: [(Enthalpy<f64>, f64, f64); 7] = [
            (pure(|g| g.co2 = 1.0), 1000.0, 33.397),
            (pure(|g| g.co2 = 1.0), 2000.0, 91.439),
            (pure(|g| g.h2o = 1.0), 1000.0, 26.000),
            (pure(|g| g.o2 = 1.0), 1500.0, 40.599),
            (pure(|g| g.n2 = 1.0), 1500.0, 38.405),
            (pure(|g| g.so2 = 1.0), 1000.0, 34.428),
            (pure(|g| g.hcl = 1.0), 1000.0, 21.046),
        ];
        for (enthalpy, t, kj) in cases {
            let got = enthalpy.sensible_j(t) * 1e-3;
            assert!((got / kj - 1.0).abs() < 2e-3, "{got} kJ/mol at {t} K, JANAF {kj}");
        }
    }

    #[test]
    fn ranges_meet_at_the_switch() {
        let gas = pure(|g| *g = Mixture { co2: 1.0, h2o: 1.0, o2: 1.0, n2: 1.0, ar: 1.0, so2: 1.0, hcl: 1.0 });
        let below = horner(&gas.low, SWITCH_K);
        let above = horner(&gas.high, SWITCH_K);
        assert!((below - above).abs() < 1.0, "{} J", below - above);
    }

    #[test]
    fn temperature_inverts_enthalpy_everywhere() {
        let gas = pure(|g| *g = Mixture { co2: 2.0, h2o: 1.0, o2: 0.5, n2: 9.0, ar: 0.1, so2: 0.01, hcl: 0.01 });
        for t in [210.0, 298.15, 500.0, 999.0, 1001.0, 2500.0, 4990.0] {
            let back = gas.temperature_k(gas.sensible_j(t));
            assert!((back - t).abs() < 1e-7, "{back} for {t}");
        }
        assert!(gas.temperature_k(1e9).is_nan(), "hotter than the polynomials reach");
    }

    /// dT/dQ of the root is one over the heat capacity at the root.
    #[test]
    fn the_root_carries_its_derivative() {
        let gas = Mixture { co2: 2.0, h2o: 1.0, o2: 0.5, n2: 9.0, ar: 0.1, so2: 0.0, hcl: 0.0 };
        let dual = |v: f64| Dual::<1>::constant(v);
        let lifted = Mixture {
            co2: dual(gas.co2),
            h2o: dual(gas.h2o),
            o2: dual(gas.o2),
            n2: dual(gas.n2),
            ar: dual(gas.ar),
            so2: dual(0.0),
            hcl: dual(0.0),
        };
        let root = Enthalpy::of(&lifted).temperature_k(Dual::variable(6e5, 0));
        let expected = 1.0 / Enthalpy::of(&gas).heat_capacity(root.value);
        assert!((root.slope[0] / expected - 1.0).abs() < 1e-12, "{} against {expected}", root.slope[0]);
    }

    #[test]
    fn a_table_without_a_species_is_refused() {
        assert!(parse("species,unit\n").is_err());
    }
}
