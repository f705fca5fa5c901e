//! Structs of sums: accounts that add up field by field.

/// Defines a struct of sums with zero and addition.
macro_rules! sums {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* $field:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name<S> { $($(#[$field_meta])* pub $field: S),* }

        impl<S: $crate::num::Real> $name<S> {
            /// Nothing.
            pub fn zero() -> Self {
                Self { $($field: S::zero()),* }
            }

            /// Both together.
            #[must_use]
            pub fn plus(self, other: Self) -> Self {
                Self { $($field: self.$field + other.$field),* }
            }
        }
    };
}
pub(super) use sums;
