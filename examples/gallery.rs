//! Makes the figure gallery: runs the scenarios that ship and writes every figure of their reports to `plots/`.
//!
//! `cargo run --release --example gallery` writes the pictures; with `-- FOLDER` they go elsewhere.

// A tool for developers: it may panic and print.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use gisement::case::{Detail, evaluate};
use gisement::dist::Design;
use gisement::report::{Block, Run, run_page, sensitivity_figure};
use gisement::scenario::Scenario;
use gisement::study::{Analysis, Asked, Method, Source, Study};
use gisement::sweep;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Samples behind the pictures of distributions.
const SAMPLES: usize = 200;

const SCENARIOS: [&str; 4] = ["florange", "boiler_only", "digester_only", "bsm2_dynamic"];

fn read(name: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"));
    let text = std::fs::read_to_string(&path).unwrap();
    let load = |file: &str| std::fs::read(path.parent().unwrap().join(file)).map_err(|e| e.to_string());
    Scenario::read(name, &text, &[], &load).unwrap()
}

/// Section and number of each figure with its title and drawing.
fn figures(name: &str) -> Vec<(String, String, String)> {
    let scenario = read(name);
    let case = scenario.case(&scenario.nominal()).unwrap();
    let outcome = evaluate(&case, Detail::Series).unwrap();
    let keys = outcome.headlines();
    let one = |k: u64| {
        let case = scenario.case(&scenario.sample(scenario.plan.seed, k)).map_err(|e| e.to_string())?;
        let found = evaluate(&case, Detail::Totals).map_err(|e| e.to_string())?.headlines();
        Ok(keys.iter().map(|w| found.iter().find(|h| h.key == w.key).map_or(f64::NAN, |h| h.value)).collect())
    };
    let certain = scenario.plan.is_certain();
    let ensemble = (!certain).then(|| sweep::run(SAMPLES, scenario.plan.seed, &one, &|_| (), &AtomicBool::new(false)));
    let run = Run { scenario: &scenario, case: &case, outcome: &outcome, ensemble: ensemble.as_ref(), overrides: &[] };
    let mut list = Vec::new();
    for section in run_page(&run).sections {
        let mut number = 0;
        for block in section.blocks {
            if let Block::Figure { picture, .. } = block {
                number += 1;
                list.push((format!("{name}_{}_{number}.svg", section.id), picture.title, picture.svg));
            }
        }
    }
    list
}

/// What moves the cost of heat of a boiler: shares of variance, and one input at a time.
fn sensitivity() -> Vec<(String, String, String)> {
    let scenario = read("boiler_only");
    let outcome = evaluate(&scenario.case(&scenario.nominal()).unwrap(), Detail::Series).unwrap();
    let seed = scenario.plan.seed;
    let study = Study::new(&scenario, &outcome, Source::Drawn { design: Design::MonteCarlo, seed });
    let mut list = Vec::new();
    for method in [Method::Sobol, Method::Tornado] {
        let asked = Asked { rows: Some(512), ..Asked::new(method, seed) };
        let analysis = Analysis::new(&study, &scenario, asked).unwrap();
        let found = analysis.indices(&analysis.run(&|_, _| (), &AtomicBool::new(false))).unwrap();
        let output = found.outputs.iter().find(|o| o.column.key == "lcoh_eur_per_mwh").unwrap();
        let picture = sensitivity_figure(&scenario.name, &found, output).unwrap().unwrap();
        list.push((format!("boiler_only_sensitivity_{}.svg", method.name()), picture.title, picture.svg));
    }
    list
}

fn main() {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("plots");
    let folder = std::env::args().nth(1).map_or(default, PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    let mut index = String::from(
        "# Gallery\n\nEvery figure of the reports of the scenarios that ship, made by `cargo run --release --example gallery`.\n",
    );
    for name in SCENARIOS {
        let _ = write!(index, "\n## `scenarios/{name}.toml`\n");
        let more = if name == "boiler_only" { sensitivity() } else { Vec::new() };
        for (file, title, svg) in figures(name).into_iter().chain(more) {
            std::fs::write(folder.join(&file), svg).unwrap();
            let _ = write!(index, "\n![{title}]({file})\n");
            println!("{file}: {title}");
        }
    }
    std::fs::write(folder.join("README.md"), index).unwrap();
}
