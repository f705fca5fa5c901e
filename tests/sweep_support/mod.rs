//! A small uncertain scenario and the whole commands around its sweep.

// Each test file uses a part of it; helpers of tests panic as tests do.
#![allow(dead_code, clippy::unwrap_used)]

use super::cli_support::{Place, Said, listing};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A boiler whose samples take a fraction of a millisecond.
pub(crate) const SCENARIO: &str = "[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n[demand]\n\
    annual_heat_mwh = 900\n[uncertainty]\n\"boiler.excess_air\" = { uniform = { low = 1.2, high = 2.2 } }\n\
    \"boiler.field_gap_points\" = { triangular = { low = 2, mode = 5, high = 9 } }\n";

/// Protein up to 1 point of VS from where it is right: about half of the draws break the sum of 100 %.
pub(crate) fn failing() -> String {
    let library = gisement::library::organic("fw_canteen").unwrap();
    let protein = library.cell("protein_pct_vs").unwrap().value.unwrap();
    format!(
        "[[provider]]\nid = \"A\"\n[[provider.stream]]\nfeedstock = \"fw_canteen\"\namount = \"800 t/a\"\n[digester]\n\
         model = \"first_order\"\n[uncertainty]\n\"feedstock.fw_canteen.protein_pct_vs\" = {{ uniform = {{ low = {}, \
         high = {} }} }}\n",
        protein - 1.0,
        protein + 1.0
    )
}

/// Runs a sweep of `s.toml`; `text` are the arguments, cut at spaces.
pub(crate) fn sweep(place: &Place, code: i32, text: &str) -> Said {
    let arguments: Vec<&str> = ["sweep", "s.toml"].into_iter().chain(text.split_whitespace()).collect();
    place.expect(code, &arguments)
}

/// The bytes of a file.
pub(crate) fn bytes(place: &Place, name: &str) -> Vec<u8> {
    std::fs::read(place.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// All files below a folder with their bytes.
pub(crate) fn contents(place: &Place) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = listing(place.path()).into_iter().filter(|path| path.is_file());
    files.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// The file of a chunk in a folder of parts.
pub(crate) fn chunk(place: &Place, parts: &str, k: u64) -> PathBuf {
    let start = format!("chunk-{k:06}-");
    let is = |path: &PathBuf| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(&start));
    listing(&place.path().join(parts)).into_iter().find(is).unwrap_or_else(|| panic!("no {start} in {parts}"))
}
