//! Parameters from measured data.

use super::{Asked, Failed, Tell, Watch};
use crate::calibration::{
    self as engine, CalibrateError, CalibrateOptions, Calibration, Method, Plant, plant, read_measured,
};
use crate::diag::Diagnostics;
use crate::fit::{FitError, Memory};
use crate::report::{
    BookParts, CalibrationPage, MadeFrom, Page, ReportError, Section, calibration_json, calibration_page,
    calibration_sections, workbook,
};
use crate::words::Locale;
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
pub fn options(method: &str, noise: Option<&str>, given: &Given) -> Result<CalibrateOptions, (String, String)> {
    let defaults = CalibrateOptions::default();
    let method = match method {
        "ls" => Method::LeastSquares,
        "mcmc" => Method::Ensemble,
        other => return Err((format!("there is no method `{other}`"), "write method=\"ls\" or \"mcmc\"".to_owned())),
    };
    let memory = match noise {
        None => defaults.memory,
        Some("independent") => Memory::Independent,
        Some("autoregressive") => Memory::Autoregressive,
        Some(other) => {
            let help = "write noise=\"independent\" or \"autoregressive\"";
            return Err((format!("there is no noise `{other}`"), help.to_owned()));
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

/// Measured series as text, and what messages call it.
pub struct Data {
    /// What messages call them.
    pub name: String,
    /// The CSV.
    pub bytes: Vec<u8>,
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
    asked: Asked,
    data: Data,
    /// What was fitted.
    pub found: Calibration,
}

/// Calibrates.
pub fn calibrate(job: Job, watch: &Watch) -> Result<Found, Failed> {
    let Job { asked, measured: data, parameters, digester, options } = job;
    let scenario = asked.scenario.clone();
    let digester = Plant::find(&scenario, digester.as_deref())
        .map_err(|problem| Failed::Problems(Diagnostics::one(*problem), None))?;
    let measured = read_measured(&data.name, &data.bytes, digester.length_d)
        .map_err(|refused| Failed::Problems(refused.diagnostics, Some(refused.sources)))?;
    let mut problem =
        plant(&scenario, &digester, &measured, &parameters).map_err(|found| Failed::Problems(found, None))?;
    // Each stage counts its own parts.
    let done = |_: &str, done: usize, all: usize| watch.at(done as u64, all as u64);
    let found = engine::calibrate(&mut problem, &options, &engine::Watch { done: &done, stop: &watch.stop });
    let found = found.map_err(|why| match why {
        CalibrateError::Data(found) => Failed::Problems(found, Some(measured.sources.clone())),
        CalibrateError::Fit(FitError::Option { .. } | FitError::TooFewData { .. }) => {
            Failed::Wrong(why.to_string(), String::new())
        }
        CalibrateError::Fit(_) | CalibrateError::Stopped => Failed::Run(why.to_string()),
    })?;
    Ok(Found { asked, data, found })
}

impl Found {
    fn list(&self) -> &[Calibration] {
        std::slice::from_ref(&self.found)
    }

    fn command(&self) -> String {
        self.asked.command("calibrate", &["--data".to_owned(), self.data.name.clone()])
    }
}

impl Tell for Found {
    fn title(&self) -> String {
        self.found.name.clone()
    }

    fn json(&self) -> Value {
        calibration_json(self.list())
    }

    fn page(&self, lang: Locale) -> Page {
        let mut files = MadeFrom::of(&self.asked.scenario);
        files.push(MadeFrom::new(&self.data.name, &self.data.bytes));
        let (title, command) = (self.title(), self.command());
        calibration_page(self.list(), &CalibrationPage { lang, title: &title, command: &command, files: &files })
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        calibration_sections(self.list(), lang)
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        workbook(&self.page(lang), &BookParts::default())
    }
}
