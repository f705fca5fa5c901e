//! How samples are drawn: from the independent numbers of the dimensions to the values of inputs.

use super::correlation::Correlated;
use super::dimension::{Cause, Dependence, Dimension};
use super::factors::{Activity, Participation};
use crate::dist::{Design, Distribution, correlated_uniform, normal_quantile, one_factor};
use crate::scenario::inputs::Inputs;
use crate::scenario::providers::Inventory;

/// One drawn input.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Place in the inputs.
    pub place: usize,
    /// Its distribution.
    pub distribution: Distribution,
    /// Its score is mixed with others before the distribution makes a value of it.
    pub(in crate::scenario) correlated: bool,
}

/// How samples are drawn.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Number of samples of `run`.
    pub samples: usize,
    /// Seed.
    pub seed: u64,
    /// Inputs with a distribution of their own.
    pub drawn: Vec<Drawn>,
    pub(super) correlated: Vec<Correlated>,
    pub(super) participation: Option<Participation>,
    pub(super) activity: Option<Activity>,
    /// Filled by [`Plan::settle`].
    dimensions: Vec<Dimension>,
    dependence: Vec<Dependence>,
    pub(super) scores: Vec<Dimension>,
    /// Dimension of the first of `drawn`; the others follow.
    first_drawn: usize,
}

const COMMON_PARTICIPATION: &str = "uncertainty.participation.common";
const COMMON_ACTIVITY: &str = "uncertainty.activity.common";

impl Plan {
    /// A plan that draws nothing yet.
    pub(super) fn new(samples: usize, seed: u64) -> Self {
        Self {
            samples,
            seed,
            drawn: Vec::new(),
            correlated: Vec::new(),
            participation: None,
            activity: None,
            dimensions: Vec::new(),
            dependence: Vec::new(),
            scores: Vec::new(),
            first_drawn: 0,
        }
    }

    /// True when samples would all be the same.
    pub fn is_certain(&self) -> bool {
        self.drawn.is_empty() && self.participation.is_none() && self.activity.is_none()
    }

    /// True when an input is drawn.
    pub fn draws(&self, place: usize) -> bool {
        self.drawn.iter().any(|d| d.place == place)
            || self.participation.as_ref().is_some_and(|p| p.draws(place))
            || self.activity.as_ref().is_some_and(|a| a.draws(place))
    }

    /// Places of all inputs that samples move, in the order in which they are first moved.
    pub fn drawn_places(&self) -> Vec<usize> {
        let mut places: Vec<usize> = self.drawn.iter().map(|d| d.place).collect();
        places.extend(self.participation.iter().flat_map(Participation::places));
        places.extend(self.activity.iter().flat_map(Activity::places));
        let mut seen = std::collections::HashSet::new();
        places.retain(|place| seen.insert(*place));
        places
    }

    /// How an input is drawn, in words.
    pub fn describe(&self, place: usize) -> Option<String> {
        if let Some(drawn) = self.drawn.iter().find(|d| d.place == place) {
            let law = drawn.distribution.describe();
            return Some(if drawn.correlated { format!("{law}, correlated") } else { law });
        }
        if let Some(p) = self.participation.as_ref().filter(|p| p.draws(place)) {
            return Some(format!("1 or 0 by its probability, common factor with correlation {}", p.correlation));
        }
        let activity = self.activity.as_ref().filter(|a| a.draws(place))?;
        let (sd, rho) = (activity.log_sd, activity.correlation);
        Some(format!("lognormal, mean 1, log-sd {sd:.3}, common factor with correlation {rho}"))
    }

    /// The independent uniform numbers behind a sample: common factors, inputs with a distribution, then what each
    /// provider has of its own. A factor that moves nothing (a correlation of 0 or 1) has no dimension.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// Which inputs depend on each other, and why. The dimensions never do.
    pub fn dependence(&self) -> &[Dependence] {
        &self.dependence
    }

    /// Puts a sample into a copy of the nominal values: one number in (0, 1) for each of [`Plan::dimensions`].
    ///
    /// # Panics
    /// When `u` is shorter than the dimensions, or `values` than the inputs.
    pub fn values_at(&self, u: &[f64], values: &mut [f64]) {
        self.place(|k| u[k], values);
    }

    /// Puts sample number `sample` of plain Monte Carlo into a copy of the nominal values.
    pub fn draw(&self, seed: u64, sample: u64, values: &mut [f64]) {
        self.draw_of(&Design::MonteCarlo, seed, sample, values);
    }

    /// Puts a sample of a design into a copy of the nominal values. The design must serve the plan's dimensions
    /// ([`Design::serves`]).
    pub fn draw_of(&self, design: &Design, seed: u64, sample: u64, values: &mut [f64]) {
        self.place(|k| design.uniform(seed, sample, k, self.dimensions[k].id), values);
    }

    /// The one way from uniform numbers to values. Nothing is allocated: scores of correlated inputs wait in the places of
    /// their values.
    fn place(&self, u: impl Fn(usize) -> f64, values: &mut [f64]) {
        for (k, drawn) in self.drawn.iter().enumerate() {
            let u = u(self.first_drawn + k);
            values[drawn.place] = if drawn.correlated { normal_quantile(u) } else { drawn.distribution.quantile(u) };
        }
        for group in &self.correlated {
            group.place(&self.drawn, values);
        }
        if let Some(p) = &self.participation {
            let common = p.common.map_or(0.5, &u);
            for (k, provider) in p.providers.iter().enumerate() {
                let own = p.own.map_or(0.5, |first| u(first + k));
                let u = correlated_uniform(common, own, p.correlation);
                values[provider.place] = if u < values[provider.probability] { 1.0 } else { 0.0 };
            }
        }
        if let Some(a) = &self.activity {
            let common = a.common.map_or(0.0, |k| normal_quantile(u(k)));
            for (k, place) in a.providers.iter().enumerate() {
                let own = a.own.map_or(0.0, |first| normal_quantile(u(first + k)));
                let z = one_factor(common, own, a.correlation);
                values[*place] = libm::exp(a.log_sd * z - 0.5 * a.log_sd * a.log_sd);
            }
        }
    }

    /// Lists dimensions and dependence, once all that is drawn is known.
    pub(in crate::scenario) fn settle(&mut self, inputs: &Inputs, inventory: &Inventory) {
        let mut list = Vec::new();
        if let Some(p) = self.participation.as_mut().filter(|p| p.correlation > 0.0) {
            p.common = Some(list.len());
            list.push(Dimension::common(COMMON_PARTICIPATION, p.places().collect()));
        }
        if let Some(a) = self.activity.as_mut().filter(|a| a.correlation > 0.0) {
            a.common = Some(list.len());
            list.push(Dimension::common(COMMON_ACTIVITY, a.places().collect()));
        }
        self.first_drawn = list.len();
        list.extend(self.drawn.iter().map(|d| Dimension::own(inputs, inventory, d.place)));
        for group in &self.correlated {
            for (dimension, moves) in group.moves(&self.drawn) {
                list[self.first_drawn + dimension].moves = moves;
            }
        }
        if let Some(p) = self.participation.as_mut().filter(|p| p.correlation < 1.0) {
            p.own = Some(list.len());
            list.extend(p.places().map(|place| Dimension::own(inputs, inventory, place)));
        }
        if let Some(a) = self.activity.as_mut().filter(|a| a.correlation < 1.0) {
            a.own = Some(list.len());
            list.extend(a.places().map(|place| Dimension::own(inputs, inventory, place)));
        }
        // Who takes part follows the probability, where that is drawn.
        for provider in self.participation.iter().flat_map(|p| &p.providers) {
            for dimension in list.iter_mut().filter(|d| d.moves.contains(&provider.probability)) {
                dimension.moves.push(provider.place);
            }
        }
        self.dimensions = list;
        self.dependence = self.dependences();
        self.scores = self.drawn_places().into_iter().map(|place| Dimension::own(inputs, inventory, place)).collect();
    }

    fn dependences(&self) -> Vec<Dependence> {
        let mut list: Vec<Dependence> = Vec::new();
        let mut push = |inputs: Vec<usize>, cause| {
            if inputs.len() > 1 {
                list.push(Dependence { inputs, cause });
            }
        };
        for group in &self.correlated {
            push(group.members().map(|k| self.drawn[k].place).collect(), Cause::Correlation);
        }
        if let Some(p) = self.participation.as_ref() {
            if p.correlation > 0.0 {
                push(p.places().collect(), Cause::Participation);
            }
            for provider in p.providers.iter().filter(|p| self.drawn.iter().any(|d| d.place == p.probability)) {
                push(vec![provider.probability, provider.place], Cause::DrawnProbability);
            }
        }
        if let Some(a) = self.activity.as_ref().filter(|a| a.correlation > 0.0) {
            push(a.places().collect(), Cause::Activity);
        }
        list
    }
}
