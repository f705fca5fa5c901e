//! Names and units of the figures of a digester.

use crate::digestion::adm1::{Inhibitor, Verdict};
use crate::plot::Locale;
use crate::sizing::digester::{DigesterFigure, Origin};

/// A figure: name, unit, decimals.
pub(super) fn figure(figure: DigesterFigure, lang: Locale) -> (&'static str, &'static str, usize) {
    match figure {
        DigesterFigure::Retention => (lang.pick("Retention", "Temps de séjour"), lang.pick("d", "j"), 1),
        DigesterFigure::Load => (lang.pick("Load", "Charge"), lang.pick("kg VS/(m3 d)", "kg MV/(m3 j)"), 2),
        DigesterFigure::Methane => (lang.pick("Methane", "Méthane"), lang.pick("Nm3/a", "Nm3/an"), 0),
        DigesterFigure::Yield => (lang.pick("Yield", "Rendement"), lang.pick("% of BMP", "% du BMP"), 1),
        DigesterFigure::Residual => {
            (lang.pick("Residual methane", "Méthane résiduel"), lang.pick("Nm3/a", "Nm3/an"), 0)
        }
        DigesterFigure::FosTac => (lang.pick("FOS/TAC, worst week", "FOS/TAC, pire semaine"), "g/g", 3),
        DigesterFigure::Acids => (lang.pick("Acids, worst week", "AGV, pire semaine"), "kg COD/m3", 2),
        DigesterFigure::Ph => (lang.pick("pH, lowest", "pH minimal"), "", 2),
        DigesterFigure::FreeAmmonia => (lang.pick("Free ammonia, highest", "NH3 libre, maximum"), "mg N/l", 0),
        DigesterFigure::Heat => (lang.pick("Own heat", "Chaleur propre"), lang.pick("MWh/a", "MWh/an"), 0),
        DigesterFigure::HeatShare => {
            (lang.pick("Own heat of the gas", "Chaleur propre du gaz"), lang.pick("% of methane", "% du méthane"), 1)
        }
    }
}

/// Why a volume is tried; blank for the ladder.
pub(super) fn origin(origin: Origin, lang: Locale) -> &'static str {
    match origin {
        Origin::Own => lang.pick("scenario", "scénario"),
        Origin::RetentionRule => lang.pick("rule: retention", "règle : séjour"),
        Origin::LoadRule => lang.pick("rule: load", "règle : charge"),
        Origin::Ladder | Origin::Refined => "",
    }
}

/// A verdict in words.
pub(super) fn verdict(verdict: Verdict, lang: Locale) -> &'static str {
    match verdict {
        Verdict::Working => lang.pick("works", "fonctionne"),
        Verdict::WashedOut { .. } => lang.pick("washed out", "lessivé"),
        Verdict::Acidified { inhibitor, .. } => match inhibitor {
            Inhibitor::Ph => lang.pick("sour (pH)", "acide (pH)"),
            Inhibitor::FreeAmmonia => lang.pick("sour (free ammonia)", "acide (NH3 libre)"),
            Inhibitor::NitrogenLack => lang.pick("sour (lack of nitrogen)", "acide (manque d'azote)"),
        },
    }
}
