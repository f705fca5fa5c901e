//! A programme as columns over supply rows and coupling rows, for given decisions on its sites.

use super::Program;

/// What is decided on a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Open,
    Closed,
    /// Anything between closed and open: the relaxation.
    Free,
}

/// What a coupling row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// The flow of a site whose opening is decided.
    Site(usize),
    /// Most flow of a site, if open.
    SiteMax(usize),
    /// Least flow of a site, if open.
    SiteMin(usize),
    /// A flow only where the site is open.
    Linked,
    /// A row of the programme.
    Row(usize),
    /// How many sites are open.
    Opened,
}

/// What a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Flow of an arc.
    Arc,
    /// Opening of a site.
    Opening,
    /// Breach of a limit.
    Breach,
}

/// A variable, from zero to `max`.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) kind: Kind,
    /// The source whose supply it carries; none for an opening or a breach of a row.
    pub(super) source: Option<usize>,
    pub(super) cost: f64,
    pub(super) max: f64,
    /// Coupling rows and weights.
    pub(super) entries: Vec<(usize, f64)>,
}

/// A coupling row.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    pub(super) label: Label,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Columns: the arcs in their order, then an opening for every site that is free.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) supply: Vec<f64>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Limit>,
    /// Site of each column after the arcs.
    pub(super) openings: Vec<usize>,
    /// Cost of what is decided.
    pub(super) fixed: f64,
}

/// Up to so many arcs, each is bounded by the opening of its site: sharper bounds for more rows.
const LINKED_ARCS_MAX: usize = 600;

impl Model {
    /// The model of a sound programme. `links` asks for the sharper relaxation.
    pub(super) fn new(program: &Program, decisions: &[Decision], links: bool) -> Self {
        let closed = |site: usize| decisions[site] == Decision::Closed;
        let mut columns: Vec<Column> = Vec::with_capacity(program.arcs.len());
        columns.extend(program.arcs.iter().map(|arc| {
            let shut = closed(arc.site) || arc.via.is_some_and(closed);
            let max = if shut { 0.0 } else { arc.max };
            Column { kind: Kind::Arc, source: Some(arc.source), cost: arc.cost, max, entries: Vec::with_capacity(4) }
        }));
        let openings: Vec<usize> = (0..decisions.len()).filter(|s| decisions[*s] == Decision::Free).collect();
        columns.extend(openings.iter().map(|site| {
            let cost = program.sites[*site].fixed.unwrap_or(0.0);
            Column { kind: Kind::Opening, source: None, cost, max: 1.0, entries: Vec::new() }
        }));
        let opened = |s: &usize| decisions[*s] == Decision::Open;
        let fixed = (0..decisions.len()).filter(opened).filter_map(|s| program.sites[s].fixed).sum();
        let mut model = Self { supply: program.supply.clone(), columns, rows: Vec::new(), openings, fixed };
        model.add_sites(program, decisions);
        model.add_rows(program, decisions);
        model.add_count(program, decisions);
        if links && program.arcs.len() <= LINKED_ARCS_MAX {
            model.add_links(program);
        }
        model
    }

    /// Column of a site's opening, where it is free.
    fn opening(&self, arcs: usize, site: usize) -> Option<usize> {
        self.openings.binary_search(&site).ok().map(|k| arcs + k)
    }

    fn add_sites(&mut self, program: &Program, decisions: &[Decision]) {
        let mut through: Vec<Vec<usize>> = vec![Vec::new(); program.sites.len()];
        for (k, arc) in program.arcs.iter().enumerate() {
            through[arc.site].push(k);
            arc.via.into_iter().for_each(|via| through[via].push(k));
        }
        for (s, site) in program.sites.iter().enumerate() {
            match decisions[s] {
                Decision::Closed => {}
                Decision::Open if site.min == 0.0 && site.max == f64::INFINITY => {}
                Decision::Open => self.add_row(Label::Site(s), site.min, site.max, &through[s], None),
                Decision::Free => {
                    let opening = self.opening(program.arcs.len(), s);
                    // No more than what can come: the relaxation of a site without limit stays sharp.
                    let most = site.max.min(reach(program, &through[s]));
                    let link = |weight: f64| opening.map(|o| (o, weight));
                    self.add_row(Label::SiteMax(s), f64::NEG_INFINITY, 0.0, &through[s], link(-most));
                    if site.min > 0.0 {
                        self.add_row(Label::SiteMin(s), 0.0, f64::INFINITY, &through[s], link(-site.min));
                    }
                }
            }
        }
    }

    fn add_row(&mut self, label: Label, low: f64, high: f64, arcs: &[usize], other: Option<(usize, f64)>) {
        let row = self.rows.len();
        let entries = arcs.iter().map(|arc| (*arc, 1.0)).chain(other);
        entries.for_each(|(column, weight)| self.columns[column].entries.push((row, weight)));
        self.rows.push(Limit { label, low, high });
    }

    fn add_rows(&mut self, program: &Program, decisions: &[Decision]) {
        for (r, row) in program.rows.iter().enumerate() {
            let at = self.rows.len();
            let mut decided = 0.0;
            for (site, weight) in row.sites.iter().filter(|w| w.1 != 0.0) {
                match self.opening(program.arcs.len(), *site) {
                    Some(column) => self.columns[column].entries.push((at, *weight)),
                    None if decisions[*site] == Decision::Open => decided += weight,
                    None => {}
                }
            }
            for (arc, weight) in row.arcs.iter().filter(|w| w.1 != 0.0) {
                self.columns[*arc].entries.push((at, *weight));
            }
            self.rows.push(Limit { label: Label::Row(r), low: row.low - decided, high: row.high - decided });
        }
    }

    fn add_count(&mut self, program: &Program, decisions: &[Decision]) {
        let Some(most) = program.open_max else { return };
        let is_open = |s: &usize| decisions[*s] == Decision::Open && program.sites[*s].fixed.is_some();
        let decided = (0..decisions.len()).filter(is_open).count();
        let row = self.rows.len();
        let arcs = program.arcs.len();
        self.columns[arcs..].iter_mut().for_each(|column| column.entries.push((row, 1.0)));
        let high = most as f64 - decided as f64;
        self.rows.push(Limit { label: Label::Opened, low: f64::NEG_INFINITY, high });
    }

    fn add_links(&mut self, program: &Program) {
        for (k, arc) in program.arcs.iter().enumerate() {
            let most = self.supply[arc.source].min(arc.max);
            for site in [Some(arc.site), arc.via].into_iter().flatten() {
                if let Some(opening) = self.opening(program.arcs.len(), site) {
                    self.add_row(Label::Linked, f64::NEG_INFINITY, 0.0, &[k], Some((opening, -most)));
                }
            }
        }
    }
}

impl Model {
    /// Cost of values of the columns, decided costs included.
    pub(super) fn cost(&self, values: &[f64]) -> f64 {
        self.columns.iter().zip(values).fold(self.fixed, |sum, (column, value)| sum + column.cost * value)
    }
}

/// Most that can flow over some arcs.
fn reach(program: &Program, arcs: &[usize]) -> f64 {
    let mut by_source = std::collections::BTreeMap::new();
    for arc in arcs.iter().map(|a| &program.arcs[*a]) {
        *by_source.entry(arc.source).or_insert(0.0) += arc.max.min(program.supply[arc.source]);
    }
    by_source.into_iter().map(|(source, sum): (usize, f64)| sum.min(program.supply[source])).sum()
}
