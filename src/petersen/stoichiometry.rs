//! Coefficients for one parameter set, closed and checked by conservation.

use super::matrix::{Cell, Matrix};
use crate::num::{Lanes, Mask, Real};
use crate::text;
use crate::words::{Part, Text};
use std::fmt;

/// What no process may create or destroy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Chemical oxygen demand, kg.
    Cod = 0,
    /// Carbon, kmol.
    Carbon = 1,
    /// Nitrogen, kmol.
    Nitrogen = 2,
}

/// All quantities, in the order of the composition table.
pub const QUANTITIES: [Quantity; 3] = [Quantity::Cod, Quantity::Carbon, Quantity::Nitrogen];

impl Quantity {
    /// The word used in tables and messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cod => "COD",
            Self::Carbon => "carbon",
            Self::Nitrogen => "nitrogen",
        }
    }
}

/// Largest residual accepted, relative to what the process moves: rounding of a few hundred operations, nothing more.
pub const TOLERANCE: f64 = 1e-12;

/// A parameter set under which a process creates or destroys something.
#[derive(Clone, Debug, PartialEq)]
pub struct NotConserved<S> {
    /// The process, by its name in the matrix.
    pub process: String,
    /// What is not conserved.
    pub quantity: Quantity,
    /// Created per unit of rate (kg COD, kmol C, kmol N per unit of the process); negative when destroyed.
    pub residual: S,
}

impl<S: fmt::Debug> NotConserved<S> {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        let quantity = match self.quantity {
            Quantity::Cod => text!("COD¦conserved"),
            Quantity::Carbon => text!("carbon¦conserved"),
            Quantity::Nitrogen => text!("nitrogen¦conserved"),
        };
        text!(
            "process `{process}` does not conserve {quantity}: it creates {residual} per unit of its rate; \
             the fractions of what it forms must sum to 1",
            process = self.process,
            quantity,
            residual = format!("{:?}", self.residual)
        )
    }
}

impl<S: fmt::Debug> fmt::Display for NotConserved<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told().fmt(f)
    }
}

impl<S: fmt::Debug> Part for NotConserved<S> {
    fn part(&self) -> Text {
        self.told()
    }
}

impl<S: fmt::Debug> std::error::Error for NotConserved<S> {}

/// Checked coefficients of a matrix, in the order of [`Matrix::pattern`], and the contents of its states.
#[derive(Clone, Debug, PartialEq)]
pub struct Stoichiometry<S> {
    coefficients: Vec<S>,
    contents: [Vec<S>; 3],
}

impl<S: Real> Stoichiometry<S> {
    /// The coefficients, in the order of [`Matrix::pattern`].
    pub fn coefficients(&self) -> &[S] {
        &self.coefficients
    }

    /// Content of each state in a quantity: kg COD, kmol C or kmol N per unit of the state.
    pub fn contents(&self, quantity: Quantity) -> &[S] {
        &self.contents[quantity as usize]
    }
}

impl<S: Lanes> Stoichiometry<S> {
    /// The same coefficients in every lane.
    pub fn splat(one: &Stoichiometry<f64>) -> Self {
        let splat = |values: &[f64]| values.iter().map(|value| S::from_f64(*value)).collect::<Vec<S>>();
        Self { coefficients: splat(&one.coefficients), contents: [0, 1, 2].map(|k| splat(&one.contents[k])) }
    }

    /// Changes one lane.
    pub fn set_lane(&mut self, lane: usize, one: &Stoichiometry<f64>) {
        let set = |to: &mut [S], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| to.set_lane(lane, *from));
        set(&mut self.coefficients, &one.coefficients);
        self.contents.iter_mut().zip(&one.contents).for_each(|(to, from)| set(to, from));
    }
}

impl Matrix {
    /// The coefficients for one parameter set: expressions evaluated, `?` closed, all three quantities checked.
    ///
    /// # Errors
    /// The first process that creates or destroys COD, carbon or nitrogen (in any lane), or is not finite.
    pub fn evaluate<S: Real>(&self, parameters: &[S]) -> Result<Stoichiometry<S>, NotConserved<S>> {
        let mut stack = Vec::new();
        let contents = [0, 1, 2].map(|quantity| {
            let cell = |state: usize| self.contents[quantity][state].as_ref();
            (0..self.state_count)
                .map(|state| cell(state).map_or_else(S::zero, |content| content.evaluate(parameters, &mut stack)))
                .collect::<Vec<S>>()
        });
        let mut coefficients: Vec<S> = self
            .entries
            .iter()
            .map(|entry| match &entry.cell {
                Cell::Given(expression) => expression.evaluate(parameters, &mut stack),
                Cell::Closed(_) => S::zero(),
            })
            .collect();
        self.close(&mut coefficients, &contents);
        self.check(&coefficients, &contents)?;
        Ok(Stoichiometry { coefficients, contents })
    }

    /// Entries `start..end` of each process: entries are in row order.
    fn process_ranges(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let mut start = 0;
        (0..self.processes.len()).map(move |process| {
            let count = self.entries[start..].iter().take_while(|entry| entry.process == process).count();
            start += count;
            start - count..start
        })
    }

    /// Sets each `?` to minus what the rest of its process moves: a closing state holds exactly 1 of its quantity.
    fn close<S: Real>(&self, coefficients: &mut [S], contents: &[Vec<S>; 3]) {
        for range in self.process_ranges() {
            for closing in range.clone() {
                if let Cell::Closed(quantity) = self.entries[closing].cell {
                    let content = &contents[quantity as usize];
                    let mut moved = S::zero();
                    for other in range.clone().filter(|other| *other != closing) {
                        moved += coefficients[other] * content[self.entries[other].state];
                    }
                    coefficients[closing] = -moved;
                }
            }
        }
    }

    fn check<S: Real>(&self, coefficients: &[S], contents: &[Vec<S>; 3]) -> Result<(), NotConserved<S>> {
        for (process, range) in self.process_ranges().enumerate() {
            for quantity in QUANTITIES {
                let content = &contents[quantity as usize];
                let (mut residual, mut moved) = (S::zero(), S::zero());
                // Only states that hold the quantity: a coefficient that is not finite is blamed on what it breaks.
                let holds = |entry: &usize| self.contents[quantity as usize][self.entries[*entry].state].is_some();
                for entry in range.clone().filter(holds) {
                    let term = coefficients[entry] * content[self.entries[entry].state];
                    residual += term;
                    moved += term.abs();
                }
                // A NaN compares false, so a coefficient that is not finite is refused here too.
                if !residual.abs().le(moved * TOLERANCE).all() {
                    return Err(NotConserved { process: self.processes[process].clone(), quantity, residual });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::PetersenError;
    use super::*;

    const STATES: [&str; 4] = ["S_a", "X_b", "S_IC", "S_IN"];
    const PARAMETERS: [&str; 4] = ["Y", "C_a", "C_b", "N_b"];
    const VALUES: [f64; 4] = [0.1, 0.03, 0.0313, 0.0057];
    const COMPOSITION: &str = "state,COD,carbon,nitrogen,closes,source\nS_a,1,C_a,,,own\nX_b,1,C_b,N_b,,own\n\
                               S_IC,,1,,carbon,own\nS_IN,,,1,nitrogen,own\n";

    fn parse(matrix: &str) -> Result<Matrix, PetersenError> {
        Matrix::parse(("m.csv", matrix), ("c.csv", COMPOSITION), &STATES, &PARAMETERS)
    }

    fn table(row: &str) -> String {
        format!("process,S_a,X_b,S_IC,S_IN\n{row}\n")
    }

    #[test]
    fn closes_carbon_and_nitrogen() {
        let matrix = parse(&table("swap,-1,1,?,?")).unwrap();
        let found = matrix.evaluate(&VALUES).unwrap();
        assert_eq!(found.coefficients(), [-1.0, 1.0, -(-0.03 + 0.0313), -0.0057]);
        assert_eq!(found.contents(Quantity::Nitrogen), [0.0, 0.0057, 0.0, 1.0]);
    }

    #[test]
    fn drops_a_closure_with_nothing_to_close() {
        let matrix = parse(&table("leave,-1,,?,?")).unwrap();
        assert_eq!(matrix.pattern().collect::<Vec<_>>(), [(0, 0), (0, 2)]);
    }

    #[test]
    fn refuses_what_creates_cod_carbon_or_nitrogen() {
        let refused = |row: &str| parse(&table(row)).unwrap().evaluate(&VALUES).unwrap_err();
        let error = refused("growth,-1,1-Y,?,?");
        assert_eq!((error.process.as_str(), error.quantity), ("growth", Quantity::Cod));
        assert!((error.residual + 0.1).abs() < 1e-15, "{error}");
        assert_eq!(refused("growth,-1,1,,?").quantity, Quantity::Carbon);
        assert_eq!(refused("growth,-1,1,?,").quantity, Quantity::Nitrogen);
        let nan = parse(&table("growth,-1,1,?,?")).unwrap().evaluate(&[0.1, f64::NAN, 0.0, 0.0]);
        assert_eq!(nan.unwrap_err().quantity, Quantity::Carbon);
    }

    #[test]
    fn refuses_names_that_differ_from_the_states() {
        let swapped = parse("process,X_b,S_a,S_IC,S_IN\ngrowth,-1,1,?,?\n").unwrap_err();
        assert_eq!(swapped.to_string(), "m.csv:1: `X_b` where `S_a` must stand");
        assert!(matches!(parse("process,S_a\np,-1\n"), Err(PetersenError::Count { found: 2, expected: 5, .. })));
        let ragged = parse("process,S_a,X_b,S_IC,S_IN\np,-1,1\n").unwrap_err();
        assert!(matches!(ragged, PetersenError::Unreadable { .. }), "{ragged}");
    }

    #[test]
    fn refuses_a_question_mark_that_closes_nothing_and_impure_closers() {
        let open = parse(&table("growth,-1,?,?,?")).unwrap_err();
        assert!(open.to_string().contains("m.csv:2: `?` in column X_b"), "{open}");
        let impure = COMPOSITION.replace("S_IC,,1,,carbon", "S_IC,1,1,,carbon");
        let error = Matrix::parse(("m.csv", &table("")), ("c.csv", &impure), &STATES, &PARAMETERS).unwrap_err();
        assert!(matches!(error, PetersenError::NotPure { .. }), "{error}");
        let word = COMPOSITION.replace(",carbon,own", ",carbn,own");
        let error = Matrix::parse(("m.csv", &table("")), ("c.csv", &word), &STATES, &PARAMETERS).unwrap_err();
        assert_eq!(error.to_string(), "c.csv:4: `carbn` is no quantity; write COD, carbon or nitrogen");
        let typo = parse(&table("growth,-1,1-YY,?,?")).unwrap_err();
        assert!(typo.to_string().starts_with("m.csv:2, column X_b: `YY` is no parameter"), "{typo}");
    }
}
