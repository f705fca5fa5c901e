//! One figure of each kind with plausible made-up numbers, and a reader of SVG that finds what a reader of figures
//! would object to. Shared by the tests of figures and pages.

#![allow(dead_code)] // Each test binary uses its part.

pub(crate) mod sizing;

use gisement::plot::*;
use std::path::PathBuf;

/// A smooth pseudo-random number in 0..1, the same each run.
fn wobble(k: usize) -> f64 {
    let x = (k as f64 * 12.9898).sin() * 43_758.545_3;
    x - x.floor()
}

/// Name of the band between the outer quantiles: French says quantile, never P10.
fn band_name(locale: Locale) -> String {
    locale.pick("P10–P90", "Quantiles 10–90 %").into()
}

fn day_curve(k: usize) -> f64 {
    let season = (2.0 * std::f64::consts::PI * (k as f64 - 20.0) / 365.0).cos();
    2400.0 + 260.0 * season + 160.0 * (wobble(k / 7) - 0.5)
}

pub(crate) fn biogas(locale: Locale) -> TimeSeries {
    let points: Vec<(f64, f64)> = (0..365).map(|k| (k as f64 + 0.5, day_curve(k))).collect();
    let band = points.iter().map(|(t, v)| (v * 0.86, v * (1.11 + 0.02 * (t / 40.0).sin()))).collect();
    let methane = points.iter().map(|(t, v)| (*t, v * 0.58)).collect();
    TimeSeries {
        heading: Heading::new(locale.pick("Biogas through the year", "Le biogaz au fil de l'année"), locale)
            .subtitle(locale.pick(
                "Daily production of the pooled digester, dry gas at 0 °C and 101.325 kPa",
                "Production quotidienne du digesteur commun, gaz sec à 0 °C et 101,325 kPa",
            ))
            .description(locale.pick(
                "Biogas is highest in January and lowest in July, within 15 % of its mean.",
                "Le biogaz culmine en janvier et baisse en juillet, à 15 % près de sa moyenne.",
            )),
        quantity: locale.pick("Biogas", "Biogaz").into(),
        unit: locale.pick("Nm³/d", "Nm³/j").into(),
        axis: TimeAxis::Year,
        series: vec![
            Series { name: locale.pick("Biogas", "Biogaz").into(), points, band, band_name: band_name(locale) },
            Series {
                name: locale.pick("Methane", "Méthane").into(),
                points: methane,
                band: vec![],
                band_name: String::new(),
            },
        ],
        levels: vec![Level { name: locale.pick("Engine capacity", "Capacité du moteur").into(), value: 3100.0 }],
    }
}

pub(crate) fn transient(locale: Locale) -> TimeSeries {
    let curve = |scale: f64, tau: f64| -> Vec<(f64, f64)> {
        (0..=200).map(|d| (f64::from(d), scale * (1.0 - (-f64::from(d) / tau).exp()))).collect()
    };
    let series = |name: &str, scale, tau| Series {
        name: name.into(),
        points: curve(scale, tau),
        band: vec![],
        band_name: String::new(),
    };
    TimeSeries {
        heading: Heading::new(locale.pick("Start-up of the BSM2 digester", "Démarrage du digesteur BSM2"), locale),
        quantity: locale.pick("Share of the final state", "Part de l'état final").into(),
        unit: "%".into(),
        axis: TimeAxis::Days,
        series: vec![
            series(locale.pick("Acetate degraders", "Dégradeurs de l'acétate"), 100.0, 30.0),
            series(locale.pick("Propionate degraders", "Dégradeurs du propionate"), 99.0, 22.0),
            series(locale.pick("Sugar degraders", "Dégradeurs des sucres"), 100.0, 12.0),
            series(locale.pick("Hydrogen degraders", "Dégradeurs de l'hydrogène"), 98.0, 18.0),
        ],
        levels: vec![],
    }
}

/// Demand, wood direct, buffer, backup: the hours of a year, kW.
pub(crate) fn heat_year() -> [Vec<f64>; 4] {
    let mut parts: [Vec<f64>; 4] = Default::default();
    for h in 0..8760 {
        let season = (2.0 * std::f64::consts::PI * (h as f64 / 8760.0 - 0.03)).cos();
        let hour = (2.0 * std::f64::consts::PI * ((h % 24) as f64 - 8.0) / 24.0).cos();
        let demand = (420.0 + 430.0 * season + 90.0 * hour + 160.0 * (wobble(h / 24) - 0.5)).max(35.0 + 10.0 * hour);
        let wood = if demand < 180.0 && wobble(h / 6) < 0.45 { 0.0 } else { demand.min(600.0) };
        let rest = demand - wood;
        let buffer = if wobble(h / 5) < 0.6 { rest.min(180.0) } else { rest.min(40.0) };
        for (list, value) in parts.iter_mut().zip([demand, wood, buffer, rest - buffer]) {
            list.push(value);
        }
    }
    parts
}

pub(crate) fn monotone(locale: Locale) -> LoadDuration {
    let [demand_kw, wood, buffer, backup] = heat_year();
    let layer = |name: &str, power_kw| Layer { name: name.into(), power_kw };
    LoadDuration {
        heading: Heading::new(
            locale.pick("Load-duration curve of the heat network", "Monotone de charge du réseau"),
            locale,
        )
        .subtitle(
            locale
                .pick("600 kW pallet boiler with a buffer of 30 m³", "Chaudière à palettes de 600 kW, ballon de 30 m³"),
        ),
        demand_kw,
        layers: vec![
            layer(locale.pick("Wood, direct", "Bois, direct"), wood),
            layer(locale.pick("Wood through the buffer", "Bois via le ballon"), buffer),
            layer(locale.pick("Gas backup", "Appoint gaz"), backup),
        ],
        levels: vec![
            Level { name: locale.pick("Boiler power", "Puissance nominale").into(), value: 600.0 },
            Level { name: locale.pick("Minimum load", "Minimum technique").into(), value: 180.0 },
        ],
    }
}

pub(crate) fn carbon(locale: Locale) -> Waterfall {
    let part = |label: &str, value| Step::Part { label: label.into(), value };
    Waterfall {
        heading: Heading::new(locale.pick("Greenhouse gas account", "Bilan des gaz à effet de serre"), locale),
        method: locale.pick("avoided (ISO 14064-2)", "émissions évitées (ISO 14064-2)").into(),
        reference: locale
            .pick(
                "present outlets 2024: incineration and open composting",
                "exutoires de 2024, incinération et compostage",
            )
            .into(),
        quantity: locale.pick("Greenhouse gases", "Gaz à effet de serre").into(),
        unit: locale.pick("t CO₂e/a", "t CO₂e/an").into(),
        increase: locale.pick("emitted by the project", "émis par le projet").into(),
        decrease: locale.pick("avoided", "évité").into(),
        steps: vec![
            part(locale.pick("Collection by lorry", "Collecte par camion"), 38.2),
            part(locale.pick("Methane lost, digester", "Fuites de méthane, digesteur"), 51.0),
            part(locale.pick("Methane lost, engine slip", "Fuites de méthane, moteur"), 44.7),
            part(locale.pick("Digestate store and spreading", "Digestat, stockage et épandage"), 27.1),
            part(locale.pick("Boiler: CH₄ and N₂O", "Chaudière, CH₄ et N₂O"), 9.3),
            Step::Total { label: locale.pick("Emitted", "Émis").into(), value: 38.2 + 51.0 + 44.7 + 27.1 + 9.3 },
            part(locale.pick("Natural gas replaced by heat", "Gaz naturel remplacé"), -612.0),
            part(locale.pick("Grid electricity replaced", "Électricité du réseau remplacée"), -41.5),
            part(locale.pick("Mineral fertiliser replaced", "Engrais minéral remplacé"), -33.8),
            part(locale.pick("Present outlets no longer used", "Exutoires actuels délaissés"), -118.0),
            Step::Total { label: locale.pick("Balance", "Bilan").into(), value: 170.3 - 805.3 },
            Step::Memo { label: locale.pick("Biogenic CO₂", "CO₂ biogénique").into(), value: 1430.0 },
        ],
    }
}

fn panel(name: &str, unit: &str, centre: f64, spread: f64, skew: f64, seed: usize) -> Panel {
    let mut samples: Vec<f64> = (0..1000)
        .map(|k| {
            let z: f64 = (0..6).map(|j| wobble(seed + 17 * k + 1001 * j)).sum::<f64>() - 3.0;
            centre * (spread * z + skew * z * z).exp()
        })
        .collect();
    let nominal = centre * 0.99;
    samples.sort_by(f64::total_cmp);
    Panel {
        name: name.into(),
        unit: unit.into(),
        p10_p50_p90: [samples[100], samples[500], samples[900]],
        samples,
        nominal,
    }
}

pub(crate) fn headlines(locale: Locale) -> Distributions {
    Distributions {
        heading: Heading::new(locale.pick("Headline numbers, 1 000 samples", "Résultats clés, 1 000 tirages"), locale),
        panels: vec![
            panel(locale.pick("Biogas", "Biogaz"), locale.pick("Nm³/a", "Nm³/an"), 876_000.0, 0.14, 0.0, 1),
            panel(locale.pick("Useful heat", "Chaleur utile"), locale.pick("MWh/a", "MWh/an"), 5120.0, 0.08, 0.02, 2),
            panel(locale.pick("Electricity", "Électricité"), locale.pick("MWh/a", "MWh/an"), 1310.0, 0.16, 0.0, 3),
            panel(
                locale.pick("Greenhouse gases avoided", "Gaz à effet de serre évités"),
                locale.pick("t CO₂e/a", "t CO₂e/an"),
                -635.0,
                0.25,
                0.03,
                4,
            ),
            panel(locale.pick("Cost of heat (LCOH)", "Coût de la chaleur (LCOH)"), "EUR/MWh", 71.4, 0.12, 0.05, 5),
            panel(locale.pick("Jobs, gross", "Emplois bruts"), locale.pick("FTE", "ETP"), 6.3, 0.2, 0.05, 6),
        ]
        .into_iter()
        .map(|mut p| {
            p.p10_p50_p90.sort_by(f64::total_cmp);
            p
        })
        .collect(),
    }
}

pub(crate) fn flows_by_month(locale: Locale) -> Monthly {
    let names = [
        locale.pick("Canteens", "Cantines"),
        locale.pick("Food industry", "Agroalimentaire"),
        locale.pick("Retail, unsold", "Invendus du commerce"),
        locale.pick("Grease traps", "Bacs à graisses"),
        locale.pick("Green waste", "Déchets verts"),
        locale.pick("Brewery grains", "Drêches de brasserie"),
        locale.pick("Dairy whey", "Lactosérum"),
        locale.pick("Bakery", "Boulangerie"),
        locale.pick("Hotels", "Hôtels"),
        locale.pick("Market", "Marché"),
    ];
    let groups = names.iter().enumerate().map(|(k, name)| MonthlyGroup {
        name: (*name).into(),
        values: std::array::from_fn(|m| {
            let summer = (std::f64::consts::PI * m as f64 / 11.0).sin();
            (4.0 + 14.0 * wobble(k + 3)) * (0.6 + 0.8 * summer * wobble(k + 50))
        }),
    });
    Monthly {
        heading: Heading::new(locale.pick("Pooled biowaste by stream", "Fermentescibles mis en commun"), locale),
        quantity: locale.pick("Wet mass", "Masse brute").into(),
        unit: locale.pick("t/month", "t/mois").into(),
        groups: groups.collect(),
    }
}

pub(crate) fn providers(locale: Locale) -> Bars {
    let names = [
        locale.pick("Central kitchen", "Cuisine centrale"),
        locale.pick("Brewery", "Brasserie"),
        locale.pick("Logistics platform", "Plateforme logistique"),
        locale.pick("Hypermarket", "Hypermarché"),
        locale.pick("Hospital", "Hôpital"),
        locale.pick("Pallet repair shop", "Atelier de palettes"),
        locale.pick("School canteens", "Cantines scolaires"),
        locale.pick("Market hall", "Halle du marché"),
    ];
    let bars = names.iter().enumerate().map(|(k, name)| {
        let value = 320.0 / (1.0 + 0.55 * k as f64);
        Bar { label: (*name).into(), value, range: Some((value * 0.7, value * 1.25)) }
    });
    Bars {
        heading: Heading::new(locale.pick("Methane by provider", "Méthane par fournisseur"), locale).subtitle(
            locale.pick(
                "Bar: nominal; line: P10 to P90",
                "Barre : valeur nominale ; trait : du quantile 10 % au quantile 90 %",
            ),
        ),
        quantity: locale.pick("Methane energy, LHV", "Énergie du méthane, PCI").into(),
        unit: locale.pick("MWh/a", "MWh/an").into(),
        bars: bars.collect(),
    }
}

pub(crate) fn flows(locale: Locale) -> Sankey {
    let node = |label: &str, column, tone| Node { label: label.into(), column, tone };
    let link = |from, to, value| Link { from, to, value };
    Sankey {
        heading: Heading::new(locale.pick("From companies to uses", "Des entreprises aux usages"), locale).subtitle(
            locale.pick(
                "Wet mass as received; the width of a ribbon is its flow",
                "Masse brute à la réception ; la largeur d'un ruban est son flux",
            ),
        ),
        quantity: locale.pick("Wet mass", "Masse brute").into(),
        unit: locale.pick("t/a", "t/an").into(),
        columns: [
            locale.pick("Companies", "Entreprises"),
            locale.pick("Streams", "Flux"),
            locale.pick("Channels", "Filières"),
            locale.pick("Products", "Produits"),
        ]
        .map(str::to_owned)
        .to_vec(),
        nodes: vec![
            node(locale.pick("Food industry (6)", "Agroalimentaire (6)"), 0, 0),
            node(locale.pick("Retail (9)", "Commerce (9)"), 0, 1),
            node(locale.pick("Canteens (8)", "Cantines (8)"), 0, 2),
            node(locale.pick("Logistics (7)", "Logistique (7)"), 0, 3),
            node(locale.pick("Biowaste", "Fermentescibles"), 1, 2),
            node(locale.pick("Pallets and packaging wood", "Palettes et emballages bois"), 1, 1),
            node(locale.pick("Methanization", "Méthanisation"), 2, 2),
            node(locale.pick("Wood boiler", "Chaudière bois"), 2, 1),
            node(locale.pick("Pallet repair and reuse", "Réparation de palettes"), 2, 4),
            node(locale.pick("Digestate", "Digestat"), 3, 7),
            node(locale.pick("Biogas", "Biogaz"), 3, 2),
            node(locale.pick("Flue gas", "Fumées"), 3, 6),
            node(locale.pick("Ash", "Cendres"), 3, 7),
            node(locale.pick("Pallets sold again", "Palettes revendues"), 3, 4),
            node(locale.pick("Rejects to incineration", "Refus incinérés"), 3, 3),
        ],
        links: vec![
            link(0, 4, 520.0),
            link(0, 5, 240.0),
            link(1, 4, 260.0),
            link(1, 5, 380.0),
            link(2, 4, 220.0),
            link(3, 5, 880.0),
            link(4, 6, 955.0),
            link(4, 14, 45.0),
            link(5, 7, 1150.0),
            link(5, 8, 350.0),
            link(6, 9, 815.0),
            link(6, 10, 140.0),
            link(7, 11, 1132.0),
            link(7, 12, 18.0),
            link(8, 13, 350.0),
        ],
    }
}

pub(crate) fn balances(locale: Locale) -> Closure {
    let row = |label: &str, residual, tolerance| Residual { label: label.into(), residual, tolerance };
    Closure {
        heading: Heading::new(locale.pick("Closure of the balances", "Bouclage des bilans"), locale),
        residuals: vec![
            row(locale.pick("Digester, COD", "Digesteur, DCO"), 3.1e-12, 1e-9),
            row(locale.pick("Digester, carbon", "Digesteur, carbone"), 8.0e-13, 1e-9),
            row(locale.pick("Digester, nitrogen", "Digesteur, azote"), 2.2e-8, 1e-9),
            row(locale.pick("Combustion, mass", "Combustion, masse"), 0.0, 1e-10),
            row(locale.pick("Combustion, energy", "Combustion, énergie"), 4.0e-15, 1e-10),
            row(locale.pick("Dispatch, energy", "Conduite, énergie"), 1.7e-14, 1e-9),
        ],
    }
}

pub(crate) fn verification(locale: Locale) -> Parity {
    let points = (0..40).map(|k| {
        let published = 5.0 + 13.0 * wobble(k);
        let error = if k == 7 { 0.04 } else { 1e-5 * wobble(k + 100) };
        ParityPoint {
            label: format!("{} {k}, 30\u{a0}%", locale.pick("fuel", "combustible")),
            published,
            computed: published * (1.0 + error),
        }
    });
    Parity {
        heading: Heading::new(locale.pick("Heating values, computed and published", "PCI calculés et publiés"), locale),
        quantity: locale.pick("LHV", "PCI").into(),
        unit: "MJ/kg".into(),
        tolerance: 1e-4,
        points: points.collect(),
    }
}

pub(crate) fn settling(locale: Locale) -> Convergence {
    let trail = |name: &str, end: f64, spread: f64, seed: usize| Trail {
        name: name.into(),
        points: (0..12)
            .map(|k| {
                let samples = 64 << k;
                let half = 2.0 * spread / (samples as f64).sqrt();
                let value = end + half * (wobble(seed + k) - 0.5);
                // The first has too few samples for an interval.
                Settled { samples, value, interval: (k > 0).then_some((value - half, value + half)) }
            })
            .collect(),
    };
    Convergence {
        heading: Heading::new(locale.pick("Biogas: convergence", "Biogaz : convergence"), locale)
            .subtitle(locale.pick("Band: 95 % interval", "Bande : intervalle à 95 %")),
        quantity: locale.pick("Biogas", "Biogaz").into(),
        unit: locale.pick("Nm³/a", "Nm³/an").into(),
        trails: vec![
            trail(locale.pick("P90", "Quantile 90 %"), 1_010_000.0, 220_000.0, 1),
            trail(locale.pick("Mean", "Moyenne"), 880_000.0, 110_000.0, 40),
            trail(locale.pick("P50", "Médiane"), 872_000.0, 140_000.0, 80),
            trail(locale.pick("P10", "Quantile 10 %"), 760_000.0, 200_000.0, 120),
        ],
    }
}

pub(crate) fn ranking(locale: Locale) -> Ranking {
    let mark = |value: f64, half: f64| Mark { value, interval: (value - half, value + half) };
    let names = ["digester.k_hyd_ch", "provider.P01.participation", "uncertainty.activity.common", "boiler.excess_air"];
    let numbers = [(0.52, 0.06, 0.41), (0.21, 0.04, 0.18), (0.11, 0.03, 0.1), (0.004, 0.009, -0.003)];
    let input = |(name, (total, half, first)): (&str, (f64, f64, f64))| Ranked {
        label: name.into(),
        bar: mark(total, half),
        dot: Some(mark(first, 1.2 * half)),
    };
    Ranking {
        heading: Heading::new(locale.pick("What moves biogas", "Ce qui fait varier le biogaz"), locale),
        quantity: locale.pick("Share of variance", "Part de la variance").into(),
        unit: "1".into(),
        measures: ["Total".into(), locale.pick("First order", "Premier ordre").into()],
        inputs: names.into_iter().zip(numbers).map(input).collect(),
        noise: Some(0.01),
    }
}

pub(crate) fn tornado(locale: Locale) -> TornadoFigure {
    let gust = |(label, low, high): (&str, f64, f64)| Gust { label: label.into(), low, high };
    TornadoFigure {
        heading: Heading::new(locale.pick("What moves the cost of heat", "Ce qui fait varier le coût"), locale),
        quantity: locale.pick("Cost of heat", "Coût de la chaleur").into(),
        unit: "€/MWh".into(),
        nominal: 63.6,
        inputs: [
            ("economics.wood_price_eur_per_t", 58.1, 71.0),
            ("boiler.efficiency_pct", 66.9, 61.2),
            ("demand.annual_heat_mwh", 65.0, 64.1),
        ]
        .into_iter()
        .map(gust)
        .collect(),
    }
}

fn outline(c: &gisement::library::Outline) -> Outline {
    let centre = (c.lon_deg, c.lat_deg);
    Outline { name: c.name.clone(), population: c.population, centre, rings: c.rings.clone() }
}

/// Companies, a hub and outlets around Florange, some at one place, one far away; fictitious.
pub(crate) fn map(locale: Locale) -> FlowMap {
    let outlines = gisement::library::outlines().iter().map(outline);
    let place = |label: &str, role, (lat_deg, lon_deg): (f64, f64), amount, tone| MapPlace {
        label: label.into(),
        role,
        lat_deg,
        lon_deg,
        amount,
        tone,
    };
    let (florange, metz, morsbach) = ((49.32789, 6.12319), (49.10814, 6.19595), (49.1677, 6.8669));
    let mut places: Vec<MapPlace> = (0..30)
        .map(|k| {
            let at = (49.22 + 0.18 * wobble(k), 6.02 + 0.22 * wobble(k + 40));
            let label = format!("{} {}", locale.pick("Company", "Entreprise"), k + 1);
            place(&label, MapRole::Company, at, 10.0 + 150.0 * wobble(k + 9) * wobble(k + 70), 0)
        })
        .collect();
    let sum = |from: usize, to: usize| -> f64 { places[from..to].iter().map(|p| p.amount).sum() };
    let (wood, reuse, food) = (sum(0, 14), sum(14, 20), sum(20, 30));
    places.extend([
        place(locale.pick("Sorting platform", "Plateforme de tri"), MapRole::Hub, florange, wood, 1),
        place(locale.pick("Collective boiler", "Chaufferie collective"), MapRole::Sink, florange, wood, 1),
        place(locale.pick("Pallet workshop", "Atelier de palettes"), MapRole::Sink, florange, reuse, 4),
        place(locale.pick("Digester far away", "Méthaniseur lointain"), MapRole::Sink, morsbach, food, 2),
        place(locale.pick("Waste-to-energy", "Incinération"), MapRole::Sink, metz, 0.0, 3),
        place(locale.pick("Landfill", "Décharge"), MapRole::Sink, metz, 0.0, 7),
        place(locale.pick("Particle-board mill", "Usine de panneaux"), MapRole::Sink, metz, 0.0, 6),
    ]);
    let mut flows: Vec<MapFlow> = (0..30)
        .map(|k| {
            let to = if k < 14 {
                30
            } else if k < 20 {
                32
            } else {
                33
            };
            MapFlow {
                from: k,
                to,
                amount: places[k].amount,
                tone: if k < 14 {
                    1
                } else if k < 20 {
                    4
                } else {
                    2
                },
            }
        })
        .collect();
    flows.push(MapFlow { from: 30, to: 31, amount: wood, tone: 1 });
    FlowMap {
        heading: Heading::new(locale.pick("Where it goes", "Où vont les flux"), locale),
        quantity: locale.pick("Wet mass", "Masse brute").into(),
        unit: locale.pick("t/a", "t/an").into(),
        outlines: outlines.collect(),
        credit: gisement::library::outline_credit().into(),
        tones: vec![
            (1, locale.pick("Boiler", "Chaufferie").into()),
            (4, locale.pick("Reuse", "Réemploi").into()),
            (2, locale.pick("Methanization", "Méthanisation").into()),
        ],
        places,
        flows,
    }
}

pub(crate) fn front(locale: Locale) -> Front {
    let open = [
        locale.pick("Reuse only", "Réemploi seul"),
        locale.pick("Reuse, boiler Florange", "Réemploi, chaufferie de Florange"),
        locale.pick("Reuse, boiler Florange, digester Florange", "Réemploi, chaufferie et méthaniseur de Florange"),
        locale.pick("All of them", "Toutes"),
    ];
    let points = (0..24).map(|k| {
        let t = f64::from(k) / 23.0;
        FrontPoint { x: 180.0 + 90.0 * t * t, y: -400.0 - 700.0 * t, open: open[(k / 6) as usize].into() }
    });
    Front {
        heading: Heading::new(locale.pick("Cost against carbon", "Coût contre carbone"), locale).subtitle(locale.pick(
            "Method: avoided · Reference: present outlets 2024",
            "Méthode : émissions évitées · Référence : exutoires de 2024",
        )),
        across: Aim {
            quantity: locale.pick("Cost of the pole", "Coût du pôle").into(),
            unit: locale.pick("k€/a", "k€/an").into(),
            better: Better::Less,
        },
        up: Aim {
            quantity: locale.pick("Greenhouse gases", "Gaz à effet de serre").into(),
            unit: locale.pick("t CO₂e/a", "t CO₂e/an").into(),
            better: Better::Less,
        },
        points: points.collect(),
        chosen: Some(9),
        today: Some((265.0, 0.0)),
    }
}

pub(crate) fn cash(locale: Locale) -> CashFlow {
    let flows = |first: f64, yearly: f64| {
        let year = |k: i32| if k == 12 { yearly - 60.0 } else { yearly * 1.01f64.powi(k) };
        std::iter::once(first).chain((1..=20).map(year)).collect()
    };
    let trail = |name: &str, first, yearly| CashTrail { name: name.into(), flows: flows(first, yearly) };
    CashFlow {
        heading: Heading::new(
            locale.pick("Wood against the reference", "Le bois face à la solution de référence"),
            locale,
        )
        .subtitle(locale.pick("Real euros without VAT", "Euros constants hors TVA")),
        quantity: locale.pick("Cash, saving positive", "Trésorerie, économie positive").into(),
        unit: "k€".into(),
        trails: vec![
            trail(locale.pick("With aid", "Avec aides"), -620.0, 71.0),
            trail(locale.pick("Without aid", "Sans aides"), -980.0, 71.0),
            trail(locale.pick("Gas − 20 %", "Gaz − 20 %"), -980.0, 38.0),
        ],
    }
}

pub(crate) fn jobs(locale: Locale) -> Ranges {
    let row = |label: &str, low_central_high, total| RangeRow { label: label.into(), low_central_high, total };
    Ranges {
        heading: Heading::new(locale.pick("Jobs, net of today", "Emplois, net d'aujourd'hui"), locale),
        quantity: locale.pick("Jobs", "Emplois").into(),
        unit: locale.pick("FTE", "ETP").into(),
        names: [locale.pick("low", "bas"), locale.pick("central", "central"), locale.pick("high", "haut")]
            .map(str::to_owned),
        rows: vec![
            row(locale.pick("Collection", "Collecte"), [0.4, 0.6, 0.9], false),
            row(locale.pick("Sorting", "Tri"), [0.8, 1.6, 3.1], false),
            row(locale.pick("Repair and reuse", "Réparation et réemploi"), [1.5, 3.2, 6.4], false),
            row(locale.pick("Today's outlets", "Exutoires actuels"), [-1.1, -0.7, -0.4], false),
            row("Net", [1.6, 4.7, 10.0], true),
        ],
    }
}

pub(crate) fn parts(locale: Locale) -> Stacked {
    let row = |label: &str, values: [f64; 4]| StackedRow { label: label.into(), values: values.to_vec() };
    Stacked {
        heading: Heading::new(locale.pick("Euros per tonne", "Euros par tonne"), locale),
        quantity: locale.pick("Cost", "Coût").into(),
        unit: "€/t".into(),
        parts: [
            locale.pick("Haulage", "Transport"),
            locale.pick("Sorting", "Tri"),
            locale.pick("Gate fee", "Prix d'entrée"),
            locale.pick("Sales", "Ventes"),
        ]
        .map(str::to_owned)
        .to_vec(),
        tones: vec![],
        rows: vec![
            row(locale.pick("Collective boiler", "Chaufferie collective"), [18.0, 24.0, 0.0, -30.0]),
            row(locale.pick("Pallet reuse", "Réemploi des palettes"), [16.0, 35.0, 0.0, -110.0]),
            row(locale.pick("Existing digester", "Méthaniseur existant"), [31.0, 12.0, 55.0, 0.0]),
            row(locale.pick("Today", "Aujourd'hui"), [0.0, 0.0, 96.0, 0.0]),
        ],
    }
}

pub(crate) fn change(locale: Locale) -> BeforeAfter {
    let measure = |name: &str, unit: &str, before, after, range, better| Measure {
        name: name.into(),
        unit: unit.into(),
        before,
        after,
        range,
        better,
    };
    BeforeAfter {
        heading: Heading::new(locale.pick("Before and after", "Avant et après"), locale),
        before: locale.pick("today", "aujourd'hui").into(),
        after: locale.pick("with the plan", "avec le plan").into(),
        measures: vec![
            measure(
                locale.pick("Cost", "Coût"),
                locale.pick("k€/a", "k€/an"),
                246.0,
                203.0,
                Some((170.0, 260.0)),
                Some(Better::Less),
            ),
            measure(
                locale.pick("CO₂e (avoided)", "CO₂e (évité)"),
                locale.pick("t/a", "t/an"),
                0.0,
                -610.0,
                Some((-900.0, -210.0)),
                Some(Better::Less),
            ),
            measure(
                locale.pick("Jobs", "Emplois"),
                locale.pick("FTE", "ETP"),
                2.1,
                6.8,
                Some((3.0, 12.0)),
                Some(Better::More),
            ),
            measure(locale.pick("Valorised locally", "Valorisé localement"), "%", 12.0, 78.0, None, Some(Better::More)),
        ],
    }
}

pub(crate) fn bridge(locale: Locale) -> Bridge {
    let end = |label: &str, reference: &str, value| Abutment {
        label: label.into(),
        method: locale.pick("avoided", "émissions évitées").into(),
        reference: reference.into(),
        value,
    };
    Bridge {
        heading: Heading::new(locale.pick("Two references, one plan", "Deux références, un plan"), locale),
        quantity: locale.pick("Greenhouse gases", "Gaz à effet de serre").into(),
        unit: locale.pick("t CO₂e/a", "t CO₂e/an").into(),
        from: end(
            locale.pick("Against present outlets", "Face aux exutoires actuels"),
            locale.pick("present outlets 2024", "exutoires de 2024"),
            -610.0,
        ),
        causes: vec![
            (locale.pick("Treatment of food waste", "Traitement des fermentescibles").into(), 420.0),
            (locale.pick("Heat replaced", "Chaleur remplacée").into(), -55.0),
            (locale.pick("Compost replaced", "Compost remplacé").into(), 12.0),
        ],
        to: end(
            locale.pick("Treatment left out", "Traitement exclu"),
            locale.pick("energy only", "énergie seule"),
            -233.0,
        ),
    }
}

pub(crate) fn supply(locale: Locale) -> TimeSeries {
    let points: Vec<(f64, f64)> = (0..=20).map(|k| (2027.0 + f64::from(k), 1480.0 - 22.0 * f64::from(k))).collect();
    let band = points.iter().map(|(t, v)| (v - 14.0 * (t - 2025.0), v + 11.0 * (t - 2025.0))).collect();
    TimeSeries {
        heading: Heading::new(locale.pick("Wood over twenty years", "Le bois sur vingt ans"), locale),
        quantity: locale.pick("Wood", "Bois").into(),
        unit: locale.pick("t/a", "t/an").into(),
        axis: TimeAxis::Years,
        series: vec![Series {
            name: locale.pick("Reusable packaging", "Emballages réemployables").into(),
            points,
            band,
            band_name: band_name(locale),
        }],
        levels: vec![Level { name: locale.pick("Least for the boiler", "Minimum chaufferie").into(), value: 900.0 }],
    }
}

/// One of each kind, with a name for files.
pub(crate) fn all(locale: Locale) -> Vec<(&'static str, Picture)> {
    vec![
        ("biogas", biogas(locale).draw().unwrap()),
        ("transient", transient(locale).draw().unwrap()),
        ("monotone", monotone(locale).draw().unwrap()),
        ("carbon", carbon(locale).draw().unwrap()),
        ("headlines", headlines(locale).draw().unwrap()),
        ("monthly", flows_by_month(locale).draw().unwrap()),
        ("providers", providers(locale).draw().unwrap()),
        ("flows", flows(locale).draw().unwrap()),
        ("closure", balances(locale).draw().unwrap()),
        ("parity", verification(locale).draw().unwrap()),
        ("ranking", ranking(locale).draw().unwrap()),
        ("tornado", tornado(locale).draw().unwrap()),
        ("convergence", settling(locale).draw().unwrap()),
        ("map", map(locale).draw().unwrap()),
        ("front", front(locale).draw().unwrap()),
        ("cash", cash(locale).draw().unwrap()),
        ("jobs", jobs(locale).draw().unwrap()),
        ("parts", parts(locale).draw().unwrap()),
        ("change", change(locale).draw().unwrap()),
        ("bridge", bridge(locale).draw().unwrap()),
        ("supply", supply(locale).draw().unwrap()),
    ]
}

/// A text of a figure and the box it is expected to fill, in units of the view box.
#[derive(Clone, Debug)]
pub(crate) struct TextBox {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// Width of a text over its font size, as the carried font sets it (read here by hand, not by the code that lays figures out).
fn measured(text: &str, bold: bool) -> f64 {
    static FONTS: [&[u8]; 2] = [
        include_bytes!("../../src/plot/font/GisementSans-Regular.ttf"),
        include_bytes!("../../src/plot/font/GisementSans-Bold.ttf"),
    ];
    let face = ttf_parser::Face::parse(FONTS[usize::from(bold)], 0).unwrap();
    let em = f64::from(face.units_per_em());
    let width = |c: char| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph)).map(f64::from);
    text.chars().map(|c| width(c).unwrap_or(em) / em).sum()
}

/// Every kind of figure in a language, with the name of its file in `plots/kinds/`.
pub(crate) fn kinds(locale: Locale) -> Vec<(String, Picture)> {
    let named = all(locale).into_iter().chain(sizing::all(locale));
    named.map(|(name, picture)| (format!("{name}.{}.svg", locale.code()), picture)).collect()
}

/// Where the kinds of figures are shown.
pub(crate) fn kinds_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("plots").join("kinds")
}

/// Reads an SVG as strict XML and returns its texts and its view box (width, height).
pub(crate) fn texts(svg: &str) -> (Vec<TextBox>, (f64, f64)) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|e| panic!("not well-formed: {e}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    let view: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|v| v.parse().unwrap()).collect();
    let boxes = document.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text"))).map(|n| {
        let number = |name: &str| n.attribute(name).unwrap().parse::<f64>().unwrap();
        let text = n.text().unwrap_or("").trim().to_owned();
        assert!(n.attribute("font-family").is_some_and(|f| f.ends_with("Arial, Helvetica, sans-serif")));
        let size = number("font-size");
        let width = size * measured(&text, n.attribute("font-weight") == Some("bold"));
        let left = match n.attribute("text-anchor") {
            Some("middle") => number("x") - width / 2.0,
            Some("end") => number("x") - width,
            _ => number("x"),
        };
        // Centred on y: 0.8 of the size above and below is more than ascenders and descenders need together.
        let (top, bottom) = (number("y") - 0.55 * size, number("y") + 0.55 * size);
        TextBox { text, left, right: left + width, top, bottom }
    });
    (boxes.collect(), (view[2], view[3]))
}

/// What is wrong with the texts of a figure: overlaps, and texts off the sheet.
pub(crate) fn objections(svg: &str) -> Vec<String> {
    let (boxes, (width, height)) = texts(svg);
    let mut wrong = Vec::new();
    for (k, a) in boxes.iter().enumerate() {
        if a.left < 0.0 || a.right > width || a.top < 0.0 || a.bottom > height {
            wrong.push(format!("{a:?} leaves the sheet of {width} x {height}"));
        }
        for b in &boxes[..k] {
            if a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom {
                wrong.push(format!("{a:?} overlaps {b:?}"));
            }
        }
    }
    wrong
}

/// What a French reader would object to: English numbers, units and quantiles, and signs that may leave their word at the end of a line.
pub(crate) fn french_objections(svg: &str) -> Vec<String> {
    let english = ["P10", "P50", "P90", "EUR", "/a", "/yr", "/month", "/d"];
    let is_english = |word: &str| {
        let word = word.trim_matches([',', ';', '(', ')', '.']);
        english.iter().any(|e| word == *e || word.contains("EUR") || (e.starts_with('/') && word.ends_with(e)))
            || word.split(['–', '-']).any(|w| english.contains(&w))
    };
    let pointed = |text: &str| {
        let signs: Vec<char> = text.chars().collect();
        signs.windows(3).any(|w| w[0].is_ascii_digit() && w[1] == '.' && w[2].is_ascii_digit())
    };
    let loose = |text: &str| [" :", " ;", " !", " ?", " %"].iter().any(|sign| text.contains(sign));
    let (boxes, _) = texts(svg);
    let wrong = |t: &String| pointed(t) || loose(t) || t.split_whitespace().any(is_english);
    boxes.into_iter().map(|b| b.text).filter(wrong).collect()
}
