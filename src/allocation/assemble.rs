//! From a solved case to what is shown of it.

use super::flows::{FLOW_MIN_T, NO_FTE, add_lines, add_products, flows, insertion};
use super::network::{HUB, PRESENT, feedstock};
use super::outcome::{
    Binding, ChannelTotal, Closure, Company, Flow, LotOutcome, Price, SinkOutcome, Spread, Totals, Valorised,
};
use super::solve::{Solved, Task};
use crate::balance::carbon::outlets::Outlet;
use crate::channel::{Installation, LotFacts, Matter, RubricFinding, channel, channels, regime};
use crate::logistics::Place;
use std::sync::Arc;

/// The parts of an outcome that follow from a plan alone.
pub(super) struct Parts {
    pub(super) companies: Vec<Company>,
    pub(super) lots: Vec<LotOutcome>,
    pub(super) sinks: Vec<SinkOutcome>,
    pub(super) flows: Vec<Flow>,
    pub(super) channels: Vec<ChannelTotal>,
    pub(super) totals: Totals,
    pub(super) valorised: [Valorised; 2],
    pub(super) closures: Vec<Closure>,
}

/// Today's outlets of a case, each once, in the order of the lots.
pub(super) fn outlets(task: &Task<'_>) -> Vec<&'static Outlet> {
    let mut list: Vec<&'static Outlet> = Vec::new();
    for lot in &task.case.lots {
        if !list.iter().any(|o| o.id == lot.outlet.id) {
            list.push(lot.outlet);
        }
    }
    list
}

impl Parts {
    /// What a plan means.
    pub(super) fn new(task: &Task<'_>, plan: &Solved) -> Self {
        let outlets = outlets(task);
        let table = task.case.sinks.len();
        let outlet_of = |lot: usize| {
            let id = &task.case.lots[lot].outlet.id;
            table + outlets.iter().position(|o| o.id == *id).unwrap_or(0)
        };
        let flows = flows(task.network, task.values, &plan.flows, outlet_of);
        let lots = lots(task, &flows);
        let sinks = sinks(task, plan, &outlets, &flows);
        let companies = companies(task, &lots, &sinks, &flows);
        let channels = channel_totals(task, &lots, &sinks, &flows);
        let totals = totals(&companies, &sinks, &flows, &lots);
        let valorised = valorised(task, &lots, &sinks, &flows);
        let closures = closures(&companies, &channels, &totals, &lots, &flows);
        Self { companies, lots, sinks, flows, channels, totals, valorised, closures }
    }
}

fn pair(place: Option<Place>) -> Option<(f64, f64)> {
    place.map(|p| (p.lat_deg, p.lon_deg))
}

fn lots(task: &Task<'_>, flows: &[Flow]) -> Vec<LotOutcome> {
    let table = task.case.sinks.len();
    let one = |(k, lot): (usize, &crate::channel::Lot)| LotOutcome {
        id: lot.id.clone(),
        company: lot.provider,
        kind: lot.kind,
        feedstock: feedstock(lot).to_owned(),
        ewc: lot.ewc.clone(),
        wet_t: lot.wet_t,
        moisture_share: lot.moisture_share,
        energy_mwh: energy_mwh_per_t(lot) * lot.wet_t,
        outlet: &lot.outlet.id,
        outlet_unlawful: !lot.outlet.is_lawful(task.case.year),
        today_eur_per_t: lot.present_cost_eur_per_t,
        kept_t: flows.iter().filter(|f| f.lot == k && f.sink >= table).map(|f| f.wet_t).sum(),
    };
    task.case.lots.iter().enumerate().map(one).collect()
}

/// Lower heating value of wood as received, or of the methane that the rest can give, MWh/t.
fn energy_mwh_per_t(lot: &crate::channel::Lot) -> f64 {
    match LotFacts::of(lot).matter {
        Matter::Wood(wood) => wood.lhv_mwh_per_t,
        Matter::Organic(organic) => organic.bmp_nm3 * METHANE_MWH_PER_NM3,
    }
}

/// Lower heating value of methane, MWh/Nm3 (35.883 MJ/Nm3, ISO 6976:2016).
const METHANE_MWH_PER_NM3: f64 = 35.883 / 3600.0;

fn sinks(task: &Task<'_>, plan: &Solved, outlets: &[&'static Outlet], flows: &[Flow]) -> Vec<SinkOutcome> {
    let mut list: Vec<SinkOutcome> = (0..task.case.sinks.len()).map(|s| sink(task, plan, s, flows)).collect();
    let table = list.len();
    for (k, outlet) in outlets.iter().enumerate() {
        list.push(SinkOutcome {
            id: Arc::from(outlet.id.as_str()),
            name: outlet.label.clone(),
            channel: PRESENT,
            hub: false,
            present: true,
            place: None,
            candidate: false,
            open: true,
            wet_t: flows.iter().filter(|f| f.sink == table + k).map(|f| f.wet_t).sum(),
            capacity_t: (0.0, f64::INFINITY),
            fixed_eur: 0.0,
            capital_eur: 0.0,
            quality: [f64::NAN; 3],
            binding: Vec::new(),
            price: None,
            rubrics: Vec::new(),
        });
    }
    list
}

fn sink(task: &Task<'_>, plan: &Solved, s: usize, flows: &[Flow]) -> SinkOutcome {
    let sink = &task.case.sinks[s];
    let open = plan.open[s];
    let here = |f: &&Flow| f.sink == s || f.hub == Some(s);
    let wet_t: f64 = flows.iter().filter(here).map(|f| f.wet_t).sum();
    let quality = quality(task, plan, s, wet_t);
    let mut binding = Vec::new();
    let mut touch = |limit: &'static str, value: f64, limit_value: f64, scale: f64| {
        if wet_t > FLOW_MIN_T && (value - limit_value).abs() <= 1e-6 * scale {
            binding.push(Binding { limit, value, limit_value });
        }
    };
    touch("capacity", wet_t, sink.capacity_t_max, sink.capacity_t_max.min(1e12));
    touch("least_flow", wet_t, sink.capacity_t_min, sink.capacity_t_min.max(1.0));
    touch("moisture", quality[0], sink.moisture_share_max, 1.0);
    touch("contamination", quality[1], sink.contamination_share_max, 1.0);
    touch("class_a", quality[2], sink.class_a_share_min, 1.0);
    let price = plan.prices.as_ref().filter(|_| open).map(|p| Price { per_t: (-p[s]).max(0.0) });
    SinkOutcome {
        id: sink.id.clone(),
        name: sink.name.clone(),
        channel: sink.channel,
        hub: sink.channel == HUB,
        present: false,
        place: pair(sink.place),
        candidate: sink.candidate,
        open,
        wet_t,
        capacity_t: (sink.capacity_t_min, sink.capacity_t_max),
        fixed_eur: if open && sink.candidate { sink.fixed_eur_per_a } else { 0.0 },
        capital_eur: if open && sink.candidate { sink.capital_eur } else { 0.0 },
        quality,
        binding,
        price,
        rubrics: rubrics(task, s, flows),
    }
}

/// Headings of the French nomenclature that the flows of a sink fall under, with the regime.
fn rubrics(task: &Task<'_>, s: usize, flows: &[Flow]) -> Vec<(String, String)> {
    let Some(channel) = channel(task.case.sinks[s].channel) else { return Vec::new() };
    let here = flows.iter().filter(|f| f.sink == s || f.hub == Some(s));
    let lots: Vec<_> = here.map(|f| (&task.case.lots[f.lot], f.wet_t)).collect();
    if lots.is_empty() {
        return Vec::new();
    }
    let found = regime(&Installation { channel, lots: &lots }, &task.case.settings.channel);
    let text = |label: &str, f: &RubricFinding| {
        format!("{} {label}: {:.3} {}, {}", f.rubric.rubric, f.amount, f.rubric.unit, f.regime.letters())
    };
    found.iter().map(|f| (text(&f.rubric.label_en, f), text(&f.rubric.label_fr, f))).collect()
}

/// Mean water, foreign matter and class A wood of what a sink takes.
fn quality(task: &Task<'_>, plan: &Solved, s: usize, wet_t: f64) -> [f64; 3] {
    if wet_t <= FLOW_MIN_T {
        return [f64::NAN; 3];
    }
    let mut sums = [0.0; 3];
    for ((way, value), t) in task.network.ways.iter().zip(task.values).zip(&plan.flows) {
        if way.sink == Some(s) || way.hub == Some(s) {
            let delivered = &value.account.delivered;
            let shares = [delivered.moisture_share, delivered.contamination_share, delivered.class_a_share];
            sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share * t);
        }
    }
    sums.map(|sum| sum / wet_t)
}

/// Fixed cost that a flow bears: by tonnes at the sink, and at the hub that it passes.
fn fixed_of(sinks: &[SinkOutcome], flow: &Flow) -> f64 {
    let part = |s: usize| if sinks[s].wet_t > 0.0 { sinks[s].fixed_eur * flow.wet_t / sinks[s].wet_t } else { 0.0 };
    part(flow.sink) + flow.hub.map_or(0.0, part)
}

fn companies(task: &Task<'_>, lots: &[LotOutcome], sinks: &[SinkOutcome], flows: &[Flow]) -> Vec<Company> {
    let one = |(k, company): (usize, &crate::scenario::PoleCompany)| {
        let mine: Vec<usize> = (0..lots.len()).filter(|l| lots[*l].company == k).collect();
        let my_flows: Vec<&Flow> = flows.iter().filter(|f| lots[f.lot].company == k).collect();
        let tomorrow_eur: f64 = my_flows.iter().map(|f| f.eur() + fixed_of(sinks, f)).sum();
        Company {
            id: company.id.to_string(),
            name: company.name.to_string(),
            place: pair(company.place),
            aggregator: company.aggregator,
            claims_itself: mine.iter().any(|l| task.case.lots[*l].claimed_elsewhere),
            wet_t: mine.iter().map(|l| lots[*l].wet_t).sum(),
            today_eur: mine.iter().map(|l| lots[*l].wet_t * lots[*l].today_eur_per_t).sum(),
            tomorrow_eur,
            shared_eur: tomorrow_eur,
            kgco2e: my_flows.iter().map(|f| f.kgco2e()).sum(),
            fte: my_flows.iter().map(|f| f.fte()).sum(),
            asked: super::asked::of(lots, sinks, &my_flows),
            lots: mine,
        }
    };
    task.case.companies.iter().enumerate().map(one).collect()
}

fn channel_totals(task: &Task<'_>, lots: &[LotOutcome], sinks: &[SinkOutcome], flows: &[Flow]) -> Vec<ChannelTotal> {
    let one = |channel: &'static crate::channel::Channel| {
        let mine: Vec<&Flow> = flows.iter().filter(|f| sinks[f.sink].channel == channel.id).collect();
        let (mut money, mut carbon, mut products) = (Vec::new(), Vec::new(), Vec::new());
        for flow in &mine {
            add_lines(&mut money, &flow.money);
            add_lines(&mut carbon, &flow.carbon);
            add_products(&mut products, &flow.products);
        }
        let sum = |of: &dyn Fn(&Flow) -> f64| Spread::fixed(mine.iter().map(|f| of(f)).sum());
        ChannelTotal {
            channel: &channel.id,
            label: (channel.label_en.clone(), channel.label_fr.clone()),
            hierarchy_rank: channel.hierarchy_rank as u8,
            wet_t: sum(&|f| f.wet_t),
            eur: sum(&|f| f.eur() + fixed_of(sinks, f)),
            today_eur: sum(&|f| f.wet_t * lots[f.lot].today_eur_per_t),
            kgco2e: sum(&Flow::kgco2e),
            fte: mine.iter().map(|f| f.fte()).sum(),
            insertion_fte: mine.iter().map(|f| insertion(f)).sum(),
            per_tonne: per_tonne(task, &channel.id),
            money,
            carbon,
            products,
        }
    };
    channels().iter().filter(|c| c.id != HUB).map(one).collect()
}

/// EUR/t, kg CO2e/t and FTE/kt of the lots that may go to a channel, each at its cheapest sink: low, mean, high.
fn per_tonne(task: &Task<'_>, channel: &str) -> Option<[[f64; 3]; 3]> {
    let mut best: Vec<Option<usize>> = vec![None; task.case.lots.len()];
    for (w, way) in task.network.ways.iter().enumerate() {
        let name = way.sink.map_or(PRESENT, |s| task.case.sinks[s].channel);
        let cheaper = |other: usize| task.values[w].eur_per_t < task.values[other].eur_per_t;
        if name == channel && way.hub.is_none() && best[way.lot].is_none_or(cheaper) {
            best[way.lot] = Some(w);
        }
    }
    let chosen =
        || best.iter().enumerate().filter_map(|(lot, w)| w.map(|w| (task.case.lots[lot].wet_t, &task.values[w])));
    let mass: f64 = chosen().map(|(t, _)| t).sum();
    if mass <= 0.0 {
        return None;
    }
    let range = |of: &dyn Fn(&super::value::WayValue) -> f64| {
        let mean = chosen().map(|(t, v)| t * of(v)).sum::<f64>() / mass;
        let low = chosen().map(|(_, v)| of(v)).fold(f64::INFINITY, f64::min);
        let high = chosen().map(|(_, v)| of(v)).fold(f64::NEG_INFINITY, f64::max);
        [low, mean, high]
    };
    Some([range(&|v| v.eur_per_t), range(&|v| v.kg_per_t), range(&|v| 1000.0 * v.fte_per_t)])
}

fn totals(companies: &[Company], sinks: &[SinkOutcome], flows: &[Flow], lots: &[LotOutcome]) -> Totals {
    let moved = || flows.iter().filter(|f| !sinks[f.sink].present);
    let today: f64 = companies.iter().map(|c| c.today_eur).sum();
    let fixed: f64 = sinks.iter().map(|s| s.fixed_eur).sum();
    let plan = flows.iter().map(Flow::eur).sum::<f64>() + fixed;
    let shown = flows.iter().flat_map(|f| &f.carbon_shown).map(|l| l.value).sum();
    Totals {
        inventory_t: Spread::fixed(lots.iter().map(|l| l.wet_t).sum()),
        moved_t: Spread::fixed(moved().map(|f| f.wet_t).sum()),
        kept_t: Spread::fixed(lots.iter().map(|l| l.kept_t).sum()),
        today_eur: Spread::fixed(today),
        plan_eur: Spread::fixed(plan),
        gain_eur: Spread::fixed(today - plan),
        kgco2e: Spread::fixed(flows.iter().map(Flow::kgco2e).sum()),
        kgco2e_shown: shown,
        fte: flows.iter().map(Flow::fte).fold(NO_FTE, |a, b| a + b),
        insertion_fte: flows.iter().map(insertion).sum(),
        capital_eur: sinks.iter().map(|s| s.capital_eur).sum(),
        tkm: moved().map(|f| f.wet_t * f.km).sum(),
        trips: moved().map(|f| f.trips).sum(),
    }
}

/// Today's outlets whose tonnes are of use to somebody, and those of them within the company or the territory (assumed).
fn outlet_class(outlet: &str) -> usize {
    match outlet {
        "own_joinery_boiler" | "own_spreading" | "green_platform" | "pallet_buyback_or_repairer" => LOCAL,
        "skip_contractor_wood"
        | "returned_to_supplier"
        | "separate_biowaste_contractor"
        | "direct_to_digester"
        | "animal_feed"
        | "composting_biowaste" => ELSEWHERE,
        _ => NOT,
    }
}

const LOCAL: usize = 0;
const ELSEWHERE: usize = 1;
const NOT: usize = 2;

/// Rank in the waste hierarchy from which nothing is valorised: incineration and landfill.
const RANK_NOT: u32 = 5;

fn valorised(task: &Task<'_>, lots: &[LotOutcome], sinks: &[SinkOutcome], flows: &[Flow]) -> [Valorised; 2] {
    let energy_of = |lot: &LotOutcome, t: f64| if lot.wet_t > 0.0 { lot.energy_mwh * t / lot.wet_t } else { 0.0 };
    let mut sums = [[[0.0_f64; 3]; 2]; 2];
    for lot in lots {
        let class = outlet_class(lot.outlet);
        sums[0][0][class] += lot.wet_t;
        sums[0][1][class] += lot.energy_mwh;
    }
    for flow in flows {
        let sink = &sinks[flow.sink];
        let lot = &lots[flow.lot];
        let useless = channels().iter().any(|c| c.id == sink.channel && c.hierarchy_rank >= RANK_NOT);
        let class = match () {
            () if sink.present => outlet_class(lot.outlet),
            () if useless => NOT,
            () if flow.km <= task.case.options.local_km => LOCAL,
            () => ELSEWHERE,
        };
        sums[1][0][class] += flow.wet_t;
        sums[1][1][class] += energy_of(lot, flow.wet_t);
    }
    let shares = |amounts: [f64; 3]| {
        let whole: f64 = amounts.iter().sum();
        if whole > 0.0 { amounts.map(|a| a / whole) } else { [0.0, 0.0, 0.0] }
    };
    sums.map(|[mass, energy]| Valorised { mass: shares(mass), energy: shares(energy) })
}

fn closures(
    companies: &[Company],
    channels: &[ChannelTotal],
    totals: &Totals,
    lots: &[LotOutcome],
    flows: &[Flow],
) -> Vec<Closure> {
    let inventory = totals.inventory_t.nominal;
    let allocated: f64 = flows.iter().map(|f| f.wet_t).sum();
    let products: f64 = flows.iter().flat_map(|f| &f.products).map(|p| p.mass_t).sum();
    let by_company: f64 = companies.iter().map(|c| c.tomorrow_eur).sum();
    let by_channel: f64 = channels.iter().map(|c| c.eur.nominal).sum();
    let carbon: f64 = companies.iter().map(|c| c.kgco2e).sum();
    let carbon_scale: f64 = flows.iter().flat_map(|f| &f.carbon).map(|l| l.value.abs()).sum();
    let eur_scale: f64 = flows.iter().flat_map(|f| &f.money).map(|l| l.value.abs()).sum();
    let jobs: f64 = companies.iter().map(|c| c.fte.central).sum();
    let worst = lots
        .iter()
        .enumerate()
        .map(|(k, lot)| lot.wet_t - flows.iter().filter(|f| f.lot == k).map(|f| f.wet_t).sum::<f64>());
    let worst = worst.fold(0.0, |a: f64, b: f64| if b.abs() > a.abs() { b } else { a });
    let closure = |name, unit, residual, scale| Closure { name, unit, residual, scale };
    vec![
        closure("inventory to flows", "t/a", inventory - allocated, inventory),
        closure("each stream to its flows", "t/a", worst, inventory),
        closure("flows to products", "t/a", allocated - products, inventory),
        closure("companies to the pole", "EUR/a", by_company - totals.plan_eur.nominal, eur_scale),
        closure("channels to the pole", "EUR/a", by_channel - totals.plan_eur.nominal, eur_scale),
        closure("companies to the pole", "kg CO2e/a", carbon - totals.kgco2e.nominal, carbon_scale),
        closure("companies to the pole", "FTE", jobs - totals.fte.central, totals.fte.high.abs().max(1.0)),
    ]
}
