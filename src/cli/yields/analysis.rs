//! `gisement yield --analysis FILE`: from a laboratory's numbers to what a model of a digester takes.

use crate::cli::{CommandError, exit, files, styled, talk};
use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources};
use crate::feedstock::lab::{Analysis, AnalysisRanges, Characterised, LabDefaults, characterise};
use crate::text;
use crate::words::Text;
use crate::words::nearest;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// Reads the file, tells all that is wrong with it at once, and prints what it means.
pub(super) fn run(path: &Path, as_json: bool, out: &mut dyn Write) -> Result<u8, CommandError> {
    let text = files::read_text(path)?;
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let source = sources.add(path.display().to_string(), text.clone());
    let analysis = read(&text, source, &mut found);
    let characterised = match characterise(&analysis, &LabDefaults::defaults()) {
        Ok(characterised) => Some(characterised),
        Err(problems) => {
            let whole = Location { source, span: 0..text.lines().next().map_or(0, str::len) };
            for problem in problems {
                found.push(Diagnostic::error(problem.told()).at(Some(whole.clone()), text!("in this analysis")));
            }
            None
        }
    };
    match characterised.filter(|_| !found.has_errors()) {
        None => {
            talk(Text::plain(found.render(&sources, styled(), crate::cli::lang::chosen()).trim_end()));
            Ok(exit::SCENARIO_INVALID)
        }
        Some(c) => {
            if as_json {
                writeln!(out, "{}", serde_json::to_string_pretty(&to_json(&c)).expect("maps of numbers are JSON"))?;
            } else {
                print(&c, out)?;
            }
            Ok(exit::OK)
        }
    }
}

/// Rows `name,value` or `name,value,unit`; a head, blank lines and lines with # are passed over.
fn read(text: &str, source: SourceId, found: &mut Diagnostics) -> Analysis {
    let mut analysis = Analysis::default();
    let mut seen: Vec<String> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let place = |from: usize, length: usize| Location { source, span: start + from..start + from + length };
        let cells: Vec<&str> = line.trim_end().split(',').map(str::trim).collect();
        let name = cells[0];
        if !(name.is_empty() || name.starts_with('#') || name == "name") {
            let problem = row(&mut analysis, &cells);
            if let Some((message, help)) = problem {
                let told = Diagnostic::error(message).at(Some(place(0, line.trim_end().len())), text!("this row"));
                found.push(told.help(help));
            } else if seen.iter().any(|other| other == name) {
                let told = Diagnostic::error(text!("`{name}` stands twice", name))
                    .at(Some(place(0, name.len())), text!("again"));
                found.push(told.help(text!("keep one of the rows")));
            }
            seen.push(name.to_owned());
        }
        start += line.len();
    }
    analysis
}

/// Takes a row; what is wrong with it, and what to do.
fn row(analysis: &mut Analysis, cells: &[&str]) -> Option<(String, String)> {
    let name = cells[0];
    let table = AnalysisRanges::<f64>::table();
    let Some((_, known)) = table.find(name) else {
        let names: Vec<&str> = AnalysisRanges::<f64>::NAMES.to_vec();
        let near = nearest(name, names.iter().copied()).map_or(String::new(), |n| format!("did you mean `{n}`? "));
        return Some((
            format!("no number of an analysis is called `{name}`"),
            format!("{near}known: {}", names.join(", ")),
        ));
    };
    let Some(value) = cells.get(1).and_then(|cell| cell.parse::<f64>().ok()).filter(|v| v.is_finite()) else {
        return Some((format!("`{name}` has no number"), format!("write {name},VALUE,{}", known.unit)));
    };
    if let Some(unit) = cells.get(2).filter(|unit| !unit.is_empty() && **unit != known.unit) {
        let help = format!("give it in {}, or leave the unit out", known.unit);
        return Some((format!("`{name}` is given in {unit}, and is read in {}", known.unit), help));
    }
    // The name was found in the table, from which the fields are made.
    let _ = analysis.set(name, value);
    None
}

const PARTS: [&str; 5] = ["carbohydrate", "protein", "lipid", "lignin", "volatile fatty acids"];

fn print(c: &Characterised, out: &mut dyn Write) -> Result<(), CommandError> {
    let mut line = |name: &str, value: f64, unit: &str| writeln!(out, "  {name:<42}{value:>12.4} {unit}");
    line("total solids", 100.0 * c.ts, "% of fresh mass")?;
    line("volatile solids", 100.0 * c.vs, "% of fresh mass")?;
    for (name, share) in PARTS.iter().zip(c.vs_shares) {
        line(name, 100.0 * share, "% of VS")?;
    }
    line("oxygen demand of the parts", c.cod, "kg O2/kg fresh mass")?;
    if let Some(measured) = c.cod_measured {
        line("oxygen demand as measured", measured, "kg O2/kg fresh mass")?;
    }
    line("nitrogen", 1000.0 * c.nitrogen, "g N/kg fresh mass")?;
    if let Some(ratio) = c.c_to_n() {
        line("carbon to nitrogen", ratio, "kg/kg")?;
    }
    line("degradable share of the oxygen demand", 100.0 * c.degradable, "%")?;
    line("of it slow (fibre)", 100.0 * c.slow_share, "%")?;
    line("methane potential that this means", c.bmp_implied_nl_per_kg_vs, "NL CH4/kg VS")?;
    if let Some(measured) = c.bmp_measured_nl_per_kg_vs {
        line("methane potential as measured", measured, "NL CH4/kg VS")?;
    }
    line("methane if everything degraded", c.bmp_theoretical_nl_per_kg_vs, "NL CH4/kg VS")?;
    line("pH", c.ph, "")?;
    line("alkali that brings it to pH 7", 1000.0 * c.alkali_to_ph7(), "eq/kg fresh mass")?;
    let m3 = c.per_m3();
    line("degradable carbohydrate", m3.carbohydrate, "kg COD/m3")?;
    line("degradable protein", m3.protein, "kg COD/m3")?;
    line("degradable lipid", m3.lipid, "kg COD/m3")?;
    line("inert particulate", m3.inert_particulate, "kg COD/m3")?;
    line("acids", m3.acids.iter().sum(), "kg COD/m3")?;
    line("ammonia nitrogen", m3.ammonia, "kmol N/m3")?;
    line("total nitrogen", m3.total_nitrogen, "kmol N/m3")?;
    for origin in &c.origins {
        talk(format!("{} ({}): {}", origin.of, origin.flag.word(), origin.how));
    }
    for finding in &c.findings {
        talk(text!("note: {finding}", finding));
    }
    Ok(())
}

fn to_json(c: &Characterised) -> Value {
    let m3 = c.per_m3();
    json!({
        "schema": "gisement.analysis/1",
        "ts": c.ts,
        "vs": c.vs,
        "vs_shares": PARTS.iter().map(|p| p.replace(' ', "_")).zip(c.vs_shares).map(|(name, share)| json!({ "part": name, "share": share })).collect::<Vec<_>>(),
        "degradable": c.degradable,
        "slow_share": c.slow_share,
        "cod_kg_per_kg": c.cod,
        "cod_measured_kg_per_kg": c.cod_measured,
        "carbon_kg_per_kg": c.carbon,
        "nitrogen_kg_per_kg": c.nitrogen,
        "bmp_implied_nl_per_kg_vs": c.bmp_implied_nl_per_kg_vs,
        "bmp_measured_nl_per_kg_vs": c.bmp_measured_nl_per_kg_vs,
        "bmp_theoretical_nl_per_kg_vs": c.bmp_theoretical_nl_per_kg_vs,
        "ph": c.ph,
        "alkali_to_ph7_keq_per_kg": c.alkali_to_ph7(),
        "per_m3": {
            "carbohydrate_kg_cod": m3.carbohydrate,
            "protein_kg_cod": m3.protein,
            "lipid_kg_cod": m3.lipid,
            "inert_particulate_kg_cod": m3.inert_particulate,
            "acids_kg_cod": m3.acids,
            "ammonia_kmol": m3.ammonia,
            "total_nitrogen_kmol": m3.total_nitrogen,
            "inorganic_carbon_kmol": m3.inorganic_carbon,
            "strong_ions_keq": m3.strong_ions,
        },
        "origins": c.origins.iter().map(|o| json!({ "of": o.of, "flag": o.flag.word(), "how": o.how })).collect::<Vec<_>>(),
        "findings": c.findings,
    })
}
