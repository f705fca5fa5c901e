//! How fast candidates are sized: `cargo run --release --example size_speed FILE [SAMPLES]`.

use gisement::scenario::Scenario;
use gisement::sizing::{SizeOptions, Watch, size};
use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = PathBuf::from(arguments.next().ok_or("name a scenario file")?);
    let samples = arguments.next().map(|n| n.parse()).transpose()?;
    let folder = file.parent().map(PathBuf::from).unwrap_or_default();
    let load = |name: &str| std::fs::read(folder.join(name)).map_err(|e| e.to_string());
    let text = std::fs::read_to_string(&file)?;
    let overrides: Vec<String> = arguments.collect();
    let scenario = Scenario::read(&file.to_string_lossy(), &text, &overrides, &load)
        .map_err(|refused| refused.diagnostics.render(&refused.sources, false))?;
    let options = SizeOptions { objective: None, samples, seed: None };
    let start = Instant::now();
    let stop = AtomicBool::new(false);
    let outcome = size(&scenario, &options, &Watch { done: &|_| (), stop: &stop })?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} candidates x {} samples: {} years in {seconds:.2} s",
        outcome.rated.len(),
        outcome.samples.0,
        outcome.years
    );
    for k in outcome.ranking.iter().take(10) {
        let rated = &outcome.rated[*k];
        println!(
            "{:60} {:?} P {:.2} {:?}",
            rated.candidate.name(),
            &rated.nominal.0[..7],
            rated.probability_target,
            rated.breaches
        );
    }
    for advice in &outcome.advice {
        println!("{}: {}", advice.severity, advice.text_en);
    }
    Ok(())
}
