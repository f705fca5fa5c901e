//! The allocation of a pole for people: the page of a meeting, and the same without names.

mod hide;
mod page;

pub use hide::hide_names;
pub use page::{ChannelsPage, channels_page};
