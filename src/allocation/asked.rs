//! What a plan asks of a company, in words.

use super::outcome::{Flow, LotOutcome, SinkOutcome};

/// What is asked of the company whose flows these are, English and French, one sentence a flow that moves.
pub(super) fn of(lots: &[LotOutcome], sinks: &[SinkOutcome], flows: &[&Flow]) -> Vec<(String, String)> {
    let mut list = Vec::new();
    for flow in flows.iter().filter(|f| !sinks[f.sink].present) {
        let (lot, sink) = (&lots[flow.lot], &sinks[flow.sink]);
        let over = |word: &str| flow.hub.map_or(String::new(), |h| format!(" {word} {}", sinks[h].name));
        let (id, t, name) = (&lot.id, flow.wet_t, &sink.name);
        list.push((
            format!("{id}: hand over {t:.0} t a year to {name}{}", over("by way of")),
            format!("{id} : remettre {t:.0} t par an à {name}{}", over("en passant par")),
        ));
    }
    for lot in flows.iter().map(|f| f.lot).collect::<std::collections::BTreeSet<_>>() {
        let lot = &lots[lot];
        if lot.outlet_unlawful && lot.kept_t > 1e-6 {
            let (id, t) = (&lot.id, lot.kept_t);
            list.push((
                format!("{id}: find a lawful outlet for {t:.0} t a year that the plan leaves where they are"),
                format!("{id} : trouver un exutoire licite pour {t:.0} t par an que le plan laisse en place"),
            ));
        }
    }
    list
}
