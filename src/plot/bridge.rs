//! A bridge between the results of two methods: what makes the difference, cause by cause.

use super::waterfall::{Step, Waterfall};
use super::{Heading, Picture, PlotError};

/// One end of a bridge: a method by name and version, its reference, its result.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Abutment {
    /// What the result is called, e.g. the name of the method or of the scenario.
    pub label: String,
    /// Name and version of the method.
    pub method: String,
    /// The reference that it compares with.
    pub reference: String,
    /// The result, in the unit of the figure.
    pub value: f64,
}

/// From one result to another over the causes of their difference.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Bridge {
    /// Title and language.
    pub heading: Heading,
    /// What is compared, e.g. `Greenhouse gases`.
    pub quantity: String,
    /// Its unit, e.g. `t CO2e/a`.
    pub unit: String,
    /// Where the bridge starts.
    pub from: Abutment,
    /// Causes, each with what it adds; together they lead from one end to the other.
    pub causes: Vec<(String, f64)>,
    /// Where it ends.
    pub to: Abutment,
}

impl Bridge {
    /// Draws the figure.
    ///
    /// # Errors
    /// As [`Waterfall::draw`]; in particular when the causes do not lead from one result to the other, and when a method or
    /// a reference has no name.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let l = self.heading.locale;
        let mut steps = vec![Step::Start { label: self.from.label.clone(), value: self.from.value }];
        steps.extend(self.causes.iter().map(|(label, value)| Step::Part { label: label.clone(), value: *value }));
        steps.push(Step::Total { label: self.to.label.clone(), value: self.to.value });
        Waterfall {
            heading: self.heading.clone(),
            method: joined(&self.from.method, &self.to.method)?,
            reference: joined(&self.from.reference, &self.to.reference)?,
            quantity: self.quantity.clone(),
            unit: self.unit.clone(),
            increase: l.say("raises the result").to_owned(),
            decrease: l.say("lowers the result").to_owned(),
            steps,
        }
        .draw()
    }
}

/// Two names, or the one that both ends share; none may be blank.
fn joined(a: &str, b: &str) -> Result<String, PlotError> {
    if a.trim().is_empty() || b.trim().is_empty() {
        return Err(PlotError::Empty { what: "method or reference of the bridge".to_owned() });
    }
    Ok(if a == b { a.to_owned() } else { format!("{a} → {b}") })
}
