//! A flow diagram under construction: nodes by name, links without zeros, gaps shown instead of hidden.

use crate::plot::{Heading, Link, Locale, Node, Picture, PlotError, Sankey};
use crate::words::word;

/// A flow diagram under construction.
pub(super) struct Diagram {
    quantity: &'static str,
    unit: &'static str,
    columns: Vec<&'static str>,
    nodes: Vec<Node>,
    links: Vec<Link>,
    lang: Locale,
}

/// What a node lacks, over what passes it, before the diagram shows it as a gap; below, it is rounding.
const ROUNDING: f64 = 5e-7;

impl Diagram {
    pub(super) fn new(quantity: &'static str, unit: &'static str, columns: Vec<&'static str>) -> Self {
        Self { quantity, unit, columns, nodes: Vec::new(), links: Vec::new(), lang: Locale::En }
    }

    /// In another language.
    pub(super) fn lang(mut self, lang: Locale) -> Self {
        self.lang = lang;
        self
    }

    /// A node with a fixed name, the name in the language of the diagram.
    pub(super) fn said(&self, (column, name): (usize, &'static str)) -> (usize, &'static str) {
        (column, self.lang.say(name))
    }

    /// The node of a name in a column, in a colour that it has elsewhere too.
    pub(super) fn toned(&mut self, column: usize, label: &str, tone: usize) -> usize {
        let node = self.node(column, label);
        self.nodes[node].tone = tone;
        node
    }

    /// The node of a name in a column; made when it is not there.
    pub(super) fn node(&mut self, column: usize, label: &str) -> usize {
        match self.nodes.iter().position(|n| n.column == column && n.label == label) {
            Some(found) => found,
            None => {
                let tone = self.nodes.len();
                self.nodes.push(Node { label: label.to_owned(), column, tone });
                self.nodes.len() - 1
            }
        }
    }

    /// True when a column has a node of this name.
    pub(super) fn has(&self, column: usize, label: &str) -> bool {
        self.nodes.iter().any(|n| n.column == column && n.label == label)
    }

    /// A flow between two nodes, each as (column, name); nothing flows where the value is zero.
    pub(super) fn flow(&mut self, from: (usize, &str), to: (usize, &str), value: f64) {
        if value > 0.0 {
            let (from, to) = (self.node(from.0, from.1), self.node(to.0, to.1));
            self.links.push(Link { from, to, value });
        }
    }

    /// Flows between the same two nodes become one.
    pub(super) fn merge(&mut self) {
        let mut merged: Vec<Link> = Vec::new();
        for link in std::mem::take(&mut self.links) {
            match merged.iter_mut().find(|l| l.from == link.from && l.to == link.to) {
                Some(same) => same.value += link.value,
                None => merged.push(link),
            }
        }
        self.links = merged;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// What leaves a node must have entered it: a difference becomes a flow to or from a node named gap.
    fn show_gaps(&mut self) {
        let last = self.columns.len().saturating_sub(1);
        let gap = self.lang.say(GAP);
        for k in 0..self.nodes.len() {
            let sum = |of: &dyn Fn(&Link) -> bool| self.links.iter().filter(|l| of(l)).map(|l| l.value).sum::<f64>();
            let (enters, leaves) = (sum(&|l| l.to == k), sum(&|l| l.from == k));
            if enters == 0.0 || leaves == 0.0 || (enters - leaves).abs() <= ROUNDING * enters.max(leaves) {
                continue;
            }
            let (column, label) = (self.nodes[k].column, self.nodes[k].label.clone());
            if enters > leaves {
                self.flow((column, &label), (last, gap), enters - leaves);
            } else {
                self.flow((0, gap), (column, &label), leaves - enters);
            }
        }
    }

    /// What rounding leaves of a flow that is none.
    fn drop_dust(&mut self) {
        let largest = self.links.iter().map(|l| l.value).fold(0.0, f64::max);
        self.links.retain(|l| l.value > 1e-9 * largest);
    }

    /// Nodes that nothing reaches or leaves are no part of the picture.
    fn drop_lonely(&mut self) {
        let used: Vec<usize> =
            (0..self.nodes.len()).filter(|k| self.links.iter().any(|l| l.from == *k || l.to == *k)).collect();
        let place = |k: usize| used.iter().position(|u| *u == k).unwrap_or(0);
        for link in &mut self.links {
            (link.from, link.to) = (place(link.from), place(link.to));
        }
        self.nodes = used.iter().map(|k| self.nodes[*k].clone()).collect();
    }

    pub(super) fn draw(mut self, title: &str) -> Result<Picture, PlotError> {
        self.drop_dust();
        self.drop_lonely();
        self.show_gaps();
        Sankey {
            heading: Heading::new(title, self.lang),
            quantity: self.quantity.to_owned(),
            unit: self.unit.to_owned(),
            columns: self.columns.iter().map(|c| (*c).to_owned()).collect(),
            nodes: self.nodes,
            links: self.links,
        }
        .draw()
    }
}

const GAP: &str = word("Gap in the account");

/// The largest parts by name, and one that holds the rest.
pub(super) fn largest(mut parts: Vec<(String, f64)>, most: usize, rest: &str) -> Vec<(String, f64)> {
    parts.retain(|(_, value)| *value > 0.0);
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    if parts.len() > most {
        let small = parts.split_off(most - 1);
        parts.push((rest.to_owned(), small.iter().map(|(_, value)| value).sum()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_shown_and_rounding_is_not() {
        let mut diagram = Diagram::new("Energy", "MWh/a", vec!["In", "Plant", "Out"]);
        diagram.flow((0, "Wood"), (1, "Boiler"), 100.0);
        diagram.flow((1, "Boiler"), (2, "Heat"), 80.0);
        diagram.flow((1, "Boiler"), (2, "Loss"), 19.0);
        let picture = diagram.draw("Energy").unwrap();
        assert!(picture.csv.contains(GAP), "{}", picture.csv);
        let mut diagram = Diagram::new("Energy", "MWh/a", vec!["In", "Plant", "Out"]);
        diagram.flow((0, "Wood"), (1, "Boiler"), 100.0);
        diagram.flow((1, "Boiler"), (2, "Heat"), 100.000_001);
        assert!(!diagram.draw("Energy").unwrap().csv.contains(GAP));
    }

    #[test]
    fn the_rest_keeps_the_sum() {
        let parts = (1..=9).map(|k| (format!("p{k}"), f64::from(k))).collect();
        let kept = largest(parts, 4, "rest");
        assert_eq!(kept.len(), 4);
        assert_eq!(kept.iter().map(|(_, v)| v).sum::<f64>(), 45.0);
        assert_eq!(kept[3], ("rest".to_owned(), 21.0));
    }
}
