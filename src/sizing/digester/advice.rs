//! What should be known of the answer: how it stands to the rules of thumb and to the scenario, how sure it is, what is near.

use super::super::Advice;
use super::{DigesterFigure, DigesterSizing, RatedDigester};

/// Load beyond which the working state is near its end: times the present one.
const THIN_LOAD: f64 = 1.25;
/// The scenario's volume is called large beyond so many times the smallest that passes.
const LARGE: f64 = 1.4;

pub(super) fn advice(sizing: &DigesterSizing, digesters: usize) -> Vec<Advice> {
    let mut list = Vec::new();
    list.extend(none_passes(sizing));
    list.extend(own_volume(sizing));
    list.extend(unsure(sizing));
    list.extend(rule_of_thumb(sizing));
    list.extend(first_of_ladder(sizing));
    list.extend(trap(sizing));
    list.extend(thin_load(sizing));
    list.extend(others(sizing));
    if digesters > 1 {
        list.push(note(
            "one_of_several",
            format!("Only digester {} is sized; the scenario has {digesters}.", sizing.id),
            format!("Seul le digesteur {} est dimensionné ; le scénario en compte {digesters}.", sizing.id),
        ));
    }
    list
}

fn warning(id: &'static str, text_en: String, text_fr: String) -> Advice {
    Advice { severity: "warning", id, text_en, text_fr }
}

fn note(id: &'static str, text_en: String, text_fr: String) -> Advice {
    Advice { severity: "note", id, text_en, text_fr }
}

/// How often a volume keeps the limit, in words of both languages.
fn how_often(rated: &RatedDigester) -> (String, String) {
    match rated.count {
        0 => ("in the nominal case".to_owned(), "dans le cas nominal".to_owned()),
        count => {
            let pct = 100.0 * rated.probability();
            (format!("in {pct:.0} % of {count} samples"), format!("dans {pct:.0} % de {count} tirages"))
        }
    }
}

fn none_passes(sizing: &DigesterSizing) -> Option<Advice> {
    if sizing.chosen().is_some() {
        return None;
    }
    let largest = sizing.own()?.rated.last()?;
    let fos_tac = sizing.params.fos_tac_max;
    let (en, fr) = how_often(largest);
    let worst = largest.nominal.of(DigesterFigure::FosTac);
    Some(warning(
        "none",
        format!(
            "No volume that was tried keeps FOS/TAC below {fos_tac} often enough: the largest, {:.0} m3, does {en} \
             (nominal worst week {worst:.2}). Not size but feed is the limit: look at ammonia, buffer and the peaks of \
             the calendar.",
            largest.volume_m3
        ),
        format!(
            "Aucun volume essayé ne garde FOS/TAC sous {fos_tac} assez souvent : le plus grand, {:.0} m3, y parvient {fr} \
             (pire semaine nominale {worst:.2}). La limite est l'alimentation et non la taille : voir l'ammoniac, le \
             pouvoir tampon et les pointes du calendrier.",
            largest.volume_m3
        ),
    ))
}

fn own_volume(sizing: &DigesterSizing) -> Option<Advice> {
    let (present, chosen) = (sizing.present()?, sizing.chosen()?);
    let (own, best) = (present.volume_m3, chosen.volume_m3);
    let (en, fr) = how_often(present);
    if own < best {
        return Some(warning(
            "own_too_small",
            format!("The scenario's {own:.0} m3 keep the limit only {en}; {best:.0} m3 would do."),
            format!("Les {own:.0} m3 du scénario ne tiennent la limite que {fr} ; {best:.0} m3 suffiraient."),
        ));
    }
    (own > LARGE * best).then(|| {
        note(
            "own_large",
            format!(
                "The scenario's {own:.0} m3 are {:.1} times the smallest volume that keeps the limit. What a larger \
                 tank still gives is methane: compare the yields.",
                own / best
            ),
            format!(
                "Les {own:.0} m3 du scénario font {:.1} fois le plus petit volume qui tient la limite. Un digesteur plus \
                 grand rapporte encore du méthane : comparer les rendements.",
                own / best
            ),
        )
    })
}

fn unsure(sizing: &DigesterSizing) -> Option<Advice> {
    let (ladder, chosen) = (sizing.own()?, sizing.chosen()?);
    let interval = chosen.interval?;
    if chosen.surely_passes(&sizing.params) {
        return None;
    }
    let (low, high) = (100.0 * interval.low, 100.0 * interval.high);
    let (sure_en, sure_fr) = match ladder.surely.and_then(|k| ladder.rated.get(k)) {
        Some(r) => {
            (format!("{:.0} m3 are sure to keep it", r.volume_m3), format!("avec {:.0} m3 c'est certain", r.volume_m3))
        }
        None => ("no volume tried is sure to".to_owned(), "aucun volume essayé n'en est certain".to_owned()),
    };
    Some(note(
        "unsure",
        format!(
            "With {} samples the probability of {:.0} m3 lies between {low:.0} and {high:.0} %: {sure_en}; more samples \
             (-n) narrow it.",
            chosen.count, chosen.volume_m3
        ),
        format!(
            "Avec {} tirages, la probabilité de {:.0} m3 est comprise entre {low:.0} et {high:.0} % : {sure_fr} ; plus de \
             tirages (-n) la resserrent.",
            chosen.count, chosen.volume_m3
        ),
    ))
}

fn rule_of_thumb(sizing: &DigesterSizing) -> Option<Advice> {
    let (chosen, rules) = (sizing.chosen()?, &sizing.rules);
    let (retention, load) = (chosen.nominal.of(DigesterFigure::Retention), chosen.nominal.of(DigesterFigure::Load));
    let ratio = |rule: f64| chosen.volume_m3 / rule;
    let yield_pct = chosen.nominal.of(DigesterFigure::Yield);
    Some(note(
        "rule_of_thumb",
        format!(
            "{:.0} m3 hold the feed for {retention:.0} d at {load:.1} kg VS/(m3 d): {:.1} times what {:.0} d of retention \
             would build, {:.1} times what {:.1} kg VS/(m3 d) would. The rules know neither how fast this feed ferments \
             (here {yield_pct:.0} % of its BMP) nor its ammonia and seasons; the limit on FOS/TAC knows them, but says \
             nothing of the methane that a longer stay would add.",
            chosen.volume_m3,
            ratio(rules.by_retention_m3),
            sizing.params.rule_hrt_d,
            ratio(rules.by_load_m3),
            sizing.params.rule_olr_kg_vs_m3_d,
        ),
        format!(
            "{:.0} m3 donnent {retention:.0} j de séjour à {load:.1} kg MV/(m3 j) : {:.1} fois ce que bâtirait la règle des \
             {:.0} j, {:.1} fois celle des {:.1} kg MV/(m3 j). Ces règles ignorent la vitesse de dégradation de ce mélange \
             (ici {yield_pct:.0} % de son BMP), son ammoniac et ses saisons ; la limite de FOS/TAC les connaît, mais ne dit \
             rien du méthane qu'un séjour plus long ajouterait.",
            chosen.volume_m3,
            ratio(rules.by_retention_m3),
            sizing.params.rule_hrt_d,
            ratio(rules.by_load_m3),
            sizing.params.rule_olr_kg_vs_m3_d,
        ),
    ))
}

fn first_of_ladder(sizing: &DigesterSizing) -> Option<Advice> {
    let first = sizing.own()?.smallest? == 0;
    let chosen = sizing.chosen()?;
    first.then(|| {
        note(
            "first_of_ladder",
            format!("{:.0} m3 are the smallest that were tried: a smaller one may do as well.", chosen.volume_m3),
            format!("{:.0} m3 sont le plus petit volume essayé : un plus petit pourrait suffire.", chosen.volume_m3),
        )
    })
}

fn trap(sizing: &DigesterSizing) -> Option<Advice> {
    let stability = sizing.stability.as_ref().ok()?;
    let trap = stability.trap().filter(|_| stability.working().is_some())?;
    let ph = trap.output.ph;
    Some(note(
        "trap",
        format!(
            "Under the same feed the digester can also stay sour (pH {ph:.1}): once there it does not come back by itself, \
             feed must be cut or inoculum added."
        ),
        format!(
            "Avec la même alimentation, le digesteur peut aussi rester acide (pH {ph:.1}) : il n'en revient pas seul, il \
             faut réduire la charge ou réensemencer."
        ),
    ))
}

fn thin_load(sizing: &DigesterSizing) -> Option<Advice> {
    let load = sizing.stability.as_ref().ok()?.load.as_ref()?;
    (load.lost.is_some() && load.works_until < THIN_LOAD).then(|| {
        let more = 100.0 * (load.works_until - 1.0);
        warning(
            "thin_load",
            format!("A feed thicker by {more:.0} % ends the working state."),
            format!("Une alimentation plus chargée de {more:.0} % met fin à l'état de marche."),
        )
    })
}

/// The smallest volumes at other temperatures.
fn others(sizing: &DigesterSizing) -> Vec<Advice> {
    let told = |ladder: &super::Ladder| {
        let rated = ladder.rated.get(ladder.smallest?)?;
        let (volume, celsius) = (rated.volume_m3, ladder.temperature_c);
        let heat = rated.nominal.of(DigesterFigure::HeatShare);
        Some(note(
            "other_temperature",
            format!("At {celsius:.0} C {volume:.0} m3 would do, and take {heat:.0} % of the gas as heat."),
            format!("À {celsius:.0} °C, {volume:.0} m3 suffiraient, pour {heat:.0} % du gaz en chaleur."),
        ))
    };
    sizing.ladders.iter().filter(|l| !l.is_own).filter_map(told).collect()
}
