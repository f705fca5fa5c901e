//! Parameters from measured data.

use super::{Asked, Command, Effort, Failed, Names, Tell, Watch, name_of};
use crate::calibration::{
    self as engine, CalibrateError, CalibrateOptions, Calibration, Method, Plant, Posterior, overlay, plant,
    read_measured,
};
use crate::diag::{Diagnostics, Sources};
use crate::fit::{FitError, Memory};
use crate::report::{
    BookParts, CalibrationPage, MadeFrom, Page, ReportError, Section, calibration_json, calibration_page,
    calibration_sections, workbook,
};
use crate::text;
use crate::words::{Locale, Text};
use serde_json::Value;

/// Keywords of a calibration that are numbers and switches.
pub struct Given {
    /// Level of the intervals.
    pub level: f64,
    /// Walk the profiles.
    pub profiles: bool,
    /// Take units of the data as they are.
    pub trust_units: bool,
    /// Walkers of a chain.
    pub walkers: Option<usize>,
    /// Chains.
    pub ensembles: Option<usize>,
    /// Steps of a chain.
    pub steps: Option<usize>,
    /// Seed of the chains.
    pub seed: u64,
}

/// Options from keywords, or what is wrong and what to write instead.
pub fn options(method: &str, noise: Option<&str>, given: &Given) -> Result<CalibrateOptions, (Text, Text)> {
    let defaults = CalibrateOptions::default();
    let method = match method {
        "ls" => Method::LeastSquares,
        "mcmc" => Method::Ensemble,
        other => {
            return Err((text!("there is no method `{name}`", name = other), text!("write method=\"ls\" or \"mcmc\"")));
        }
    };
    let memory = match noise {
        None => defaults.memory,
        Some("independent") => Memory::Independent,
        Some("autoregressive") => Memory::Autoregressive,
        Some(other) => {
            let help = text!("write noise=\"independent\" or \"autoregressive\"");
            return Err((text!("there is no noise `{other}`", other), help));
        }
    };
    Ok(CalibrateOptions {
        method,
        memory,
        level: given.level,
        profiles: given.profiles,
        walkers: given.walkers.unwrap_or(defaults.walkers),
        ensembles: given.ensembles.unwrap_or(defaults.ensembles),
        steps: given.steps.unwrap_or(defaults.steps),
        seed: given.seed,
        trust_units: given.trust_units,
        ..defaults
    })
}

/// A table of what was measured.
pub struct Data {
    /// What messages call it.
    pub name: String,
    /// The CSV.
    pub bytes: Vec<u8>,
}

impl Data {
    pub(super) fn made_from(&self) -> MadeFrom {
        MadeFrom::new(name_of(&self.name), &self.bytes)
    }
}

/// What is asked.
pub struct Job {
    /// The scenario.
    pub asked: Asked,
    /// What was measured.
    pub measured: Data,
    /// Paths of what is fitted.
    pub parameters: Vec<String>,
    /// Which digester, where there are several.
    pub digester: Option<String>,
    /// How.
    pub options: CalibrateOptions,
}

/// A finished calibration.
pub struct Found {
    job: Job,
    /// What was fitted.
    pub found: Calibration,
    /// What is odd in the data, with their text.
    pub warnings: (Diagnostics, Sources),
}

/// Calibrates.
pub fn calibrate(job: Job, watch: &Watch) -> Result<Found, Failed> {
    let (scenario, data) = (job.asked.scenario.clone(), &job.measured);
    let digester = Plant::find(&scenario, job.digester.as_deref())
        .map_err(|problem| Failed::Problems(Diagnostics::one(*problem), None))?;
    let measured = read_measured(&data.name, &data.bytes, digester.length_d)
        .map_err(|refused| Failed::Problems(refused.diagnostics, Some(refused.sources)))?;
    let mut problem =
        plant(&scenario, &digester, &measured, &job.parameters).map_err(|found| Failed::Problems(found, None))?;
    let found = fitted(&mut problem, &job.options, watch).map_err(|why| failed(why, &measured.sources))?;
    let warnings = (measured.warnings, measured.sources);
    Ok(Found { warnings, found, job })
}

pub(super) fn fitted(
    problem: &mut engine::Problem<'_>,
    options: &CalibrateOptions,
    watch: &Watch,
) -> Result<Calibration, CalibrateError> {
    // Each stage counts its own parts.
    let done = |stage: &str, done: usize, all: usize| watch.at(stage, done as u64, all as u64);
    engine::calibrate(problem, options, &engine::Watch { done: &done, stop: &watch.stop })
}

pub(super) fn failed(why: CalibrateError, sources: &Sources) -> Failed {
    match why {
        CalibrateError::Data(found) => Failed::Problems(found, Some(sources.clone())),
        CalibrateError::Fit(FitError::Option { .. }) => Failed::Wrong(why.told(), Text::plain("")),
        CalibrateError::Fit(FitError::TooFewData { .. }) => Failed::Unfit(why.told()),
        CalibrateError::Fit(_) => Failed::Run(why.told()),
        CalibrateError::Stopped => Failed::Stopped,
    }
}

/// Options that are not as usual, as the command line writes them.
pub(super) fn with_options(command: Command, options: &CalibrateOptions, usual: &CalibrateOptions) -> Command {
    let chains = options.method == Method::Ensemble;
    let memory = match options.memory {
        Memory::Independent => "independent",
        Memory::Autoregressive => "autoregressive",
    };
    command
        .option("--method", chains.then_some("mcmc"))
        .option("--walkers", Some(options.walkers).filter(|n| chains && *n != usual.walkers))
        .option("--ensembles", Some(options.ensembles).filter(|n| chains && *n != usual.ensembles))
        .option("--steps", Some(options.steps).filter(|n| chains && *n != usual.steps))
        .option("--seed", chains.then_some(options.seed))
        .option("--noise", Some(memory).filter(|_| options.memory != usual.memory))
        .option("--level", Some(options.level).filter(|level| level.to_bits() != usual.level.to_bits()))
        .flag("--no-profiles", !options.profiles)
        .flag("--trust-units", options.trust_units && !usual.trust_units)
}

pub(super) fn effort_of(list: &[Calibration]) -> Effort {
    let runs: u64 = list.iter().map(|found| found.evaluations).sum();
    Effort {
        runs: vec![text!("{runs} model runs", runs)],
        stopped: list.iter().any(|f| f.stopped).then(|| text!("what was done until then is in the page")),
        ..Effort::default()
    }
}

impl Found {
    fn list(&self) -> &[Calibration] {
        std::slice::from_ref(&self.found)
    }

    fn command(&self, lang: Locale) -> String {
        let job = &self.job;
        let command = Command::new("calibrate")
            .file(&job.asked.file)
            .option("--data", Some(name_of(&job.measured.name)))
            .each("--set", &job.asked.overrides)
            .option("--parameters", Some(job.parameters.join(",")).filter(|list| !list.is_empty()))
            .option("--digester", job.digester.as_ref());
        with_options(command, &job.options, &CalibrateOptions::default()).text(lang)
    }
}

/// Name of the file that `--set @FILE` takes.
pub const OVERLAY: &str = "calibrated.toml";

impl Tell for Found {
    fn title(&self) -> String {
        self.found.name.clone()
    }

    fn json(&self, _lang: Locale) -> Value {
        calibration_json(self.list())
    }

    fn page(&self, lang: Locale) -> Page {
        let mut files = MadeFrom::of(&self.job.asked.scenario);
        files.push(self.job.measured.made_from());
        let (title, command) = (self.title(), self.command(lang));
        calibration_page(self.list(), &CalibrationPage { lang, title: &title, command: &command, files: &files })
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        calibration_sections(self.list(), lang)
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        workbook(&self.page(lang), &BookParts::default())
    }

    fn names(&self) -> Names {
        Names::of("calibration")
    }

    fn files(&self, lang: Locale) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
        let overlay = overlay(&self.found, &self.job.asked.file, &self.command(lang));
        let mut list = vec![(OVERLAY.to_owned(), overlay.into_bytes())];
        let posterior = self.found.posterior.as_ref();
        list.extend(posterior.map(|p| ("posterior.csv".to_owned(), draws(&self.found, p).into_bytes())));
        Ok(list)
    }

    fn effort(&self) -> Effort {
        effort_of(self.list())
    }
}

/// The kept draws as a table whose header is the paths: `gisement sweep --samples` takes it.
fn draws(found: &Calibration, posterior: &Posterior) -> String {
    let paths: Vec<&str> = found.parameters.iter().map(|p| p.parameter.path.as_str()).collect();
    let mut text = paths.join(",") + "\n";
    for draw in &posterior.draws {
        let cells: Vec<String> = draw.iter().map(ToString::to_string).collect();
        text.push_str(&(cells.join(",") + "\n"));
    }
    text
}
