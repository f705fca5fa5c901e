//! Who is ranked: single dimensions, or groups of dimensions that move together.

use super::error::SensitivityError;

/// The dimensions of a design, in the groups that are ranked; each dimension belongs to one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Players {
    dimensions: usize,
    groups: Vec<Vec<usize>>,
}

impl Players {
    /// Each of so many dimensions by itself.
    pub fn each(dimensions: usize) -> Self {
        Self { dimensions, groups: (0..dimensions).map(|k| vec![k]).collect() }
    }

    /// Groups of dimensions `0..dimensions`, each dimension in exactly one.
    ///
    /// # Errors
    /// An empty group, a dimension that does not exist, stands twice or in no group.
    pub fn grouped(dimensions: usize, groups: Vec<Vec<usize>>) -> Result<Self, SensitivityError> {
        let mut seen = vec![false; dimensions];
        for (group, members) in groups.iter().enumerate() {
            if members.is_empty() {
                return Err(SensitivityError::EmptyGroup { group });
            }
            for dimension in members.iter().copied() {
                match seen.get_mut(dimension) {
                    None => return Err(SensitivityError::NoSuchDimension { dimension, dimensions }),
                    Some(true) => return Err(SensitivityError::Repeated { dimension }),
                    Some(seen) => *seen = true,
                }
            }
        }
        match seen.iter().position(|seen| !seen) {
            Some(dimension) => Err(SensitivityError::Ungrouped { dimension }),
            None => Ok(Self { dimensions, groups }),
        }
    }

    /// Number of groups.
    pub fn count(&self) -> usize {
        self.groups.len()
    }

    /// Number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The dimensions of a group.
    pub fn members(&self, group: usize) -> &[usize] {
        &self.groups[group]
    }
}
