//! The allocation of a pole for people: the page of a meeting, the same without names, the terminal, JSON.

mod hide;
mod json;
mod page;
mod table;

pub use hide::{NameVeil, hide_names};
pub use json::{CHANNELS_SCHEMA, channels_json};
pub(super) use page::words;
pub use page::{ChannelsPage, channels_page};
pub use table::{channels_sections, flows_table};
