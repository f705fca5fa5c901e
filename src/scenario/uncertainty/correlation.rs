//! Correlations of drawn inputs by a Gaussian copula: a group of inputs that pairs tie together, and the factor that
//! mixes their independent normal scores.

use super::pairs::{self, Measure, Pair};
use super::plan::{Drawn, Plan};
use crate::diag::Diagnostic;
use crate::dist::{CorrelationMatrix, ScoreError, ScorePair, ScoreSeries, normal_from_spearman, spearman_from_normal};
use crate::scenario::section::Context;
use crate::scenario::tree::Node;
use crate::text;
use crate::words::Text;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Inputs whose normal scores are mixed.
#[derive(Clone, Debug)]
pub(super) struct Correlated {
    /// Places in the list of drawn inputs, in the order of their first mention.
    members: Vec<usize>,
    /// Lower triangular factor of the correlation of scores, row by row.
    factor: Vec<f64>,
}

impl Correlated {
    pub(super) fn members(&self) -> impl Iterator<Item = usize> {
        self.members.iter().copied()
    }

    /// Correlation of the scores of two members, by their numbers in the group.
    pub(super) fn between(&self, a: usize, b: usize) -> f64 {
        (0..=a.min(b)).map(|k| self.weight(a, k) * self.weight(b, k)).sum()
    }

    fn weight(&self, row: usize, column: usize) -> f64 {
        self.factor[row * (row + 1) / 2 + column]
    }

    /// Turns the independent scores that stand in the places of the members into their values: from the last to the
    /// first, since a member needs the scores of those before it.
    pub(super) fn place(&self, drawn: &[Drawn], values: &mut [f64]) {
        for row in (0..self.members.len()).rev() {
            let score = |k: usize| values[drawn[self.members[k]].place];
            let z = (0..=row).fold(0.0, |sum, k| sum + self.weight(row, k) * score(k));
            let member = &drawn[self.members[row]];
            values[member.place] = member.distribution.from_normal(z);
        }
    }

    /// What each member's dimension moves: places of inputs.
    pub(super) fn moves(&self, drawn: &[Drawn]) -> impl Iterator<Item = (usize, Vec<usize>)> {
        (0..self.members.len()).map(|column| {
            let rows = (column..self.members.len()).filter(|row| self.weight(*row, column) != 0.0);
            (self.members[column], rows.map(|row| drawn[self.members[row]].place).collect())
        })
    }
}

/// Reads `correlation = [...]` of `[uncertainty]` into the plan.
pub(super) fn read(context: &mut Context<'_>, node: &Node, section: &Node, plan: &mut Plan) {
    let Some(pairs) = pairs::read(context, node, section, plan) else { return };
    let mut laws = Laws::default();
    for (members, pairs) in groups(&pairs) {
        let Some(given) = matrix(context, &members, &pairs, &mut laws, plan) else { continue };
        if let Some(factor) = valid(context, &members, &pairs, given, &laws, plan).and_then(|m| m.factor()) {
            members.iter().for_each(|k| plan.drawn[*k].correlated = true);
            plan.correlated.push(Correlated { members, factor });
        }
    }
}

/// Inputs tied together by pairs, in the order of their first mention, each group with its pairs.
fn groups(pairs: &[Pair]) -> Vec<(Vec<usize>, Vec<&Pair>)> {
    let mut groups: Vec<(Vec<usize>, Vec<&Pair>)> = Vec::new();
    for pair in pairs {
        let (a, b) = pair.members;
        let touches = |(members, _): &(Vec<usize>, Vec<&Pair>)| members.contains(&a) || members.contains(&b);
        let Some(first) = groups.iter().position(touches) else {
            groups.push((vec![a, b], vec![pair]));
            continue;
        };
        // A pair can tie two groups together; the later joins the earlier.
        if let Some(second) = groups.iter().skip(first + 1).position(touches) {
            let (members, tied) = groups.remove(first + 1 + second);
            groups[first].0.extend(members);
            groups[first].1.extend(tied);
        }
        let (members, tied) = &mut groups[first];
        members.extend([a, b].iter().filter(|k| !members.contains(k)).collect::<Vec<_>>());
        tied.push(pair);
    }
    groups
}

/// Series of the laws that stand in a Pearson correlation, each made once.
#[derive(Default)]
struct Laws(HashMap<usize, ScoreSeries>);

impl Laws {
    /// The pair of laws of two drawn inputs, or what is wrong with one.
    fn pair(&mut self, plan: &Plan, (a, b): (usize, usize)) -> Result<ScorePair, ScoreError> {
        for k in [a, b] {
            if let Entry::Vacant(free) = self.0.entry(k) {
                free.insert(ScoreSeries::new(&plan.drawn[k].distribution)?);
            }
        }
        Ok(ScorePair::new(&self.0[&a], &self.0[&b]))
    }
}

fn index(members: &[usize], k: usize) -> usize {
    members.iter().position(|m| *m == k).expect("a group holds the members of its pairs")
}

/// The correlations of scores of a group; pairs that are not given have none.
fn matrix(
    context: &mut Context<'_>,
    members: &[usize],
    pairs: &[&Pair],
    laws: &mut Laws,
    plan: &Plan,
) -> Option<CorrelationMatrix> {
    let mut matrix = CorrelationMatrix::identity(members.len());
    let mut sound = true;
    for pair in pairs {
        let normal = match pair.measure {
            Measure::Spearman => Ok(normal_from_spearman(pair.rho)),
            Measure::Pearson => laws.pair(plan, pair.members).and_then(|laws| laws.normal_from_pearson(pair.rho)),
        };
        match normal {
            Ok(rho) => matrix.set(index(members, pair.members.0), index(members, pair.members.1), rho),
            Err(error) => {
                let (a, b) = names(context, plan, pair.members);
                let found = Diagnostic::error(text!("`{a}` and `{b}` cannot have this pearson: {error}", a, b, error));
                let found = found.at(Some(pair.location.clone()), text!("{rho} is out of reach", rho = pair.rho));
                context
                    .diagnostics
                    .push(found.help(text!("write a number within reach, or the rank correlation as spearman")));
                sound = false;
            }
        }
    }
    sound.then_some(matrix)
}

fn names<'c>(context: &'c Context<'_>, plan: &Plan, (a, b): (usize, usize)) -> (&'c str, &'c str) {
    let path = |k: usize| context.inputs.list()[plan.drawn[k].place].path.as_str();
    (path(a), path(b))
}

/// The matrix, or the nearest valid one where that was allowed; an error tells it where it was not.
fn valid(
    context: &mut Context<'_>,
    members: &[usize],
    pairs: &[&Pair],
    given: CorrelationMatrix,
    laws: &Laws,
    plan: &Plan,
) -> Option<CorrelationMatrix> {
    if given.is_valid() {
        return Some(given);
    }
    let allowed = pairs.iter().any(|p| p.nearest);
    // What a reader is told has four decimals: a little inside, so that it stays valid as written.
    let floor = if allowed { 0.0 } else { 2e-4 * members.len() as f64 };
    let near = given.nearest(floor);
    let changes = changes(context, members, pairs, (&given, &near), laws, plan);
    let here = Some(pairs[0].entry.clone());
    if allowed {
        let largest = changes.first().map_or(Text::plain(""), |c| Text::joined([Text::plain(""), c.clone()], ": "));
        let found =
            Diagnostic::warning(text!("the nearest correlations that can hold together are used{largest}", largest));
        let rest = changes.get(1..).unwrap_or_default();
        let help = if rest.is_empty() { text!("no other is changed") } else { Text::joined(rest.to_vec(), "; ") };
        context.diagnostics.push(found.at(here, text!("changed the most")).help(help));
        return Some(near);
    }
    let smallest = given.smallest_eigenvalue();
    let found = Diagnostic::error(text!(
        "these correlations cannot hold together: the smallest eigenvalue of their matrix is {smallest}, below 0",
        smallest = format!("{smallest:.4}")
    ));
    let found = found.at(here, text!("with the others of these inputs"));
    let help = text!(
        "the nearest that can: {changes}; write these (a pair that is not given counts as 0), or add nearest = true to use them",
        changes = Text::joined(changes, "; ")
    );
    context.diagnostics.push(found.help(help));
    None
}

/// Most changes that are told one by one.
const TOLD: usize = 12;

/// What differs between two matrices, the largest change first, each in the measure of its pair.
fn changes(
    context: &Context<'_>,
    members: &[usize],
    pairs: &[&Pair],
    (given, near): (&CorrelationMatrix, &CorrelationMatrix),
    laws: &Laws,
    plan: &Plan,
) -> Vec<Text> {
    let mut list: Vec<(f64, Text)> = Vec::new();
    for (i, j) in (0..members.len()).flat_map(|i| (0..i).map(move |j| (j, i))) {
        let change = (near.get(i, j) - given.get(i, j)).abs();
        if change < 5e-5 {
            continue;
        }
        let (a, b) = names(context, plan, (members[i], members[j]));
        let pair = pairs.iter().find(|p| {
            let (x, y) = (index(members, p.members.0), index(members, p.members.1));
            (x.min(y), x.max(y)) == (i, j)
        });
        let measure = pair.map_or(Measure::Spearman, |p| p.measure);
        let value = match measure {
            Measure::Spearman => spearman_from_normal(near.get(i, j)),
            Measure::Pearson => ScorePair::new(&laws.0[&members[i]], &laws.0[&members[j]]).pearson(near.get(i, j)).0,
        };
        let before = pair.map_or(text!("not given"), |p| text!("given {rho}", rho = p.rho));
        list.push((
            change,
            text!(
                "`{a}` with `{b}` {word} = {value} ({before})",
                a,
                b,
                word = measure.word(),
                value = format!("{value:.4}"),
                before
            ),
        ));
    }
    list.sort_by(|a, b| b.0.total_cmp(&a.0));
    let untold = list.len().saturating_sub(TOLD);
    let mut told: Vec<Text> = list.into_iter().take(TOLD).map(|(_, text)| text).collect();
    if untold > 0 {
        told.push(text!("{untold} more change less", untold));
    }
    told
}
