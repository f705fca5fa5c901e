//! Named scenarios of supply: `models/territory/supply_scenarios.csv`.

use crate::channel::LotKind;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::words::Locale;
use std::sync::OnceLock;

/// A factor on the amounts of a kind in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyAnchor {
    /// Scenario it belongs to.
    pub scenario: String,
    /// English name of the scenario.
    pub label_en: String,
    /// French name of the scenario.
    pub label_fr: String,
    /// Kind of waste it changes.
    pub kind: LotKind,
    /// Year.
    pub year: u32,
    /// Low, mode and high factor on the amounts of the inventory.
    pub factor: [f64; 3],
    /// Law, and why the factor is what it is.
    pub source: String,
    /// How far to trust the factor.
    pub flag: Flag,
    /// Remarks.
    pub note: String,
}

fn read_row(row: &SheetRow<'_>) -> Result<SupplyAnchor, SheetError> {
    let kinds: Vec<(&str, LotKind)> = LotKind::ALL.iter().map(|k| (k.word(), *k)).collect();
    let [low, mode, high] = row.numbers(["low", "mode", "high"])?;
    if !(0.0 <= low && low <= mode && mode <= high) {
        return Err(row.out_of_range("mode", mode, low, high));
    }
    Ok(SupplyAnchor {
        scenario: row.filled("scenario")?,
        label_en: row.filled("label_en")?,
        label_fr: row.filled("label_fr")?,
        kind: row.word("kind", &kinds)?,
        year: row.number_in("year", 2000.0..=2100.0)? as u32,
        factor: [low, mode, high],
        source: row.filled("source")?,
        flag: row.flag("flag")?,
        note: row.text("note")?.to_owned(),
    })
}

shipped! {
    /// All anchors, in the order of the table.
    pub fn supply_anchors() -> [SupplyAnchor] from "territory/supply_scenarios.csv" by read_row
}

/// A scenario of supply.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyScenario {
    /// Name.
    pub id: String,
    label_en: String,
    label_fr: String,
    anchors: Vec<&'static SupplyAnchor>,
}

/// All scenarios, in the order of the table.
pub fn supply_scenarios() -> &'static [SupplyScenario] {
    static LIST: OnceLock<Vec<SupplyScenario>> = OnceLock::new();
    LIST.get_or_init(|| {
        let mut list: Vec<SupplyScenario> = Vec::new();
        for anchor in supply_anchors() {
            if !list.iter().any(|s| s.id == anchor.scenario) {
                let (label_en, label_fr) = (anchor.label_en.clone(), anchor.label_fr.clone());
                list.push(SupplyScenario { id: anchor.scenario.clone(), label_en, label_fr, anchors: Vec::new() });
            }
            if let Some(scenario) = list.iter_mut().find(|s| s.id == anchor.scenario) {
                scenario.anchors.push(anchor);
            }
        }
        list.iter_mut().for_each(|s| s.anchors.sort_by_key(|a| a.year));
        list
    })
}

/// The scenario of this name.
pub fn supply_scenario(id: &str) -> Option<&'static SupplyScenario> {
    supply_scenarios().iter().find(|s| s.id == id)
}

impl SupplyScenario {
    /// The name in a language.
    pub fn label(&self, lang: Locale) -> &str {
        lang.pick(&self.label_en, &self.label_fr)
    }

    /// Laws and reasons behind the factors.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.anchors.iter().map(|a| a.source.as_str())
    }

    /// Low, mode and high factor on a kind in a year: 1 before the first anchor and for other kinds, a straight line
    /// between anchors, the last one after.
    pub fn factor(&self, kind: LotKind, year: u32) -> [f64; 3] {
        let of_kind = || self.anchors.iter().filter(|a| a.kind == kind);
        let before = of_kind().rfind(|a| a.year <= year);
        let after = of_kind().find(|a| a.year > year);
        match (before, after) {
            (None, _) => [1.0; 3],
            (Some(last), None) => last.factor,
            (Some(one), Some(next)) => {
                let way = f64::from(year - one.year) / f64::from(next.year - one.year);
                std::array::from_fn(|k| one.factor[k] + way * (next.factor[k] - one.factor[k]))
            }
        }
    }
}
