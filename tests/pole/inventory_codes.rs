//! The European List of Waste: its size, its hazard stars, search in both languages.

use gisement::library::{search_waste, waste_chapter, waste_chapters, waste_code, waste_codes, waste_mappings};

#[test]
fn the_list_is_whole() {
    // Decision 2014/955/EU: 842 codes, 408 of them with a star, in 20 chapters.
    assert_eq!(waste_codes().len(), 842);
    assert_eq!(waste_codes().iter().filter(|c| c.is_hazardous()).count(), 408);
    assert_eq!(waste_chapters().iter().filter(|c| c.code.len() == 2).count(), 20);
    let mut codes: Vec<&str> = waste_codes().iter().map(|c| c.code.as_str()).collect();
    assert!(codes.is_sorted(), "in the order of the list");
    codes.dedup();
    assert_eq!(codes.len(), 842);
    for code in waste_codes() {
        assert!(waste_chapter(&code.code[..2]).is_some() && waste_chapter(&code.code[..4]).is_some(), "{}", code.code);
        assert_eq!(waste_code(&code.spaced()), Some(code));
    }
    assert_eq!(waste_mappings().len(), 59);
}

#[test]
fn words_find_codes_in_both_languages() {
    let first = |words: &str| search_waste(words).first().map(|h| h.code.code.clone()).unwrap_or_default();
    for (words, code) in [
        ("palettes", "150103"),
        ("PALETTE", "150103"),
        ("pallets", "150103"),
        ("emballages en bois", "150103"),
        ("wooden packaging", "150103"),
        ("bac à graisse", "190809"),
        ("grease trap", "190809"),
        ("restes de repas", "200108"),
        ("kitchen and canteen waste", "200108"),
        ("dechets de cuisine et de cantine", "200108"),
        ("drêches", "020704"),
        ("lisier", "020106"),
        ("sciure copeaux", "030105"),
        ("déchets verts", "200201"),
    ] {
        assert_eq!(first(words), code, "{words}");
    }
    assert!(search_waste("palettes graisse lisier").is_empty(), "all words must fit");
    assert!(search_waste("  ").is_empty() && search_waste("zzzz").is_empty());
}

#[test]
fn digits_find_what_starts_with_them() {
    let hits = search_waste("15 01");
    assert_eq!(hits.len(), 10, "15 01 01 to 15 01 07, 09, 10, 11");
    assert!(hits.iter().all(|h| h.code.code.starts_with("1501")));
    assert_eq!(search_waste("150103").len(), 1);
}
