//! Years of many houses side by side: one house in each lane.

use super::house::Cascade;
use super::totals::CascadeYear;
use super::year::cascade_year;
use crate::heat::{DemandParams, HeatSource};
use crate::num::{Lanes, VectorClass, WithLanes};

/// A year to run.
#[derive(Clone, Copy, Debug)]
pub struct CascadeSupply<'a> {
    /// The demand.
    pub source: HeatSource<'a, f64>,
    /// What another source offers in each hour of each month, kW.
    pub offered_kw: [f64; 12],
    /// The house.
    pub house: &'a Cascade<f64>,
}

impl CascadeSupply<'_> {
    /// Whether both may share lanes: the shapes of the demand, the number of boilers, the steps, the calendar of the store.
    fn is_like(&self, other: &Self) -> bool {
        let kind =
            |house: &Cascade<f64>| (house.count(), house.steps_per_hour(), house.silo().map(|silo| silo.first_weekday));
        kind(self.house) == kind(other.house) && self.source.same_shapes(&other.source)
    }
}

/// Runs years in lanes, in the order given: each has the bits of [`cascade_year`] alone. Years of one demand and one number of
/// boilers fill lanes together, wherever they stand.
pub fn cascade_years(years: &[CascadeSupply<'_>], class: VectorClass) -> Vec<CascadeYear<f64>> {
    class.dispatch(Together(years))
}

struct Together<'a>(&'a [CascadeSupply<'a>]);

impl WithLanes for Together<'_> {
    type Output = Vec<CascadeYear<f64>>;

    #[inline(always)]
    fn run<L: Lanes>(self) -> Self::Output {
        let years = self.0;
        let mut done: Vec<Option<CascadeYear<f64>>> = vec![None; years.len()];
        for group in groups(years) {
            for pack in group.chunks(L::COUNT) {
                let year = pack_year::<L>(years, pack);
                pack.iter().enumerate().for_each(|(lane, k)| done[*k] = Some(year.lane(lane)));
            }
        }
        done.into_iter().flatten().collect()
    }
}

/// Places of the years that may share lanes, each place once.
fn groups(years: &[CascadeSupply<'_>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut last = 0;
    for (k, year) in years.iter().enumerate() {
        let fits = |group: &Vec<usize>| years[group[0]].is_like(year);
        // Neighbours are alike more often than not.
        let place = if groups.get(last).is_some_and(fits) { Some(last) } else { groups.iter().position(fits) };
        match place {
            Some(place) => {
                groups[place].push(k);
                last = place;
            }
            None => {
                last = groups.len();
                groups.push(vec![k]);
            }
        }
    }
    groups
}

/// Years that may share lanes, at least one; lanes beyond them repeat the last.
#[inline(always)]
fn pack_year<L: Lanes>(years: &[CascadeSupply<'_>], pack: &[usize]) -> CascadeYear<L> {
    let first = &years[pack[0]];
    let mut house = Cascade::splat(first.house);
    let mut offered_kw = [L::zero(); 12];
    for lane in 0..L::COUNT {
        let supply = &years[pack[lane.min(pack.len() - 1)]];
        house.set_lane(lane, supply.house);
        offered_kw.iter_mut().zip(supply.offered_kw).for_each(|(to, from)| to.set_lane(lane, from));
    }
    // One call for all kinds of demand: what is inlined here is large.
    let mut params;
    let source = match first.source {
        HeatSource::Measured(load) => HeatSource::Measured(load),
        HeatSource::Steps(load) => HeatSource::Steps(load),
        HeatSource::Network(shapes, own) => {
            params = DemandParams::splat(own);
            for (lane, k) in pack.iter().enumerate() {
                if let HeatSource::Network(_, own) = years[*k].source {
                    params.set_lane(lane, own);
                }
            }
            HeatSource::Network(shapes, &params)
        }
    };
    cascade_year(source, &offered_kw, &house, |_| {})
}
