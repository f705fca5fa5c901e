//! Makes the figure gallery: runs the scenarios that ship and writes every figure of their reports, of a sizing, of the
//! allocations of poles, two of a sensitivity analysis, and one of a sweep, to `plots/`.
//!
//! `cargo run --release --example gallery` writes the pictures; with `-- FOLDER` they go elsewhere, and with
//! `-- FOLDER NAME` only those of one scenario's allocation are written (or, for a name with `_size` behind it, of its sizing), without the index.

// A tool for developers: it may panic and print.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../tests/plot_demo/mod.rs"]
mod plot_demo;

use gisement::allocation::{self, Watch};
use gisement::case::{Detail, Outcome, evaluate};
use gisement::dist::Design;
use gisement::plot::Locale;
use gisement::report::{
    ChannelsPage, OutputReport, Page, Run, SizePage, channels_page, convergence, run_page, sensitivity_figure,
    size_page,
};
use gisement::scenario::Scenario;
use gisement::sizing;
use gisement::study::{Analysis, Asked, Method, Source, Study};
use gisement::sweep::{self, Ensemble, Memory, OutputKind, Sampling};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Samples behind the pictures of distributions.
const SAMPLES: usize = 200;

/// The sweep behind the picture of convergence: scenario, headline, samples.
const SWEEP: (&str, &str, usize) = ("florange", "biogas_nm3_per_a", 2048);

/// Design rows behind the pictures of sensitivity: enough that the intervals part the inputs.
const SENSITIVITY_ROWS: u64 = 4096;

/// Poles whose allocation is shown, and in which language.
const POLES: [(&str, Locale); 4] =
    [("florange", Locale::Fr), ("pilot12", Locale::En), ("wide60", Locale::En), ("wide60_farms", Locale::Fr)];

/// Samples behind the pictures of an allocation.
const POLE_SAMPLES: usize = 200;

/// Scenarios whose boiler house is sized, and in which language.
const SIZED: [(&str, Locale); 2] = [("florange", Locale::Fr), ("boiler_only", Locale::En)];

/// Samples behind the pictures of a sizing.
const SIZE_SAMPLES: usize = 100;

const SCENARIOS: [&str; 4] = ["florange", "boiler_only", "digester_only", "bsm2_dynamic"];

fn read(name: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"));
    let text = std::fs::read_to_string(&path).unwrap();
    let load = |file: &str| std::fs::read(path.parent().unwrap().join(file)).map_err(|e| e.to_string());
    Scenario::read(name, &text, &[], &load).unwrap()
}

/// The samples of a scenario, as `gisement run` draws them.
fn study<'a>(scenario: &'a Scenario, nominal: &Outcome) -> Study<'a> {
    Study::new(scenario, nominal, Source::Drawn { design: Design::MonteCarlo, seed: scenario.plan.seed })
}

/// Samples of the headlines.
fn ensemble(scenario: &Scenario, nominal: &Outcome, samples: usize) -> Ensemble {
    let study = study(scenario, nominal);
    let rows = |range| study.headlines_of(range);
    sweep::run(samples, scenario.plan.seed, &rows, &|_| (), &AtomicBool::new(false))
}

/// Section and number of each figure with its title and drawing.
fn figures(name: &str) -> Vec<(String, String, String)> {
    let scenario = read(name);
    let case = scenario.case(&scenario.nominal()).unwrap();
    let outcome = evaluate(&case, Detail::Series).unwrap();
    let certain = scenario.plan.is_certain();
    let ensemble = (!certain).then(|| ensemble(&scenario, &outcome, SAMPLES));
    let run = Run { scenario: &scenario, case: &case, outcome: &outcome, ensemble: ensemble.as_ref(), overrides: &[] };
    of_page(name, &run_page(&run, Locale::En))
}

/// The figures of the page of an allocation.
fn allocated(name: &str, lang: Locale) -> Vec<(String, String, String)> {
    let options = allocation::Options { objective: None, samples: Some(POLE_SAMPLES), seed: None };
    let watch = Watch { done: &|_| (), stop: &AtomicBool::new(false) };
    let pole = allocation::allocate(&read(name), &options, &watch).unwrap();
    of_page(&format!("{name}_channels"), &channels_page(&pole, &ChannelsPage { lang, command: "", files: &[] }))
}

/// The figures of the page of a sizing.
fn sized(name: &str, lang: Locale) -> Vec<(String, String, String)> {
    let options = sizing::SizeOptions { objective: None, samples: Some(SIZE_SAMPLES), seed: None };
    let watch = sizing::Watch { done: &|_| (), stop: &AtomicBool::new(false) };
    let outcome = sizing::size(&read(name), &options, &watch).unwrap();
    of_page(&format!("{name}_size"), &size_page(&outcome, &SizePage { lang, ..SizePage::default() }))
}

/// File name, title and drawing of each figure of a page.
fn of_page(name: &str, page: &Page) -> Vec<(String, String, String)> {
    let figures = page.figures().into_iter();
    figures.map(|(stem, p)| (format!("{name}_{stem}.svg"), p.title.clone(), p.svg.clone())).collect()
}

/// What moves the cost of heat of a boiler: shares of variance, and one input at a time.
fn sensitivity() -> Vec<(String, String, String)> {
    let scenario = read("boiler_only");
    let outcome = evaluate(&scenario.case(&scenario.nominal()).unwrap(), Detail::Series).unwrap();
    let seed = scenario.plan.seed;
    let study = study(&scenario, &outcome);
    let mut list = Vec::new();
    for method in [Method::Sobol, Method::Tornado] {
        let asked = Asked { rows: Some(SENSITIVITY_ROWS), ..Asked::new(method, seed) };
        let analysis = Analysis::new(&study, &scenario, asked).unwrap();
        let found = analysis.indices(&analysis.run(&|_, _| (), &AtomicBool::new(false))).unwrap();
        let output = found.outputs.iter().find(|o| o.column.key == "lcoh_eur_per_mwh").unwrap();
        let picture = sensitivity_figure(Locale::En, &scenario.name, &found, output).unwrap().unwrap();
        list.push((format!("boiler_only_sensitivity_{}.svg", method.name()), picture.title, picture.svg));
    }
    list
}

/// How an output settled over the samples of a sweep.
fn settled() -> (String, String, String) {
    let (name, key, samples) = SWEEP;
    let scenario = read(name);
    let nominal = evaluate(&scenario.case(&scenario.nominal()).unwrap(), Detail::Totals).unwrap();
    let headlines = nominal.headlines();
    let (place, headline) = headlines.iter().enumerate().find(|(_, h)| h.key == key).unwrap();
    let ensemble = ensemble(&scenario, &nominal, samples);
    let cell = |row: &sweep::SampleRow| row.as_ref().map_or(f64::NAN, |values| values[place]);
    let columns = [ensemble.rows.iter().map(cell).collect::<Vec<f64>>()];
    let (memory, sampling) = (Memory::new(&columns), Sampling::Independent);
    let points = sweep::checkpoints(samples as u64, 64, &sampling);
    let output = OutputReport {
        key: key.to_owned(),
        label: headline.label.to_owned(),
        unit: headline.unit.to_owned(),
        statistics: sweep::describe(&memory, 0, OutputKind::Amount, ensemble.failed() as u64, &sampling).unwrap(),
        trace: sweep::trace(&memory, 0, &points, &sampling).unwrap(),
    };
    let picture = convergence(&output, Locale::En).unwrap();
    (format!("{name}_sweep_1.svg"), picture.title, picture.svg)
}

fn main() {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("plots");
    let folder = std::env::args().nth(1).map_or(default, PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    if let Some(only) = std::env::args().nth(2) {
        let of_sizing = SIZED.iter().find(|(name, _)| only == format!("{name}_size"));
        let list = match of_sizing {
            Some((name, lang)) => sized(name, *lang),
            None => allocated(&only, POLES.iter().find(|(name, _)| *name == only).unwrap().1),
        };
        for (file, title, svg) in list {
            std::fs::write(folder.join(&file), svg).unwrap();
            println!("\n![{title}]({file})");
        }
        return;
    }
    std::fs::create_dir_all(folder.join("kinds")).unwrap();
    for (file, picture) in [Locale::En, Locale::Fr].into_iter().flat_map(plot_demo::kinds) {
        std::fs::write(folder.join("kinds").join(file), picture.svg).unwrap();
    }
    let mut index = String::from(
        "# Gallery\n\nEvery figure of the reports of the scenarios that ship, what moves the cost of heat of one of them, which boilers two of \
         them should have, what should go where in four poles, and one of a sweep, made by `cargo run --release --example gallery`. \
         [Every kind of figure, in both languages](kinds/README.md), with what it is for.\n",
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
    for (name, lang) in SIZED {
        let _ = write!(index, "\n## Which boilers: `scenarios/{name}.toml`\n");
        for (file, title, svg) in sized(name, lang) {
            std::fs::write(folder.join(&file), svg).unwrap();
            let _ = write!(index, "\n![{title}]({file})\n");
            println!("{file}: {title}");
        }
    }
    for (name, lang) in POLES {
        let _ = write!(index, "\n## What should go where: `scenarios/{name}.toml`\n");
        for (file, title, svg) in allocated(name, lang) {
            std::fs::write(folder.join(&file), svg).unwrap();
            let _ = write!(index, "\n![{title}]({file})\n");
            println!("{file}: {title}");
        }
    }
    let (file, title, svg) = settled();
    std::fs::write(folder.join(&file), svg).unwrap();
    let _ = write!(index, "\n## A sweep of `scenarios/{}.toml`, {} samples\n\n![{title}]({file})\n", SWEEP.0, SWEEP.2);
    println!("{file}: {title}");
    std::fs::write(folder.join("README.md"), index).unwrap();
}
