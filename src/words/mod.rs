//! What people read, in their language: numbers, words, sentences with places to fill, units, and the one catalogue of
//! French.
//!
//! English stands in the code and is the key of the catalogue (`models/words/fr/`): [`Locale::say`] for words,
//! [`text!`](crate::text) for sentences with values in them. A [`Text`] knows no language until it is told, so that the floors below
//! the reports need none. `tests/words.rs` reads every key out of the sources and proves that each has its French, that
//! the French fills the same places, and that nothing in the catalogue is left over.
//!
//! ```
//! use gisement::text;
//! use gisement::words::Locale;
//! let stream = "P01-1";
//! let found = text!("stream {stream} has no amount", stream);
//! assert_eq!(found.to_string(), "stream P01-1 has no amount");
//! assert_eq!(Locale::En.tell(&found), "stream P01-1 has no amount");
//! ```

mod catalogue;
mod locale;
mod nearest;
mod numbers;
mod text;
mod unit;

pub use catalogue::{CatalogueError, Entry, read};
pub use locale::Locale;
pub use nearest::nearest;
pub use numbers::{fixed, percent, significant};
pub(crate) use numbers::{power_of_ten, with_sign};
pub(crate) use text::shown_as_told;
pub use text::{Part, Text};

/// Marks a literal that is said later, where its language is known: `Locale::say` gets it through a table or a field.
///
/// The text itself comes back; the mark is what the test of the catalogue looks for.
#[must_use]
pub const fn word(english: &'static str) -> &'static str {
    english
}
