//! Plain CSV by column name, for tables without quotes.

pub(crate) struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<&'static str>>,
}

impl Table {
    pub(crate) fn of(text: &'static str) -> Self {
        let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
        Self { header: lines.next().unwrap(), rows: lines.collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn text(&self, row: usize, column: &str) -> &'static str {
        let at = self.header.iter().position(|c| *c == column).unwrap_or_else(|| panic!("no column {column}"));
        self.rows[row][at]
    }

    pub(crate) fn number(&self, row: usize, column: &str) -> f64 {
        self.text(row, column).parse().unwrap()
    }

    /// Rows that follow each other with the same value in a column.
    pub(crate) fn groups(&self, column: &str) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for row in 0..self.len() {
            match groups.last_mut() {
                Some(group) if self.text(group[0], column) == self.text(row, column) => group.push(row),
                _ => groups.push(vec![row]),
            }
        }
        groups
    }
}
