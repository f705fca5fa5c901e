//! Answers of `gisement yield` as text and JSON.

use super::Answer;
use super::CommandError;
use crate::cli::{lang, talk};
use crate::feedstock::macromolecule::MacromoleculeTable;
use crate::feedstock::predicted::Prediction;
use crate::text;
use crate::words::{Text, word};
use serde_json::{Map, Value, json};
use std::io::Write;

const H2S_NOTE: &str = crate::words::word(
    "H2S is all sulphur of the matter, not validated: what stays dissolved or as iron sulphide is not known",
);

/// What the numbers of a prediction stand on.
fn conditions(how: &Prediction) -> Text {
    let c = &how.convention;
    text!(
        "dry gas at 0 C and 101.325 kPa; CH4 {ch4} and CO2 {co2} L/mol; atomic masses {masses}; fs {fs}, degradable share \
         {share}",
        ch4 = c.ch4_l_per_mol,
        co2 = how.co2_l_per_mol,
        masses = c.masses.name,
        fs = how.cell_share,
        share = how.degradable
    )
}

/// A table for people: a column for each answer.
pub(super) fn text(answers: &[Answer], how: &Prediction, mass: f64, out: &mut dyn Write) -> Result<(), CommandError> {
    let with_sulphur = answers.iter().any(|a| a.predicted.h2s_kmol_per_kg > 0.0);
    for (k, answer) in answers.iter().enumerate() {
        if k > 0 {
            writeln!(out)?;
        }
        block(answer, mass, out)?;
        for note in &answer.asked.notes {
            talk(note.clone());
        }
    }
    talk(conditions(how));
    if with_sulphur {
        talk(Text::word(H2S_NOTE));
    }
    Ok(())
}

fn block(answer: &Answer, mass: f64, out: &mut dyn Write) -> Result<(), CommandError> {
    let (p, asked) = (&answer.predicted, &answer.asked);
    let title = asked.library.map_or_else(
        || asked.name.clone(),
        |(f, _)| format!("{} ({})", asked.name, lang::chosen().pick(&f.name_en, &f.name_fr)),
    );
    writeln!(out, "{title}, {mass} kg {}", lang::chosen().say(asked.basis))?;
    let lang = lang::chosen();
    let mut line = |name: &str, value: f64, unit: &str| {
        writeln!(out, "  {:<34}{:>12} {}", lang.say(name), figure(value, lang), lang.known(unit))
    };
    line(word("methane¦yield"), p.ch4_nm3_per_kg * mass, "Nm3")?;
    line(word("carbon dioxide¦yield"), p.co2_nm3_per_kg * mass, word("Nm3, all of it as gas"))?;
    line(
        word("ammonia¦yield"),
        p.nh3_kg_per_kg * mass,
        if p.nh3_kg_per_kg < 0.0 { word("kg NH3, taken up by cells") } else { "kg NH3" },
    )?;
    line(word("hydrogen sulphide¦yield"), p.h2s_kg_per_kg * mass, "kg H2S")?;
    line(word("oxygen demand (COD)¦yield"), p.cod_kg_per_kg * mass, "kg O2")?;
    if let Some(pct) = p.ch4_pct() {
        line(word("methane share¦yield"), pct, "%")?;
    }
    if let Some(pct) = p.ch4_pct_ammonia_bound() {
        line(word("methane share, NH3 binding CO2¦yield"), pct, "%")?;
    }
    if p.cells_kmol_per_kg > 0.0 {
        line(word("cells C5H7O2N¦yield"), p.cells_kmol_per_kg * mass, "kmol")?;
    }
    if let Some((_, params)) = asked.library {
        let vs = params.ts_pct_fm * params.vs_pct_ts * 1e-4;
        line(word("methane per kg as received¦yield"), p.ch4_nm3_per_kg * vs, "Nm3/kg")?;
    }
    Ok(())
}

/// Four significant digits, zero as 0.
fn figure(value: f64, lang: crate::words::Locale) -> String {
    crate::words::significant(value, 5, lang)
}

/// One object; a single answer's keys stand in it, and `rows` holds every answer.
pub(super) fn json(answers: &[Answer], how: &Prediction, mass: f64, out: &mut dyn Write) -> Result<(), CommandError> {
    let rows: Vec<Value> = answers.iter().map(|a| Value::Object(row(a, mass))).collect();
    let mut top = Map::new();
    top.insert("schema".to_owned(), json!("gisement.yield/1"));
    top.insert("conditions".to_owned(), json!(conditions(how)));
    top.insert("fs".to_owned(), json!(how.cell_share));
    top.insert("degradable".to_owned(), json!(how.degradable));
    top.insert("molar_volume_ch4_l_per_mol".to_owned(), json!(how.convention.ch4_l_per_mol));
    top.insert("molar_volume_co2_l_per_mol".to_owned(), json!(how.co2_l_per_mol));
    top.insert("atomic_masses".to_owned(), json!(how.convention.masses.name));
    top.insert("mass_kg".to_owned(), json!(mass));
    if let [only] = answers {
        top.append(&mut row(only, mass));
    }
    top.insert("rows".to_owned(), Value::Array(rows));
    writeln!(out, "{}", serde_json::to_string_pretty(&Value::Object(top)).map_err(std::io::Error::from)?)?;
    Ok(())
}

fn row(answer: &Answer, mass: f64) -> Map<String, Value> {
    let (p, asked) = (&answer.predicted, &answer.asked);
    let library = asked.library.map(|(feedstock, params)| {
        json!({
            "id": feedstock.id, "name_en": feedstock.name_en, "name_fr": feedstock.name_fr,
            "ts_pct_fm": params.ts_pct_fm, "vs_pct_ts": params.vs_pct_ts,
            "bmp_nm3_per_kg_vs": params.bmp_nl_per_kg_vs(MacromoleculeTable::project()) / 1000.0,
            "degradable_fraction": params.degradable_fraction,
            "ch4_nm3_per_kg_fm": p.ch4_nm3_per_kg * params.ts_pct_fm * params.vs_pct_ts * 1e-4,
        })
    });
    let value = json!({
        "input": asked.name, "kind": asked.kind, "per_kg": asked.basis,
        "ch4_nm3_per_kg": p.ch4_nm3_per_kg, "co2_nm3_per_kg": p.co2_nm3_per_kg,
        "nh3_kg_per_kg": p.nh3_kg_per_kg, "h2s_kg_per_kg": p.h2s_kg_per_kg, "h2s_validated": false,
        "cod_kg_per_kg": p.cod_kg_per_kg, "carbon_kg_per_kg": p.carbon_kg_per_kg,
        "nitrogen_kg_per_kg": p.nitrogen_kg_per_kg,
        "ch4_pct": p.ch4_pct(), "ch4_pct_ammonia_bound": p.ch4_pct_ammonia_bound(), "h2s_pct": p.h2s_pct(),
        "cells_kmol_per_kg": p.cells_kmol_per_kg, "h2o_kmol_per_kg": p.h2o_kmol_per_kg,
        "ch4_nm3": p.ch4_nm3_per_kg * mass, "co2_nm3": p.co2_nm3_per_kg * mass, "nh3_kg": p.nh3_kg_per_kg * mass,
        "h2s_kg": p.h2s_kg_per_kg * mass, "cod_kg": p.cod_kg_per_kg * mass,
        "library": library, "notes": asked.notes,
    });
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
