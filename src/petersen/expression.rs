//! Arithmetic in parameter names: recursive descent into reverse Polish notation over parameter indices.

use crate::num::Real;
use std::fmt;

/// One instruction of the stack machine.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Op {
    Number(f64),
    Parameter(usize),
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
}

/// A compiled expression: numbers, parameter names, `+ - * /`, a leading sign, parentheses.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    ops: Vec<Op>,
}

/// Why an expression was refused; `at` counts characters from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionError {
    /// A name that is no parameter.
    UnknownName {
        /// The name as written.
        name: String,
        /// The nearest parameter, if any is near.
        nearest: Option<String>,
    },
    /// A number that cannot be read.
    BadNumber {
        /// The text.
        text: String,
    },
    /// A character where a number, a name or `(` was expected.
    ExpectedValue {
        /// Where.
        at: usize,
    },
    /// A `(` without its `)`.
    Unclosed {
        /// Where.
        at: usize,
    },
    /// Text after the end of the expression.
    Trailing {
        /// Where.
        at: usize,
    },
    /// More nesting than any formula needs.
    TooDeep,
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownName { name, nearest: Some(near) } => {
                write!(f, "`{name}` is no parameter; did you mean `{near}`?")
            }
            Self::UnknownName { name, nearest: None } => write!(f, "`{name}` is no parameter"),
            Self::BadNumber { text } => write!(f, "`{text}` is no number"),
            Self::ExpectedValue { at } => write!(f, "expected a number, a parameter or `(` at character {at}"),
            Self::Unclosed { at } => write!(f, "expected `)` at character {at}"),
            Self::Trailing { at } => write!(f, "expected an operator at character {at}"),
            Self::TooDeep => write!(f, "more than {DEPTH_LIMIT} nested parentheses or signs"),
        }
    }
}

impl std::error::Error for ExpressionError {}

/// Nesting limit: keeps the recursion off the end of the stack whatever the text.
const DEPTH_LIMIT: usize = 32;

struct Parser<'a> {
    text: Vec<char>,
    at: usize,
    depth: usize,
    names: &'a [&'a str],
    ops: Vec<Op>,
}

impl Parser<'_> {
    fn skip_space(&mut self) {
        while self.text.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: char) -> bool {
        self.skip_space();
        let found = self.text.get(self.at) == Some(&wanted);
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self) -> Result<(), ExpressionError> {
        self.product()?;
        loop {
            let op = if self.take('+') {
                Op::Add
            } else if self.take('-') {
                Op::Subtract
            } else {
                return Ok(());
            };
            self.product()?;
            self.ops.push(op);
        }
    }

    fn product(&mut self) -> Result<(), ExpressionError> {
        self.value()?;
        loop {
            let op = if self.take('*') {
                Op::Multiply
            } else if self.take('/') {
                Op::Divide
            } else {
                return Ok(());
            };
            self.value()?;
            self.ops.push(op);
        }
    }

    fn value(&mut self) -> Result<(), ExpressionError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(ExpressionError::TooDeep);
        }
        if self.take('-') {
            self.value()?;
            self.ops.push(Op::Negate);
        } else if self.take('(') {
            self.sum()?;
            if !self.take(')') {
                return Err(ExpressionError::Unclosed { at: self.at });
            }
        } else {
            self.leaf()?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn leaf(&mut self) -> Result<(), ExpressionError> {
        self.skip_space();
        let start = self.at;
        let first = self.text.get(start).copied().unwrap_or(' ');
        if first.is_alphabetic() {
            while self.text.get(self.at).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
                self.at += 1;
            }
            let name: String = self.text[start..self.at].iter().collect();
            let Some(index) = self.names.iter().position(|n| *n == name) else {
                let nearest = crate::words::nearest(&name, self.names.iter().copied()).map(str::to_owned);
                return Err(ExpressionError::UnknownName { name, nearest });
            };
            self.ops.push(Op::Parameter(index));
        } else if first.is_ascii_digit() || first == '.' {
            self.number(start)?;
        } else {
            return Err(ExpressionError::ExpectedValue { at: start });
        }
        Ok(())
    }

    fn number(&mut self, start: usize) -> Result<(), ExpressionError> {
        while let Some(c) = self.text.get(self.at) {
            let after_exponent = matches!(self.text[self.at.saturating_sub(1)], 'e' | 'E') && self.at > start;
            let belongs =
                c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E') || (after_exponent && matches!(c, '+' | '-'));
            if !belongs {
                break;
            }
            self.at += 1;
        }
        let text: String = self.text[start..self.at].iter().collect();
        let number = text.parse().map_err(|_| ExpressionError::BadNumber { text })?;
        self.ops.push(Op::Number(number));
        Ok(())
    }
}

impl Expression {
    /// Compiles `text`; names resolve to positions in `names`.
    ///
    /// # Errors
    /// When the text is no expression in these names.
    pub fn compile(text: &str, names: &[&str]) -> Result<Self, ExpressionError> {
        let mut parser = Parser { text: text.chars().collect(), at: 0, depth: 0, names, ops: Vec::new() };
        parser.sum()?;
        parser.skip_space();
        if parser.at < parser.text.len() {
            return Err(ExpressionError::Trailing { at: parser.at });
        }
        Ok(Self { ops: parser.ops })
    }

    /// The value for `parameters`, in the order of the names it was compiled with; `stack` is scratch.
    pub fn evaluate<S: Real>(&self, parameters: &[S], stack: &mut Vec<S>) -> S {
        stack.clear();
        for op in &self.ops {
            let value = match *op {
                Op::Number(x) => S::from_f64(x),
                Op::Parameter(k) => parameters[k],
                Op::Negate => -pop(stack),
                Op::Add | Op::Subtract | Op::Multiply | Op::Divide => {
                    let right = pop(stack);
                    let left = pop(stack);
                    match op {
                        Op::Add => left + right,
                        Op::Subtract => left - right,
                        Op::Multiply => left * right,
                        _ => left / right,
                    }
                }
            };
            stack.push(value);
        }
        pop(stack)
    }

    /// The number, when the expression is a plain number without parameters.
    pub fn constant(&self) -> Option<f64> {
        let plain = self.ops.iter().all(|op| !matches!(op, Op::Parameter(_)));
        plain.then(|| self.evaluate(&[], &mut Vec::new()))
    }
}

fn pop<S>(stack: &mut Vec<S>) -> S {
    stack.pop().expect("the compiler pushes both operands before an operator")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 3] = ["Y_su", "f_bu_su", "k"];

    fn value(text: &str) -> f64 {
        Expression::compile(text, &NAMES).unwrap().evaluate(&[0.1, 0.13, 2.0], &mut Vec::new())
    }

    #[test]
    fn follows_the_usual_precedence() {
        assert_eq!(value("(1-Y_su)*f_bu_su"), (1.0 - 0.1) * 0.13);
        assert_eq!(value("1 - 2 - 3"), -4.0);
        assert_eq!(value("8/4/k"), 1.0);
        assert_eq!(value("-k*3+1e-1"), -2.0 * 3.0 + 0.1);
        assert_eq!(value("--k"), 2.0);
        assert_eq!(value("1.5E+2"), 150.0);
    }

    #[test]
    fn refuses_what_is_no_expression() {
        let error = |text: &str| Expression::compile(text, &NAMES).unwrap_err();
        assert_eq!(error("Y_sv").to_string(), "`Y_sv` is no parameter; did you mean `Y_su`?");
        assert_eq!(error("(1-k"), ExpressionError::Unclosed { at: 4 });
        assert_eq!(error("1 2"), ExpressionError::Trailing { at: 2 });
        assert_eq!(error("1+"), ExpressionError::ExpectedValue { at: 2 });
        assert_eq!(error(""), ExpressionError::ExpectedValue { at: 0 });
        assert_eq!(error("1.2.3"), ExpressionError::BadNumber { text: "1.2.3".into() });
        assert_eq!(error(&"(".repeat(10_000)), ExpressionError::TooDeep);
    }

    #[test]
    fn knows_plain_numbers() {
        assert_eq!(Expression::compile("1/4", &NAMES).unwrap().constant(), Some(0.25));
        assert_eq!(Expression::compile("k", &NAMES).unwrap().constant(), None);
    }

    proptest! {
        #[test]
        fn never_panics_on_any_text(text in ".{0,60}") {
            if let Ok(expression) = Expression::compile(&text, &NAMES) {
                let _ = expression.evaluate(&[0.1, 0.2, 0.3], &mut Vec::new());
            }
        }
    }
}
