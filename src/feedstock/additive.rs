//! Structs of numbers that are more than their fields: amounts that add up, and numbers that can be named.

/// Declares a struct of amounts, each field a [`Real`](crate::num::Real), with addition and scaling field by field.
macro_rules! additive {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* $field:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name<S> { $($(#[$field_meta])* pub $field: S),* }

        impl<S: $crate::num::Real> $name<S> {
            /// Names of the amounts, in the order of [`to_array`](Self::to_array).
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            /// Nothing.
            pub fn zero() -> Self {
                Self { $($field: S::zero()),* }
            }

            /// The amounts, in the order of the names.
            pub fn to_array(&self) -> Vec<S> {
                vec![$(self.$field),*]
            }

            /// All amounts times a factor.
            #[must_use]
            pub fn scaled(&self, factor: S) -> Self {
                Self { $($field: self.$field * factor),* }
            }
        }

        impl<S: $crate::num::Real> std::ops::Add for $name<S> {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self { $($field: self.$field + other.$field),* }
            }
        }

        impl<S: $crate::num::Real> std::iter::Sum for $name<S> {
            fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
                amounts.fold(Self::zero(), |a, b| a + b)
            }
        }
    };
}
pub(super) use additive;

/// Declares a struct of numbers, each a [`Real`](crate::num::Real) that can be read and set by its name.
macro_rules! named {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* $field:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name<S> { $($(#[$field_meta])* pub $field: S),* }

        impl<S: $crate::num::Real> $name<S> {
            /// Names of the numbers.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            /// The number of this name; none for an unknown name.
            pub fn get(&self, name: &str) -> Option<S> {
                match name {
                    $(stringify!($field) => Some(self.$field),)*
                    _ => None,
                }
            }

            /// The number of this name, to be changed (by a sample, say): it is not checked again.
            pub fn get_mut(&mut self, name: &str) -> Option<&mut S> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }

        impl $name<f64> {
            /// The same numbers as constants of another scalar.
            pub fn lift<S: $crate::num::Real>(&self) -> $name<S> {
                $name { $($field: S::from_f64(self.$field)),* }
            }
        }
    };
}
pub(super) use named;
