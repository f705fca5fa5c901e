//! What a process that works on a sweep notes about itself: command, machine, times, files read.

use crate::report::{FileEntry, Session, SessionEnd};
use crate::scenario::Scenario;
use crate::study::{ENGINE, is_override, sha256};
use std::ffi::OsString;
use std::path::Path;
use std::sync::Mutex;
use std::time::SystemTime;

/// The arguments of the running command, as they were given.
static COMMAND: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Notes the command that runs.
pub(super) fn of(arguments: &[OsString]) {
    if let Ok(mut command) = COMMAND.lock() {
        *command = arguments.iter().map(|a| a.to_string_lossy().into_owned()).collect();
    }
}

/// Now, RFC 3339 in UTC.
pub(super) fn now() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}

/// This process, as far as it is known when it starts.
pub(super) fn begin(threads: usize, shard: Option<String>, inputs: Vec<FileEntry>, overrides: &[String]) -> Session {
    Session {
        command: COMMAND.lock().map(|command| command.clone()).unwrap_or_default(),
        started: now(),
        ended: None,
        end: SessionEnd::Open,
        engine: ENGINE.to_owned(),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        cpu_features: cpu_features(),
        threads,
        shard,
        inputs,
        overrides: overrides.to_vec(),
    }
}

/// A name for its note that no other process has.
pub(super) fn name(session: &Session) -> String {
    let stamp: String = session.started.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{stamp}-{}", super::files::own_name())
}

/// Files a scenario was read from, as seen from the folder `from`.
pub(super) fn inputs(scenario: &Scenario, file: &Path, from: &Path) -> Vec<FileEntry> {
    let texts = scenario.sources.iter().filter(|(name, _)| !is_override(name)).map(|(_, text)| text);
    let files = super::load::files_of(scenario, file).into_iter().zip(texts).enumerate();
    files
        .map(|(k, (path, text))| FileEntry {
            path: seen_from(from, &path),
            what: if k == 0 { "scenario" } else { "table of the scenario" }.to_owned(),
            media_type: if k == 0 { "application/toml" } else { "text/csv" }.to_owned(),
            sha256: sha256(text.as_bytes()),
            bytes: text.len() as u64,
        })
        .collect()
}

/// A path relative to a folder; outside of it an absolute `file:` reference, because a crate may be moved.
pub(super) fn seen_from(folder: &Path, path: &Path) -> String {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (Ok(folder), Ok(full)) = (folder.canonicalize(), path.canonicalize()) else {
        return path.display().to_string();
    };
    match full.strip_prefix(&folder) {
        Ok(inside) => {
            let names = inside.components().map(|c| c.as_os_str().to_string_lossy().into_owned());
            names.collect::<Vec<_>>().join("/")
        }
        Err(_) => format!("file://{}", full.display()),
    }
}

/// Instruction sets that matter for arithmetic.
fn cpu_features() -> Vec<String> {
    #[cfg(target_arch = "x86_64")]
    let found = [
        ("sse4.2", std::arch::is_x86_feature_detected!("sse4.2")),
        ("avx", std::arch::is_x86_feature_detected!("avx")),
        ("avx2", std::arch::is_x86_feature_detected!("avx2")),
        ("fma", std::arch::is_x86_feature_detected!("fma")),
        ("avx512f", std::arch::is_x86_feature_detected!("avx512f")),
    ];
    #[cfg(target_arch = "aarch64")]
    let found = [
        ("neon", std::arch::is_aarch64_feature_detected!("neon")),
        ("sve", std::arch::is_aarch64_feature_detected!("sve")),
    ];
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    let found: [(&str, bool); 0] = [];
    found.into_iter().filter(|(_, there)| *there).map(|(name, _)| name.to_owned()).collect()
}
