//! Channels, logistics, inventories, allocation.

// Helpers of tests may panic, as tests do.
#![allow(clippy::unwrap_used)]

mod allocation_plan;
mod channel_accounts;
mod channel_run;
#[path = "../channel_support/mod.rs"]
mod channel_support;
mod inventory_books;
mod inventory_codes;
mod inventory_scenarios;
mod inventory_supply;
mod logistics_haul;
mod logistics_rounds;
#[path = "../scenario_support/mod.rs"]
mod scenario_support;
