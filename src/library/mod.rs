//! The text of `models/feedstock/` and `models/territory/` as typed tables, each value with unit, source and flag.
//!
//! Only what was read or assumed is stored. COD, nitrogen, C/N, theoretical BMP, heating values and the degradable
//! fraction follow from it and are computed in `feedstock`, so that they cannot disagree.
//!
//! ```
//! let bread = gisement::library::organic("bread").expect("it is in the library");
//! let ts = bread.cell("ts_pct_fm").expect("every stream has total solids");
//! assert_eq!(ts.value, Some(65.0));
//! assert_eq!(ts.spec.unit, "% of fresh mass");
//! ```

mod cell;
mod communes;
mod fold;
mod labels;
mod limits;
mod organic;
mod outlets;
mod outlines;
mod pieces;
mod products;
mod rules;
mod seasons;
mod sources;
mod trades;
mod waste;
mod wood;

pub use cell::{Cell, FieldSpec};
pub use communes::{COMMUNE_SOURCE, Commune, commune, communes};
pub use fold::{folded, folded_words};
pub use limits::{Limit, limit_set, limit_sets, wood_limits};
pub use organic::{
    AnimalByProduct, COMPOSITION_SUM_TOLERANCE_PCT, Icpe2781, OrganicCategory, OrganicFeedstock, OrganicNumbers,
    organic, organic_fields, organics, parse_organics,
};
pub use outlets::{Outlet, outlet, outlets};
pub use outlines::{Outline, outline_credit, outlines, parse_outlines};
pub use pieces::{MassPer, bulk_densities, bulk_density, bulk_density_of, piece_mass, piece_mass_of, piece_masses};
pub use products::{Product, Substitution, product, products, substitutions};
pub use rules::{Rule, rule, rules};
pub use seasons::{Season, parse_seasons, season, seasons};
pub use sources::{Source, sources};
pub use trades::{TradeDefault, trade_default, trade_defaults};
pub use waste::{
    WASTE_CODE_SOURCE, WasteChapter, WasteCode, WasteEntry, WasteHit, WasteMapping, bare_code, nearest_waste_code,
    search_waste, waste_chapter, waste_chapters, waste_code, waste_codes, waste_mappings,
};
pub use wood::{
    ANALYSIS_SUM_TOLERANCE_PCT, WoodClass, WoodFeedstock, WoodNumbers, parse_woods, wood, wood_fields, woods,
};
