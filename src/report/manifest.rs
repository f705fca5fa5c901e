//! The manifest of a sweep: how its file came to be, as an RO-Crate of the profile Process Run Crate.
//!
//! RO-Crate 1.2 (doi:10.5281/zenodo.13751027), Process Run Crate 0.5 (https://w3id.org/ro/wfrun/process/0.5). The file is a
//! stand-alone one beside the results, `STEM-ro-crate-metadata.json`. It is the only file of a sweep that holds times.

use crate::study::Identity;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A file that was read or written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path, relative to the manifest; `file://` and the absolute path for one outside of its folder.
    pub path: String,
    /// What it is.
    pub what: String,
    /// Media type.
    pub media_type: String,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Length, bytes.
    pub bytes: u64,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionEnd {
    /// It runs, or was killed.
    Open,
    /// It did what it was asked to do.
    Completed,
    /// It was interrupted or met an error.
    Failed,
}

/// One process that worked on a sweep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its command line.
    pub command: Vec<String>,
    /// When it started, RFC 3339 in UTC.
    pub started: String,
    /// When it ended; none for one that was killed.
    pub ended: Option<String>,
    /// How it ended.
    pub end: SessionEnd,
    /// Version of the engine.
    pub engine: String,
    /// Operating system and architecture.
    pub platform: String,
    /// Instruction sets of the processor that matter for arithmetic.
    pub cpu_features: Vec<String>,
    /// Threads that computed.
    pub threads: usize,
    /// `k/n` for a shard.
    pub shard: Option<String>,
    /// Files the scenario was read from.
    pub inputs: Vec<FileEntry>,
    /// Overrides of the command line.
    pub overrides: Vec<String>,
}

/// The manifest as JSON-LD. `results` are the file of the sweep and those made from it.
pub fn manifest(identity: &Identity, sessions: &[Session], results: &[FileEntry], published: &str) -> Value {
    let mut inputs: Vec<&FileEntry> = Vec::new();
    for entry in sessions.iter().flat_map(|s| &s.inputs) {
        if !inputs.iter().any(|known| known.path == entry.path) {
            inputs.push(entry);
        }
    }
    let files = || inputs.iter().copied().chain(results);
    let action_id = |k: usize| format!("#session-{}", k + 1);
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": { "@id": "./" },
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.2" },
        }),
        json!({
            "@id": "./",
            "@type": "Dataset",
            "name": format!("Sweep of {}", identity.scenario),
            "description": format!("{} samples of the scenario {}: {}", identity.samples, identity.scenario,
                identity.design_words()),
            "datePublished": published,
            "license": "as the owner of the scenario decides",
            "conformsTo": { "@id": PROFILE },
            "hasPart": files().map(|f| json!({ "@id": id(&f.path) })).collect::<Vec<_>>(),
            "mentions": (0..sessions.len()).map(|k| json!({ "@id": action_id(k) })).collect::<Vec<_>>(),
            "variableMeasured": plan(identity).iter().map(|p| json!({ "@id": p["@id"] })).collect::<Vec<_>>(),
        }),
        json!({ "@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5" }),
        json!({
            "@id": "#gisement",
            "@type": "SoftwareApplication",
            "name": "gisement",
            "softwareVersion": identity.engine,
            "description": env!("CARGO_PKG_DESCRIPTION"),
        }),
    ];
    graph.extend(plan(identity));
    let result_ids: Vec<Value> = results.iter().map(|f| json!({ "@id": id(&f.path) })).collect();
    graph.extend(sessions.iter().enumerate().map(|(k, s)| action(&action_id(k), s, &result_ids)));
    graph.extend(files().map(file));
    json!({ "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph })
}

const PROFILE: &str = "https://w3id.org/ro/wfrun/process/0.5";

/// What the rows are a pure function of, one value an entity.
fn plan(identity: &Identity) -> Vec<Value> {
    let value = |name: &str, value: Value| {
        let id = format!("#{}", name.replace(' ', "-"));
        json!({ "@id": id, "@type": "PropertyValue", "name": name, "value": value })
    };
    vec![
        value("scenario sha256", json!(identity.scenario_sha256)),
        value("engine version", json!(identity.engine)),
        value("numeric class", json!(identity.numeric_class)),
        value("design", json!(identity.design_words())),
        value("seed", json!(identity.seed)),
        value("stop rule", json!(identity.until)),
        value("samples", json!(identity.samples)),
        value("samples of a chunk", json!(identity.chunk_samples)),
    ]
}

fn action(id_of_action: &str, session: &Session, results: &[Value]) -> Value {
    let status = match session.end {
        SessionEnd::Open => "http://schema.org/ActiveActionStatus",
        SessionEnd::Completed => "http://schema.org/CompletedActionStatus",
        SessionEnd::Failed => "http://schema.org/FailedActionStatus",
    };
    let shard = session.shard.as_deref().map_or(String::new(), |shard| format!(", shard {shard}"));
    let environment = format!(
        "{}; {} threads; instruction sets: {}",
        session.platform,
        session.threads,
        if session.cpu_features.is_empty() { "the base set".to_owned() } else { session.cpu_features.join(" ") }
    );
    let mut value = json!({
        "@id": id_of_action,
        "@type": "CreateAction",
        "name": format!("gisement {}{shard}", session.engine),
        "description": session.command.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "),
        "instrument": { "@id": "#gisement" },
        "object": session.inputs.iter().map(|f| json!({ "@id": id(&f.path) })).collect::<Vec<_>>(),
        "result": results,
        "startTime": session.started,
        "actionStatus": { "@id": status },
        "disambiguatingDescription": environment,
    });
    if let (Some(ended), Value::Object(map)) = (&session.ended, &mut value) {
        map.insert("endTime".to_owned(), json!(ended));
    }
    value
}

fn file(entry: &FileEntry) -> Value {
    json!({
        "@id": id(&entry.path),
        "@type": "File",
        "name": entry.what,
        "encodingFormat": entry.media_type,
        "contentSize": entry.bytes.to_string(),
        "sha256": entry.sha256,
    })
}

/// A path as a reference: what a URI may not hold is escaped byte by byte.
fn id(path: &str) -> String {
    let (scheme, path) = path.strip_prefix("file://").map_or(("", path), |rest| ("file://", rest));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    let escaped = path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") });
    std::iter::once(scheme.to_owned()).chain(escaped).collect()
}

/// A word of a command as a POSIX shell reads it back.
fn quoted(word: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._/=:,+@%".contains(&b);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_paths_are_read_back_as_they_were() {
        assert_eq!(quoted("--out"), "--out");
        assert_eq!(quoted("npv.mean +- 1%"), "'npv.mean +- 1%'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(id("file:///a b/s.toml"), "file:///a%20b/s.toml");
        assert_eq!(id("a:b"), "a%3Ab");
    }
}
