//! A boiler house to try, and all that a catalogue offers.

use crate::scenario::SizeAsked;

/// Boilers, buffer and wood store to try.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Powers of the wood boilers, kW, the largest first; one to four.
    pub units_kw: Vec<f64>,
    /// Buffer, h at the nominal power of all.
    pub buffer_hours: f64,
    /// Wood store, d at the nominal power of all.
    pub store_days: f64,
}

impl Candidate {
    /// Power of all wood boilers together, kW.
    pub fn wood_kw(&self) -> f64 {
        self.units_kw.iter().sum()
    }

    /// `2 x 300 kW`, `600 + 300 kW`, with the buffer and the store behind it.
    pub fn name(&self) -> String {
        format!("{} kW, buffer {} h, store {} d", self.boilers(), self.buffer_hours, self.store_days)
    }

    /// The same in French: `2 x 300 kW, ballon 0,5 h, silo 5 j`.
    pub fn name_fr(&self) -> String {
        let comma = |value: f64| value.to_string().replace('.', ",");
        let boilers = self.boilers().replace('.', ",");
        format!("{boilers} kW, ballon {} h, silo {} j", comma(self.buffer_hours), comma(self.store_days))
    }

    /// `2 x 300`, `600 + 300`, `800`: powers alone.
    pub fn boilers(&self) -> String {
        let equal = self.units_kw.windows(2).all(|w| w[0] == w[1]);
        match self.units_kw.as_slice() {
            [one] => format!("{one}"),
            [first, ..] if equal => format!("{} x {first}", self.units_kw.len()),
            all => all.iter().map(f64::to_string).collect::<Vec<_>>().join(" + "),
        }
    }
}

/// Every combination of what is asked with powers of one boiler, whose power together lies between `low_kw` and `high_kw`.
/// Powers the user wrote are all tried, whatever the demand.
///
/// In the order of boilers, buffer, store; no combination stands twice.
pub fn candidates(asked: &SizeAsked, catalogue_kw: &[f64], low_kw: f64, high_kw: f64) -> Vec<Candidate> {
    let given = !asked.powers_kw.is_empty();
    let powers: &[f64] = if given { &asked.powers_kw } else { catalogue_kw };
    let mut sets: Vec<Vec<f64>> = Vec::new();
    for number in &asked.numbers {
        sets.extend(powers.iter().map(|kw| vec![*kw; *number]));
    }
    if asked.unequal_pairs && asked.numbers.contains(&2) {
        for (k, large) in powers.iter().enumerate() {
            sets.extend(powers[..k].iter().filter(|small| *small < large).map(|small| vec![*large, *small]));
        }
    }
    sets.retain(|set| given || (low_kw..=high_kw).contains(&set.iter().sum::<f64>()));
    let mut list = Vec::with_capacity(sets.len() * asked.buffer_hours.len() * asked.store_days.len());
    for units_kw in sets {
        for buffer_hours in &asked.buffer_hours {
            for store_days in &asked.store_days {
                let (buffer_hours, store_days) = (*buffer_hours, *store_days);
                list.push(Candidate { units_kw: units_kw.clone(), buffer_hours, store_days });
            }
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> SizeAsked {
        SizeAsked { buffer_hours: vec![0.0, 2.0], store_days: vec![5.0], ..SizeAsked::default() }
    }

    #[test]
    fn all_combinations_within_the_demand_and_each_once() {
        let list = candidates(&asked(), &[100.0, 200.0, 300.0], 150.0, 450.0);
        let names: Vec<String> = list.iter().step_by(2).map(Candidate::boilers).collect();
        assert_eq!(names, ["200", "300", "2 x 100", "2 x 200", "3 x 100", "200 + 100", "300 + 100"]);
        assert_eq!(list.len(), 14);
        assert_eq!(list[1].name(), "200 kW, buffer 2 h, store 5 d");
        let half = Candidate { units_kw: vec![22.5, 22.5], buffer_hours: 0.5, store_days: 5.0 };
        assert_eq!(half.name_fr(), "2 x 22,5 kW, ballon 0,5 h, silo 5 j");
    }

    #[test]
    fn powers_that_are_written_are_tried_whatever_the_demand() {
        let own = SizeAsked { powers_kw: vec![900.0], numbers: vec![1], ..asked() };
        assert_eq!(candidates(&own, &[100.0], 10.0, 20.0).len(), 2);
    }
}
