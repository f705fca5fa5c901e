//! How to make this page again.

use super::chapter::Chapter;
use crate::plot::Locale;
use crate::report::shared::again::{Again, MadeFrom, command_line, counted};
use crate::report::{Run, shared::assumptions::base_name};

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let asked =
        Some(run.overrides.join("; ")).filter(|text| !text.is_empty()).map(|text| (lang.say("Overrides"), text));
    Again {
        lang,
        command: &command(run, lang),
        asked: asked.into_iter().collect(),
        samples: run.ensemble.map(|e| e.wanted),
        seed: run.ensemble.map(|e| e.seed),
        year: Some(run.case.year),
        accounts: Some(counted(&run.outcome.closures())),
        files: MadeFrom::of(run.scenario),
    }
    .chapter()
}

fn command(run: &Run<'_>, lang: Locale) -> String {
    let file = run.scenario.sources.first_name().map_or(lang.say("SCENARIO.toml"), base_name);
    let drawn = run.ensemble.map(|e| (e.wanted.to_string(), e.seed.to_string()));
    let mut words = vec!["gisement", "run", file];
    if let Some((samples, seed)) = &drawn {
        words.extend(["-n", samples, "--seed", seed]);
    }
    words.extend(run.overrides.iter().flat_map(|change| ["--set", change]));
    if lang != Locale::En {
        words.extend(["--lang", lang.code()]);
    }
    command_line(words)
}
