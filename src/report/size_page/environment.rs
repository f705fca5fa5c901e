//! Environment: greenhouse gas by method, emissions of the boilers against their limits.

use super::context::{Context, Looked};
use crate::combustion::FuelFinding;
use crate::report::chapter::{Chapter, Quantities};
use crate::report::shared::{carbon, emissions};
use crate::report::{Finding, Severity, Table};
use crate::sizing::Figure;
use crate::text;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("environment", c.say("Environment"));
    let Some(shown) = c.shown() else { return chapter };
    if let Some(accounts) = shown.outcome.accounts.as_ref().filter(|a| !a.carbon.is_empty()) {
        carbon::add(accounts, c.lang, &mut chapter);
    }
    let monoxide = shown.rated.nominal.of(Figure::CarbonMonoxide);
    if monoxide.is_finite() {
        let kg = c.number(monoxide);
        chapter.text(c.lang.tell(&text!("Over the year, starts, stops and low load included, the wood boilers give off {kg} kg of carbon monoxide; the limits below hold at steady load.", kg)));
    }
    chapter.table(equipment(c, &shown));
    fuel(c, &shown, &mut chapter);
    boilers(c, &shown, &mut chapter);
    chapter
}

/// What stands behind the boilers.
fn equipment(c: &Context<'_>, shown: &Looked<'_>) -> Table {
    let mut table = Quantities::in_lang(c.say("Behind the boiler"), c.lang);
    let (Some(case), Some(boiler)) = (shown.case.boilers.first(), shown.outcome.boilers.first()) else {
        return table.done();
    };
    if let Some(separator) = case.separator.filter(|s| s.dust_separation_pct > 0.0) {
        let name = match separator.id.as_str() {
            "cyclone" => c.say("Cyclone: dust held back"),
            "electrostatic" => c.say("Electrostatic precipitator: dust held back"),
            "bag" => c.say("Bag filter: dust held back"),
            _ => c.say("Separator: dust held back"),
        };
        table.push(name, separator.dust_separation_pct, "%");
    }
    if let Some(economiser) = &boiler.economiser {
        let points = c.say("points of LHV");
        table.push(c.say("Condensing exchanger: gain"), economiser.gain_points_lhv, points);
        table.push(c.say("Gas behind it"), economiser.outlet_c, "°C");
        table.push(c.say("Water dew point"), economiser.dew_point_c, "°C");
    }
    table.done()
}

/// What the fuel is to the boiler, where it is outside its range.
fn fuel(c: &Context<'_>, shown: &Looked<'_>, chapter: &mut Chapter) {
    let Some(boiler) = shown.outcome.boilers.first() else { return };
    let finding = |f: &FuelFinding| Finding {
        severity: match f {
            FuelFinding::Chlorine { .. } | FuelFinding::TooWet { .. } => Severity::Breach,
            FuelFinding::TooDry { .. } => Severity::Warning,
        },
        text: c.lang.tell(&f.told()),
        source: String::new(),
    };
    chapter.findings(boiler.fuel_findings.iter().map(finding).collect());
}

/// Emissions and limits of each boiler that differs from those before it.
fn boilers(c: &Context<'_>, shown: &Looked<'_>, chapter: &mut Chapter) {
    let list = &shown.outcome.boilers;
    for (k, boiler) in list.iter().enumerate() {
        let same = |b: &&crate::case::BoilerOutcome| b.combustion == boiler.combustion && b.limits == boiler.limits;
        if list[..k].iter().any(|b| same(&b)) {
            continue;
        }
        let alike = list.iter().filter(same).count();
        let of = match (list.len(), alike) {
            (1, _) => String::new(),
            (all, n) if all == n => c.say(", each boiler").to_owned(),
            _ => format!(", {} {}", c.say("boiler"), boiler.id),
        };
        chapter.table(emissions::table(boiler, &of, c.lang));
        chapter.table(emissions::limits(boiler, &of, c.lang));
        if boiler.limits.is_empty() {
            chapter.text(c.say("None of the shipped emission limits applies to this boiler and its installation."));
        }
    }
}
