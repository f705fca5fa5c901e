//! Which departures break a plant: exact, because the companies that bring most are those whose leaving hurts most.

/// Departures that bring a supply below its minimum.
#[derive(Clone, Debug, PartialEq)]
pub struct Departures {
    /// What all bring, t/a.
    pub supply_t: f64,
    /// The minimum, t/a.
    pub least_t: f64,
    /// The fewest companies whose leaving breaks it, those that bring most first: no smaller set does. Empty when the
    /// supply is too small already, or when it can bear that all leave (a minimum of zero).
    pub fewest: Vec<usize>,
    /// Companies each of whose leaving breaks it alone, those that bring most first.
    pub single: Vec<usize>,
    /// Sets of two companies whose leaving breaks it though neither does alone.
    pub pairs: usize,
}

impl Departures {
    /// What could still be lost, t/a; negative when the supply is too small already.
    pub fn margin_t(&self) -> f64 {
        self.supply_t - self.least_t
    }
}

/// Departures that bring the sum of what companies bring (t/a each, zero or more) below a minimum.
///
/// Of all sets of k companies, the k largest leave least behind: taking them in order until the rest is below the minimum
/// gives the smallest set.
pub fn departures(brought_t: &[f64], least_t: f64) -> Departures {
    let supply_t: f64 = brought_t.iter().sum();
    let mut order: Vec<usize> = (0..brought_t.len()).filter(|k| brought_t[*k] > 0.0).collect();
    // A stable sort: equal companies stay in their order.
    order.sort_by(|a, b| brought_t[*b].total_cmp(&brought_t[*a]));
    let breaks = |gone: &[usize]| rest(brought_t, gone) < least_t;
    let mut found = Departures { supply_t, least_t, fewest: Vec::new(), single: Vec::new(), pairs: 0 };
    if supply_t < least_t {
        return found;
    }
    found.single = order.iter().copied().filter(|k| breaks(&[*k])).collect();
    found.fewest =
        (1..=order.len()).map(|n| &order[..n]).find(|gone| breaks(gone)).map_or(Vec::new(), <[usize]>::to_vec);
    let others: Vec<usize> = order.iter().copied().filter(|k| !found.single.contains(k)).collect();
    for (at, one) in others.iter().enumerate() {
        found.pairs += others[at + 1..].iter().take_while(|other| breaks(&[*one, **other])).count();
    }
    found
}

/// What those who stay bring, summed in the order of the companies.
fn rest(brought_t: &[f64], gone: &[usize]) -> f64 {
    brought_t.iter().enumerate().filter(|(k, _)| !gone.contains(k)).map(|(_, t)| t).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_largest_leave_first() {
        let found = departures(&[100.0, 300.0, 50.0, 250.0], 400.0);
        assert_eq!(
            (found.fewest.as_slice(), found.single.as_slice(), found.margin_t()),
            ([1, 3].as_slice(), [].as_slice(), 300.0)
        );
        // More than 300 t must go: 300 + 250, 300 + 100, 300 + 50, 250 + 100; 250 + 50 leaves exactly the minimum.
        assert_eq!(found.pairs, 4);
    }

    #[test]
    fn a_supply_that_is_too_small_or_that_may_be_nothing_has_no_breaking_set() {
        assert!(departures(&[1.0], 2.0).fewest.is_empty());
        assert!(departures(&[1.0, 2.0], 0.0).fewest.is_empty());
        assert!(departures(&[], 1.0).fewest.is_empty());
    }

    proptest! {
        #[test]
        fn no_smaller_set_breaks_it(brought in prop::collection::vec(0.0_f64..500.0, 1..10), share in 0.05_f64..1.0) {
            let least = share * brought.iter().sum::<f64>();
            let found = departures(&brought, least);
            let breaking = |mask: u32| {
                let stay = brought.iter().enumerate().filter(|(k, _)| mask & (1 << k) == 0).map(|(_, t)| t).sum::<f64>();
                stay < least
            };
            let fewest = (0..1_u32 << brought.len()).filter(|m| breaking(*m)).map(u32::count_ones).min();
            if found.supply_t >= least {
                prop_assert_eq!(fewest, Some(found.fewest.len() as u32).filter(|n| *n > 0));
            }
            let single = (0..brought.len()).filter(|k| breaking(1 << k) && brought[*k] > 0.0 && found.supply_t >= least).count();
            prop_assert_eq!(single, found.single.len());
        }
    }
}
