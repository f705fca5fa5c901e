//! What the gas line refuses, and what it tells.

use super::gas_line::{GasLine, GasUser};
use super::upgrading::GridRefusal;
use super::year::GasYear;
use crate::text;
use crate::words::{Text, shown_as_told};

/// Why a gas line gives no year.
#[derive(Clone, Debug, PartialEq)]
pub enum GasLineError {
    /// No hour, or no source of gas.
    Nothing,
    /// A parameter without a value, or outside its range.
    Parameter {
        /// Its name.
        name: String,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// The full holder's pressure is below the empty holder's.
    Pressures,
    /// A series of the wrong length.
    Length {
        /// Which.
        what: String,
        /// Values found.
        found: usize,
        /// Values wanted.
        wanted: usize,
    },
    /// A value that is negative, no number, or makes no sense.
    BadValue {
        /// Of which series.
        what: String,
        /// The first such hour, from 0.
        hour: usize,
    },
}

impl GasLineError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Nothing => text!("the gas line has no source or no hour; give it a tank's gas"),
            Self::Parameter { name, low, high } => {
                text!("`{name}` of the gas line must be a number from {low} to {high}", name, low, high)
            }
            Self::Pressures => text!("`high_mbar` of the gas holder is below `low_mbar`; exchange them"),
            Self::Length { what, found, wanted } => {
                text!("{what}: {found} hours where {wanted} are needed", what, found, wanted)
            }
            Self::BadValue { what, hour } => {
                text!("{what}: negative, too large or no number in hour {hour}; correct it", what, hour = hour + 1)
            }
        }
    }
}

shown_as_told!(GasLineError);

impl std::error::Error for GasLineError {}

/// What the operator of a gas line should know.
#[derive(Clone, Debug, PartialEq)]
pub enum GasFinding {
    /// No room that fills and empties: every hour's gas must go at once.
    NoHolder,
    /// The outlet was closed: nothing could be used or flared.
    OutletClosed {
        /// Hours.
        hours: usize,
    },
    /// The relief valve opened.
    Vented {
        /// Hours.
        hours: usize,
        /// Methane lost, Nm3.
        methane_nm3: f64,
    },
    /// The gas in the holder shrank below what the empty holder holds: air may be drawn in.
    UnderPressure {
        /// Hours.
        hours: usize,
    },
    /// A user that never ran though there was gas.
    NeverRan {
        /// Which.
        user: String,
    },
    /// An engine that starts more often than twice a day.
    ManyStarts {
        /// Which.
        user: String,
        /// Starts per day.
        per_day: f64,
    },
    /// The grid does not take the product.
    GridRefuses {
        /// Which unit.
        user: String,
        /// Why.
        refusal: GridRefusal,
    },
    /// Much gas is flared.
    Flared {
        /// Share of the methane produced, %.
        share_pct: f64,
    },
}

impl GasFinding {
    /// What is found, in words.
    pub fn told(&self) -> Text {
        match self {
            Self::NoHolder => {
                text!("the gas holder has no room: what is not used within the hour is flared or lost")
            }
            Self::OutletClosed { hours } => {
                text!("the gas outlet was closed for {hours} h: all gas above the holder's room is lost", hours)
            }
            Self::Vented { hours, methane_nm3 } => {
                text!(
                    "the relief valve opened in {hours} h and let out {methane_nm3} Nm3 methane: more flare, more holder or more use",
                    hours,
                    methane_nm3 = format!("{methane_nm3:.0}")
                )
            }
            Self::UnderPressure { hours } => {
                text!(
                    "in {hours} h the holder held less gas than its lowest pressure asks: it cooled or was drawn empty",
                    hours
                )
            }
            Self::NeverRan { user } => {
                text!("`{user}` never ran: its lowest load is above what the gas gives, or it was never ready", user)
            }
            Self::ManyStarts { user, per_day } => {
                text!(
                    "`{user}` starts {per_day} times a day: it is too large for the gas, or the holder too small",
                    user,
                    per_day = format!("{per_day:.1}")
                )
            }
            Self::GridRefuses { user, refusal } => {
                text!("the grid does not take the gas of `{user}`: {refusal}", user, refusal = refusal.to_string())
            }
            Self::Flared { share_pct } => {
                text!(
                    "{share_pct} % of the methane is flared: the uses take too little",
                    share_pct = format!("{share_pct:.1}")
                )
            }
        }
    }
}

shown_as_told!(GasFinding);

/// Flared share that is told, %.
const FLARED_TOLD_PCT: f64 = 5.0;

/// Starts a day that are told.
const STARTS_TOLD_PER_D: f64 = 2.0;

impl GasYear<f64> {
    /// What the operator should know, in a fixed order.
    pub fn findings(&self, line: &GasLine<f64>) -> Vec<GasFinding> {
        let mut found = Vec::new();
        if !self.has_holder {
            found.push(GasFinding::NoHolder);
        }
        if self.closed_hours > 0 {
            found.push(GasFinding::OutletClosed { hours: self.closed_hours });
        }
        let total = self.total();
        let count = |hits: &dyn Fn(usize) -> bool| (0..self.hours.len()).filter(|h| hits(*h)).count();
        let small = total.methane_nm3 * 1e-12;
        let vented = count(&|h| self.hours[h].vented_nm3 > small);
        if vented > 0 {
            found.push(GasFinding::Vented { hours: vented, methane_nm3: total.vented_nm3 });
        }
        let under = count(&|h| self.hours[h].level < -1e-9);
        if under > 0 {
            found.push(GasFinding::UnderPressure { hours: under });
        }
        let flared_pct = 100.0 * (total.flared_nm3 + total.flare_slip_nm3) / total.methane_nm3.max(f64::MIN_POSITIVE);
        if flared_pct > FLARED_TOLD_PCT {
            found.push(GasFinding::Flared { share_pct: flared_pct });
        }
        found.extend(line.users.iter().enumerate().flat_map(|(k, user)| self.findings_of(k, user)));
        found
    }

    fn findings_of(&self, place: usize, user: &GasUser<f64>) -> Vec<GasFinding> {
        let Some(totals) = self.users.get(place) else { return Vec::new() };
        let name = || user.name().to_owned();
        let mut found = Vec::new();
        if let GasUser::Upgrading(unit) = user {
            found.extend(unit.refusals().into_iter().map(|refusal| GasFinding::GridRefuses { user: name(), refusal }));
        }
        let steered = !matches!(user, GasUser::Boiler(_));
        if steered && found.is_empty() && totals.running_h == 0.0 && self.total().methane_nm3 > 0.0 {
            found.push(GasFinding::NeverRan { user: name() });
        }
        let per_day = totals.starts * 24.0 / self.hours.len() as f64;
        if steered && per_day > STARTS_TOLD_PER_D {
            found.push(GasFinding::ManyStarts { user: name(), per_day });
        }
        found
    }
}
