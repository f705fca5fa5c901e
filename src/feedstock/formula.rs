//! Elemental formulas: `C6H10O5`, `C4H6.1O1.2N`, `FeSO4(H2O)7`, `(CHOOH)0.5 (CH3COOH)0.5`.

use crate::text;
use crate::units::atomic_mass;
use crate::words::{Text, shown_as_told};

/// Elements a formula may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// Carbon.
    C,
    /// Hydrogen.
    H,
    /// Oxygen.
    O,
    /// Nitrogen.
    N,
    /// Sulphur.
    S,
    /// Phosphorus.
    P,
    /// Chlorine.
    Cl,
    /// Sodium.
    Na,
    /// Potassium.
    K,
    /// Calcium.
    Ca,
    /// Magnesium.
    Mg,
    /// Iron.
    Fe,
}

const SYMBOLS: [(&str, Element); 12] = [
    ("C", Element::C),
    ("H", Element::H),
    ("O", Element::O),
    ("N", Element::N),
    ("S", Element::S),
    ("P", Element::P),
    ("Cl", Element::Cl),
    ("Na", Element::Na),
    ("K", Element::K),
    ("Ca", Element::Ca),
    ("Mg", Element::Mg),
    ("Fe", Element::Fe),
];

/// Standard atomic masses, g/mol, under the name of the set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtomicMasses {
    /// Name, as in `AW=CIAAW`.
    pub name: &'static str,
    g_per_mol: [f64; SYMBOLS.len()],
}

impl AtomicMasses {
    /// Abridged standard atomic weights of the IUPAC commission (CIAAW 2021), the set of this program.
    pub const CIAAW: Self = Self {
        name: "CIAAW",
        g_per_mol: [
            atomic_mass::C,
            atomic_mass::H,
            atomic_mass::O,
            atomic_mass::N,
            atomic_mass::S,
            30.974,
            atomic_mass::CL,
            22.990,
            39.098,
            40.078,
            24.305,
            55.845,
        ],
    };

    /// The rounded set of the R package `biogas`, to compare with its results.
    pub const BIOGAS_R: Self = Self {
        name: "biogas(R)",
        g_per_mol: [12.01, 1.008, 16.00, 14.007, 32.1, 30.974, 35.45, 22.990, 39.098, 40.078, 24.305, 55.845],
    };

    /// The set of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::CIAAW, Self::BIOGAS_R].into_iter().find(|set| set.name == name)
    }

    /// Mass of an element, g/mol.
    pub fn of(&self, element: Element) -> f64 {
        self.g_per_mol[element as usize]
    }
}

/// How many atoms of each element a formula unit holds; counts need not be whole.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Formula {
    counts: [f64; SYMBOLS.len()],
}

/// Why a text is no formula.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaError {
    /// Byte in the text, from 0.
    pub position: usize,
    /// What is wrong there.
    pub problem: FormulaProblem,
}

/// What is wrong in a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum FormulaProblem {
    /// Nothing to read, or nothing but zero counts.
    Empty,
    /// A character that starts no element, number or group.
    Unexpected {
        /// The character.
        found: char,
    },
    /// A symbol that is none of the elements known.
    UnknownElement {
        /// The symbol.
        symbol: String,
    },
    /// A count that is no number, or too large.
    BadCount {
        /// The text of the count.
        text: String,
    },
    /// A parenthesis is opened and never closed.
    Unclosed,
    /// A parenthesis is closed and was never opened.
    Unopened,
    /// More parentheses within each other than any formula has.
    TooDeep,
}

impl FormulaError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        let problem = self.problem.told();
        text!("formula, character {position}: {problem}", position = self.position + 1, problem)
    }
}

impl FormulaProblem {
    fn told(&self) -> Text {
        match self {
            Self::Empty => text!("no atoms; write a formula such as C6H10O5"),
            Self::Unexpected { found } => text!("`{found}` does not belong in a formula", found),
            Self::UnknownElement { symbol } => {
                let known: Vec<&str> = SYMBOLS.iter().map(|(s, _)| *s).collect();
                text!("element `{symbol}` not known; write one of {known}", symbol, known = known.join(", "))
            }
            Self::BadCount { text } => text!("`{text}` is no count; write a number such as 6 or 6.1", text),
            Self::Unclosed => text!("`(` without `)`"),
            Self::Unopened => text!("`)` without `(`"),
            Self::TooDeep => text!("groups nested more than {most} deep", most = DEPTH_MAX),
        }
    }
}

shown_as_told!(FormulaError);

impl std::error::Error for FormulaError {}

const DEPTH_MAX: usize = 8;
const COUNT_MAX: f64 = 1e6;

impl Formula {
    /// Atoms of an element per formula unit.
    pub fn count(&self, element: Element) -> f64 {
        self.counts[element as usize]
    }

    /// Mass of a formula unit, g/mol.
    pub fn molar_mass_g_per_mol(&self, masses: &AtomicMasses) -> f64 {
        self.counts.iter().zip(&masses.g_per_mol).map(|(n, m)| n * m).sum()
    }

    /// True when it holds C, H, O, N and S alone.
    pub fn is_chons(&self) -> bool {
        self.counts[Element::S as usize + 1..].iter().all(|n| *n == 0.0)
    }

    fn add(&mut self, other: &Self, times: f64) {
        for (a, b) in self.counts.iter_mut().zip(&other.counts) {
            *a += b * times;
        }
    }
}

impl std::str::FromStr for Formula {
    type Err = FormulaError;

    fn from_str(text: &str) -> Result<Self, FormulaError> {
        let mut reader = Reader { text, at: 0 };
        let formula = reader.group(0)?;
        match reader.peek() {
            Some(_) => Err(reader.error(FormulaProblem::Unopened)),
            None if formula.counts.iter().all(|n| *n == 0.0) => {
                Err(FormulaError { position: 0, problem: FormulaProblem::Empty })
            }
            None => Ok(formula),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn error(&self, problem: FormulaProblem) -> FormulaError {
        FormulaError { position: self.at, problem }
    }

    /// Atoms up to the end or the closing parenthesis, which stays unread.
    fn group(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        if depth > DEPTH_MAX {
            return Err(self.error(FormulaProblem::TooDeep));
        }
        let mut formula = Formula::default();
        while let Some(c) = self.peek() {
            match c {
                ')' => break,
                '(' => {
                    let opened = self.at;
                    self.at += 1;
                    let inner = self.group(depth + 1)?;
                    if self.peek() != Some(')') {
                        return Err(FormulaError { position: opened, problem: FormulaProblem::Unclosed });
                    }
                    self.at += 1;
                    let times = self.count()?;
                    formula.add(&inner, times);
                }
                'A'..='Z' => {
                    let element = self.element()?;
                    formula.counts[element as usize] += self.count()?;
                }
                ' ' => self.at += 1,
                found => return Err(self.error(FormulaProblem::Unexpected { found })),
            }
        }
        Ok(formula)
    }

    fn element(&mut self) -> Result<Element, FormulaError> {
        let rest = &self.text[self.at..];
        let length = 1 + rest[1..].chars().take_while(char::is_ascii_lowercase).count();
        let symbol = &rest[..length];
        let element = SYMBOLS.iter().find(|(s, _)| *s == symbol).map(|(_, e)| *e);
        let element =
            element.ok_or_else(|| self.error(FormulaProblem::UnknownElement { symbol: symbol.to_owned() }))?;
        self.at += length;
        Ok(element)
    }

    /// A number, or one where there is none.
    fn count(&mut self) -> Result<f64, FormulaError> {
        let rest = &self.text[self.at..];
        let length = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').count();
        if length == 0 {
            return Ok(1.0);
        }
        let text = &rest[..length];
        let bad = || self.error(FormulaProblem::BadCount { text: text.to_owned() });
        let count: f64 = text.parse().map_err(|_| bad())?;
        if count > COUNT_MAX {
            return Err(bad());
        }
        self.at += length;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Formula, FormulaError> {
        text.parse()
    }

    #[test]
    fn reads_whole_broken_and_grouped_counts() {
        let protein = read("C4H6.1O1.2N").unwrap();
        assert_eq!([Element::C, Element::H, Element::O, Element::N].map(|e| protein.count(e)), [4.0, 6.1, 1.2, 1.0]);
        assert_eq!(read("CHOOH"), read("CH2O2"));
        assert_eq!(read("CO").unwrap().count(Element::C), 1.0);
        assert_eq!(read("(CHOOH)0.5 (CH3COOH)0.5"), read("C1.5H3O2"));
        // Iron sulphate heptahydrate, 278.057 g/mol with S = 32.1 (R package biogas, molMass).
        let salt = read("FeSO4(H2O)7").unwrap();
        assert!((salt.molar_mass_g_per_mol(&AtomicMasses::BIOGAS_R) - 278.057).abs() < 1e-9);
        assert!(!salt.is_chons());
    }

    #[test]
    fn refuses_garbage_with_its_place() {
        let at = |text: &str| read(text).unwrap_err().position;
        assert!(matches!(read("").unwrap_err().problem, FormulaProblem::Empty));
        assert!(matches!(read("C0H0").unwrap_err().problem, FormulaProblem::Empty));
        assert_eq!(at("C6H10O5!"), 7);
        assert_eq!(at("C6Xx"), 2);
        assert_eq!(at("C6(H2O"), 2);
        assert_eq!(at("C6)H2"), 2);
        assert_eq!(at("C1.2.3"), 1);
        assert_eq!(at("c6"), 0);
        assert_eq!(at("C-6"), 1);
        assert_eq!(at("C99999999999999999999"), 1);
        assert_eq!(at("C6é"), 2);
        assert!(matches!(read(&"(".repeat(100)).unwrap_err().problem, FormulaProblem::TooDeep));
        let message = read("C6Zz").unwrap_err().to_string();
        assert!(message.contains("character 3") && message.contains("`Zz`"), "{message}");
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,30}") {
            let _ = read(&text);
        }

        #[test]
        fn never_panics_near_formulas(text in "[CHONSlaFe()0-9. é]{0,20}") {
            let _ = read(&text);
        }

        #[test]
        fn a_group_is_its_parts(c in 0.1..50.0, h in 0.1..50.0, times in 0.1..9.0) {
            let grouped = read(&format!("(C{c:.3}H{h:.3}){times:.3}")).unwrap();
            let single = read(&format!("C{c:.3}H{h:.3}")).unwrap();
            let times: f64 = format!("{times:.3}").parse().unwrap();
            prop_assert!((grouped.count(Element::C) - times * single.count(Element::C)).abs() < 1e-9);
        }
    }
}
