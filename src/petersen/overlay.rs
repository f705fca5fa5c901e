//! A variant as a difference: the tables of a model with changed and added rows and columns.

use super::matrix::{PetersenError, Text};

/// The base table with an overlay upon it, laid out for the variant's names.
///
/// The overlay lists every row that the variant has, in its order, and only the columns that it changes: a cell that is
/// filled replaces that of the base, an empty one keeps it, and a row or column that the base does not have is added. Columns
/// of the base that the variant lacks fall away; conservation refuses what that would break.
pub(super) fn lay_over(base: &Text, overlay: &Text, columns: &[&str]) -> Result<Text, PetersenError> {
    for (place, name) in overlay.header.iter().enumerate() {
        let expected = if place == 0 { base.header.first().map(String::as_str) } else { Some(name.as_str()) };
        let known = columns.contains(&name.as_str()) && !overlay.header[..place].contains(name);
        if expected != Some(name.as_str()) || !known {
            let place = format!("{}:1", overlay.file);
            let expected = "a column of the variant, named once".to_owned();
            return Err(PetersenError::Name { place, found: name.clone(), expected });
        }
    }
    let cell = |table: &Text, row: Option<&Vec<String>>, column: &str| -> String {
        let place = table.header.iter().position(|name| name == column);
        row.zip(place).and_then(|(row, place)| row.get(place)).cloned().unwrap_or_default()
    };
    let merged = |own: &Vec<String>| -> Vec<String> {
        let inherited = base.rows.iter().map(|(_, row)| row).find(|row| row.first() == own.first());
        let pick = |column: &&str| {
            let changed = cell(overlay, Some(own), column);
            if changed.is_empty() { cell(base, inherited, column) } else { changed }
        };
        columns.iter().map(pick).collect()
    };
    let rows = overlay.rows.iter().map(|(line, own)| (*line, merged(own))).collect();
    Ok(Text {
        file: format!("{} over {}", overlay.file, base.file),
        header: columns.iter().map(|c| (*c).to_owned()).collect(),
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Matrix, Quantity};

    const STATES: [&str; 4] = ["S_a", "X_new", "S_IC", "S_IN"];
    const BASE: (&str, &str) = ("b.csv", "process,S_a,X_old,S_IC,S_IN\ngrow,-1,1,?,?\nrest,-1,,?,?\ngone,-1,1,?,?\n");
    const CONTENTS: (&str, &str) = (
        "bc.csv",
        "state,COD,carbon,nitrogen,closes,source\nS_a,1,C_a,,,own\nX_old,1,C_a,,,own\nS_IC,,1,,carbon,own\n\
         S_IN,,,1,nitrogen,own\n",
    );
    const OWN_CONTENTS: (&str, &str) =
        ("oc.csv", "state,COD,carbon,nitrogen,closes,source\nS_a,,,,,\nX_new,1,2*C_a,,,own\nS_IC,,,,,\nS_IN,,,,,\n");

    fn extend(overlay: &str) -> Result<Matrix, super::PetersenError> {
        Matrix::extend([BASE, CONTENTS], [("o.csv", overlay), OWN_CONTENTS], &STATES, &["C_a"])
    }

    #[test]
    fn keeps_changes_adds_and_drops() {
        let matrix = extend("process,X_new\nfresh,\ngrow,1\n").unwrap();
        assert_eq!(matrix.processes(), ["fresh", "grow"]);
        let found = matrix.evaluate(&[0.03]).unwrap();
        assert_eq!(matrix.pattern().collect::<Vec<_>>(), [(1, 0), (1, 1), (1, 2)]);
        assert_eq!(found.coefficients(), [-1.0, 1.0, -0.03]);
        assert_eq!(found.contents(Quantity::Carbon), [0.03, 0.06, 1.0, 0.0]);
    }

    #[test]
    fn a_column_that_falls_away_is_missed_by_conservation() {
        let error = extend("process,X_new\ngrow,\n").unwrap().evaluate(&[0.03]).unwrap_err();
        assert_eq!((error.process.as_str(), error.quantity), ("grow", Quantity::Cod));
    }

    #[test]
    fn refuses_columns_that_the_variant_lacks() {
        let error = extend("process,X_old\ngrow,1\n").unwrap_err().to_string();
        assert!(error.starts_with("o.csv:1: `X_old`"), "{error}");
        assert!(extend("process,X_new,X_new\ngrow,1,1\n").is_err());
        assert!(extend("row,X_new\ngrow,1\n").is_err());
    }
}
