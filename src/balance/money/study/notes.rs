//! What a reader of a study should be told beside the numbers.

use super::aid::{AidBound, AidId};
use super::{Column, ColumnId, Comparison, StudyInput};

/// A remark in both languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Stable short name.
    pub id: &'static str,
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

impl Note {
    fn new(id: &'static str, en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self { id, en: en.into(), fr: fr.into() }
    }
}

/// Heat used per metre of network below which an older rule of the Fonds Chaleur gave nothing, MWh/(m a)
/// (biomasse-normandie.fr, read; relaxed since).
const LEAST_DENSITY_MWH_PER_M: f64 = 1.5;

/// All remarks on a study, in a fixed order.
pub(super) fn notes(input: &StudyInput, columns: &[Column], comparisons: &[Comparison]) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Some(aided) = columns.iter().find(|c| c.id == ColumnId::WoodAided) {
        notes.extend(aid_notes(aided));
    }
    notes.extend(input_notes(input));
    notes.extend(comparisons.iter().filter_map(rate_note));
    notes
}

fn aid_notes(aided: &Column) -> Vec<Note> {
    let any = |bound: AidBound| aided.aid.lines.iter().any(|l| l.bound == bound);
    let mut notes = Vec::new();
    if any(AidBound::AmountNotGiven) {
        notes.push(Note::new(
            "aid_amount_not_given",
            "Aid that was asked for is not counted where the amount of its scheme is not given: the slices of the Fonds \
             Chaleur come with each call.",
            "Les aides demandées ne sont pas comptées tant que le barème n'est pas renseigné : les tranches du Fonds \
             Chaleur figurent dans chaque appel.",
        ));
    }
    if any(AidBound::NotCumulable) {
        let certificates = aided.aid.lines.iter().any(|l| l.id == AidId::Certificates && l.granted_eur > 0.0);
        let (en, fr) = if certificates {
            (
                "Certificates and Fonds Chaleur are not had together (older rule, to be verified); the certificates give \
                 more and are counted.",
                "Certificats et Fonds Chaleur ne se cumulent pas (règle ancienne, à vérifier) ; les certificats, plus \
                 favorables, sont retenus.",
            )
        } else {
            (
                "Certificates and Fonds Chaleur are not had together (older rule, to be verified); the Fonds Chaleur \
                 gives as much or more and is counted.",
                "Certificats et Fonds Chaleur ne se cumulent pas (règle ancienne, à vérifier) ; le Fonds Chaleur, au \
                 moins aussi favorable, est retenu.",
            )
        };
        notes.push(Note::new("aid_not_cumulable", en, fr));
    }
    if any(AidBound::BelowMinimum) {
        notes.push(Note::new(
            "aid_below_minimum",
            "The yearly heat from wood is below the least of the national scheme; a local contract may help smaller plants.",
            "La production annuelle de chaleur bois est sous le minimum du dispositif national ; un contrat territorial \
             peut aider les plus petites installations.",
        ));
    }
    notes
}

fn input_notes(input: &StudyInput) -> Vec<Note> {
    let mut notes = Vec::new();
    if input.aid.network_m > 0.0 {
        let density = input.heat_mwh / input.aid.network_m;
        if density < LEAST_DENSITY_MWH_PER_M {
            notes.push(Note::new(
                "network_density",
                format!(
                    "The network sells {density:.2} MWh per metre and year; an older rule of the Fonds Chaleur asked for \
                     {LEAST_DENSITY_MWH_PER_M}."
                ),
                format!("Le réseau livre {} MWh par mètre et par an ; une règle ancienne du Fonds Chaleur demandait 1,5.",
                    format!("{density:.2}").replace('.', ",")),
            ));
        }
    }
    if input.prices.wood_eur_per_mwh_lhv < 0.0 {
        notes.push(Note::new(
            "wood_paid_to_take",
            "The wood costs less than nothing: gate fees outweigh its transport and shredding. The cost of heat rests on \
             fees that companies may stop paying.",
            "Le bois coûte moins que rien : les redevances d'apport dépassent transport et broyage. Le coût de la chaleur \
             repose sur des redevances qui peuvent cesser.",
        ));
    }
    notes
}

fn rate_note(c: &Comparison) -> Option<Note> {
    let (column, against) = (c.column.words(), c.against.words());
    if c.indicators.irr.is_ambiguous() {
        return Some(Note::new(
            "several_rates",
            format!(
                "{} against {}: several rates of return answer, as the flows change their sign {} times; none is quoted.",
                column.en, against.en, c.indicators.irr.sign_changes
            ),
            format!(
                "{} / {} : plusieurs taux de rentabilité répondent, les flux changeant {} fois de signe ; aucun n'est cité.",
                column.fr, against.fr, c.indicators.irr.sign_changes
            ),
        ));
    }
    None
}
