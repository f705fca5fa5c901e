//! `gisement sensitivity`: which inputs matter; a table on the terminal, page, workbook, figures and JSON in `out/NAME/`.

mod given;

use super::answer::{Place, answer, asked, watched};
use super::args::{MethodName, SensitivityArguments};
use super::{CommandError, exit, files, talk};
use crate::ask::sensitivity::{self as ask, Found, Options};
use crate::ask::{Asked, Failed, name_of};
use crate::report::MadeFrom;
use crate::study::Method;
use crate::text;
use crate::words::word;
use clap::ValueEnum;
use std::io::Write;
use std::path::Path;

/// Runs an analysis.
pub(super) fn run(arguments: &SensitivityArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let place = Place::of(&arguments.input, arguments.out.as_ref(), None);
    let Some(asked) = asked(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    answer(asked, place, out, |asked| {
        let mut found = match &arguments.from {
            Some(path) => measured(arguments, asked, path),
            None => analysed(arguments, asked),
        }?;
        found.top = usize::from(arguments.top);
        Ok(found)
    })
}

/// A finished sweep can be measured, not run again.
fn measured(arguments: &SensitivityArguments, asked: Asked, path: &Path) -> Result<Found, Failed> {
    if !matches!(arguments.method, None | Some(MethodName::GivenData)) {
        let why = text!("--from measures samples that are there, other methods need runs of their own");
        return Err(Failed::Wrong(why, text!("write --method given-data, or leave --from out")));
    }
    let found = given::sensitivity(path, &asked.scenario)?;
    let unread =
        |why: std::io::Error| Failed::Unfit(text!("{file}: {why}", file = path.display(), why = why.to_string()));
    let mut file = std::fs::File::open(path).map_err(unread)?;
    let (sha256, bytes) = files::sha256_of(&mut file).map_err(unread)?;
    let sweep = MadeFrom { name: name_of(path), sha256, bytes };
    ask::measured(asked, found, wanted(arguments), sweep)
}

fn analysed(arguments: &SensitivityArguments, asked: Asked) -> Result<Found, Failed> {
    let method = arguments.method.and_then(|m| m.to_possible_value());
    let group = arguments.group.and_then(|g| g.to_possible_value());
    let options = Options {
        rows: arguments.number,
        method: method.as_ref().map(|m| m.get_name()),
        seed: arguments.seed,
        group: group.as_ref().map(|g| g.get_name()),
        outputs: Some(wanted(arguments)),
        factors: arguments.factors,
        pairs: arguments.pairs,
    };
    let how = ask::read(&asked.scenario, &options).map_err(|(why, help)| Failed::Wrong(why, help))?;
    warn_of_idle(arguments, how.method);
    watched(None, word("runs¦bar"), |watch| ask::analyse(asked, how, options.outputs, watch))
}

/// The keys of `--outputs`; an empty one, as after a last comma, is none.
fn wanted(arguments: &SensitivityArguments) -> Vec<String> {
    arguments.outputs.iter().map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()).collect()
}

/// Options that the method has no use for.
fn warn_of_idle(arguments: &SensitivityArguments, method: Method) {
    if method == Method::Tornado && arguments.number.is_some() {
        talk(text!("warning: a tornado runs each input twice, whatever -n says"));
    }
    if method != Method::Sobol && arguments.pairs {
        talk(text!("warning: {name} has no pairs; they need --method sobol", name = method.name()));
    }
}
