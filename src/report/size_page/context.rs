//! What all chapters of the page share: the outcome, the language, names of houses, the carbon frame.

use super::{SizePage, words};
use crate::balance::carbon::CarbonMethod;
use crate::balance::money::study::{Study, StudyError};
use crate::case::{CarbonOutcome, Case, HeatOutcome, Outcome};
use crate::plot::{Heading, Locale, fixed, significant};
use crate::scenario::SizeObjective;
use crate::sizing::{Breach, Candidate, Figure, Picked, Rated, SizeOutcome, Spread};
use crate::text;

/// The outcome as the chapters see it.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The sizing.
    pub(super) size: &'a SizeOutcome,
    /// What else the page was given.
    pub(super) options: &'a SizePage<'a>,
    /// Language.
    pub(super) lang: Locale,
}

/// A candidate with its nominal year.
#[derive(Clone, Copy)]
pub(super) struct Looked<'a> {
    /// What was found of it.
    pub(super) rated: &'a Rated,
    /// The nominal case with its boilers.
    pub(super) case: &'a Case,
    /// Its nominal year with all series.
    pub(super) outcome: &'a Outcome,
    /// Its economic study, or why it has none.
    pub(super) study: &'a Result<Study, StudyError>,
}

impl<'a> Looked<'a> {
    /// The year of its heat.
    pub(super) fn heat(&self) -> Option<&'a HeatOutcome> {
        self.outcome.heat.as_ref()
    }
}

impl<'a> Context<'a> {
    /// The English or the French.
    pub(super) fn say(&self, english: &'static str) -> &'static str {
        self.lang.say(english)
    }

    /// A heading of a figure.
    pub(super) fn heading(&self, english: &'static str) -> Heading {
        Heading::new(self.say(english), self.lang)
    }

    /// A number for running text, three significant digits.
    pub(super) fn number(&self, value: f64) -> String {
        if value.is_finite() { significant(value, 3, self.lang) } else { self.say("unknown").to_owned() }
    }

    /// A number with so many decimals for running text.
    pub(super) fn fixed(&self, value: f64, decimals: usize) -> String {
        if value.is_finite() { fixed(value, decimals, self.lang) } else { self.say("unknown").to_owned() }
    }

    /// A size as it was written: with the decimals it needs, three at most.
    pub(super) fn plain(&self, value: f64) -> String {
        let enough = |decimals: &usize| {
            let scale = [1.0, 10.0, 100.0, 1000.0][*decimals];
            ((value * scale).round() - value * scale).abs() < 1e-6 * scale
        };
        fixed(value, (0..3).find(enough).unwrap_or(3), self.lang)
    }

    /// A figure of a candidate for running text, with its unit.
    pub(super) fn figure_text(&self, figure: Figure, value: f64) -> String {
        format!("{}\u{a0}{}", self.fixed(value, words::decimals(figure)), words::unit(figure, self.lang))
    }

    /// `2 × 300 kW`, `600 + 300 kW`.
    pub(super) fn boilers(&self, candidate: &Candidate) -> String {
        let units = &candidate.units_kw;
        let equal = units.windows(2).all(|w| w[0] == w[1]);
        match units.as_slice() {
            [first, _, ..] if equal => format!("{} × {} kW", units.len(), self.plain(*first)),
            all => format!("{} kW", all.iter().map(|kw| self.plain(*kw)).collect::<Vec<_>>().join(" + ")),
        }
    }

    /// Boilers, buffer and store of a candidate.
    pub(super) fn house(&self, candidate: &Candidate) -> String {
        format!(
            "{}, {} {} h, {} {} {}",
            self.boilers(candidate),
            self.say("buffer¦context"),
            self.plain(candidate.buffer_hours),
            self.say("store"),
            self.plain(candidate.store_days),
            self.say("d"),
        )
    }

    /// The same for a narrow place: `2 × 300 kW, 1 h, 5 d`; [`Self::tag_words`] says what is what.
    pub(super) fn tag(&self, candidate: &Candidate) -> String {
        let (hours, days) = (self.plain(candidate.buffer_hours), self.plain(candidate.store_days));
        format!("{}, {hours} h, {days} {}", self.boilers(candidate), self.say("d"))
    }

    /// What the parts of a [`Self::tag`] are.
    pub(super) fn tag_words(&self) -> &'static str {
        self.say("Wood boilers, buffer (h), store (d)")
    }

    /// Wood power of a candidate over the peak of the demand, %.
    pub(super) fn peak_pct(&self, candidate: &Candidate) -> f64 {
        100.0 * candidate.wood_kw() / self.size.demand.peak_kw
    }

    /// A candidate by its place.
    pub(super) fn rated(&self, place: usize) -> Option<&'a Rated> {
        self.size.rated.get(place)
    }

    fn looked(&self, picked: Option<&'a Picked>) -> Option<Looked<'a>> {
        let picked = picked?;
        Some(Looked {
            rated: self.rated(picked.index)?,
            case: &picked.case,
            outcome: &picked.outcome,
            study: &picked.study,
        })
    }

    /// The candidate that was chosen.
    pub(super) fn chosen(&self) -> Option<Looked<'a>> {
        self.looked(self.size.chosen.as_ref())
    }

    /// The rule of thumb.
    pub(super) fn half(&self) -> Option<Looked<'a>> {
        self.looked(self.size.half_peak.as_ref())
    }

    /// What the scenario describes.
    pub(super) fn present(&self) -> Option<Looked<'a>> {
        self.looked(self.size.present.as_ref())
    }

    /// The candidate looked at first: the chosen one, or else what the scenario describes or the rule of thumb.
    pub(super) fn shown(&self) -> Option<Looked<'a>> {
        self.chosen().or_else(|| self.present()).or_else(|| self.half())
    }

    /// Words for [`Self::shown`].
    pub(super) fn shown_word(&self) -> &'static str {
        if self.chosen().is_some() {
            self.say("the chosen house")
        } else if self.present().is_some() {
            self.say("the house of the scenario")
        } else {
            self.say("the house by the rule of 50 %")
        }
    }

    /// Place of the candidate that leads: the chosen one, or else the first of the ranking.
    pub(super) fn leader(&self) -> Option<usize> {
        self.size.chosen.as_ref().map(|p| p.index).or_else(|| self.size.ranking.first().copied())
    }

    /// True when candidates were compared over samples.
    pub(super) fn is_sampled(&self) -> bool {
        self.size.rated.iter().any(|r| !r.spread.is_empty())
    }

    /// The figure that the objective makes best.
    pub(super) fn aim(&self) -> Figure {
        match self.size.objective {
            SizeObjective::Cost => Figure::Lcoh,
            SizeObjective::Co2 => Figure::Saved,
            SizeObjective::Coverage => Figure::Coverage,
        }
    }

    /// Method, version and reference of the greenhouse gas saved; blank where no method compares.
    pub(super) fn carbon_frame(&self) -> String {
        let accounts = self.shown().and_then(|l| l.outcome.accounts.as_ref());
        let avoided = accounts.into_iter().flat_map(|a| &a.carbon).find_map(|outcome| match outcome {
            CarbonOutcome::Avoided(account) => Some(account),
            CarbonOutcome::Red(_) => None,
        });
        let Some(account) = avoided else { return String::new() };
        let colon = self.lang.colon();
        let method = CarbonMethod::Avoided;
        // The full title of the method stands in the chapter on the environment; here its name and number.
        let version = method.version().rsplit_once(", ").map_or(method.version(), |(_, number)| number);
        format!(
            "{}{colon}{} {version} · {}{colon}{} ({})",
            self.say("method"),
            method.name(),
            self.say("reference"),
            account.reference.id,
            account.reference.version,
        )
    }

    /// A caption with the carbon frame in brackets, where there is one.
    pub(super) fn framed(&self, caption: &str) -> String {
        match self.carbon_frame().as_str() {
            "" => caption.to_owned(),
            frame => format!("{caption} [{frame}]"),
        }
    }

    /// A limit that is not kept, in words.
    pub(super) fn breach(&self, breach: &Breach) -> String {
        let (value, allowed) = (self.number(breach.value), self.number(breach.allowed));
        let unit = self.lang.unit(breach.unit);
        let limit = words::limit(breach.limit, self.lang);
        self.lang.tell(&text!("{limit} {value} {unit} (limit {allowed})", limit, value, unit, allowed))
    }

    /// All limits that a candidate does not keep, in words; blank where it keeps all.
    pub(super) fn breaches(&self, rated: &Rated) -> String {
        rated.breaches.iter().map(|b| self.breach(b)).collect::<Vec<_>>().join("; ")
    }
}

/// Quantiles of a figure over the samples; none without samples.
pub(super) fn spread(rated: &Rated, figure: Figure) -> Option<&Spread> {
    rated.spread.get(figure as usize).filter(|s| s.p10.is_finite() && s.p50.is_finite() && s.p90.is_finite())
}

/// The same as a list.
pub(super) fn quantiles(rated: &Rated, figure: Figure) -> Option<[f64; 3]> {
    spread(rated, figure).map(|s| [s.p10, s.p50, s.p90])
}
