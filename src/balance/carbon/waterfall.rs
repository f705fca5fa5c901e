//! The lines of a carbon account, whose sum is the total.

use crate::num::Real;

/// What a line is. Biogenic carbon stands apart and is in no total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Emitted by the project.
    Direct,
    /// Not emitted because the project exists (negative), or lost by it (positive).
    Avoided,
    /// Carbon dioxide of biogenic origin, for information.
    Biogenic,
}

/// Why an avoided emission may not be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Counted in the total.
    Counted,
    /// The reference breaks the law: shown, not counted.
    Unlawful {
        /// The law.
        law: &'static str,
    },
    /// Somebody else claims the tonne: shown, not counted.
    ClaimedElsewhere,
}

/// One line of an account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Component<S> {
    /// Short name, stable across versions.
    pub name: &'static str,
    /// What it is about where the name is shared (an outlet, a leg).
    pub detail: Option<&'static str>,
    /// Direct, avoided or biogenic.
    pub kind: LineKind,
    /// Counted or not.
    pub claim: Claim,
    /// kg CO2e a year; negative is a saving.
    pub kg_co2e: S,
    /// Where the factor is from.
    pub source: &'static str,
}

impl<S: Real> Component<S> {
    /// A counted line.
    pub fn counted(name: &'static str, kind: LineKind, kg_co2e: S, source: &'static str) -> Self {
        Self { name, detail: None, kind, claim: Claim::Counted, kg_co2e, source }
    }

    /// The same line about one outlet or leg.
    #[must_use]
    pub fn about(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Whether the line is part of the total.
    pub fn is_counted(&self) -> bool {
        self.kind != LineKind::Biogenic && self.claim == Claim::Counted
    }
}

/// The lines of an account, in the order of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall<S> {
    /// Lines.
    pub components: Vec<Component<S>>,
}

impl<S: Real> Waterfall<S> {
    fn sum(&self, keep: impl Fn(&Component<S>) -> bool) -> S {
        self.components.iter().filter(|c| keep(c)).map(|c| c.kg_co2e).sum()
    }

    /// Emitted by the project, kg CO2e/a.
    pub fn direct_kg(&self) -> S {
        self.sum(|c| c.kind == LineKind::Direct)
    }

    /// Avoided and claimable, kg CO2e/a; negative is a saving.
    pub fn avoided_kg(&self) -> S {
        self.sum(|c| c.kind == LineKind::Avoided && c.is_counted())
    }

    /// Avoided on paper, but unlawful in the reference or claimed elsewhere, kg CO2e/a; in no total.
    pub fn not_claimable_kg(&self) -> S {
        self.sum(|c| c.kind == LineKind::Avoided && !c.is_counted())
    }

    /// Biogenic carbon dioxide, kg/a; in no total.
    pub fn biogenic_kg(&self) -> S {
        self.sum(|c| c.kind == LineKind::Biogenic)
    }

    /// Net change by the project, kg CO2e/a: direct plus claimable avoided; negative is a saving.
    pub fn total_kg(&self) -> S {
        self.direct_kg() + self.avoided_kg()
    }

    /// The running total before and after each counted line, for the picture: (line, from, to), kg CO2e/a.
    pub fn steps(&self) -> Vec<(&Component<S>, S, S)> {
        let mut level = S::zero();
        let mut steps = Vec::new();
        for c in self.components.iter().filter(|c| c.is_counted()) {
            let next = level + c.kg_co2e;
            steps.push((c, level, next));
            level = next;
        }
        steps
    }
}
