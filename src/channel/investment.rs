//! What it takes to build a channel: `models/channel/investment.csv`, orders of magnitude for a first look.

use super::Channel;
use crate::balance::jobs::Range;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// One row of `models/channel/investment.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Investment {
    /// Name of the channel.
    pub channel: String,
    /// Capital for a tonne a year of capacity, EUR/(t/a) as received.
    pub eur_per_t_a: Range<f64>,
    /// Life, a.
    pub life_a: f64,
    /// How it comes about.
    pub note: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_row(r: &SheetRow<'_>) -> Result<Investment, SheetError> {
    let high = r.number_in("high", 0.0..=f64::MAX)?;
    let low = r.number_in("low", 0.0..=high)?;
    let central = r.number_in("central", low..=high)?;
    Ok(Investment {
        channel: r.filled("channel")?,
        eur_per_t_a: Range { low, central, high },
        life_a: r.number_in("life_a", 1.0..=100.0)?,
        note: r.filled("note")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// All of them, in the order of the table.
    pub fn investments() -> [Investment] from "channel/investment.csv" by read_row
}

/// Capital to build a channel for a capacity (t/a as received), EUR; none for channels that are bought as a service.
pub fn investment(channel: &Channel, capacity_t: f64) -> Option<Range<f64>> {
    let row = investments().iter().find(|i| i.channel == channel.id)?;
    (capacity_t.is_finite() && capacity_t >= 0.0).then(|| row.eur_per_t_a.times(capacity_t))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::channel;

    #[test]
    fn every_row_has_a_channel_and_scales() {
        assert!(investments().iter().all(|i| channel(&i.channel).is_some()));
        let boiler = channel("collective_boiler").unwrap();
        assert_eq!(investment(boiler, 0.0).unwrap().central, 0.0);
        assert_eq!(investment(boiler, 2000.0).unwrap().central, 2.3e6);
        assert!(investment(channel("landfill").unwrap(), 1.0).is_none());
        assert!(investment(boiler, f64::INFINITY).is_none());
    }
}
