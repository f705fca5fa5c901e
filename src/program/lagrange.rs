//! What prices of the coupling rows prove: each source then chooses alone.

use super::model::Model;

/// Prices of the coupling rows and what follows from them.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    /// Prices of the rows; those that no limit can bear are zero.
    pub(super) rows: Vec<f64>,
    /// Cost of each column less what it does to the rows.
    pub(super) reduced: Vec<f64>,
    /// Reduced cost of the dearest column that a source needs: what one more unit of its supply costs.
    pub(super) sources: Vec<f64>,
    /// No values of the columns cost less.
    pub(super) bound: f64,
}

/// Prices a model. Any prices give a right bound; the best prices give the optimum.
pub(super) fn price(model: &Model, by_source: &[Vec<usize>], prices: &[f64]) -> Priced {
    let bearable = |(limit, price): (&super::model::Limit, &f64)| {
        let side = if *price > 0.0 { limit.low } else { limit.high };
        if side.is_finite() && price.is_finite() { *price } else { 0.0 }
    };
    let rows: Vec<f64> = model.rows.iter().zip(prices).map(bearable).collect();
    let mut bound = model.fixed;
    for (limit, price) in model.rows.iter().zip(&rows).filter(|r| *r.1 != 0.0) {
        bound += price * if *price > 0.0 { limit.low } else { limit.high };
    }
    let of = |column: &super::model::Column| column.entries.iter().fold(column.cost, |r, (row, w)| r - w * rows[*row]);
    let reduced: Vec<f64> = model.columns.iter().map(of).collect();
    for (column, cost) in model.columns.iter().zip(&reduced).filter(|(c, r)| c.source.is_none() && **r < 0.0) {
        bound += cost * column.max;
    }
    let mut sources = vec![0.0; model.supply.len()];
    for (source, columns) in by_source.iter().enumerate() {
        let (marginal, cost) = fill(model, columns, &reduced, model.supply[source]);
        sources[source] = marginal;
        bound += cost;
    }
    Priced { rows, reduced, sources, bound }
}

/// Cheapest way of a supply over columns that have room: its marginal and its whole cost.
fn fill(model: &Model, columns: &[usize], reduced: &[f64], supply: f64) -> (f64, f64) {
    let least = columns.iter().copied().reduce(|best, k| if reduced[k] < reduced[best] { k } else { best });
    let Some(least) = least else { return (0.0, 0.0) };
    if model.columns[least].max >= supply {
        return (reduced[least], reduced[least] * supply);
    }
    let mut order = columns.to_vec();
    order.sort_by(|a, b| reduced[*a].total_cmp(&reduced[*b]));
    let (mut left, mut cost, mut marginal) = (supply, 0.0, reduced[least]);
    for k in order {
        if left <= 0.0 {
            break;
        }
        let taken = left.min(model.columns[k].max);
        cost += taken * reduced[k];
        left -= taken;
        marginal = reduced[k];
    }
    (marginal, cost)
}
