//! What a company of a trade typically throws away: `models/territory/trade_defaults.csv`. A declaration is always
//! better; most of these figures are assumed.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// Waste of one kind per unit of what drives it (an employee, a meal, a store).
#[derive(Clone, Debug, PartialEq)]
pub struct TradeDefault {
    /// Its name, e.g. `W_LOG`.
    pub id: String,
    /// Group of the French classification of activities (NAF); blank for rules that are no trade.
    pub naf_group: String,
    /// The trade in words.
    pub trade: String,
    /// Kind of stream: wood, `food_waste`, grease, `green_waste`.
    pub stream_kind: String,
    /// The stream in words.
    pub stream: String,
    /// Code of the European List of Waste.
    pub ewc_code: String,
    /// What the waste is counted by; where the unit has no year in it, its number in a year.
    pub driver: String,
    /// Low end, in `unit`.
    pub low: f64,
    /// Most likely, in `unit`.
    pub mode: f64,
    /// High end, in `unit`.
    pub high: f64,
    /// Unit, e.g. `t/employee/yr` or `kg/meal`.
    pub unit: String,
    /// Which of the three were read and which assumed.
    pub basis: String,
    /// Where they are from.
    pub source: String,
    /// How far to trust the mode.
    pub flag: Flag,
    /// Remarks.
    pub note: String,
    t_per_unit: f64,
}

fn read_row(row: &SheetRow<'_>) -> Result<TradeDefault, SheetError> {
    let text = |column: &str| row.text(column).map(str::to_owned);
    let filled = |column: &str| row.filled(column);
    let (low, mode, high) = (row.number("low")?, row.number("mode")?, row.number("high")?);
    if !(0.0 < low && low <= mode && mode <= high) {
        return Err(row.out_of_range("mode", mode, low, high));
    }
    Ok(TradeDefault {
        id: filled("id")?,
        naf_group: text("naf_group")?,
        trade: filled("trade")?,
        stream_kind: filled("stream_kind")?,
        stream: filled("stream")?,
        ewc_code: filled("ewc_code")?,
        driver: filled("driver")?,
        low,
        mode,
        high,
        unit: filled("unit")?,
        basis: filled("basis")?,
        source: filled("source")?,
        flag: row.flag("flag")?,
        note: text("note")?,
        t_per_unit: mass_unit_t(row)?,
    })
}

/// Tonnes in the mass unit that `unit` begins with.
fn mass_unit_t(row: &SheetRow<'_>) -> Result<f64, SheetError> {
    let unit = row.filled("unit")?;
    match unit.split(['/', ' ']).next() {
        Some("t") => Ok(1.0),
        Some("kg") => Ok(1e-3),
        _ => Err(row.unknown_word("unit", &unit, ["t/...", "kg/..."])),
    }
}

shipped! {
    /// All defaults, in the order of the table.
    pub fn trade_defaults() -> [TradeDefault] from "territory/trade_defaults.csv" by read_row
}

/// The default of this name.
pub fn trade_default(id: &str) -> Option<&'static TradeDefault> {
    trade_defaults().iter().find(|t| t.id == id)
}

impl TradeDefault {
    /// Low, mode and high of a year, t, for so many employees, meals a year, ...
    pub fn t_per_year(&self, driver_amount: f64) -> [f64; 3] {
        [self.low, self.mode, self.high].map(|x| x * self.t_per_unit * driver_amount)
    }
}
