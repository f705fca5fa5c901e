//! Cumulative methane of bottles, less what their inoculum makes by itself.

use super::BmpError;

/// A bottle.
#[derive(Clone, Debug, PartialEq)]
pub struct Bottle {
    /// What it is called.
    pub id: String,
    /// Mass of inoculum, g (or its VS, g, in every bottle alike).
    pub inoculum_g: f64,
    /// Volatile solids of the substrate, g; 0 for a blank.
    pub substrate_vs_g: f64,
    /// Time (d) and cumulative methane (NmL, dry, 0 C, 101.325 kPa), by rising time.
    pub methane_nml: Vec<(f64, f64)>,
}

/// Net methane of a bottle.
#[derive(Clone, Debug, PartialEq)]
pub struct NetCurve {
    /// The bottle.
    pub id: String,
    /// Time (d) and net cumulative methane (NmL/g VS, equal to NL/kg VS).
    pub points: Vec<(f64, f64)>,
    /// Methane of its inoculum over all methane of the bottle, at the end.
    pub blank_share: f64,
}

impl Bottle {
    /// A bottle from gas that is let out between readings: each interval's dry standard volume (NmL), and the share of
    /// methane in it (0 to 1). Starts at 0 d with nothing. Headspace gas beside it is the caller's.
    pub fn of_intervals(
        id: impl Into<String>,
        inoculum_g: f64,
        substrate_vs_g: f64,
        intervals: &[(f64, f64, f64)],
    ) -> Self {
        let mut methane_nml = vec![(0.0, 0.0)];
        let mut sum = 0.0;
        for (time_d, dry_nml, share) in intervals {
            sum += dry_nml * share;
            if *time_d > 0.0 {
                methane_nml.push((*time_d, sum));
            }
        }
        Self { id: id.into(), inoculum_g, substrate_vs_g, methane_nml }
    }

    fn check(&self, found: &mut Vec<BmpError>) {
        let number = |what, value: f64| BmpError::Number { bottle: self.id.clone(), what, value };
        if !(self.inoculum_g.is_finite() && self.inoculum_g >= 0.0) {
            found.push(number("mass of inoculum", self.inoculum_g));
        }
        if !(self.substrate_vs_g.is_finite() && self.substrate_vs_g >= 0.0) {
            found.push(number("VS of the substrate", self.substrate_vs_g));
        }
        if self.methane_nml.len() < 3 {
            found.push(BmpError::TooShort { bottle: self.id.clone() });
        }
        let mut last = f64::NEG_INFINITY;
        for (time_d, methane) in &self.methane_nml {
            if !(time_d.is_finite() && *time_d >= 0.0) {
                found.push(number("a time", *time_d));
            } else if *time_d <= last {
                found.push(BmpError::Times { bottle: self.id.clone(), time_d: *time_d });
            }
            last = *time_d;
            if !methane.is_finite() {
                found.push(number("cumulative methane", *methane));
            }
        }
    }

    /// Cumulative methane at a time, along the line between readings; from the first reading on as long as it was read.
    fn at(&self, time_d: f64) -> Option<f64> {
        let next = self.methane_nml.iter().position(|(t, _)| *t >= time_d)?;
        let (t1, y1) = self.methane_nml[next];
        if t1 == time_d {
            return Some(y1);
        }
        let (t0, y0) = if next == 0 { (0.0, 0.0) } else { self.methane_nml[next - 1] };
        Some(y0 + (y1 - y0) * (time_d - t0) / (t1 - t0))
    }
}

/// The curves of the bottles with substrate: methane less the mean of the blanks by mass of inoculum, over the VS fed.
///
/// # Errors
/// Everything that is wrong: numbers, times, no blank beside inoculum, blanks that were not read as long as a bottle.
pub fn net(bottles: &[Bottle]) -> Result<Vec<NetCurve>, Vec<BmpError>> {
    let mut found = Vec::new();
    bottles.iter().for_each(|b| b.check(&mut found));
    let (blanks, fed): (Vec<&Bottle>, Vec<&Bottle>) = bottles.iter().partition(|b| b.substrate_vs_g == 0.0);
    if fed.is_empty() {
        found.push(BmpError::NoSubstrate);
    }
    if let Some(blank) = blanks.iter().find(|b| b.inoculum_g == 0.0) {
        found.push(BmpError::Number { bottle: blank.id.clone(), what: "inoculum of a blank", value: 0.0 });
    }
    if blanks.is_empty() && fed.iter().any(|b| b.inoculum_g > 0.0) {
        found.push(BmpError::NoBlank);
    }
    if !found.is_empty() {
        return Err(found);
    }
    let curves: Vec<Result<NetCurve, BmpError>> = fed.iter().map(|b| curve(b, &blanks)).collect();
    let wrong: Vec<BmpError> = curves.iter().filter_map(|c| c.as_ref().err().cloned()).collect();
    if wrong.is_empty() { Ok(curves.into_iter().flatten().collect()) } else { Err(wrong) }
}

fn curve(bottle: &Bottle, blanks: &[&Bottle]) -> Result<NetCurve, BmpError> {
    let mut points = Vec::with_capacity(bottle.methane_nml.len());
    let mut blank_share = 0.0;
    for (time_d, methane) in &bottle.methane_nml {
        let mut per_g = 0.0;
        for blank in blanks {
            let own = blank.at(*time_d).ok_or_else(|| too_short(bottle, blank))?;
            per_g += own / blank.inoculum_g / blanks.len() as f64;
        }
        let own = per_g * bottle.inoculum_g;
        if *methane > 0.0 {
            blank_share = own / methane;
        }
        points.push((*time_d, (methane - own) / bottle.substrate_vs_g));
    }
    Ok(NetCurve { id: bottle.id.clone(), points, blank_share })
}

fn too_short(bottle: &Bottle, blank: &Bottle) -> BmpError {
    let end = |b: &Bottle| b.methane_nml.last().map_or(0.0, |(t, _)| *t);
    BmpError::BlankTooShort { bottle: bottle.id.clone(), end_d: end(bottle), blank_end_d: end(blank) }
}

/// The methane share of a whole test from sums of mass and volume of its gas, as the mean of its intervals: by volume.
pub fn mean_share(intervals: &[(f64, f64, f64)]) -> Option<f64> {
    let volume: f64 = intervals.iter().map(|(_, v, _)| v).sum();
    let methane: f64 = intervals.iter().map(|(_, v, share)| v * share).sum();
    (volume > 0.0).then(|| methane / volume)
}
