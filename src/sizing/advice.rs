//! What the engineer must be told: oversizing, minimum load out of reach, fuel that runs short, and why the choice is not the
//! rule of thumb.

use super::size::catalogue_powers;
use super::{Advice, Candidate, Figure, Figures, Picked, Rated, SizeOutcome};
use crate::balance::money::study::ColumnId;
use crate::case::Surroundings;
use crate::combustion::FuelFinding;

/// Above this share of the peak a wood boiler is large for what it adds (40 to 60 % is usual: biomasse-normandie.fr).
const LARGE_SHARE: f64 = 0.7;
/// Below so many full-load hours the capital works too little; a house of half the peak has about 3,000 to 4,500.
const FEW_HOURS: f64 = 2500.0;
/// Above so many full-load hours no house is too large, whatever its share of the peak.
const MANY_HOURS: f64 = 4500.0;
/// Starts a day and boiler beyond which a grate boiler cycles rather than runs.
const MANY_STARTS: f64 = 2.0 * 365.0;
/// Share of the year below the minimum load that is worth a word.
const MUCH_BELOW: f64 = 0.25;

/// All advice on a sizing.
pub(super) fn advice(outcome: &SizeOutcome, surroundings: &Surroundings<'_>) -> Vec<Advice> {
    let mut list = Vec::new();
    if outcome.chosen.is_none() {
        list.push(none_allowed(outcome));
    }
    for (picked, whose) in [(&outcome.chosen, CHOSEN), (&outcome.present, PRESENT)] {
        let Some(picked) = picked else { continue };
        let same = outcome.chosen.as_ref().is_some_and(|c| c.index == picked.index);
        if whose.id == PRESENT.id && same {
            continue;
        }
        list.extend(oversized(outcome, picked, &whose));
        list.extend(minimum_load(outcome, picked, surroundings, &whose));
        list.extend(cycling(outcome, picked, &whose));
        list.extend(short_fuel(picked, &whose));
        list.extend(broken_limits(picked, &whose));
        list.extend(wrong_fuel(picked, &whose));
    }
    list.extend(unlike_boilers(surroundings));
    list.extend(study_apart(outcome));
    list.extend(beyond_catalogue(outcome));
    list.extend(rule_of_thumb(outcome));
    list.extend(wavering(outcome));
    list
}

/// Whom a piece of advice is about.
struct Whose {
    id: &'static str,
    en: &'static str,
    fr: &'static str,
}

const CHOSEN: Whose = Whose { id: "chosen", en: "the chosen house", fr: "la solution retenue" };
const PRESENT: Whose = Whose { id: "present", en: "the scenario's own house", fr: "la chaufferie du scénario" };

fn warning(id: &'static str, text_en: String, text_fr: String) -> Advice {
    Advice { severity: "warning", id, text_en, text_fr }
}

fn note(id: &'static str, text_en: String, text_fr: String) -> Advice {
    Advice { severity: "note", ..warning(id, text_en, text_fr) }
}

fn none_allowed(outcome: &SizeOutcome) -> Advice {
    let nearest = outcome.ranking.first().map(|k| &outcome.rated[*k]);
    let name = nearest.map_or(String::new(), |r| r.candidate.name());
    let name_fr = nearest.map_or(String::new(), |r| r.candidate.name_fr());
    let limits = nearest.map_or(String::new(), |r| {
        let all = r.breaches.iter().map(|b| format!("{} {:.3} ({:.3} {})", b.limit, b.value, b.allowed, b.unit));
        all.collect::<Vec<_>>().join(", ")
    });
    warning(
        "none_allowed",
        format!("no candidate keeps every limit; the nearest, {name}, breaks: {limits}"),
        format!("aucune solution ne respecte toutes les limites ; la plus proche, {name_fr}, dépasse : {limits}"),
    )
}

fn oversized(outcome: &SizeOutcome, picked: &Picked, whose: &Whose) -> Option<Advice> {
    let rated = &outcome.rated[picked.index];
    let share = rated.candidate.wood_kw() / outcome.demand.peak_kw;
    let hours = rated.nominal.of(Figure::FullLoadHours);
    // Beside a steady demand much power may still work all year.
    let large = share > LARGE_SHARE && hours < MANY_HOURS;
    if !large && hours >= FEW_HOURS {
        return None;
    }
    let percent = 100.0 * share;
    Some(warning(
        "oversized",
        format!(
            "{} is large for its demand: wood power {percent:.0} % of the peak, {hours:.0} full-load hours a year \
             (40 to 60 % and 3,000 to 4,500 h are usual)",
            whose.en
        ),
        format!(
            "{} est surdimensionnée : puissance bois {percent:.0} % de la pointe, {hours:.0} h/an à pleine charge \
             (40 à 60 % et 3 000 à 4 500 h sont usuels)",
            whose.fr
        ),
    ))
}

fn minimum_load(
    outcome: &SizeOutcome,
    picked: &Picked,
    surroundings: &Surroundings<'_>,
    whose: &Whose,
) -> Option<Advice> {
    let smallest = outcome.rated[picked.index].candidate.units_kw.last()?;
    let share = surroundings.case().boilers.first()?.dispatch.minimum_load;
    let least = share * smallest;
    let hours = surroundings.load().kw().iter().filter(|kw| **kw < least).count();
    if (hours as f64) < MUCH_BELOW * 8760.0 {
        return None;
    }
    let percent = 100.0 * share;
    Some(warning(
        "minimum_load",
        format!(
            "{}: in {hours} h of the year the demand is below the minimum load of its smallest boiler ({least:.0} kW, \
             {percent:.0} % of {smallest:.0} kW): it cycles on the buffer or stands still there; a smaller boiler, a summer \
             stop or a larger buffer mends that",
            whose.en
        ),
        format!(
            "{} : pendant {hours} h/an, l'appel de puissance est inférieur au minimum technique de la plus petite chaudière \
             ({least:.0} kW, {percent:.0} % de {smallest:.0} kW) : elle y fonctionne par cycles sur l'hydro-accumulation ou \
             s'arrête ; une chaudière plus petite, un arrêt d'été ou un ballon plus grand y remédient",
            whose.fr
        ),
    ))
}

fn cycling(outcome: &SizeOutcome, picked: &Picked, whose: &Whose) -> Option<Advice> {
    let rated = &outcome.rated[picked.index];
    let starts = rated.nominal.of(Figure::Starts);
    let each = starts / rated.candidate.units_kw.len() as f64;
    (each > MANY_STARTS).then(|| {
        warning(
            "cycling",
            format!("{} starts {starts:.0} times a year: each start costs fuel, wear and carbon monoxide", whose.en),
            format!(
                "{} démarre {starts:.0} fois par an : chaque démarrage coûte du combustible, de l'usure et du CO",
                whose.fr
            ),
        )
    })
}

/// Share of the wood energy that is bought beside the pool and worth a word.
const MUCH_BOUGHT: f64 = 0.1;

fn short_fuel(picked: &Picked, whose: &Whose) -> Option<Advice> {
    let heat = picked.outcome.heat.as_ref()?;
    if let Some(stock) = heat.stock.as_ref().filter(|_| heat.fuel_share >= 1.0) {
        let share = stock.sum(|m| m.bought_mwh) / stock.sum(|m| m.need_mwh).max(f64::MIN_POSITIVE);
        return (share > MUCH_BOUGHT).then(|| bought_fuel(100.0 * share, stock.bought_t, whose));
    }
    if heat.fuel_share >= 1.0 {
        return None;
    }
    let percent = 100.0 * heat.fuel_share;
    Some(warning(
        "short_fuel",
        format!(
            "{}: the pooled wood feeds {percent:.0} % of what it would burn; gas replaces the rest, so more power brings \
             nothing",
            whose.en
        ),
        format!(
            "{} : le gisement de bois couvre {percent:.0} % de sa consommation ; le gaz remplace le reste, et plus de \
             puissance n'apporte rien",
            whose.fr
        ),
    ))
}

fn bought_fuel(percent: f64, tonnes: f64, whose: &Whose) -> Advice {
    warning(
        "short_fuel",
        format!(
            "{}: the stock of pooled wood runs short; {percent:.0} % of the wood energy ({tonnes:.0} t a year) is bought, so \
             more power burns bought wood",
            whose.en
        ),
        format!(
            "{} : le stock de bois du gisement s'épuise ; {percent:.0} % de l'énergie bois ({tonnes:.0} t/an) est achetée, et \
             plus de puissance brûlerait du bois acheté",
            whose.fr
        ),
    )
}

/// Emission limits that the boilers break at full load, each once.
fn broken_limits(picked: &Picked, whose: &Whose) -> Option<Advice> {
    let mut broken: Vec<String> = Vec::new();
    for found in picked.outcome.boilers.iter().flat_map(|b| &b.limits).filter(|l| !l.ok) {
        let (what, limit) = (found.limit.quantity.word().to_uppercase(), found.limit_value);
        let (value, unit, regime) = (found.value, &found.limit.unit, &found.limit.regime);
        let text = format!("{what} {value:.0} > {limit:.0} {unit} ({regime})");
        if !broken.contains(&text) {
            broken.push(text);
        }
    }
    let list = broken.join(", ");
    (!broken.is_empty()).then(|| {
        warning(
            "emission_limits",
            format!("{} breaks emission limits at full load: {list}", whose.en),
            format!("{} dépasse des valeurs limites d'émission à pleine charge : {list}", whose.fr),
        )
    })
}

/// Fuel that the boilers should not get, once for all boilers.
fn wrong_fuel(picked: &Picked, whose: &Whose) -> Vec<Advice> {
    let found = picked.outcome.boilers.first().map_or(&[][..], |b| &b.fuel_findings);
    let french = |finding: &FuelFinding| match finding {
        FuelFinding::TooWet { moisture_pct_ar, most_pct_ar } => format!(
            "le combustible est à {moisture_pct_ar:.0} % d'humidité, la chaudière en admet au plus {most_pct_ar:.0} %"
        ),
        FuelFinding::TooDry { moisture_pct_ar, least_pct_ar } => format!(
            "le combustible est à {moisture_pct_ar:.0} % d'humidité, la chaudière en demande au moins {least_pct_ar:.0} %"
        ),
        FuelFinding::Chlorine { mg_per_kg_db, limit_mg_per_kg_db } => format!(
            "le combustible contient {mg_per_kg_db:.0} mg/kg sec de chlore, la limite du broyat SSD est de \
             {limit_mg_per_kg_db:.0}"
        ),
    };
    let one = |f: &FuelFinding| warning("fuel", format!("{}: {f}", whose.en), format!("{} : {}", whose.fr, french(f)));
    found.iter().map(one).collect()
}

/// Told where the scenario's boilers differ: candidates are likenesses of the first.
fn unlike_boilers(surroundings: &Surroundings<'_>) -> Option<Advice> {
    (!super::rate::alike(surroundings.case())).then(|| {
        note(
            "unlike_boilers",
            "the scenario's boilers differ in more than their power; candidates are likenesses of the first, and the \
             scenario's own house is not among them: `gisement run` computes it"
                .to_owned(),
            "les chaudières du scénario ne diffèrent pas que par leur puissance ; les solutions étudiées reprennent la \
             première, et la chaufferie du scénario n'y figure pas : `gisement run` la calcule"
                .to_owned(),
        )
    })
}

/// Told where the study of the chosen house, with the aid, loan and prices of `[study]`, differs from the ranking's cost.
fn study_apart(outcome: &SizeOutcome) -> Option<Advice> {
    let chosen = outcome.chosen.as_ref()?;
    let study = chosen.study.as_ref().ok()?;
    let aided = study.column(ColumnId::WoodAided)?.cost.lcoh_eur_per_mwh;
    let ranked = outcome.rated[chosen.index].nominal.of(Figure::Lcoh);
    ((aided - ranked).abs() > 1e-3 * ranked.abs()).then(|| {
        let comma = |value: f64| format!("{value:.1}").replace('.', ",");
        note(
            "study_apart",
            format!(
                "the ranking counts aid as subsidy_share of [economics] and constant prices ({ranked:.1} EUR/MWh); with the \
                 aid, loan and price paths of [study] the chosen house costs {aided:.1} EUR/MWh"
            ),
            format!(
                "le classement compte l'aide par subsidy_share de [economics], à prix constants ({} EUR/MWh) ; avec l'aide, \
                 l'emprunt et les évolutions de prix de [study], la solution retenue revient à {} EUR/MWh",
                comma(ranked),
                comma(aided)
            ),
        )
    })
}

fn beyond_catalogue(outcome: &SizeOutcome) -> Option<Advice> {
    let largest = catalogue_powers().into_iter().fold(0.0, f64::max);
    let beyond = |r: &&Rated| r.candidate.units_kw.iter().any(|kw| *kw > largest);
    let found = outcome.rated.iter().find(beyond)?;
    let name = found.candidate.boilers();
    Some(note(
        "catalogue",
        format!(
            "boilers of {name} kW are larger than any of the catalogue ({largest:.0} kW): their figures are scaled"
        ),
        format!(
            "des chaudières de {name} kW dépassent le catalogue ({largest:.0} kW) : leurs valeurs sont extrapolées"
        ),
    ))
}

/// The choice beside the rule of thumb, and what makes the difference.
fn rule_of_thumb(outcome: &SizeOutcome) -> Option<Advice> {
    let (chosen, rule) = (outcome.chosen.as_ref()?, outcome.half_peak.as_ref()?);
    let (chosen, rule) = (&outcome.rated[chosen.index], &outcome.rated[rule.index]);
    let share = |r: &Rated| 100.0 * r.candidate.wood_kw() / outcome.demand.peak_kw;
    let of = |r: &Rated, figure: Figure| Figures::of(&r.nominal, figure);
    let texts = |between: [&str; 8], name: fn(&Candidate) -> String, decimal: &str| {
        let [at, peak, cost, coverage, starts, rule_is, and, end] = between;
        let one = |r: &Rated| {
            format!(
                "{}{at}{:.0} {peak}{cost}{} EUR/MWh{coverage}{:.0} %{starts}{:.0}",
                name(&r.candidate),
                share(r),
                format!("{:.1}", of(r, Figure::Lcoh)).replace('.', decimal),
                of(r, Figure::Coverage),
                of(r, Figure::Starts)
            )
        };
        format!("{}{rule_is}{}{and}{end}", one(chosen), one(rule))
    };
    let why = reason(chosen, rule);
    let words = [": ", "% of the peak", ", heat at ", ", coverage ", ", starts ", ". The 50 % rule: ", ". ", why.0];
    let en = texts(words, Candidate::name, ".");
    let words = [
        " : ",
        "% de la pointe",
        ", chaleur à ",
        ", taux de couverture ",
        ", démarrages ",
        ". La règle des 50 % : ",
        ". ",
        why.1,
    ];
    let fr = texts(words, Candidate::name_fr, ",");
    Some(note("rule_of_thumb", en, fr))
}

/// Why the choice departs from the rule: the first cause that the figures show.
fn reason(chosen: &Rated, rule: &Rated) -> (&'static str, &'static str) {
    let of = |r: &Rated, figure: Figure| r.nominal.of(figure);
    let (power, half) = (chosen.candidate.wood_kw(), rule.candidate.wood_kw());
    if !rule.is_allowed() {
        return (
            "The rule of thumb breaks a limit that is asked for.",
            "La règle usuelle ne respecte pas une limite demandée.",
        );
    }
    if chosen.candidate.units_kw.len() > 1 && (power - half).abs() < 0.2 * half {
        return (
            "Several boilers reach lower loads than one, so that summer and mid-season are covered too.",
            "Plusieurs chaudières descendent plus bas qu'une seule : l'été et la mi-saison sont couverts.",
        );
    }
    if power < 0.9 * half {
        return (
            "Beyond the chosen power each kilowatt runs too few hours to pay for itself, or wood runs short.",
            "Au-delà de la puissance retenue, chaque kilowatt tourne trop peu d'heures pour se payer, ou le bois manque.",
        );
    }
    if power > 1.1 * half {
        return (
            "Gas is dear enough, or the target of coverage high enough, that more wood power still pays.",
            "Le gaz est assez cher, ou le taux de couverture visé assez haut, pour que plus de puissance bois se paie encore.",
        );
    }
    if of(chosen, Figure::Starts) < of(rule, Figure::Starts) {
        return (
            "It is the rule's power with another buffer, which saves starts.",
            "C'est la puissance usuelle avec un autre ballon, qui évite des démarrages.",
        );
    }
    ("Here the rule of thumb holds.", "Ici, la règle usuelle tient.")
}

/// Told where the samples choose another house than the nominal case.
fn wavering(outcome: &SizeOutcome) -> Option<Advice> {
    let chosen = outcome.chosen.as_ref()?.index;
    let nominal = outcome.nominal_best.filter(|k| *k != chosen)?;
    let (chosen, nominal) = (&outcome.rated[chosen].candidate, &outcome.rated[nominal].candidate);
    let (a, b) = (chosen.name(), nominal.name());
    let (a_fr, b_fr) = (chosen.name_fr(), nominal.name_fr());
    Some(note(
        "robust_choice",
        format!("the nominal case alone would choose {b}; over the samples {a} is better or safer"),
        format!(
            "le cas nominal seul retiendrait {b_fr} ; sur l'ensemble des tirages, {a_fr} est meilleure ou plus sûre"
        ),
    ))
}
