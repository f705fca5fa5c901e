//! Where the nodes and ribbons of a flow picture go.

use super::super::canvas::WIDTH;
use super::super::frame::MARGIN;
use super::super::labels::{LABEL, wrap};
use super::{Link, Node};

/// Width of a node, points.
pub(super) const NODE_WIDTH: f64 = 12.0;
/// Distance of the lines of a label, points.
pub(super) const LINE: f64 = 13.0;
/// Height of the flow in the fullest column, points.
const FLOW_HEIGHT: f64 = 260.0;
/// Distance of nodes, points.
const GAP: f64 = 9.0;

/// A node as drawn: a real one, or the place where a long ribbon passes a column.
pub(super) struct Place {
    /// Index of the node; `None` where a ribbon passes.
    pub(super) node: Option<usize>,
    /// Its column.
    pub(super) column: usize,
    /// What flows through it.
    pub(super) value: f64,
    /// Its label, broken into lines.
    pub(super) lines: Vec<String>,
    /// Top, points below the top of the flow.
    pub(super) top: f64,
    /// Height, points.
    pub(super) height: f64,
}

impl Place {
    /// Height it needs with its label beside it, points.
    fn slot(&self) -> f64 {
        if self.node.is_some() { self.height.max(LINE * (self.lines.len() as f64 + 1.0)) } else { self.height }
    }
}

/// A ribbon between places of neighbouring columns.
pub(super) struct Ribbon {
    /// Index of the place it leaves.
    pub(super) from: usize,
    /// Index of the place it reaches.
    pub(super) to: usize,
    /// What flows.
    pub(super) value: f64,
    /// Colour of the node it comes from.
    pub(super) tone: usize,
}

/// Places and ribbons of a flow picture.
pub(super) struct Layout {
    /// Nodes in their order, then the places where ribbons pass.
    pub(super) places: Vec<Place>,
    /// The ribbons.
    pub(super) ribbons: Vec<Ribbon>,
    /// Number of columns.
    pub(super) columns: usize,
    /// Points per unit of flow.
    pub(super) scale: f64,
    /// Height of the tallest column, points.
    pub(super) height: f64,
}

/// Distance of columns, points.
pub(super) fn pitch(columns: usize) -> f64 {
    (WIDTH - 2.0 * MARGIN) / columns as f64
}

/// Width that labels may take beside their nodes, points.
pub(super) fn label_room(columns: usize) -> f64 {
    pitch(columns) - NODE_WIDTH - 12.0
}

impl Layout {
    /// Lays out checked nodes and links; `inflow` and `outflow` are what enters and leaves each node.
    pub(super) fn new(nodes: &[Node], links: &[Link], inflow: &[f64], outflow: &[f64]) -> Self {
        let columns = nodes.iter().map(|n| n.column).max().unwrap_or(0) + 1;
        let room = label_room(columns);
        let real = |(k, node): (usize, &Node)| Place {
            node: Some(k),
            column: node.column,
            value: inflow[k].max(outflow[k]),
            lines: wrap(&node.label, LABEL, false, room, 2),
            top: 0.0,
            height: 0.0,
        };
        let mut places: Vec<Place> = nodes.iter().enumerate().map(real).collect();
        let mut ribbons = Vec::new();
        for link in links.iter().filter(|l| l.value > 0.0) {
            let tone = nodes[link.from].tone;
            let mut from = link.from;
            // A ribbon over several columns reserves a place in each, so that it passes between nodes.
            for column in nodes[link.from].column + 1..nodes[link.to].column {
                let (node, lines) = (None, Vec::new());
                places.push(Place { node, column, value: link.value, lines, top: 0.0, height: 0.0 });
                ribbons.push(Ribbon { from, to: places.len() - 1, value: link.value, tone });
                from = places.len() - 1;
            }
            ribbons.push(Ribbon { from, to: link.to, value: link.value, tone });
        }
        let in_column = |c: usize| places.iter().filter(move |b| b.column == c);
        let largest = (0..columns).map(|c| in_column(c).map(|b| b.value).sum::<f64>()).fold(0.0, f64::max);
        let scale = if largest > 0.0 { FLOW_HEIGHT / largest } else { 0.0 };
        for b in &mut places {
            b.height = b.value * scale;
        }
        let mut layout = Self { places, ribbons, columns, scale, height: 0.0 };
        layout.stack();
        layout
    }

    /// Puts the places of each column below each other, in the order of what flows into them, each column centred.
    fn stack(&mut self) {
        let orders: Vec<Vec<usize>> = (0..self.columns)
            .map(|c| {
                let order = self.order(c);
                self.pack(&order);
                order
            })
            .collect();
        let column_height = |order: &Vec<usize>| {
            order.iter().map(|k| self.places[*k].slot()).sum::<f64>() + GAP * order.len().saturating_sub(1) as f64
        };
        let heights: Vec<f64> = orders.iter().map(column_height).collect();
        self.height = heights.iter().copied().fold(0.0, f64::max);
        for (order, height) in orders.iter().zip(heights) {
            for k in order {
                self.places[*k].top += (self.height - height) / 2.0;
            }
        }
    }

    /// Places of a column by the mean height of where their flow comes from; without inflow, in the order given.
    fn order(&self, column: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.places.len()).filter(|k| self.places[*k].column == column).collect();
        if column > 0 {
            let origin = |k: usize| {
                let into = self.ribbons.iter().filter(|r| r.to == k);
                let middle = |r: &Ribbon| self.places[r.from].top + self.places[r.from].height / 2.0;
                let (sum, weight) = into.fold((0.0, 0.0), |(s, w), r| (s + r.value * middle(r), w + r.value));
                if weight > 0.0 { sum / weight } else { f64::INFINITY }
            };
            order.sort_by(|a, b| origin(*a).total_cmp(&origin(*b)).then(a.cmp(b)));
        }
        order
    }

    fn pack(&mut self, order: &[usize]) {
        let mut y = 0.0;
        for k in order {
            let slot = self.places[*k].slot();
            self.places[*k].top = y + (slot - self.places[*k].height) / 2.0;
            y += slot + GAP;
        }
    }

    /// Heights at which each ribbon leaves and enters, ordered so that ribbons of one place do not cross.
    pub(super) fn ports(&self) -> Vec<(f64, f64)> {
        let mut ports = vec![(0.0, 0.0); self.ribbons.len()];
        for (k, b) in self.places.iter().enumerate() {
            let sorted = |mine: fn(&Ribbon) -> usize, other: fn(&Ribbon) -> usize| {
                let mut at: Vec<usize> = (0..self.ribbons.len()).filter(|r| mine(&self.ribbons[*r]) == k).collect();
                let top = |r: usize| self.places[other(&self.ribbons[r])].top;
                at.sort_by(|x, y| top(*x).total_cmp(&top(*y)).then(x.cmp(y)));
                at
            };
            let (mut out, mut into) = (b.top, b.top);
            for r in sorted(|r| r.from, |r| r.to) {
                ports[r].0 = out;
                out += self.ribbons[r].value * self.scale;
            }
            for r in sorted(|r| r.to, |r| r.from) {
                ports[r].1 = into;
                into += self.ribbons[r].value * self.scale;
            }
        }
        ports
    }
}
