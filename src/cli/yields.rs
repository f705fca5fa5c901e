//! `gisement yield`: what complete digestion of a formula, a library feedstock or a mixture gives.

mod analysis;
mod print;
mod read;

use super::args::{MassesName, VolumeName, YieldArguments};
use super::{CommandError, exit, styled, talk};
use crate::diag::{Diagnostic, Diagnostics, Location, Sources};
use crate::feedstock::formula::AtomicMasses;
use crate::feedstock::predicted::{Predicted, Prediction, predict};
use crate::words::Text;
use read::{Asked, Unreadable};
use std::io::Write;

/// One answer.
struct Answer {
    asked: Asked,
    predicted: Predicted,
}

/// Reads every argument, tells all that is wrong with them at once, and prints a row for each.
pub(super) fn run(arguments: &YieldArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    if let Some(path) = &arguments.analysis {
        return analysis::run(path, arguments.json, out);
    }
    let how = prediction(arguments);
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let (mut answers, mut code) = (Vec::new(), exit::OK);
    for text in read::arguments(&arguments.of) {
        let source = sources.add("argument", text.clone());
        let result = read::argument(&text).and_then(|asked| match predict(&asked.mixture, &how) {
            Ok(predicted) => Ok(Answer { asked, predicted }),
            Err(error) => Err(Unreadable::impossible(&text, error.told())),
        });
        match result {
            Ok(answer) => answers.push(answer),
            Err(wrong) => {
                code = if code == exit::USAGE { code } else { wrong.code };
                let place = Location { source, span: wrong.span.clone() };
                let told = Diagnostic::error(wrong.message).at(Some(place), wrong.label);
                found.push(if wrong.help.is_empty() { told } else { told.help(wrong.help) });
            }
        }
    }
    if found.has_errors() {
        talk(Text::plain(found.render(&sources, styled(), super::lang::chosen()).trim_end()));
        return Ok(code);
    }
    if arguments.json {
        print::json(&answers, &how, arguments.mass, out)?;
    } else {
        print::text(&answers, &how, arguments.mass, out)?;
    }
    Ok(exit::OK)
}

fn prediction(arguments: &YieldArguments) -> Prediction {
    let mut how = Prediction { cell_share: arguments.fs, degradable: arguments.degradable, ..Prediction::PROJECT };
    if arguments.volume == VolumeName::Real {
        how = how.with_real_volumes();
    }
    if arguments.masses == MassesName::Biogas {
        how.convention.masses = AtomicMasses::BIOGAS_R;
    }
    how
}
