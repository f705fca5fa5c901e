//! The pooled wood as a stock: month by month it is shredded, screened, stored, dried, lost, burnt.
//!
//! [`stock_year`] finds the steady year, the one that ends with the stock it began with. A month goes: arrivals lose
//! their scrap and their fines; what was there ages a whole month, what came half a month (water nears its end value, dry
//! matter rots); the boiler takes its need; what the hall cannot hold goes elsewhere; what is missing is bought or left to
//! the backup. The heap is taken as well mixed. [`silo_supply`] says what a silo beside the boiler holds, and how many
//! lorries it asks for.
//!
//! Water gives no heat: energy is that of the organic dry matter less the heat that its water takes, so that drying adds
//! to the lower heating value and the account says how much.

mod error;
mod heap;
mod silo;
mod year;

pub use error::StockError;
pub use heap::Heap;
pub use silo::{SiloParams, SiloSupply, silo_supply};
pub use year::{StockMonth, StockYear, arrivals, stock_year};

crate::params! {
    /// Shredding, screening, store and what is bought beside the pool.
    pub struct StockParams from "feedstock/stock.csv" {
        scrap_pct,
        fines_pct,
        fines_chlorine_ratio,
        fines_metals_ratio,
        fines_ash_ratio,
        roofed_equilibrium_moisture_pct,
        open_equilibrium_moisture_pct,
        drying_rate_per_month,
        roofed_dry_loss_pct_per_month,
        open_dry_loss_pct_per_month,
        hall_m3,
        hall_filling,
        bought_share,
        bought_moisture_pct,
        bought_lhv_dry_mj_per_kg,
        bought_bulk_density_kg_m3,
    }
}

/// Where the wood waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Under a roof.
    Roofed,
    /// In the open.
    Open,
}

impl StockParams<f64> {
    /// Water per dry mass in the end, and dry matter lost a month, both as shares.
    fn weathering(&self, cover: Cover) -> (f64, f64) {
        let (moisture_pct, loss_pct) = match cover {
            Cover::Roofed => (self.roofed_equilibrium_moisture_pct, self.roofed_dry_loss_pct_per_month),
            Cover::Open => (self.open_equilibrium_moisture_pct, self.open_dry_loss_pct_per_month),
        };
        (moisture_pct / (100.0 - moisture_pct), loss_pct / 100.0)
    }

    /// Lower heating value of the wood fuel that is bought, as received, MWh/t.
    pub fn bought_lhv_mwh_per_t(&self) -> f64 {
        let moisture = self.bought_moisture_pct / 100.0;
        (self.bought_lhv_dry_mj_per_kg * (1.0 - moisture) - heap::VAPOUR_MJ_PER_KG * moisture)
            / crate::units::MJ_PER_KWH
    }
}
