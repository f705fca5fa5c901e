//! The allocation of a pole for people: the page of a meeting, and the same without names.

mod hide;
mod page;

pub use hide::{NameVeil, hide_names};
pub(super) use page::words;
pub use page::{ChannelsPage, channels_page};
