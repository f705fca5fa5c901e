//! Help and errors of the command line in the chosen language: the English stands in `args`, the French in the catalogue.

use super::args::Arguments;
use super::lang;
use crate::text;
use crate::words::{Locale, Text};
use clap::builder::{PossibleValue, PossibleValuesParser, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, Error};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write;

/// Every text of the help in English: keys of the catalogue.
pub fn help_texts() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    collect(&Arguments::command(), &mut texts);
    texts
}

fn collect(command: &Command, texts: &mut BTreeSet<String>) {
    let mut note = |text: Option<&StyledStr>| texts.extend(text.map(StyledStr::to_string));
    note(command.get_about());
    note(command.get_after_help());
    for argument in command.get_arguments() {
        note(argument.get_help());
        argument.get_possible_values().iter().for_each(|value| note(value.get_help()));
    }
    command.get_subcommands().for_each(|sub| collect(sub, texts));
}

/// Tells what clap has to tell, in the chosen language.
pub(super) fn tell(error: &Error, arguments: &[OsString], out: &mut dyn Write) {
    if lang::chosen() == Locale::En {
        put(error, error.render().ansi().to_string(), out);
        return;
    }
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            print_help(error, arguments, out);
        }
        ErrorKind::DisplayVersion => put(error, error.render().ansi().to_string(), out),
        _ => {
            super::talk(text!("error: {what}", what = what(error)));
            if let Some(near) = suggested(error) {
                super::talk(text!("help: did you mean `{near}`?", near));
            }
            super::talk(text!("more: gisement --help --lang fr"));
        }
    }
}

/// The help again, from the same arguments and the translated command.
fn print_help(english: &Error, arguments: &[OsString], out: &mut dyn Write) {
    let told = in_french(Arguments::command()).try_get_matches_from(arguments);
    let Err(error) = told else { return };
    let ours = error.kind() == english.kind();
    let text = if ours { error.render() } else { english.render() };
    let mut text = text.ansi().to_string();
    for (english, french) in FIXED {
        text = text.replace(english, french);
    }
    put(&error, text, out);
}

/// Help and version are answers, the rest is talk; both may meet a closed pipe.
fn put(error: &Error, text: String, out: &mut dyn Write) {
    if error.use_stderr() {
        super::talk(Text::plain(text.trim_end()));
    } else {
        let _ = write!(out, "{text}");
    }
}

/// What clap itself says in a help, and its French: it has no languages.
const FIXED: [(&str, &str); 10] = [
    ("Print help (see a summary with '-h')", "Afficher l'aide (résumé avec « -h »)"),
    ("Print help (see more with '--help')", "Afficher l'aide (plus avec « --help »)"),
    ("Print this message or the help of the given subcommand(s)", "Afficher cette aide, ou celle d'une commande"),
    ("Print help", "Afficher l'aide"),
    ("Print version", "Afficher la version"),
    ("Possible values:", "Valeurs\u{a0}:"),
    ("[possible values: ", "[valeurs\u{a0}: "),
    ("[default: ", "[par défaut\u{a0}: "),
    ("Usage:", "Utilisation\u{a0}:"),
    ("Commands:", "Commandes\u{a0}:"),
];

fn in_french(command: Command) -> Command {
    let say = |text: &StyledStr| Locale::Fr.say(&text.to_string()).to_owned();
    let (about, after) = (command.get_about().map(say), command.get_after_help().map(say));
    let mut command = command;
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    let command = command.mut_args(|argument| {
        let values: Vec<PossibleValue> = argument
            .get_possible_values()
            .iter()
            .map(|value| match value.get_help() {
                Some(help) => value.clone().help(say(help)),
                None => value.clone(),
            })
            .collect();
        let help = argument.get_help().map(say);
        let argument = match help {
            Some(help) => argument.help(help),
            None => argument,
        };
        // Only a help is made of this command, so that the type of the value does not matter.
        let worth = values.iter().any(|v| v.get_help().is_some());
        if worth { argument.value_parser(PossibleValuesParser::new(values)) } else { argument }
    });
    command.mut_subcommands(in_french)
}

/// What is wrong with the arguments.
fn what(error: &Error) -> Text {
    let of = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join(", "),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::UnknownArgument => text!("unexpected argument `{argument}`", argument),
        ErrorKind::InvalidSubcommand => {
            text!("there is no command `{name}`", name = of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => text!("`{argument}` needs a value", argument),
        ErrorKind::InvalidValue => {
            let valid = of(ContextKind::ValidValue);
            text!("`{value}` is no value of `{argument}`: write one of {valid}", value, argument, valid)
        }
        ErrorKind::ValueValidation => text!("`{value}` is no value of `{argument}`", value, argument),
        ErrorKind::MissingRequiredArgument => text!("missing: {argument}", argument),
        ErrorKind::ArgumentConflict => {
            text!("`{argument}` does not go with `{other}`", argument, other = of(ContextKind::PriorArg))
        }
        ErrorKind::MissingSubcommand => text!("write a command"),
        _ => Text::plain(error.to_string().trim_start_matches("error: ").lines().next().unwrap_or_default()),
    }
}

fn suggested(error: &Error) -> Option<String> {
    [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue].into_iter().find_map(
        |kind| match error.get(kind)? {
            ContextValue::String(text) => Some(text.clone()),
            ContextValue::Strings(list) => list.first().cloned(),
            _ => None,
        },
    )
}
