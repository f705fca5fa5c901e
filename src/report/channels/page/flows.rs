//! Where it all goes: the flow picture from companies to products, the map, the table of places.

use super::context::Context;
use crate::allocation::{Flow, SinkOutcome};
use crate::library::{outline_credit, outlines};
use crate::plot::{FlowMap, MapFlow, MapPlace, MapRole, Outline, Picture, PlotError, percent, significant};
use crate::report::chapter::{Chapter, decimals};
use crate::report::diagram::Diagram;
use crate::report::{Cell, Column, Table};
use std::sync::{Arc, LazyLock};

/// Companies with a node of their own in the flow picture.
const MOST_COMPANIES: usize = 12;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("flows", c.say("Where it goes"));
    chapter.figure(
        sankey(c),
        c.say("From companies over channels to products and residues, by mass. Small companies stand together; the totals \
             close, and the data hold every flow of the picture."),
    );
    if c.pole.companies.iter().any(|k| k.place.is_some()) {
        chapter.figure(
            map(c).draw(),
            c.say(
                "Companies, hubs and outlets on the outlines of the communes. Areas of symbols and widths of lines are \
                 masses; what lies beyond the map stands at its edge. What stays at today's outlet is not drawn.",
            ),
        );
    }
    chapter.table(places(c));
    chapter
}

/// Companies that have a node of their own, largest first; the others share one.
fn own_nodes(c: &Context<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..c.pole.companies.len()).filter(|k| c.pole.companies[*k].wet_t > 0.0).collect();
    order.sort_by(|a, b| c.pole.companies[*b].wet_t.total_cmp(&c.pole.companies[*a].wet_t).then(a.cmp(b)));
    if order.len() > MOST_COMPANIES + 1 {
        order.truncate(MOST_COMPANIES);
    }
    order
}

fn sankey(c: &Context<'_>) -> Result<Picture, PlotError> {
    let own = own_nodes(c);
    let sending = c.pole.companies.iter().filter(|k| k.wet_t > 0.0).count();
    let others = format!("{} {}", sending - own.len(), c.say("others"));
    let columns = vec![c.say("Companies"), c.say("Channels"), c.say("Products")];
    let mut diagram = Diagram::new(c.say("Wet mass"), c.t_a(), columns).lang(c.lang);
    for node in own.iter().map(|k| Some(*k)).chain([None]) {
        let mine: Vec<&Flow> = c.pole.flows.iter().filter(|f| node_of(c, &own, f) == Some(node)).collect();
        let from = node.map_or(others.as_str(), |k| c.pole.companies[k].name.as_str());
        if let Some(main) = main_channel(c, mine.iter().copied()) {
            diagram.toned(0, from, c.tone(main));
        }
        mine.into_iter().for_each(|flow| add_flow(c, &mut diagram, from, flow));
    }
    diagram.merge();
    diagram.draw(c.say("From companies to products"))
}

/// The node of a flow's company: its own, or (none) that of the others; nothing where the flow has no lot.
fn node_of(c: &Context<'_>, own: &[usize], flow: &Flow) -> Option<Option<usize>> {
    let company = c.pole.lots.get(flow.lot)?.company;
    Some(own.contains(&company).then_some(company))
}

/// One flow from its company to the products of its channel.
fn add_flow(c: &Context<'_>, diagram: &mut Diagram, from: &str, flow: &Flow) {
    let Some(sink) = c.pole.sinks.get(flow.sink) else { return };
    let (channel, tone) = (c.channel(sink.channel), c.tone(sink.channel));
    diagram.toned(1, &channel, tone);
    diagram.flow((0, from), (1, &channel), flow.wet_t);
    for product in flow.products.iter().filter(|p| p.mass_t > 0.0) {
        let name = c.words(product.name);
        if !diagram.has(2, &name) {
            diagram.toned(2, &name, tone);
        }
        diagram.flow((1, &channel), (2, &name), product.mass_t);
    }
}

static OUTLINES: LazyLock<Arc<[Outline]>> = LazyLock::new(|| {
    let outline = |c: &crate::library::Outline| Outline {
        name: c.name.clone(),
        population: c.population,
        centre: (c.lon_deg, c.lat_deg),
        rings: c.rings.clone(),
    };
    outlines().iter().map(outline).collect()
});

fn role(sink: &SinkOutcome) -> MapRole {
    if sink.hub { MapRole::Hub } else { MapRole::Sink }
}

/// Places with coordinates, and the flows between them.
fn map(c: &Context<'_>) -> FlowMap {
    let mut places: Vec<MapPlace> = Vec::new();
    let mut of_company = vec![None; c.pole.companies.len()];
    for (k, company) in c.pole.companies.iter().enumerate() {
        if let Some((lat_deg, lon_deg)) = company.place {
            of_company[k] = Some(places.len());
            let (label, amount) = (company.name.clone(), company.wet_t);
            places.push(MapPlace { label, role: MapRole::Company, lat_deg, lon_deg, amount, tone: 0 });
        }
    }
    let mut of_sink = vec![None; c.pole.sinks.len()];
    for (k, sink) in c.pole.sinks.iter().enumerate().filter(|(_, s)| !s.present) {
        if let Some((lat_deg, lon_deg)) = sink.place {
            of_sink[k] = Some(places.len());
            let (label, amount, tone) = (sink.name.clone(), sink.wet_t.max(0.0), sink_tone(c, k));
            places.push(MapPlace { label, role: role(sink), lat_deg, lon_deg, amount, tone });
        }
    }
    let mut flows: Vec<MapFlow> = Vec::new();
    let mut add = |from: Option<usize>, to: Option<usize>, (amount, tone): (f64, usize)| {
        if let (Some(from), Some(to)) = (from, to) {
            match flows.iter_mut().find(|f| f.from == from && f.to == to && f.tone == tone) {
                Some(flow) => flow.amount += amount,
                None => flows.push(MapFlow { from, to, amount, tone }),
            }
        }
    };
    for flow in &c.pole.flows {
        let from = c.pole.lots.get(flow.lot).and_then(|l| of_company.get(l.company).copied().flatten());
        let to = of_sink.get(flow.sink).copied().flatten();
        let tone = c.pole.sinks.get(flow.sink).map_or(0, |s| c.tone(s.channel));
        match flow.hub.map(|h| of_sink.get(h).copied().flatten()) {
            Some(hub) => {
                add(from, hub, (flow.wet_t, tone));
                add(hub, to, (flow.wet_t, tone));
            }
            None => add(from, to, (flow.wet_t, tone)),
        }
    }
    FlowMap {
        heading: c.heading("Where it goes"),
        quantity: c.say("Wet mass").to_owned(),
        unit: c.t_a().to_owned(),
        outlines: Arc::clone(&OUTLINES),
        credit: outline_credit().to_owned(),
        tones: tones(c),
        places,
        flows,
    }
}

/// Colour of a sink: that of its channel; of a hub: that of the channel that most of it goes on to.
fn sink_tone(c: &Context<'_>, place: usize) -> usize {
    let through = c.pole.flows.iter().filter(|f| f.hub == Some(place));
    let main = main_channel(c, through);
    c.tone(main.unwrap_or(c.pole.sinks[place].channel))
}

/// The channel that takes most of some flows.
fn main_channel<'a>(c: &Context<'a>, flows: impl Iterator<Item = &'a Flow>) -> Option<&'static str> {
    let mut sums: Vec<(&'static str, f64)> = Vec::new();
    for flow in flows {
        let Some(sink) = c.pole.sinks.get(flow.sink) else { continue };
        match sums.iter_mut().find(|(channel, _)| *channel == sink.channel) {
            Some((_, sum)) => *sum += flow.wet_t,
            None => sums.push((sink.channel, flow.wet_t)),
        }
    }
    sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(channel, _)| channel)
}

/// Colours of the channels that are used, once each.
fn tones(c: &Context<'_>) -> Vec<(usize, String)> {
    let used = c.pole.channels.iter().filter(|k| k.wet_t.nominal > 0.0 && k.channel != "present");
    used.take(7).map(|k| (c.tone(k.channel), c.channel(k.channel))).collect()
}

fn places(c: &Context<'_>) -> Table {
    let columns = vec![
        Column::text(c.say("Place")),
        Column::text(c.say("Channel")),
        Column::text(c.say("State")),
        Column::number(c.say("Takes"), c.t_a()),
        Column::text(format!("{}, {}", c.say("Least to most"), c.t_a())),
        Column::number(c.say("Fixed cost"), c.eur_a()),
        Column::text(c.say("Mixture: water, foreign, class A")),
        Column::text(c.say("Limits touched")),
    ];
    let caption = c.say("Outlets and hubs. The worth of a tonne more is what one more tonne of capacity would be worth to the pole, in the unit \
         of the aim.");
    let mut table = Table::new(caption, columns);
    for (k, sink) in c.pole.sinks.iter().enumerate().filter(|(_, s)| !s.present || s.wet_t > 0.0) {
        table.push(vec![
            Cell::text(c.sink(k)),
            Cell::text(if sink.hub { c.say("hub").to_owned() } else { c.channel(sink.channel) }),
            Cell::text(state(c, sink)),
            decimals(sink.wet_t, 1),
            Cell::text(capacity(c, sink)),
            decimals(sink.fixed_eur, 0),
            Cell::text(quality(c, sink)),
            Cell::text(limits(c, sink)),
        ]);
    }
    table
}

fn state(c: &Context<'_>, sink: &SinkOutcome) -> &'static str {
    match (sink.present, sink.candidate, sink.open) {
        (true, ..) => c.say("today's outlet"),
        (_, true, true) => c.say("to be opened"),
        (_, true, false) => c.say("not opened"),
        (_, false, _) if sink.wet_t > 0.0 => c.say("is there, used"),
        _ => c.say("is there, not used"),
    }
}

fn quality(c: &Context<'_>, sink: &SinkOutcome) -> String {
    let parts: Vec<String> = sink.quality.iter().filter(|v| v.is_finite()).map(|v| percent(*v, 1, c.lang)).collect();
    parts.join(" · ")
}

/// Least and most that a place takes; blank without a limit.
fn capacity(c: &Context<'_>, sink: &SinkOutcome) -> String {
    let (least, most) = sink.capacity_t;
    if most.is_finite() { format!("{} – {}", c.number(least), c.number(most)) } else { String::new() }
}

fn limits(c: &Context<'_>, sink: &SinkOutcome) -> String {
    let number = |v: f64| significant(v, 3, c.lang);
    let one = |b: &crate::allocation::Binding| {
        format!("{} {} ({} {})", c.words(b.limit), number(b.value), c.say("limit"), number(b.limit_value))
    };
    let mut texts: Vec<String> = sink.binding.iter().map(one).collect();
    if let Some(price) = sink.price.filter(|p| p.per_t > 0.0) {
        let worth = c.say("a tonne more is worth");
        texts.push(format!("{worth} {}", number(price.per_t)));
    }
    texts.join("; ")
}
