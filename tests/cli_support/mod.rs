//! Whole commands in a folder of their own.

// Each test file uses a part of it; helpers of tests panic as tests do.
#![allow(dead_code, clippy::unwrap_used)]

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A boiler on a library wood: the shortest scenario that runs.
pub(crate) const BOILER: &str = "[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n";

/// A provider with one fermentable stream, and a digester as the last section.
pub(crate) const DIGESTER: &str = "[[provider]]\nid = \"A\"\n[[provider.stream]]\nfeedstock = \"fw_canteen\"\n\
                                   amount = \"800 t/a\"\n[digester]\nV_liq = 200\n";

/// What a command said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A folder with files, in which commands run.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with one scenario, `s.toml`.
    pub(crate) fn with(text: impl AsRef<[u8]>) -> Self {
        Self::new().file("s.toml", text)
    }

    /// A folder with a copy of the shipped scenarios.
    pub(crate) fn shipped() -> Self {
        let place = Self::new();
        copy(&shipped_folder(), place.path());
        place
    }

    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::cargo_bin("gisement").unwrap();
        command.current_dir(self.path()).env_remove("NO_COLOR");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command().args(arguments).output().unwrap();
        Said {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs and expects an exit code.
    pub(crate) fn expect(&self, code: i32, arguments: &[&str]) -> Said {
        let said = self.run(arguments);
        assert_eq!(said.code, code, "{arguments:?}\n{}", said.stderr);
        assert!(!said.stderr.contains("panicked"), "{}", said.stderr);
        said
    }

    /// The JSON of a run that must work.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let said = self.expect(0, &[&["run"], arguments, &["--json"]].concat());
        serde_json::from_str(&said.stdout).unwrap()
    }

    /// `run s.toml` must be refused: code 3, silence on stdout, nothing written; every problem has its place, the text
    /// underlined, and what to write instead. Gives what stderr said.
    pub(crate) fn refused(&self, extra: &[&str]) -> String {
        let before = listing(self.path());
        let said = self.expect(3, &[&["run", "s.toml"], extra].concat());
        assert_eq!(said.stdout, "");
        assert_eq!(listing(self.path()), before, "something was written");
        for problem in said.stderr.split("\n\n").filter(|p| p.starts_with("error") || p.starts_with("warning")) {
            assert!(problem.contains("--> ") && problem.contains('^'), "no place:\n{problem}");
            assert!(problem.contains("= help: "), "no help:\n{problem}");
        }
        said.stderr
    }
}

/// A refusal must hold all these texts.
pub(crate) fn holds(said: &str, wanted: &[&str]) {
    for part in wanted {
        assert!(said.contains(part), "`{part}` is not in:\n{said}");
    }
}

/// Number of errors that a refusal tells, with its own count at the end.
pub(crate) fn errors(said: &str) -> usize {
    let count = said.lines().filter(|l| l.starts_with("error: ")).count();
    let plural = if count == 1 { "" } else { "s" };
    assert!(said.contains(&format!("s.toml: {count} error{plural}")), "{said}");
    count
}

pub(crate) fn shipped_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// A number of the JSON by its path of keys.
pub(crate) fn number(value: &Value, path: &str) -> f64 {
    let found = path.split('/').fold(value, |v, key| &v[key]);
    found.as_f64().unwrap_or_else(|| panic!("{path} is {found}"))
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// All paths below a folder.
pub(crate) fn listing(folder: &Path) -> Vec<PathBuf> {
    let mut list = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list.extend(listing(&path));
        }
        list.push(path);
    }
    list.sort();
    list
}

/// Whether a reader of a page would see a number that is none; its script may speak of them.
pub(crate) fn shows_nan(html: &str) -> bool {
    let (before, rest) = html.split_once("<script").unwrap_or((html, ""));
    let (_, after) = rest.split_once("</script>").unwrap_or((rest, ""));
    before.contains("NaN") || after.contains("NaN")
}
