//! The parameter registry: one row of a table in `models/` drives everything about a parameter.
//!
//! A row holds name, unit, default, range, description, source and flag. [`params!`](crate::params) binds a table to a
//! struct with one field per row, so that kernels name a parameter by its field and everything else (paths, `--set`,
//! range checks, manual, sampling) reads the row. The table and the struct must agree; a test and the first use check it.

pub mod sheet;
mod table;

pub use table::{Flag, Row, Table, TableError};

/// Declares a parameter struct generic over [`Real`](crate::num::Real), bound to a table in `models/`.
///
/// ```text
/// params! {
///     /// Constants of the Danish grate.
///     pub struct GrateParams from "combustion/grate.csv" { k_ev, n_ev }
/// }
/// ```
/// The table's rows must carry exactly these names, in this order.
#[macro_export]
macro_rules! params {
    ($(#[$meta:meta])* pub struct $name:ident from $file:literal { $($field:ident),* $(,)? }) => {
        $(#[$meta])*
        ///
        /// Each field is described by its row in the table: unit, default, range, source.
        #[allow(non_snake_case, missing_docs)]
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name<S> { $(pub $field: S),* }

        impl<S: $crate::num::Real> $name<S> {
            /// Names of the parameters, in the order of the table.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            /// The rows behind the fields.
            pub fn table() -> &'static $crate::param::Table {
                static TABLE: std::sync::OnceLock<$crate::param::Table> = std::sync::OnceLock::new();
                TABLE.get_or_init(|| {
                    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/", $file));
                    $crate::param::Table::parse_bound(concat!("models/", $file), text, &[$(stringify!($field)),*])
                        .expect("a shipped parameter table agrees with its struct: tests load every table")
                })
            }

            /// The struct from values in the order of the table; missing trailing values are refused by the slice pattern.
            #[allow(non_snake_case)]
            pub fn from_slice(values: &[S]) -> Self {
                assert_eq!(values.len(), Self::NAMES.len(), "one value per row of the table");
                let mut next = values.iter().copied();
                Self { $($field: next.next().expect("length was checked")),* }
            }

            /// The values in the order of the table.
            pub fn to_vec(&self) -> Vec<S> {
                vec![$(self.$field),*]
            }

            /// The same values in every lane.
            pub fn splat(values: &$name<f64>) -> Self {
                Self { $($field: S::from_f64(values.$field)),* }
            }

            /// The defaults of the table; NaN where the table has none (a value the scenario must give).
            pub fn defaults() -> Self {
                let values: Vec<S> = Self::table().rows().iter().map(|r| S::from_f64(r.default.unwrap_or(f64::NAN))).collect();
                Self::from_slice(&values)
            }
        }

        impl<S: $crate::num::Lanes> $name<S> {
            /// Changes the values of one lane.
            pub fn set_lane(&mut self, lane: usize, values: &$name<f64>) {
                $(self.$field.set_lane(lane, values.$field);)*
            }
        }
    };
}
