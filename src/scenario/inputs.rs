//! All numbers of a scenario in one flat list: what is overridden, explained, sampled and shown is a place in it.
//!
//! Names are resolved once, here. A sample is a copy of the values with some places changed; everything downstream sees
//! slices.

use crate::diag::{Location, Sources};
use crate::param::{Flag, Row, Table};
use std::collections::HashMap;
use std::ops::Range;

/// Where the value of an input was set.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// The default of its table in `models/`.
    Default,
    /// Nothing sets it: a law of the model gives it from other inputs.
    ByLaw,
    /// The scenario file, a table beside it, or an override.
    Given(Location),
}

/// One number of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Path: `digester.k_m_ac`, `stream.P01-1.t_per_year_mode`.
    pub path: String,
    /// Unit, kind included.
    pub unit: String,
    /// What it is.
    pub description: String,
    /// Where the default, or the given value, is from.
    pub source: String,
    /// How far to trust the value.
    pub flag: Flag,
    /// Smallest value accepted.
    pub low: f64,
    /// Largest value accepted.
    pub high: f64,
    /// The value; NaN where a law of the model gives it.
    pub value: f64,
    /// Who set it.
    pub origin: Origin,
    /// It shapes the case (weather, soil): no sample may move it.
    pub structural: bool,
}

/// The places of one parameter table in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block(pub(super) Range<usize>);

impl Block {
    /// The block's values out of a full list.
    pub(super) fn of<'a>(&self, values: &'a [f64]) -> &'a [f64] {
        &values[self.0.clone()]
    }
}

/// The flat list.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    list: Vec<Input>,
    /// What each holds where nobody gives it a value; NaN where a law does.
    defaults: Vec<f64>,
    by_path: HashMap<String, usize>,
    /// Places whose given value was refused: what follows from them is not judged.
    refused: Vec<usize>,
}

impl Inputs {
    /// All inputs in the order they were read.
    pub fn list(&self) -> &[Input] {
        &self.list
    }

    /// What the input at a place holds where the scenario gives it no value; none where a law of the model gives it.
    pub fn default_of(&self, place: usize) -> Option<f64> {
        self.defaults.get(place).copied().filter(|value| !value.is_nan())
    }

    /// Values in the order of the list: the nominal case.
    pub fn values(&self) -> Vec<f64> {
        self.list.iter().map(|i| i.value).collect()
    }

    /// The place of a path. `digester.main.x` and `digester.x` are the same while there is one digester.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// All paths, for suggestions.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|i| i.path.as_str())
    }

    /// Adds one input and returns its place.
    pub(super) fn push(&mut self, input: Input) -> usize {
        let place = self.list.len();
        self.by_path.insert(input.path.clone(), place);
        self.defaults.push(input.value);
        self.list.push(input);
        place
    }

    /// Adds the rows of a table under a prefix, with their defaults.
    pub(super) fn push_table(&mut self, prefix: &str, table: &Table) -> Block {
        let start = self.list.len();
        for row in table.rows() {
            self.push(from_row(prefix, row));
        }
        Block(start..self.list.len())
    }

    /// Makes another prefix lead to the same places (`digester.main.` beside `digester.`).
    pub(super) fn alias(&mut self, block: &Block, prefix: &str, alias: &str) {
        for place in block.0.clone() {
            if let Some(rest) = self.list[place].path.strip_prefix(prefix) {
                self.by_path.insert(format!("{alias}{rest}"), place);
            }
        }
    }

    /// True when an override of the command line gives the value.
    pub(super) fn is_overridden(&self, place: usize, sources: &Sources) -> bool {
        match &self.list[place].origin {
            Origin::Given(at) => sources.name(at.source).starts_with(super::overrides::SOURCE),
            _ => false,
        }
    }

    /// Marks a block as shaping the case.
    pub(super) fn freeze(&mut self, block: &Block) {
        for place in block.0.clone() {
            self.list[place].structural = true;
        }
    }

    /// Names the source of a given value: it is then no assumption.
    pub(super) fn name_source(&mut self, place: usize, text: &str) {
        let input = &mut self.list[place];
        input.source = text.to_owned();
        input.flag = Flag::Read;
    }

    /// Notes that the value given for a place was refused.
    pub(super) fn refuse(&mut self, place: usize) {
        self.refused.push(place);
    }

    /// True when no value given for a block was refused.
    pub(super) fn is_sound(&self, block: &Block) -> bool {
        !self.refused.iter().any(|place| block.0.contains(place))
    }

    /// Gives an input its value.
    pub(super) fn set(&mut self, place: usize, value: f64, location: Location, source: String, flag: Flag) {
        let input = &mut self.list[place];
        input.value = value;
        input.origin = Origin::Given(location);
        input.source = source;
        input.flag = flag;
    }
}

fn from_row(prefix: &str, row: &Row) -> Input {
    Input {
        path: format!("{prefix}{}", row.name),
        unit: row.unit.clone(),
        description: row.description.clone(),
        source: row.source.clone(),
        flag: row.flag,
        low: row.low,
        high: row.high,
        value: row.default.unwrap_or(f64::NAN),
        origin: if row.default.is_some() { Origin::Default } else { Origin::ByLaw },
        structural: false,
    }
}
