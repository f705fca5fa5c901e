//! What the rows of a sweep are a pure function of. Two sweeps with the same identity have the same bits; parts are mixed
//! only when their identities are equal.

use super::Column;
use crate::scenario::Scenario;
use crate::sweep::{Chunks, SWEEP_SAMPLES_MAX};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Format of sweeps: names and meaning of columns and metadata.
pub const FORMAT: &str = "gisement.sweep/1";

/// Version of the engine.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// How numbers are computed: machines of one class give the same bits.
pub const NUMERIC_CLASS: &str = "binary64, libm, unfused";

/// What the rows of a sweep are a pure function of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Format of the files.
    pub format: String,
    /// Title of the scenario.
    pub scenario: String,
    /// SHA-256 of all texts the scenario was read from, overrides included ([`scenario_sha256`]).
    pub scenario_sha256: String,
    /// Version of the engine.
    pub engine: String,
    /// How numbers are computed.
    pub numeric_class: String,
    /// Overrides of the command line; the hash holds them as well.
    pub overrides: Vec<String>,
    /// How samples are drawn: `monte_carlo`, `latin_hypercube`, `sobol`, or `given` for samples of the user's own.
    pub design: String,
    /// Randomised replicates of the design; 1 for Monte Carlo and for given samples.
    pub replicates: u64,
    /// SHA-256 of the paths and values of given samples.
    pub given_sha256: Option<String>,
    /// Seed of the samples; none for given ones.
    pub seed: Option<u64>,
    /// Rule by which it may stop before its last sample.
    pub until: Option<String>,
    /// Number of samples.
    pub samples: u64,
    /// Samples of a chunk, which is a row group of the file.
    pub chunk_samples: u64,
    /// Columns of numbers.
    pub columns: Vec<Column>,
}

/// A field in which two identities differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its name.
    pub field: &'static str,
    /// What the one says.
    pub one: String,
    /// What the other says.
    pub other: String,
}

impl Identity {
    /// True when its chunks are those of its number of samples, which is one that a sweep can have.
    pub fn is_sound(&self) -> bool {
        let samples = (1..=SWEEP_SAMPLES_MAX).contains(&self.samples);
        samples && self.chunk_samples == Chunks::of(self.samples).size()
    }

    /// How samples are drawn, in words: `scrambled Sobol, 16 replicates`.
    pub fn design_words(&self) -> String {
        let name = match self.design.as_str() {
            "monte_carlo" => return "Monte Carlo".to_owned(),
            "latin_hypercube" => "Latin hypercube",
            "sobol" => "scrambled Sobol",
            "given" => return "given samples".to_owned(),
            other => other,
        };
        let plural = if self.replicates == 1 { "" } else { "s" };
        format!("{name}, {} replicate{plural}", self.replicates)
    }

    /// Every field in which the other identity differs, in the order of the fields.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let number = |n: u64| n.to_string();
        let maybe = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
        let of = |i: &Self| -> [(&'static str, String); 13] {
            [
                ("format", i.format.clone()),
                ("scenario name", i.scenario.clone()),
                ("scenario hash", i.scenario_sha256.clone()),
                ("overrides", if i.overrides.is_empty() { "none".to_owned() } else { i.overrides.join(" ") }),
                ("engine version", i.engine.clone()),
                ("numeric class", i.numeric_class.clone()),
                ("design", i.design.clone()),
                ("replicates", number(i.replicates)),
                ("hash of the given samples", maybe(i.given_sha256.clone())),
                ("seed", maybe(i.seed.map(number))),
                ("stop rule", maybe(i.until.clone())),
                ("number of samples", number(i.samples)),
                ("samples of a chunk", number(i.chunk_samples)),
            ]
        };
        let both = of(self).into_iter().zip(of(other)).filter(|((_, one), (_, other))| one != other);
        let mut list: Vec<Difference> =
            both.map(|((field, one), (_, other))| Difference { field, one, other }).collect();
        if self.columns != other.columns {
            let (one, other) = (columns_beyond(self, other), columns_beyond(other, self));
            list.push(Difference { field: "columns", one, other });
        }
        list
    }
}

/// Columns that only the first has, or in which way the lists differ otherwise.
fn columns_beyond(one: &Identity, other: &Identity) -> String {
    let beyond: Vec<&str> = one.columns.iter().filter(|c| !other.columns.contains(c)).map(|c| c.key.as_str()).collect();
    match beyond.as_slice() {
        [] => format!("{} columns", one.columns.len()),
        some => some.join(", "),
    }
}

/// Overrides among the texts of a scenario.
pub(super) fn overrides(scenario: &Scenario) -> Vec<String> {
    let texts = scenario.sources.iter().filter(|(name, _)| is_override(name));
    texts.map(|(_, text)| text.to_owned()).collect()
}

/// True for the name of a text that is no file but an override of the command line.
pub fn is_override(source: &str) -> bool {
    source.starts_with("--set")
}

/// SHA-256, in hexadecimal digits, of all texts a scenario was read from: the file, the tables beside it, the overrides.
/// What the files are called does not count.
pub fn scenario_sha256(scenario: &Scenario) -> String {
    let mut hash = Sha256::new();
    for (_, text) in scenario.sources.iter() {
        // The length first: no two lists of texts give the same bytes.
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hex(&hash.finalize())
}

/// SHA-256 of some bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(text: &str, overrides: &[String]) -> Scenario {
        let load = |name: &str| Err(format!("there is no {name}"));
        Scenario::read("s.toml", text, overrides, &load).unwrap()
    }

    const BOILER: &str = "[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n";

    #[test]
    fn the_hash_follows_every_text_and_no_name() {
        let plain = scenario_sha256(&scenario(BOILER, &[]));
        assert_eq!(plain.len(), 64);
        assert_eq!(plain, scenario_sha256(&scenario(BOILER, &[])));
        assert_ne!(plain, scenario_sha256(&scenario(&format!("{BOILER}\n"), &[])));
        assert_ne!(plain, scenario_sha256(&scenario(BOILER, &["boiler.power_kw=500".to_owned()])));
    }

    #[test]
    fn every_field_that_differs_is_named() {
        let one = Identity {
            format: FORMAT.to_owned(),
            scenario: "s".to_owned(),
            scenario_sha256: "00".to_owned(),
            engine: ENGINE.to_owned(),
            numeric_class: NUMERIC_CLASS.to_owned(),
            overrides: Vec::new(),
            design: "monte_carlo".to_owned(),
            replicates: 1,
            given_sha256: None,
            seed: Some(1),
            until: None,
            samples: 10,
            chunk_samples: 64,
            columns: Vec::new(),
        };
        assert!(one.differences(&one.clone()).is_empty());
        let other = Identity { seed: Some(2), samples: 11, ..one.clone() };
        let fields: Vec<&str> = one.differences(&other).iter().map(|d| d.field).collect();
        assert_eq!(fields, ["seed", "number of samples"]);
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Identity>(&text).unwrap(), one);
    }
}
