//! Yields and rates from the bottles of a laboratory.

use super::calibrate::{Data, effort_of, failed, fitted, with_options};
use super::{Command, Effort, Failed, Names, Tell, Watch, name_of};
use crate::calibration::{BmpModel, CalibrateOptions, Calibration, bmp_problem, read_bottles};
use crate::fit::Memory;
use crate::report::{
    BookParts, CalibrationPage, Page, ReportError, Section, calibration_json, calibration_page, calibration_sections,
    workbook,
};
use crate::text;
use crate::words::{Locale, Text};
use serde_json::Value;

/// The word in the place of a scenario that means bottles.
pub const BMP: &str = "bmp";

/// Options where nothing else is said: a curve costs nothing to compute, so that its differences are those of rounding; units
/// are those of the table; bottles are read by hand, each time anew.
pub fn options() -> CalibrateOptions {
    let usual = CalibrateOptions::default();
    CalibrateOptions { relative_step: 6e-6, trust_units: true, memory: Memory::Independent, ..usual }
}

/// What was found for each treatment.
pub struct Found {
    data: Data,
    model: BmpModel,
    options: CalibrateOptions,
    /// A calibration for each treatment.
    pub found: Vec<Calibration>,
}

/// Calibrates each treatment of a table of bottles.
///
/// # Errors
/// The table cannot be read; a treatment cannot be fitted: the message names it.
pub fn calibrate(data: Data, model: BmpModel, options: CalibrateOptions, watch: &Watch) -> Result<Found, Failed> {
    let (treatments, sources) = read_bottles(&data.name, &data.bytes)
        .map_err(|refused| Failed::Problems(refused.diagnostics, Some(refused.sources)))?;
    let mut found = Vec::with_capacity(treatments.len());
    for treatment in &treatments {
        let named = |why: Text| text!("treatment {name}: {why}", name = treatment.name, why);
        let fit = fitted(&mut bmp_problem(treatment, model), &options, watch);
        found.push(fit.map_err(|why| failed(why, &sources).of(named))?);
    }
    Ok(Found { data, model, options, found })
}

impl Tell for Found {
    fn title(&self) -> String {
        match self.found.as_slice() {
            [only] => only.name.clone(),
            _ => name_of(&self.data.name),
        }
    }

    fn json(&self, _lang: Locale) -> Value {
        calibration_json(&self.found)
    }

    fn page(&self, lang: Locale) -> Page {
        let command = Command::new("calibrate")
            .file(BMP)
            .option("--model", Some(self.model.name()))
            .option("--data", Some(name_of(&self.data.name)));
        let command = with_options(command, &self.options, &options()).text(lang);
        let (title, files) = (self.title(), [self.data.made_from()]);
        calibration_page(&self.found, &CalibrationPage { lang, title: &title, command: &command, files: &files })
    }

    fn sections(&self, lang: Locale) -> Vec<Section> {
        calibration_sections(&self.found, lang)
    }

    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError> {
        workbook(&self.page(lang), &BookParts::default())
    }

    fn names(&self) -> Names {
        Names::of("calibration")
    }

    fn effort(&self) -> Effort {
        effort_of(&self.found)
    }
}
