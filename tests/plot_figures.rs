//! Every kind of figure: well-formed, accessible, the same each run, texts apart, and odd data answered with an error.

mod plot_demo;

use gisement::plot::*;
use plot_demo::{all, objections, texts};

#[test]
fn demo_figures_are_well_formed_accessible_and_uncluttered() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("figures");
    std::fs::create_dir_all(&folder).unwrap();
    for locale in [Locale::En, Locale::Fr] {
        for (name, picture) in all(locale) {
            std::fs::write(folder.join(format!("{name}_{}.svg", locale.code())), &picture.svg).unwrap();
            let wrong = objections(&picture.svg);
            assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
            let document = roxmltree::Document::parse(&picture.svg).unwrap();
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            let first: Vec<_> = root.children().filter(|n| n.is_element()).take(2).collect();
            assert_eq!(first[0].tag_name().name(), "title");
            assert_eq!(first[0].text(), Some(picture.title.as_str()));
            assert_eq!(first[1].tag_name().name(), "desc");
            assert!(first[1].text().is_some_and(|t| !t.is_empty()));
            assert!(picture.svg.len() < 400_000, "{name}: {} bytes", picture.svg.len());
        }
    }
}
