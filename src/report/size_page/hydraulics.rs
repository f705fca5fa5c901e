//! Hydraulics and running: the coldest week, buffer, starts, months.

use super::context::{Context, Looked};
use super::efficiency;
use crate::case::HeatOutcome;
use crate::plot::{Layer, Level, Locale, Picture, PlotError, Week, heaviest_week};
use crate::report::chapter::{Chapter, Quantities, decimals};
use crate::report::shared::hours::Hours;
use crate::report::{Cell, Column, Table};
use crate::sizing::Figure;

const HOURS_PER_DAY: usize = 24;
const HOURS_PER_WEEK: usize = 7 * HOURS_PER_DAY;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("hydraulics", c.say("Hydraulics and running", "Hydraulique et conduite"));
    let Some((shown, heat)) = c.shown().and_then(|l| Some((l, l.heat()?))) else { return chapter };
    chapter.text(text(c, &shown));
    if let Some(hours) = Hours::of(heat) {
        chapter.figure(
            week(c, &shown, &hours),
            c.say(
                "The week of the largest demand. What stands above the line charges the buffer, which gives it back \
                 in the hours that follow; gas comes last. Where the buffer stays empty all day while gas runs, the \
                 boilers are too small for the week; where it is emptied in the morning only, a larger buffer would \
                 help.",
                "La semaine au besoin le plus fort. Ce qui dépasse la ligne charge le ballon, qui le rend aux heures \
                 suivantes ; le gaz vient en dernier. Si le gaz tourne alors que le ballon reste vide toute la \
                 journée, les chaudières sont trop petites pour la semaine ; si le ballon se vide chaque matin \
                 seulement, un ballon plus grand aiderait.",
            ),
        );
    }
    chapter.table(running(c, &shown, heat));
    chapter.table(units(c, &shown, heat));
    chapter.table(efficiency::table(c, &shown));
    chapter.table(months(c, heat));
    chapter
}

fn text(c: &Context<'_>, shown: &Looked<'_>) -> String {
    let rated = shown.rated;
    let starts = rated.nominal.of(Figure::Starts);
    let per_boiler = starts / rated.candidate.units_kw.len().max(1) as f64;
    let (volume, litres) =
        (c.number(rated.built.buffer_m3), c.number(1000.0 * rated.built.buffer_m3 / rated.candidate.wood_kw()));
    let (starts, per_boiler) = (c.fixed(starts, 0), c.fixed(per_boiler, 0));
    let each = rated.candidate.units_kw.len() > 1;
    let (each_en, each_fr) = match each {
        true => (format!(", {per_boiler} times each"), format!(", {per_boiler} fois chacune")),
        false => (String::new(), String::new()),
    };
    match c.lang {
        Locale::En => format!(
            "The buffer holds {volume} m3, {litres} l per kW of wood. The wood boilers start {starts} times a \
             year{each_en}: every start costs fuel, carbon monoxide and wear, and a house that starts \
             often is too large for its summer."
        ),
        Locale::Fr => format!(
            "Le ballon d'hydro-accumulation contient {volume} m3, soit {litres} l par kW bois. Les chaudières bois \
             démarrent {starts} fois par an{each_fr} : chaque démarrage coûte du combustible, du \
             CO et de l'usure, et une chaufferie qui démarre souvent est trop grosse pour son été."
        ),
    }
}

fn week(c: &Context<'_>, shown: &Looked<'_>, hours: &Hours) -> Result<Picture, PlotError> {
    let start = heaviest_week(&hours.demand_kw, HOURS_PER_DAY);
    let end = (start + HOURS_PER_WEEK).min(hours.demand_kw.len());
    let cut = |list: &[f64]| list.get(start..end).map_or_else(Vec::new, <[f64]>::to_vec);
    let candidate = &shown.rated.candidate;
    let layers = hours.made(c.lang, &candidate.units_kw).into_iter();
    let capacity_kwh = candidate.wood_kw() * candidate.buffer_hours;
    let layers: Vec<Layer> = layers
        .map(|l| Layer { power_kw: cut(&l.power_kw), ..l })
        .filter(|l| l.power_kw.iter().any(|kw| *kw > 0.0))
        .collect();
    Week {
        heading: c
            .heading("The coldest week, hour by hour", "La semaine la plus chargée, heure par heure")
            .subtitle(c.house(candidate)),
        steps_per_hour: 1,
        first_hour: start,
        demand_kw: cut(&hours.demand_kw),
        layers,
        charge_kwh: if capacity_kwh > 0.0 { cut(&hours.charge_kwh) } else { Vec::new() },
        capacity_kwh,
        levels: vec![Level { name: c.say("Wood power", "Puissance bois").to_owned(), value: candidate.wood_kw() }],
    }
    .draw()
}

fn running(c: &Context<'_>, shown: &Looked<'_>, heat: &HeatOutcome) -> Table {
    let (rated, d) = (shown.rated, &heat.dispatch);
    let mwh = c.say("MWh/a", "MWh/an");
    let mut table = Quantities::in_lang(c.say("The year of the house", "L'année de la chaufferie"), c.lang);
    table.group(c.say("Wood", "Bois"));
    table.push(c.say("Heat of wood", "Chaleur bois"), heat.wood_mwh(), mwh);
    table.push(c.say("Starts", "Démarrages"), rated.nominal.of(Figure::Starts), c.say("1/a", "1/an"));
    table.push(c.say("Running hours", "Heures de marche"), d.year.hours, c.say("h/a", "h/an"));
    let full = c.say("Full-load hours", "Heures équivalentes pleine puissance");
    table.push(full, rated.nominal.of(Figure::FullLoadHours), c.say("h/a", "h/an"));
    let efficiency = c.say("Annual efficiency", "Rendement annuel");
    table.push(efficiency, rated.nominal.of(Figure::AnnualEfficiency), c.say("% of LHV", "% PCI"));
    table.group(c.say("Buffer and network", "Ballon et réseau"));
    table.push(c.say("Volume of the buffer", "Volume du ballon"), rated.built.buffer_m3, "m3");
    table.push(c.say("Losses of the buffer", "Pertes du ballon"), d.year.buffer_loss_kwh / 1000.0, mwh);
    table.push(c.say("Losses of the network", "Pertes du réseau"), heat.network_loss_mwh, mwh);
    let auxiliaries = c.say("Electricity of the auxiliaries", "Électricité des auxiliaires");
    table.push(auxiliaries, d.auxiliary_electricity_kwh / 1000.0 * heat.fuel_share, mwh);
    table.group(c.say("Backup", "Appoint-secours"));
    table.push(c.say("Heat of the gas backup", "Chaleur de l'appoint gaz"), heat.backup_mwh(), mwh);
    table.push(c.say("Its largest hour", "Sa pointe horaire"), d.totals.backup_peak_kw, "kW");
    table.push(c.say("Installed", "Installé"), rated.built.gas_boiler_kw, "kW");
    table.push(c.say("Unmet demand", "Besoin non couvert"), rated.nominal.of(Figure::Unmet), mwh);
    table.group(c.say("Starts and wear", "Démarrages et usure"));
    let fuel = c.say("MWh LHV/a", "MWh PCI/an");
    table.push(c.say("Wood burnt to start", "Bois brûlé aux démarrages"), heat.start_fuel_mwh, fuel);
    let wear = c.say("Wear, as hours of operation", "Usure, en heures de marche équivalentes");
    table.push(wear, heat.wear_h, c.say("h/a", "h/an"));
    table.done()
}

/// Each wood boiler through the year, the leading one first.
fn units(c: &Context<'_>, shown: &Looked<'_>, heat: &HeatOutcome) -> Table {
    let columns = vec![
        Column::text(c.say("Wood boiler", "Chaudière bois")),
        Column::number(c.say("Power", "Puissance"), "kW"),
        Column::number(c.say("Heat", "Chaleur"), c.say("MWh/a", "MWh/an")),
        Column::number(c.say("Running", "Marche"), c.say("h/a", "h/an")),
        Column::number(c.say("At minimum load", "Au minimum technique"), c.say("h/a", "h/an")),
        Column::number(c.say("Warm starts", "Démarrages à chaud"), c.say("1/a", "1/an")),
        Column::number(c.say("Cold starts", "Démarrages à froid"), c.say("1/a", "1/an")),
    ];
    let mut table =
        Table::new(c.say("Each wood boiler through the year", "Chaque chaudière bois sur l'année"), columns);
    for (k, (boiler, unit)) in shown.case.boilers.iter().zip(&heat.units).enumerate() {
        table.push(vec![
            Cell::text((k + 1).to_string()),
            decimals(boiler.dispatch.power_kw, 0),
            decimals(unit.wood_kwh / 1000.0, 1),
            decimals(unit.hours, 0),
            decimals(unit.hours_at_minimum, 0),
            decimals(unit.warm_starts, 0),
            decimals(unit.cold_starts, 0),
        ]);
    }
    table.note = c
        .say(
            "Of boilers that have all the wood they ask for.",
            "Pour des chaudières qui ont tout le bois qu'elles demandent.",
        )
        .to_owned();
    table
}

fn months(c: &Context<'_>, heat: &HeatOutcome) -> Table {
    let mwh = "MWh";
    let columns = vec![
        Column::text(c.say("Month", "Mois")),
        Column::number(c.say("Demand left", "Besoin restant"), mwh),
        Column::number(c.say("Wood", "Bois"), mwh),
        Column::number(c.say("Gas", "Gaz"), mwh),
        Column::number(c.say("Starts", "Démarrages"), ""),
        Column::number(c.say("Running", "Marche"), "h"),
    ];
    let caption = c.say(
        "The house by month, after the heat of a digester",
        "La chaufferie mois par mois, après la chaleur d'un méthaniseur éventuel",
    );
    let mut table = Table::new(caption, columns);
    for (month, name) in heat.dispatch.totals.months.iter().zip(c.lang.months()) {
        let wood = month.wood_kwh / 1000.0;
        table.push(vec![
            Cell::text(name),
            decimals(month.demand_kwh / 1000.0, 1),
            decimals(wood * heat.fuel_share, 1),
            decimals(month.backup_kwh / 1000.0 + wood * (1.0 - heat.fuel_share), 1),
            decimals(month.starts, 0),
            decimals(month.hours, 0),
        ]);
    }
    table
}
