//! A flow picture (Sankey diagram): nodes in columns, ribbons as wide as what flows.

use super::canvas::{Align, Canvas, Look, Point, Rect, WIDTH};
use super::error::{closes, count, not_negative};
use super::format::significant;
use super::frame::{MARGIN, picture};
use super::labels::{LABEL, TICK, fit, wrap};
use super::palette::{INK, QUIET, fill, tint};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};

/// Something that flows start from, pass or end at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub label: String,
    /// Its column, 0 at the left.
    pub column: usize,
    /// Index of its colour in the palette, taken modulo eight: give a stream the same in every figure.
    pub tone: usize,
}

/// A flow between two nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Index of the node it leaves.
    pub from: usize,
    /// Index of the node it reaches, in a column further right.
    pub to: usize,
    /// How much, zero or more, in the unit of the figure.
    pub value: f64,
}

/// Flows through columns of nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Sankey {
    /// Title and language.
    pub heading: Heading,
    /// What flows, e.g. `Wet mass`.
    pub quantity: String,
    /// Its unit, e.g. `t/a`.
    pub unit: String,
    /// Headings of the columns; fewer than columns, or none, leaves the rest blank.
    pub columns: Vec<String>,
    /// The nodes. Within the first column they keep this order; further right they follow the flows.
    pub nodes: Vec<Node>,
    /// The flows. What enters a node with exits must leave it.
    pub links: Vec<Link>,
}

const MOST_COLUMNS: usize = 6;
const MOST_NODES: usize = 60;
const NODE_WIDTH: f64 = 12.0;
/// Height of the largest column's flow, points.
const FLOW_HEIGHT: f64 = 260.0;
const GAP: f64 = 9.0;
const LINE: f64 = 13.0;
const HEAD: f64 = 24.0;
const FOOT: f64 = 30.0;
/// Points along each edge of a ribbon.
const SAMPLES: usize = 24;

/// A node as drawn: a real one, or the place where a long ribbon passes a column.
struct Place {
    node: Option<usize>,
    column: usize,
    value: f64,
    lines: Vec<String>,
    top: f64,
    height: f64,
}

impl Place {
    fn slot(&self) -> f64 {
        if self.node.is_some() { self.height.max(LINE * (self.lines.len() as f64 + 1.0)) } else { self.height }
    }
}

/// A ribbon between boxes of neighbouring columns.
struct Ribbon {
    from: usize,
    to: usize,
    value: f64,
    tone: usize,
}

struct Layout {
    boxes: Vec<Place>,
    ribbons: Vec<Ribbon>,
    columns: usize,
    scale: f64,
    height: f64,
}

impl Sankey {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no node or no flow, when a value is negative or cannot be drawn, when a flow names
    /// an unknown node or does not lead to the right, and when a node lets out what it did not receive.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let (inflow, outflow) = self.check()?;
        let layout = self.layout(&inflow, &outflow);
        Ok(picture(&self.heading, HEAD + layout.height + FOOT, self.csv(), |canvas, top| {
            self.draw_columns(canvas, &layout, top);
            draw_ribbons(canvas, &layout, top + HEAD);
            self.draw_nodes(canvas, &layout, top + HEAD);
            self.draw_totals(canvas, &inflow, &outflow, top + HEAD + layout.height + 14.0);
        }))
    }

    /// What enters and what leaves each node.
    fn check(&self) -> Result<(Vec<f64>, Vec<f64>), PlotError> {
        count("nodes", self.nodes.len(), MOST_NODES)?;
        count("links", self.links.len(), usize::MAX)?;
        let columns = self.nodes.iter().map(|n| n.column).max().unwrap_or(0).saturating_add(1);
        count("columns", columns, MOST_COLUMNS)?;
        let (mut inflow, mut outflow) = (vec![0.0; self.nodes.len()], vec![0.0; self.nodes.len()]);
        for link in &self.links {
            let node = |k: usize| self.nodes.get(k).ok_or(PlotError::UnknownNode { node: k });
            let (from, to) = (node(link.from)?, node(link.to)?);
            if from.column >= to.column {
                return Err(PlotError::Backward { from: from.label.clone(), to: to.label.clone() });
            }
            not_negative(&format!("flow from {} to {}", from.label, to.label), [link.value])?;
            outflow[link.from] += link.value;
            inflow[link.to] += link.value;
        }
        for (k, node) in self.nodes.iter().enumerate() {
            let enters = self.links.iter().any(|l| l.to == k);
            let leaves = self.links.iter().any(|l| l.from == k);
            if enters && leaves {
                closes(&format!("node {}", node.label), outflow[k], inflow[k], outflow[k].max(inflow[k]))?;
            }
        }
        Ok((inflow, outflow))
    }

    fn pitch(columns: usize) -> f64 {
        (WIDTH - 2.0 * MARGIN) / columns as f64
    }

    fn layout(&self, inflow: &[f64], outflow: &[f64]) -> Layout {
        let columns = self.nodes.iter().map(|n| n.column).max().unwrap_or(0) + 1;
        let room = Self::pitch(columns) - NODE_WIDTH - 12.0;
        let real = |(k, node): (usize, &Node)| Place {
            node: Some(k),
            column: node.column,
            value: inflow[k].max(outflow[k]),
            lines: wrap(&node.label, LABEL, false, room, 2),
            top: 0.0,
            height: 0.0,
        };
        let mut boxes: Vec<Place> = self.nodes.iter().enumerate().map(real).collect();
        let mut ribbons = Vec::new();
        for link in self.links.iter().filter(|l| l.value > 0.0) {
            let tone = self.nodes[link.from].tone;
            let mut from = link.from;
            // A ribbon over several columns reserves a place in each, so that it passes between nodes.
            for column in self.nodes[link.from].column + 1..self.nodes[link.to].column {
                let (node, lines) = (None, Vec::new());
                boxes.push(Place { node, column, value: link.value, lines, top: 0.0, height: 0.0 });
                ribbons.push(Ribbon { from, to: boxes.len() - 1, value: link.value, tone });
                from = boxes.len() - 1;
            }
            ribbons.push(Ribbon { from, to: link.to, value: link.value, tone });
        }
        let in_column = |c: usize| boxes.iter().filter(move |b| b.column == c);
        let largest = (0..columns).map(|c| in_column(c).map(|b| b.value).sum::<f64>()).fold(0.0, f64::max);
        let scale = if largest > 0.0 { FLOW_HEIGHT / largest } else { 0.0 };
        for b in &mut boxes {
            b.height = b.value * scale;
        }
        let mut layout = Layout { boxes, ribbons, columns, scale, height: 0.0 };
        layout.stack();
        layout
    }

    fn draw_columns(&self, canvas: &Canvas<'_>, layout: &Layout, top: f64) {
        let pitch = Self::pitch(layout.columns);
        for (c, name) in self.columns.iter().take(layout.columns).enumerate() {
            let name = fit(name, LABEL, true, pitch - 10.0);
            canvas.text((MARGIN + pitch * c as f64, top + 7.0), &name, Look::new(LABEL, QUIET).bold());
        }
    }

    fn draw_nodes(&self, canvas: &Canvas<'_>, layout: &Layout, top: f64) {
        let locale = self.heading.locale;
        let room = Self::pitch(layout.columns) - NODE_WIDTH - 12.0;
        for b in &layout.boxes {
            let Some(node) = b.node else { continue };
            let x = MARGIN + Self::pitch(layout.columns) * b.column as f64;
            let y = top + b.top;
            // Less than a hairline is still drawn as one: the node exists.
            canvas.bar(Rect::new((x, x + NODE_WIDTH), (y, y + b.height.max(1.0))), fill(self.nodes[node].tone));
            let value = format!("{} {}", significant(b.value, 3, locale), self.unit);
            let value = fit(&value, TICK, true, room);
            let first = y + b.height / 2.0 - LINE * b.lines.len() as f64 / 2.0;
            for (k, line) in b.lines.iter().enumerate() {
                canvas.text((x + NODE_WIDTH + 5.0, first + LINE * k as f64), line, Look::new(LABEL, INK));
            }
            let y = first + LINE * b.lines.len() as f64;
            canvas.text((x + NODE_WIDTH + 5.0, y), &value, Look::new(TICK, INK).bold());
        }
    }

    fn draw_totals(&self, canvas: &Canvas<'_>, inflow: &[f64], outflow: &[f64], y: f64) {
        let locale = self.heading.locale;
        let sum = |of: &[f64], other: &[f64]| -> f64 {
            of.iter().zip(other).filter(|(_, o)| **o == 0.0).map(|(v, _)| v).sum()
        };
        let (enters, leaves) = (sum(outflow, inflow), sum(inflow, outflow));
        let text = format!(
            "{}{}{} {} {}, {} {} {}",
            self.quantity,
            locale.colon(),
            significant(enters, 4, locale),
            self.unit,
            locale.pick("in", "en entrée"),
            significant(leaves, 4, locale),
            self.unit,
            locale.pick("out", "en sortie"),
        );
        let text = fit(&text, LABEL, false, WIDTH - 2.0 * MARGIN);
        canvas.text((WIDTH / 2.0, y), &text, Look::new(LABEL, QUIET).align(Align::Middle));
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header =
            [l.pick("from", "de").to_owned(), l.pick("to", "vers").to_owned(), with_unit(&self.quantity, &self.unit)];
        let label = |k: usize| self.nodes[k].label.clone();
        csv(&header, self.links.iter().map(|x| vec![label(x.from), label(x.to), x.value.to_string()]))
    }
}

impl Layout {
    /// Puts the boxes of each column below each other, in the order of what flows into them, each column centred.
    fn stack(&mut self) {
        let orders: Vec<Vec<usize>> = (0..self.columns)
            .map(|c| {
                let order = self.order(c);
                self.pack(&order);
                order
            })
            .collect();
        let column_height = |order: &Vec<usize>| {
            order.iter().map(|k| self.boxes[*k].slot()).sum::<f64>() + GAP * order.len().saturating_sub(1) as f64
        };
        let heights: Vec<f64> = orders.iter().map(column_height).collect();
        self.height = heights.iter().copied().fold(0.0, f64::max);
        for (order, height) in orders.iter().zip(heights) {
            for k in order {
                self.boxes[*k].top += (self.height - height) / 2.0;
            }
        }
    }

    /// Boxes of a column by the mean height of where their flow comes from; without inflow, in the order given.
    fn order(&self, column: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.boxes.len()).filter(|k| self.boxes[*k].column == column).collect();
        if column > 0 {
            let origin = |k: usize| {
                let into = self.ribbons.iter().filter(|r| r.to == k);
                let middle = |r: &Ribbon| self.boxes[r.from].top + self.boxes[r.from].height / 2.0;
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
            let slot = self.boxes[*k].slot();
            self.boxes[*k].top = y + (slot - self.boxes[*k].height) / 2.0;
            y += slot + GAP;
        }
    }

    /// Heights at which each ribbon leaves and enters, ordered so that ribbons of one box do not cross.
    fn ports(&self) -> Vec<(f64, f64)> {
        let mut ports = vec![(0.0, 0.0); self.ribbons.len()];
        for (k, b) in self.boxes.iter().enumerate() {
            let sorted = |mine: fn(&Ribbon) -> usize, other: fn(&Ribbon) -> usize| {
                let mut at: Vec<usize> = (0..self.ribbons.len()).filter(|r| mine(&self.ribbons[*r]) == k).collect();
                let top = |r: usize| self.boxes[other(&self.ribbons[r])].top;
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

fn draw_ribbons(canvas: &Canvas<'_>, layout: &Layout, top: f64) {
    let pitch = Sankey::pitch(layout.columns);
    for (ribbon, (start, end)) in layout.ribbons.iter().zip(layout.ports()) {
        let (from, to) = (&layout.boxes[ribbon.from], &layout.boxes[ribbon.to]);
        // Through a place reserved for passing, the ribbon runs on straight over the width of a node.
        let x0 = MARGIN + pitch * from.column as f64 + NODE_WIDTH;
        let x1 = MARGIN + pitch * to.column as f64 + if to.node.is_none() { NODE_WIDTH } else { 0.0 };
        let thick = (ribbon.value * layout.scale).max(0.4);
        let upper = bend((x0, top + start), (x1, top + end));
        let lower = bend((x0, top + start + thick), (x1, top + end + thick));
        let outline: Vec<Point> = upper.into_iter().chain(lower.into_iter().rev()).collect();
        canvas.polygon(&outline, tint(fill(ribbon.tone).colour, 0.45), 0.8);
    }
}

/// A cubic Bezier curve, level at both ends.
fn bend((x0, y0): Point, (x1, y1): Point) -> Vec<Point> {
    (0..=SAMPLES)
        .map(|k| {
            let t = k as f64 / SAMPLES as f64;
            let s = 1.0 - t;
            let (a, b, c, d) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
            let middle = (x0 + x1) / 2.0;
            (a * x0 + (b + c) * middle + d * x1, (a + b) * y0 + (c + d) * y1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ribbons_fill_their_boxes() {
        let node = |label: &str, column| Node { label: label.to_owned(), column, tone: column };
        let sankey = Sankey {
            heading: Heading::new("t", super::super::Locale::En),
            quantity: "Mass".into(),
            unit: "t/a".into(),
            columns: vec![],
            nodes: vec![node("a", 0), node("b", 0), node("c", 1), node("d", 2)],
            links: vec![
                Link { from: 0, to: 2, value: 3.0 },
                Link { from: 1, to: 2, value: 4.0 },
                Link { from: 1, to: 3, value: 2.0 },
                Link { from: 2, to: 3, value: 7.0 },
            ],
        };
        let (inflow, outflow) = sankey.check().unwrap();
        let layout = sankey.layout(&inflow, &outflow);
        for (k, b) in layout.boxes.iter().enumerate() {
            let out: f64 = layout.ribbons.iter().filter(|r| r.from == k).map(|r| r.value).sum();
            let into: f64 = layout.ribbons.iter().filter(|r| r.to == k).map(|r| r.value).sum();
            assert!((out.max(into) * layout.scale - b.height).abs() < 1e-9);
        }
        assert_eq!(layout.boxes.len(), 5, "the long ribbon reserves one place");
        assert!(sankey.draw().unwrap().svg.contains("9.000 t/a in, 9.000"), "totals close");
    }
}
