//! The result of the sizing of a digester, as plain data.

use super::super::{Advice, Spread};
use super::{DigesterFigure, DigesterFigures, EngineSizing, Stability};
use crate::scenario::DigesterSizeParams;
use crate::sweep::Interval;

/// Why a volume is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is that of the scenario.
    Own,
    /// It was asked for, or belongs to a usual retention.
    Ladder,
    /// The rule of thumb by retention.
    RetentionRule,
    /// The rule of thumb by load.
    LoadRule,
    /// Between the largest volume that fails and the smallest that passes.
    Refined,
}

impl Origin {
    /// Its name in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Ladder => "ladder",
            Self::RetentionRule => "retention_rule",
            Self::LoadRule => "load_rule",
            Self::Refined => "refined",
        }
    }
}

/// A volume with all that was found of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RatedDigester {
    /// Liquid volume, m3.
    pub volume_m3: f64,
    /// Why it is tried.
    pub origin: Origin,
    /// In the nominal case.
    pub nominal: DigesterFigures,
    /// Over the samples, in the order of [`DigesterFigure::ALL`]; empty without samples.
    pub spread: Vec<Spread>,
    /// Samples that count.
    pub count: u64,
    /// Of these, those in which it works and every week keeps the limit.
    pub kept: u64,
    /// Those in which it had washed out by the end of the year.
    pub washed_out: u64,
    /// Those in which it had turned acid by the end of the year.
    pub acidified: u64,
    /// The probability of keeping the limit, by Wilson; none without samples.
    pub interval: Option<Interval>,
}

impl RatedDigester {
    /// Probability of keeping the limit; NaN without samples.
    pub fn probability(&self) -> f64 {
        self.kept as f64 / self.count as f64
    }

    /// Probability that it fails (washes out or turns acid); NaN without samples.
    pub fn failing(&self) -> f64 {
        (self.washed_out + self.acidified) as f64 / self.count as f64
    }

    /// Keeps the limit often enough; without samples, in the nominal case.
    pub fn passes(&self, params: &DigesterSizeParams<f64>) -> bool {
        match self.count {
            0 => self.nominal.keeps(params.fos_tac_max),
            _ => self.probability() >= params.digester_probability_min,
        }
    }

    /// So surely often enough that the lower end of the interval says so too.
    pub fn surely_passes(&self, params: &DigesterSizeParams<f64>) -> bool {
        self.interval.is_some_and(|i| i.low >= params.digester_probability_min)
    }

    /// How a figure spreads; none without samples.
    pub fn spread_of(&self, figure: DigesterFigure) -> Option<&Spread> {
        self.spread.get(figure as usize)
    }
}

/// The volumes at one temperature, rising.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// Temperature in the nominal case, C.
    pub temperature_c: f64,
    /// It is that of the scenario.
    pub is_own: bool,
    /// The volumes.
    pub rated: Vec<RatedDigester>,
    /// The smallest volume from which on all tried ones pass.
    pub smallest: Option<usize>,
    /// The same with the lower end of the interval.
    pub surely: Option<usize>,
}

/// What rules of thumb would build for the nominal feed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Feed with its dilution water, m3/d.
    pub feed_m3_per_d: f64,
    /// Volatile solids, kg/d.
    pub vs_kg_per_d: f64,
    /// Volume by retention, m3.
    pub by_retention_m3: f64,
    /// Volume by load, m3.
    pub by_load_m3: f64,
}

/// What the sizing of a digester found.
#[derive(Clone, Debug)]
pub struct DigesterSizing {
    /// Title of the scenario.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The digester.
    pub id: String,
    /// Limits.
    pub params: DigesterSizeParams<f64>,
    /// Volumes by temperature; that of the scenario first.
    pub ladders: Vec<Ladder>,
    /// Rules of thumb.
    pub rules: Rules,
    /// Engines for the chosen volume; none where the gas is not burnt in an engine.
    pub engine: Option<EngineSizing>,
    /// Steady states and margins of the chosen volume under the mean feed of the nominal year, or why there are none.
    pub stability: Result<Stability, String>,
    /// What should be known.
    pub advice: Vec<Advice>,
    /// Samples done and wanted.
    pub samples: (usize, usize),
    /// Samples that failed numerically, and the first reason.
    pub failed: (usize, String),
    /// Seed of the samples.
    pub seed: u64,
    /// The user stopped it.
    pub stopped: bool,
    /// Digester years that were run.
    pub years: u64,
}

impl DigesterSizing {
    /// The volumes at the scenario's own temperature.
    pub fn own(&self) -> Option<&Ladder> {
        self.ladders.first()
    }

    /// The recommended volume: the smallest that passes, at the scenario's own temperature.
    pub fn chosen(&self) -> Option<&RatedDigester> {
        let ladder = self.own()?;
        ladder.rated.get(ladder.smallest?)
    }

    /// The volume of the scenario.
    pub fn present(&self) -> Option<&RatedDigester> {
        self.own()?.rated.iter().find(|r| r.origin == Origin::Own)
    }

    /// What engine and stability are shown for: the recommended volume, or that of the scenario where none passes.
    pub fn shown(&self) -> Option<&RatedDigester> {
        self.chosen().or(self.present())
    }
}
