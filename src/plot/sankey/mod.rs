//! A flow picture (Sankey diagram): nodes in columns, ribbons as wide as what flows.

mod layout;

use super::canvas::{Align, Canvas, Look, Point, Rect, WIDTH};
use super::error::{closes, count, not_negative};
use super::frame::{MARGIN, picture};
use super::labels::{LABEL, TICK, fit};
use super::palette::{INK, QUIET, fill, tint};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use crate::words::significant;
use layout::{LINE, Layout, NODE_WIDTH, label_room, pitch};

/// Something that flows start from, pass or end at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Node {
    /// Its name.
    pub label: String,
    /// Its column, 0 at the left.
    pub column: usize,
    /// Index of its colour in the palette, taken modulo eight: give a stream the same in every figure.
    pub tone: usize,
}

/// A flow between two nodes.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Link {
    /// Index of the node it leaves.
    pub from: usize,
    /// Index of the node it reaches, in a column further right.
    pub to: usize,
    /// How much, zero or more, in the unit of the figure.
    pub value: f64,
}

/// Flows through columns of nodes.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
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
const HEAD: f64 = 24.0;
const FOOT: f64 = 30.0;
/// Points along each edge of a ribbon.
const SAMPLES: usize = 24;

impl Sankey {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no node or no flow, when a value is negative or cannot be drawn, when a flow names
    /// an unknown node or does not lead to the right, and when a node lets out what it did not receive.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let (inflow, outflow) = self.check()?;
        Ok(self.drawn()?.charted("sankey", self).also("inflow", &inflow).also("outflow", &outflow))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        let (inflow, outflow) = self.check()?;
        let layout = Layout::new(&self.nodes, &self.links, &inflow, &outflow);
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

    fn draw_columns(&self, canvas: &Canvas<'_>, layout: &Layout, top: f64) {
        let pitch = pitch(layout.columns);
        for (c, name) in self.columns.iter().take(layout.columns).enumerate() {
            let name = fit(name, LABEL, true, pitch - 10.0);
            canvas.text((MARGIN + pitch * c as f64, top + 7.0), &name, Look::new(LABEL, QUIET).bold());
        }
    }

    fn draw_nodes(&self, canvas: &Canvas<'_>, layout: &Layout, top: f64) {
        let locale = self.heading.locale;
        let room = label_room(layout.columns);
        for b in &layout.places {
            let Some(node) = b.node else { continue };
            let x = MARGIN + pitch(layout.columns) * b.column as f64;
            let y = top + b.top;
            // Less than a hairline is still drawn as one: the node exists.
            canvas.bar(Rect::new((x, x + NODE_WIDTH), (y, y + b.height.max(1.0))), fill(self.nodes[node].tone));
            let value = format!("{} {}", significant(b.value, 3, locale), locale.unit(&self.unit));
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
        let unit = locale.unit(&self.unit);
        let (enters, leaves) = (sum(outflow, inflow), sum(inflow, outflow));
        let text = format!(
            "{}{}{} {} {}, {} {} {}",
            self.quantity,
            locale.colon(),
            significant(enters, 4, locale),
            unit,
            locale.say("in"),
            significant(leaves, 4, locale),
            unit,
            locale.say("out"),
        );
        let text = fit(&text, LABEL, false, WIDTH - 2.0 * MARGIN);
        canvas.text((WIDTH / 2.0, y), &text, Look::new(LABEL, QUIET).align(Align::Middle));
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [l.say("from").to_owned(), l.say("to").to_owned(), with_unit(&self.quantity, &self.unit)];
        let label = |k: usize| self.nodes[k].label.clone();
        csv(&header, self.links.iter().map(|x| vec![label(x.from), label(x.to), x.value.to_string()]))
    }
}

fn draw_ribbons(canvas: &Canvas<'_>, layout: &Layout, top: f64) {
    let pitch = pitch(layout.columns);
    for (ribbon, (start, end)) in layout.ribbons.iter().zip(layout.ports()) {
        let (from, to) = (&layout.places[ribbon.from], &layout.places[ribbon.to]);
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

    fn four_nodes() -> Sankey {
        let node = |label: &str, column| Node { label: label.to_owned(), column, tone: column };
        Sankey {
            heading: Heading::new("t", crate::plot::Locale::En),
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
        }
    }

    /// Ribbons lie side by side along each node, from its top to its bottom, on both sides.
    #[test]
    fn ribbons_fill_their_nodes() {
        let sankey = four_nodes();
        let (inflow, outflow) = sankey.check().expect("consistent");
        let layout = Layout::new(&sankey.nodes, &sankey.links, &inflow, &outflow);
        assert_eq!(layout.places.len(), 5, "the long ribbon reserves one place");
        let ports = layout.ports();
        for (k, place) in layout.places.iter().enumerate() {
            let side = |mine: &dyn Fn(&layout::Ribbon) -> usize, port: &dyn Fn(usize) -> f64| {
                let thick = |r: usize| layout.ribbons[r].value * layout.scale;
                let at = (0..ports.len()).filter(|r| mine(&layout.ribbons[*r]) == k);
                let mut spans: Vec<(f64, f64)> = at.map(|r| (port(r), port(r) + thick(r))).collect();
                spans.sort_by(|a, b| a.0.total_cmp(&b.0));
                spans
            };
            for spans in [side(&|r| r.from, &|r| ports[r].0), side(&|r| r.to, &|r| ports[r].1)] {
                let (Some(first), Some(last)) = (spans.first(), spans.last()) else { continue };
                assert!((first.0 - place.top).abs() < 1e-9);
                assert!((last.1 - place.top - place.height).abs() < 1e-9);
                assert!(spans.windows(2).all(|w| (w[1].0 - w[0].1).abs() < 1e-9), "{spans:?}");
            }
        }
    }

    #[test]
    fn totals_close() {
        assert!(four_nodes().draw().expect("consistent").svg.contains("9.000 t/a in, 9.000 t/a out"));
    }
}
