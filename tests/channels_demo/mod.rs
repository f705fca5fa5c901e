//! A small allocation by hand, with everything that a page can show; all companies are fictitious.

#![allow(dead_code, clippy::unwrap_used)] // Each test binary uses its part.

use gisement::allocation::*;
use gisement::balance::jobs::Range;
use gisement::channel::LotKind;
use gisement::param::Flag;
use std::sync::Arc;

fn range(central: f64) -> Range<f64> {
    let ends = (0.5 * central, 1.9 * central);
    Range { low: ends.0.min(ends.1), central, high: ends.0.max(ends.1) }
}

fn spread(nominal: f64) -> Spread {
    let (a, b) = (0.7 * nominal, 1.4 * nominal);
    Spread { nominal, p10_p50_p90: Some([a.min(b), 1.02 * nominal, a.max(b)]) }
}

fn line(name: &'static str, value: f64, flag: Flag) -> Line {
    Line { name, value, source: "made up for a test", flag }
}

/// Name, latitude, longitude, wood t/a, food waste t/a.
const COMPANIES: [(&str, f64, f64, f64, f64); 16] = [
    ("Zephyrlog Ennery", 49.2209, 6.2183, 160.0, 0.0),
    ("Quincaillerie Mirabelle", 49.3287, 6.1301, 30.0, 0.0),
    ("Supermarché Orne & Fils", 49.3248, 6.0657, 50.0, 75.0),
    ("Cantine du Val", 49.311, 6.09, 0.0, 42.0),
    ("Boulangerie <Lune>", 49.345, 6.131, 0.0, 9.0),
    ("Hôpital Saint-Exemple", 49.37, 6.16, 4.0, 130.0),
    ("Atelier Sidéral", 49.29, 6.12, 85.0, 0.0),
    ("Transports Kalen", 49.26, 6.18, 110.0, 0.0),
    ("Menuiserie Fictive", 49.40, 6.05, 22.0, 0.0),
    ("Lycée Imaginaire", 49.35, 6.17, 0.0, 18.0),
    ("Halle aux Exemples", 49.36, 6.165, 12.0, 33.0),
    ("Brasserie Nullepart", 49.30, 6.15, 6.0, 24.0),
    ("Usine Theta", 49.27, 6.11, 64.0, 0.0),
    ("Logis Omicron", 49.24, 6.20, 48.0, 0.0),
    ("Recyclerie Upsilon", 49.33, 6.10, 95.0, 0.0),
    ("Ferme Sigma", 49.42, 6.22, 0.0, 14.0),
];

const BOILER: usize = 0;
const REUSE: usize = 1;
const DIGESTER: usize = 2;
const HUB: usize = 3;
const CLOSED: usize = 4;
const TODAY: usize = 5;

fn sink(id: &str, name: &str, channel: &'static str, place: Option<(f64, f64)>, wet_t: f64) -> SinkOutcome {
    SinkOutcome {
        id: Arc::from(id),
        name: name.to_owned(),
        channel,
        hub: false,
        present: false,
        place,
        candidate: false,
        open: wet_t > 0.0,
        wet_t,
        capacity_t: (0.0, 2000.0),
        fixed_eur: 0.0,
        capital_eur: 0.0,
        quality: if wet_t > 0.0 { [0.2, 0.01, 0.98] } else { [f64::NAN; 3] },
        binding: Vec::new(),
        price: None,
        rubrics: Vec::new(),
    }
}

fn lots() -> (Vec<LotOutcome>, Vec<Vec<usize>>) {
    let mut lots = Vec::new();
    let mut of = vec![Vec::new(); COMPANIES.len()];
    for (k, (_, _, _, wood, food)) in COMPANIES.into_iter().enumerate() {
        for (n, (wet_t, kind)) in [(wood, LotKind::Wood), (food, LotKind::FoodWaste)].into_iter().enumerate() {
            if wet_t == 0.0 {
                continue;
            }
            let is_wood = kind == LotKind::Wood;
            of[k].push(lots.len());
            lots.push(LotOutcome {
                id: Arc::from(format!("ZQ{k:02}-{}", n + 1)),
                company: k,
                kind,
                feedstock: if is_wood { "pallet_A_soft" } else { "fw_canteen" }.to_owned(),
                ewc: Some(Arc::from(if is_wood { "150103" } else { "200108" })),
                wet_t,
                moisture_share: if is_wood { 0.2 } else { 0.75 },
                energy_mwh: wet_t * if is_wood { 4.1 } else { 0.7 },
                outlet: if is_wood { "skip_contractor_wood" } else { "mixed_residual_skip" },
                outlet_unlawful: !is_wood,
                today_eur_per_t: if is_wood { 60.0 } else { 205.0 },
                kept_t: if k == 8 { wet_t } else { 0.0 },
            });
        }
    }
    (lots, of)
}

fn jobs(wet_t: f64, gross: f64) -> Vec<Fte> {
    let job = |step, fte| Fte { step, fte: range(fte * wet_t / 1000.0), insertion_share: 0.3 };
    vec![job("collection", 0.4), job("sorting", gross), job("displaced", -0.9)]
}

fn flow(lot: usize, sink: usize, wet_t: f64) -> Flow {
    let quantity = |name, unit, amount, mass_share| Quantity { name, unit, amount, mass_t: mass_share * wet_t };
    let today = |eur: f64| line("present", -eur * wet_t, Flag::Assumed);
    let shown = |kg: f64| vec![line("present_treatment", kg * wet_t, Flag::Computed)];
    let base = |money, carbon, shown, products, gross| Flow {
        lot,
        sink,
        hub: (sink == BOILER).then_some(HUB),
        wet_t,
        km: 14.0,
        trips: wet_t / 4.0,
        money,
        carbon,
        carbon_shown: shown,
        jobs: jobs(wet_t, gross),
        products,
        red_saving_pct: None,
    };
    let (m, c) = (|n, v: f64| line(n, v * wet_t, Flag::Assumed), |n, v: f64| line(n, v * wet_t, Flag::Read));
    match sink {
        BOILER => base(
            vec![m("haul", 18.0), m("pretreatment", 24.0), m("gate", -30.0), today(0.0)],
            vec![c("transport", 4.0), c("heat_from_wood", -820.0), c("present_energy_lost", 310.0)],
            Vec::new(),
            vec![
                quantity("heat", "MWh", 3.5 * wet_t, 0.0),
                quantity("flue_gas", "t", 0.99 * wet_t, 0.99),
                quantity("ash", "t", 0.01 * wet_t, 0.01),
            ],
            1.1,
        ),
        REUSE => base(
            vec![m("haul", 16.0), m("operation", 35.0), m("sale", -110.0)],
            vec![c("transport", 3.0), c("pallets_reused", -190.0)],
            Vec::new(),
            vec![quantity("pallets", "t", wet_t, 1.0)],
            6.0,
        ),
        DIGESTER => base(
            vec![m("haul", 31.0), m("pretreatment", 12.0), m("gate", 55.0)],
            vec![c("transport", 9.0), c("biomethane_injected", -140.0), c("digestion_aggregate", 41.0)],
            shown(-450.0),
            vec![quantity("biomethane", "MWh", 0.8 * wet_t, 0.07), quantity("digestate", "t", 0.93 * wet_t, 0.93)],
            0.8,
        ),
        _ => Flow {
            km: f64::NAN,
            trips: 0.0,
            jobs: Vec::new(),
            ..base(vec![m("present", 60.0)], Vec::new(), Vec::new(), vec![quantity("boards", "t", wet_t, 1.0)], 0.0)
        },
    }
}

fn flows(lots: &[LotOutcome]) -> Vec<Flow> {
    let mut flows = Vec::new();
    for (k, lot) in lots.iter().enumerate() {
        match lot.kind {
            _ if lot.kept_t > 0.0 => flows.push(flow(k, TODAY, lot.wet_t)),
            LotKind::Wood => {
                flows.push(flow(k, REUSE, 0.3 * lot.wet_t));
                flows.push(flow(k, BOILER, 0.7 * lot.wet_t));
            }
            _ => flows.push(flow(k, DIGESTER, lot.wet_t)),
        }
    }
    flows
}

fn sinks(flows: &[Flow]) -> Vec<SinkOutcome> {
    let wet = |k: usize| flows.iter().filter(|f| f.sink == k).map(|f| f.wet_t).sum::<f64>();
    let florange = Some((49.32789, 6.12319));
    let mut boiler = sink("B1", "Chaufferie collective de Florange", "boiler", florange, wet(BOILER));
    (boiler.candidate, boiler.fixed_eur, boiler.capital_eur) = (true, 55_000.0, 640_000.0);
    boiler.capacity_t = (400.0, wet(BOILER));
    boiler.binding = vec![Binding { limit: "capacity", value: wet(BOILER), limit_value: wet(BOILER) }];
    boiler.price = Some(Price { per_t: 12.4 });
    boiler.rubrics = vec![("2910-A: below the threshold".into(), "2910-A : sous le seuil".into())];
    let mut hub = sink("H1", "Plateforme de tri de Florange", "hub", florange, wet(BOILER));
    hub.hub = true;
    let mut closed = sink("D3", "Méthaniseur du pôle", "own_digester", florange, 0.0);
    closed.candidate = true;
    let mut today = sink("today", "Today's outlets", "present", None, wet(TODAY));
    today.present = true;
    vec![
        boiler,
        sink("R1", "Atelier de réemploi", "reuse", florange, wet(REUSE)),
        sink("D1", "Methavalor, Morsbach", "digester", Some((49.1677, 6.8669)), wet(DIGESTER)),
        hub,
        closed,
        today,
    ]
}

fn merged(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for l in lines {
        match out.iter_mut().find(|o| o.name == l.name) {
            Some(o) => o.value += l.value,
            None => out.push(l),
        }
    }
    out
}

fn channel(
    id: &'static str,
    label: (&str, &str),
    flows: &[Flow],
    sinks: &[SinkOutcome],
    lots: &[LotOutcome],
) -> ChannelTotal {
    let mine: Vec<&Flow> = flows.iter().filter(|f| sinks[f.sink].channel == id).collect();
    let fixed: f64 = sinks.iter().filter(|s| s.channel == id && s.open).map(|s| s.fixed_eur).sum();
    let sum = |of: fn(&Flow) -> f64| mine.iter().map(|f| of(f)).sum::<f64>();
    let mut products: Vec<Quantity> = Vec::new();
    for q in mine.iter().flat_map(|f| &f.products) {
        match products.iter_mut().find(|p| p.name == q.name) {
            Some(p) => (p.amount, p.mass_t) = (p.amount + q.amount, p.mass_t + q.mass_t),
            None => products.push(q.clone()),
        }
    }
    let mut money = merged(mine.iter().flat_map(|f| f.money.clone()));
    if fixed > 0.0 {
        money.push(line("fixed", fixed, Flag::Assumed));
    }
    ChannelTotal {
        channel: id,
        label: (label.0.to_owned(), label.1.to_owned()),
        hierarchy_rank: 2,
        wet_t: spread(sum(|f| f.wet_t)),
        eur: spread(sum(Flow::eur) + fixed),
        today_eur: spread(mine.iter().map(|f| f.wet_t * lots[f.lot].today_eur_per_t).sum()),
        kgco2e: spread(sum(Flow::kgco2e)),
        fte: mine.iter().map(|f| f.fte()).sum(),
        insertion_fte: 0.2,
        per_tonne: (id != "hub").then_some([[-40.0, 12.0, 80.0], [-620.0, -310.0, 15.0], [0.2, 1.1, 4.0]]),
        money,
        carbon: merged(mine.iter().flat_map(|f| f.carbon.clone())),
        products,
    }
}

fn companies(lots: &[LotOutcome], of: Vec<Vec<usize>>, flows: &[Flow]) -> Vec<Company> {
    let company = |(k, (name, lat, lon, _, _)): (usize, (&str, f64, f64, f64, f64))| {
        let mine: Vec<&Flow> = flows.iter().filter(|f| lots[f.lot].company == k).collect();
        let wet_t: f64 = of[k].iter().map(|j| lots[*j].wet_t).sum();
        let today_eur = of[k].iter().map(|j| lots[*j].wet_t * lots[*j].today_eur_per_t).sum();
        let tomorrow_eur: f64 = mine.iter().map(|f| f.eur()).sum();
        Company {
            id: format!("ZQ{k:02}"),
            name: name.to_owned(),
            place: Some((lat, lon)),
            aggregator: k == 14,
            claims_itself: k == 5,
            wet_t,
            today_eur,
            tomorrow_eur,
            shared_eur: tomorrow_eur + 3.0,
            kgco2e: mine.iter().map(|f| f.kgco2e()).sum(),
            fte: mine.iter().map(|f| f.fte()).sum(),
            lots: of[k].clone(),
            asked: vec![
                (format!("{name} keeps clean wood apart."), format!("{name} garde le bois propre à part.")),
                ("Say when amounts change.".into(), "Dire quand les quantités changent.".into()),
            ],
        }
    };
    COMPANIES.into_iter().enumerate().map(company).collect()
}

fn front(best: Criterion, against: Criterion, at: (f64, f64, f64)) -> Front {
    let open: [&[usize]; 3] = [&[], &[BOILER], &[BOILER, CLOSED]];
    let point = |k: usize| {
        let t = k as f64 / 8.0;
        FrontPoint {
            eur: at.0 * (1.0 + 0.3 * t * t),
            kgco2e: at.1 * (0.6 + t),
            fte: at.2 * (0.6 + t),
            open: open[k / 3].to_vec(),
            channel_t: vec![],
        }
    };
    let today = FrontPoint { eur: 1.5 * at.0, kgco2e: 0.0, fte: 0.0, open: vec![], channel_t: vec![] };
    Front { best, against, points: (0..9).map(point).collect(), today, chosen: Some(0) }
}

fn robust() -> Robust {
    let decision = |open: &[usize], wins, expected: f64, beats_today| Decision {
        open: open.to_vec(),
        wins,
        expected,
        p10_p50_p90: [0.8 * expected, expected, 1.3 * expected],
        regret_mean: 900.0,
        regret_max: 12_000.0,
        beats_today,
        feasible: 0.97,
    };
    let knowing = |group: &str, value, input: &str| ValueOfKnowing {
        group: group.to_owned(),
        inputs: vec![input.to_owned()],
        value,
        standard_error: 0.1 * value,
    };
    Robust {
        samples: 1000,
        failed: (0, String::new()),
        seed: 1,
        decisions: vec![
            decision(&[BOILER], 0.71, 60_000.0, 0.93),
            decision(&[], 0.24, 66_000.0, 0.9),
            decision(&[BOILER, CLOSED], 0.05, 81_000.0, 0.6),
        ],
        nominal: 0,
        channel_wins: vec![0.6, 0.1, 0.3, 0.0, 0.0, 0.0],
        channel_used: vec![0.9, 1.0, 1.0, 0.0, 0.05, 0.6],
        evpi: 2100.0,
        knowing: vec![
            knowing("company ZQ00", 1200.0, "stream.ZQ00-1.t_per_year_mode"),
            knowing("company ZQ05", 800.0, "stream.ZQ05-2.t_per_year_mode"),
            knowing("prices", 350.0, "channel.heat_eur_per_mwh"),
        ],
        programmes: 3400,
        gap: 1e-9,
        gain_eur: spread(40_000.0),
    }
}

fn beyond(pole: &mut PoleOutcome) {
    let share = |k: usize| CompanyShare {
        company: k,
        alone_eur: 500.0,
        shapley_eur: 900.0 + 10.0 * k as f64,
        shapley_se: 12.0,
        by_tonnes_eur: 975.0,
        by_alone_eur: 975.0,
    };
    let companies: Vec<CompanyShare> = (0..COMPANIES.len()).map(share).collect();
    pole.sharing = Some(Sharing {
        gain_eur: companies.iter().map(|s| s.shapley_eur).sum(),
        alone_eur: companies.iter().map(|s| s.alone_eur).sum(),
        companies,
        exact: false,
        coalitions: 4000,
        in_core: [false, true, true],
        least_core_eur: -120.0,
        all_checked: false,
    });
    pole.aggregators = Some(Comparison {
        aggregators: vec!["ZQ14".into()],
        with: [1000.0, 900.0, 40_000.0, -300_000.0, 2.2],
        without: [905.0, 800.0, 33_000.0, -260_000.0, 1.9],
        open_with: vec![BOILER],
        open_without: vec![],
    });
    pole.breaking =
        vec![Breaking { sink: BOILER, eligible_t: 650.0, least_t: 400.0, fewest: vec![0, 7], single: vec![] }];
    let years: Vec<u32> = (2027..=2047).collect();
    let band = |scenario: &str, slope: f64| SupplyBand {
        scenario: scenario.to_owned(),
        kind: "wood".into(),
        years: years.clone(),
        wet_t: (0..21).map(|k| [680.0 - slope * 1.5 * f64::from(k), 680.0 - slope * f64::from(k), 680.0]).collect(),
    };
    pole.supply = vec![band("as today", 0.0), band("reusable packaging", 14.0)];
    pole.matches = vec![MatchFound {
        kind: "substitution",
        from: 7,
        to: 6,
        what: "pallets of Transports Kalen".into(),
        instead_of: "new pallets".into(),
        wet_t: 20.0,
        km: 9.5,
        eur: 2400.0,
        kgco2e: f64::NAN,
        doubt: [0.4, 0.6, 0.9],
    }];
    let net: f64 = pole.flows.iter().map(Flow::kgco2e).sum();
    pole.bridge = Some(Bridge {
        from: "avoided 1.0, present_outlets_2024".into(),
        from_kgco2e: net,
        steps: vec![
            BridgeStep { cause: "heat_from_wood".into(), kgco2e: 90_000.0 },
            BridgeStep { cause: "present_energy_lost".into(), kgco2e: -21_000.0 },
        ],
        to: "avoided 1.0, energy_only".into(),
        to_kgco2e: net + 69_000.0,
    });
}

/// The allocation.
// One literal: every part of an outcome, by hand.
#[allow(clippy::too_many_lines)]
pub(crate) fn pole() -> PoleOutcome {
    let (lots, of) = lots();
    let flows = flows(&lots);
    let sinks = sinks(&flows);
    let all = |id, label| channel(id, label, &flows, &sinks, &lots);
    let channels = vec![
        all("boiler", ("Collective boiler", "Chaufferie collective")),
        all("reuse", ("Reuse of pallets", "Réemploi de palettes")),
        all("digester", ("Existing digester", "Méthaniseur existant")),
        all("hub", ("Hub", "Plateforme")),
        all("own_digester", ("Own digester", "Méthaniseur du pôle")),
        all("present", ("Today's outlet", "Exutoire actuel")),
    ];
    let inventory: f64 = lots.iter().map(|l| l.wet_t).sum();
    let kept: f64 = lots.iter().map(|l| l.kept_t).sum();
    let today: f64 = lots.iter().map(|l| l.wet_t * l.today_eur_per_t).sum();
    let plan: f64 = channels.iter().map(|c| c.eur.nominal).sum();
    let net: f64 = flows.iter().map(Flow::kgco2e).sum();
    let method = |of, name: &str, version: &str, reference: &str| Method {
        of,
        name: name.to_owned(),
        version: version.to_owned(),
        reference: reference.to_owned(),
    };
    let mut pole = PoleOutcome {
        name: "Demonstration".into(),
        description: "Fictitious companies; Zephyrlog Ennery is none either.".into(),
        year: 2026,
        objective: Criterion::Cost,
        methods: vec![
            method("carbon", "avoided", "1.0", "present_outlets_2024"),
            method("money", "pole_costs", "2026", ""),
            method("jobs", "jobs_per_kt", "2024", ""),
            method("sharing", "shapley", "1.0", ""),
        ],
        centre: Some((49.32789, 6.12319)),
        companies: companies(&lots, of, &flows),
        totals: Totals {
            inventory_t: spread(inventory),
            moved_t: spread(inventory - kept),
            kept_t: spread(kept),
            today_eur: spread(today),
            plan_eur: spread(plan),
            gain_eur: spread(today - plan),
            kgco2e: spread(net),
            kgco2e_shown: flows.iter().flat_map(|f| &f.carbon_shown).map(|l| l.value).sum(),
            fte: flows.iter().map(Flow::fte).sum(),
            insertion_fte: 0.7,
            capital_eur: 640_000.0,
            tkm: 12_000.0,
            trips: 260.0,
        },
        lots,
        sinks,
        flows,
        channels,
        valorised: [
            Valorised { mass: [0.1, 0.55, 0.35], energy: [0.2, 0.6, 0.2] },
            Valorised { mass: [0.62, 0.36, 0.02], energy: [0.78, 0.2, 0.02] },
        ],
        closures: vec![Closure { name: "mass", unit: "t/a", residual: 1e-12, scale: 1000.0 }],
        value_and_bound: (plan, plan),
        programmes: 3500,
        fronts: vec![
            front(Criterion::Cost, Criterion::Co2, (plan, net, 2.0)),
            front(Criterion::Cost, Criterion::Jobs, (plan, net, 2.0)),
        ],
        robust: Some(robust()),
        sharing: None,
        aggregators: None,
        breaking: vec![],
        supply: vec![],
        matches: vec![],
        bridge: None,
        findings: vec![Finding {
            severity: "warning",
            text_en: "Boulangerie <Lune> may feed animals.".into(),
            text_fr: "Boulangerie <Lune> peut nourrir des animaux.".into(),
            source: "made up".into(),
        }],
        assumptions: vec![Assumption {
            path: "stream.ZQ00-1.t_per_year_mode".into(),
            description: "most likely amount".into(),
            unit: "t/a".into(),
            value: 160.0,
            drawn: "triangular".into(),
            source: "made up".into(),
            flag: Flag::Assumed,
        }],
    };
    beyond(&mut pole);
    pole
}

/// Every text that tells who a company is.
pub(crate) fn names() -> Vec<String> {
    let ids = (0..COMPANIES.len()).map(|k| format!("ZQ{k:02}"));
    COMPANIES.iter().map(|c| c.0.to_owned()).chain(ids).collect()
}
