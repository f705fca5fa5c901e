//! Where the mass goes: from feedstocks through pools and plants to what leaves them.

use super::chapter::Chapter;
use super::labels::feedstock_words;
use super::sankey::{Diagram, largest};
use crate::case::PooledStream;
use crate::report::Run;
use crate::words::Locale;
use crate::words::word;

/// Feedstocks of a kind that get a node of their own.
const MOST: usize = 7;

const WOOD: (usize, &str) = (1, word("Wood pool"));
const ORGANIC: (usize, &str) = (1, word("Fermentable pool"));
const SORTED_OUT: (usize, &str) = (3, word("Sorted out"));
const KEPT: (usize, &str) = (3, word("Not used: present outlet"));
const BOILER: (usize, &str) = (2, word("Boiler"));
const DIGESTER: (usize, &str) = (2, word("Digester"));

pub(super) fn add(lang: Locale, run: &Run<'_>, chapter: &mut Chapter) {
    let Some(accounts) = &run.outcome.accounts else { return };
    if run.outcome.pool.streams.is_empty() {
        return;
    }
    let columns = vec![lang.say("Comes"), lang.say("Pool"), lang.say("Plant"), lang.say("Leaves")];
    let mut diagram = Diagram::new(lang.say("Wet mass"), "t/a", columns).lang(lang);
    let burnt_t = accounts.flows.wood.burnt_t;
    intake(lang, run, false, WOOD, &mut diagram);
    intake(lang, run, true, ORGANIC, &mut diagram);
    let usable = |organic: bool| -> f64 {
        run.outcome.pool.streams.iter().filter(|s| s.organic == organic).map(|s| s.usable_t).sum()
    };
    if usable(false) > 0.0 {
        let ash_t = accounts.flows.wood.ash_t;
        diagram.flow(diagram.said(WOOD), diagram.said(BOILER), burnt_t.min(usable(false)));
        diagram.flow(diagram.said(WOOD), diagram.said(KEPT), rest(usable(false), burnt_t));
        diagram.flow(diagram.said(BOILER), (3, lang.say("Flue gas (of the wood)")), burnt_t.min(usable(false)) - ash_t);
        diagram.flow(diagram.said(BOILER), (3, lang.say("Ash")), ash_t);
    }
    digesters(lang, run, usable(true), &mut diagram);
    if !diagram.is_empty() {
        chapter.figure(
            diagram.draw(lang.say("Mass from the providers to what leaves the plants")),
            lang.say("Mass as received in the nominal case. The air of combustion is left out on both sides, so that flue gas is \
             the wood's own share of it."),
        );
    }
}

fn intake(lang: Locale, run: &Run<'_>, organic: bool, pool: (usize, &'static str), diagram: &mut Diagram) {
    let rest = if organic { lang.say("Other fermentable waste") } else { lang.say("Other wood") };
    for (name, [usable, out]) in by_feedstock(lang, run, organic, rest) {
        diagram.flow((0, &name), diagram.said(pool), usable);
        diagram.flow((0, &name), diagram.said(SORTED_OUT), out);
    }
}

/// Usable and sorted-out mass of the largest feedstocks.
fn by_feedstock(lang: Locale, run: &Run<'_>, organic: bool, rest: &str) -> Vec<(String, [f64; 2])> {
    let streams = || run.outcome.pool.streams.iter().filter(move |s| s.organic == organic);
    let mut sums: Vec<(String, f64)> = Vec::new();
    for stream in streams() {
        let name = feedstock_words(stream.feedstock, lang);
        match sums.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += stream.collected_t,
            None => sums.push((name, stream.collected_t)),
        }
    }
    let kept = largest(sums, MOST, rest);
    let group = |stream: &PooledStream| -> usize {
        let name = feedstock_words(stream.feedstock, lang);
        kept.iter().position(|(known, _)| *known == name).unwrap_or(kept.len().saturating_sub(1))
    };
    let mut parts: Vec<(String, [f64; 2])> = kept.iter().map(|(name, _)| (name.clone(), [0.0; 2])).collect();
    for stream in streams() {
        if let Some((_, [usable, out])) = parts.get_mut(group(stream)) {
            *usable += stream.usable_t;
            *out += stream.collected_t - stream.usable_t;
        }
    }
    parts
}

fn digesters(lang: Locale, run: &Run<'_>, usable_t: f64, diagram: &mut Diagram) {
    let on_pool = || run.outcome.digesters.iter().filter(|d| d.on_pool);
    let received_t: f64 = on_pool().map(|d| d.total(|m| m.received_t)).sum();
    let feed_t: f64 = on_pool().map(|d| d.total(|m| m.feed_t)).sum();
    let digestate_t = run.outcome.accounts.as_ref().map_or(0.0, |a| a.flows.digestate.wet_t);
    diagram.flow(diagram.said(ORGANIC), diagram.said(DIGESTER), received_t);
    diagram.flow(diagram.said(ORGANIC), diagram.said(KEPT), rest(usable_t, received_t));
    diagram.flow((1, lang.say("Water to thin the feed")), diagram.said(DIGESTER), rest(feed_t, received_t));
    diagram.flow(diagram.said(DIGESTER), (3, lang.say("Digestate")), digestate_t);
    diagram.flow(diagram.said(DIGESTER), (3, lang.say("Biogas")), rest(feed_t, digestate_t));
}

/// What is left; a difference that is rounding is nothing.
fn rest(all: f64, part: f64) -> f64 {
    let left = all - part;
    if left > 1e-9 * all.abs() { left } else { 0.0 }
}
