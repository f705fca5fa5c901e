//! Names and units of the figures of a digester.

use crate::digestion::adm1::{Inhibitor, Verdict};
use crate::plot::Locale;
use crate::sizing::digester::{DigesterFigure, Origin};

/// A figure: name, unit, decimals.
pub(super) fn figure(figure: DigesterFigure, lang: Locale) -> (&'static str, &'static str, usize) {
    match figure {
        DigesterFigure::Retention => (lang.say("Retention"), lang.say("d"), 1),
        DigesterFigure::Load => (lang.say("Load"), lang.say("kg VS/(m3 d)"), 2),
        DigesterFigure::Methane => (lang.say("Methane"), lang.say("Nm3/a"), 0),
        DigesterFigure::Yield => (lang.say("Yield"), lang.say("% of BMP"), 1),
        DigesterFigure::Residual => (lang.say("Residual methane"), lang.say("Nm3/a"), 0),
        DigesterFigure::FosTac => (lang.say("FOS/TAC, worst week"), "g/g", 3),
        DigesterFigure::Acids => (lang.say("Acids, worst week"), "kg COD/m3", 2),
        DigesterFigure::Ph => (lang.say("pH, lowest"), "", 2),
        DigesterFigure::FreeAmmonia => (lang.say("Free ammonia, highest"), "mg N/l", 0),
        DigesterFigure::Heat => (lang.say("Own heat"), lang.say("MWh/a"), 0),
        DigesterFigure::HeatShare => (lang.say("Own heat of the gas"), lang.say("% of methane"), 1),
    }
}

/// Why a volume is tried; blank for the ladder.
pub(super) fn origin(origin: Origin, lang: Locale) -> &'static str {
    match origin {
        Origin::Own => lang.say("scenario"),
        Origin::RetentionRule => lang.say("rule: retention"),
        Origin::LoadRule => lang.say("rule: load"),
        Origin::Ladder | Origin::Refined => "",
    }
}

/// A verdict in words.
pub(super) fn verdict(verdict: Verdict, lang: Locale) -> &'static str {
    match verdict {
        Verdict::Working => lang.say("works"),
        Verdict::WashedOut { .. } => lang.say("washed out"),
        Verdict::Acidified { inhibitor, .. } => match inhibitor {
            Inhibitor::Ph => lang.say("sour (pH)"),
            Inhibitor::FreeAmmonia => lang.say("sour (free ammonia)"),
            Inhibitor::NitrogenLack => lang.say("sour (lack of nitrogen)"),
        },
    }
}
