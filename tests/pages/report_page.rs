//! The page: complete, self-contained, escaped, the same each run.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic, as tests do.

use crate::plot_demo;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use gisement::plot::Locale;
use gisement::report::*;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

fn parse(html: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(html, options).unwrap_or_else(|e| panic!("not well-formed: {e}"))
}

fn assumptions() -> Table {
    let columns =
        vec![Column::text("Parameter"), Column::number("Value", ""), Column::text("Unit"), Column::text("Source")];
    let mut table = Table::new("Assumptions that move the result most", columns);
    let row = |name: &str, value, unit: &str, source: &str, flag| {
        vec![Cell::text(name), Cell::number(value).flag(flag), Cell::text(unit), Cell::text(source)]
    };
    table.rows.push(Row::Group("Digester".into()));
    table.push(row("digester.k_hyd_ch", 10.0, "1/d", "Rosen & Jeppsson 2006, table 2", Flag::Read));
    table.push(row("digester.methane_slip_pct", 1.5, "%", "expert value, unverified", Flag::Assumed));
    table.rows.push(Row::Group("Boiler".into()));
    table.push(row("boiler.fuel.moisture_pct_ar", 18.0, "%", "expert value, unverified", Flag::Assumed));
    table.push(row("boiler.power_kw", 600.0, "kW", "drawn uniformly from 500 to 700", Flag::Sampled));
    table.note = "Amber: not verified; give your own measurement to remove the doubt.".into();
    table
}

fn energy() -> Table {
    let columns = vec![
        Column::text("Flow"),
        Column::number("Nominal", "MWh/a"),
        Column::number("P10", "MWh/a"),
        Column::number("P90", "MWh/a"),
        Column::number("Share", "%"),
    ];
    let mut table = Table::new("Energy delivered in a year", columns);
    for (name, v) in [("Heat from wood", 3130.0), ("Heat from biogas", 1410.0), ("Electricity from biogas", 1310.5)] {
        let share = Cell::precise(v / 58.505, Precision::Decimals(1));
        table.push(vec![Cell::text(name), Cell::number(v), Cell::number(v * 0.9), Cell::number(v * 1.1), share]);
    }
    let total = vec![
        Cell::text("All"),
        Cell::number(5850.5),
        Cell::number(5300.0),
        Cell::number(6400.0),
        Cell::precise(100.0, Precision::Decimals(1)),
    ];
    table.rows.push(Row::Total(total));
    table
}

fn key(name: &str, unit: &str, nominal: f64, spread: f64, note: &str) -> KeyFigure {
    KeyFigure {
        name: name.into(),
        unit: unit.into(),
        nominal,
        p10_p50_p90: Some([nominal - spread, nominal * 1.003, nominal + spread]),
        precision: Precision::Significant(3),
        note: note.into(),
    }
}

fn summary() -> Section {
    let frame = "avoided 1.0; reference: present outlets 2024";
    Section {
        id: "summary".into(),
        heading: "Summary".into(),
        blocks: vec![
            Block::Paragraph(
                "Thirty companies hand over 1 500 t/a of pallets and packaging wood and 1 000 t/a of biowaste. A common \
                 digester and a 600 kW pallet boiler would cover nine tenths of the heat of the network."
                    .into(),
            ),
            Block::KeyFigures(vec![
                key("Biogas", "Nm³/a", 867_000.0, 110_000.0, ""),
                key("Useful heat", "MWh/a", 4540.0, 380.0, ""),
                key("Electricity", "MWh/a", 1310.0, 190.0, ""),
                key("Greenhouse gases", "t CO₂e/a", -635.0, 150.0, frame),
                key("Cost of heat", "EUR/MWh", 70.7, 9.0, "20 a, 4 %, prices of 2024"),
                key("Jobs, gross", "FTE", 6.24, 1.2, ""),
            ]),
            Block::Findings(vec![
                Finding {
                    severity: Severity::Breach,
                    text: "Painted wood from P07 lifts lead in the pool to 92 mg/kg; the limit is 90 mg/kg.".into(),
                    source: "Arrêté du 29 juillet 2014 (end of waste for wood packaging)".into(),
                },
                Finding {
                    severity: Severity::Warning,
                    text: "Kitchen waste needs an hour at 70 °C before it enters the digester.".into(),
                    source: "Regulation (EU) 142/2011, annex V".into(),
                },
                Finding { severity: Severity::Note, text: "The plant declares under heading 2781-2.".into(), source: String::new() },
            ]),
        ],
    }
}

fn figure(picture: gisement::plot::Picture, caption: &str) -> Block {
    Block::Figure { picture, caption: caption.into() }
}

fn demo(lang: Locale) -> Page {
    let section = |id: &str, heading: &str, blocks| Section { id: id.into(), heading: heading.into(), blocks };
    Page {
        title: "Florange e2i: what the pooled waste would give".into(),
        subtitle: "Base case, 1 000 samples, seed 1".into(),
        lang,
        sections: vec![
            summary(),
            section(
                "flows",
                "Flows",
                vec![
                    figure(plot_demo::flows(lang).draw().unwrap(), "Who hands over what, and where it goes."),
                    figure(plot_demo::flows_by_month(lang).draw().unwrap(), "Biowaste peaks in early summer."),
                ],
            ),
            section(
                "energy",
                "Energy",
                vec![
                    figure(plot_demo::biogas(lang).draw().unwrap(), "Daily biogas with the band from P10 to P90."),
                    figure(plot_demo::monotone(lang).draw().unwrap(), "The boiler carries the base, gas the peaks."),
                    Block::Table(energy()),
                ],
            ),
            section(
                "carbon",
                "Carbon",
                vec![figure(plot_demo::carbon(lang).draw().unwrap(), "Signs are those of the account.")],
            ),
            section(
                "uncertainty",
                "Uncertainty",
                vec![figure(plot_demo::headlines(lang).draw().unwrap(), "1 000 samples.")],
            ),
            section(
                "trust",
                "Closure and assumptions",
                vec![
                    figure(plot_demo::balances(lang).draw().unwrap(), "One balance does not close: see the finding."),
                    Block::Table(assumptions()),
                    Block::Definitions(vec![
                        ("P10".into(), "A tenth of the samples lies below it.".into()),
                        ("LHV".into(), "Lower heating value: water leaves as vapour.".into()),
                    ]),
                ],
            ),
        ],
        footer: "gisement 0.1.0".into(),
    }
}

#[test]
fn demo_page_is_whole_and_self_contained() {
    for lang in [Locale::En, Locale::Fr] {
        let html = demo(lang).html().unwrap();
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("report_{}.html", lang.code()));
        std::fs::write(path, &html).unwrap();
        assert_eq!(html, demo(lang).html().unwrap(), "same page, same bytes");
        let document = parse(&html);
        assert_eq!(document.root_element().attribute("lang"), Some(lang.code()));
        let count = |name: &str| document.descendants().filter(|n| n.tag_name().name() == name).count();
        assert_eq!((count("svg"), count("section"), count("table"), count("script")), (7, 7, 2, 1));
        assert_no_outside(&document);
        assert_ids(&document);
    }
}

/// No attribute loads or runs anything, and what leads out of the page does so only when followed; the one script is that
/// of the page, known by its hash.
fn assert_no_outside(document: &roxmltree::Document<'_>) {
    let scripts: Vec<_> = document.descendants().filter(|n| n.tag_name().name() == "script").collect();
    assert!(scripts.len() == 1 && scripts[0].attributes().len() == 0);
    let hash = BASE64_STANDARD.encode(Sha256::digest(scripts[0].text().unwrap()));
    let policy = document.descendants().find_map(|n| n.attribute("content").filter(|c| c.starts_with("default-src")));
    let policy = policy.unwrap();
    assert!(policy.starts_with("default-src 'none'; ") && policy.matches("script-src").count() == 1, "{policy}");
    assert!(policy.contains(&format!("script-src 'sha256-{hash}';")) && !policy.contains("https:"), "{policy}");
    for node in document.descendants().filter(|n| n.is_element()) {
        assert!(!["link", "img", "iframe", "object", "image", "use"].contains(&node.tag_name().name()));
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on"), "{name} runs something");
            assert!(!value.contains("javascript:"));
            if ["href", "src", "action", "srcset"].contains(&name) {
                let followed = node.tag_name().name() == "a" && value.starts_with("http");
                assert!(followed || value.starts_with('#') || value.starts_with("data:text/csv;"), "{name}={value}");
            }
        }
    }
    let style = document.descendants().find(|n| n.tag_name().name() == "style").unwrap().text().unwrap();
    assert!(!style.contains("url(") && !style.contains("@import"));
}

/// Every id once, and every link within the page finds its target.
fn assert_ids(document: &roxmltree::Document<'_>) {
    let ids: Vec<&str> = document.descendants().filter_map(|n| n.attribute("id")).collect();
    let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for target in document.descendants().filter_map(|n| n.attribute("href")).filter_map(|h| h.strip_prefix('#')) {
        assert!(unique.contains(target), "#{target} leads nowhere");
    }
}

#[test]
fn assumed_values_are_amber_and_named() {
    let html = demo(Locale::En).html().unwrap();
    let document = parse(&html);
    let amber: Vec<_> =
        document.descendants().filter(|n| n.attribute("class") == Some("number cell-assumed")).collect();
    assert_eq!(amber.len(), 2);
    for cell in amber {
        let words: String = cell.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect();
        assert!(words.starts_with("assumed"), "colour alone says nothing on grey paper: {words}");
    }
}

#[test]
fn sources_are_numbered_once_and_led_to() {
    let html = demo(Locale::En).html().unwrap();
    let document = parse(&html);
    let cited: Vec<&str> = document
        .descendants()
        .filter(|n| n.tag_name().name() == "a" && n.attribute("class") == Some("cite"))
        .filter_map(|n| n.attribute("href"))
        .collect();
    // Two findings with a source; the table of the demo names its sources as plain words.
    assert_eq!(cited, ["#source-1", "#source-2"]);
    let mut page = demo(Locale::En);
    let mut table = Table::new("", vec![Column::text("Value"), Column::text("Source")]);
    let norm = "Regulation (EU) 142/2011, annex V";
    table.push(vec![Cell::text("a"), Cell::source(norm, "b.csv:12")]);
    table.push(vec![Cell::text("c"), Cell::source("10.1016/j.watres.2005.01.005", "")]);
    page.sections[1].blocks.push(Block::Table(table.clone()));
    let html = page.html().unwrap();
    assert_ids(&parse(&html));
    assert_eq!(html.matches("<li id=\"source-").count(), 3, "one source cited twice is one entry");
    assert!(html.contains("<td><a class=\"cite\" href=\"#source-2\">[2]</a> b.csv:12</td>"));
    assert!(html.contains("href=\"https://doi.org/10.1016/j.watres.2005.01.005\""));
    assert!(table.csv().unwrap().contains(&format!("\"{norm} [b.csv:12]\"")), "the data name it in full");
}

fn decoded(uri: &str) -> String {
    let bytes = uri.as_bytes();
    let (mut out, mut k) = (Vec::new(), 0);
    while k < bytes.len() {
        if bytes[k] == b'%' {
            out.push(u8::from_str_radix(&uri[k + 1..k + 3], 16).unwrap());
            k += 3;
        } else {
            out.push(bytes[k]);
            k += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn data_links_give_back_the_numbers() {
    let page = demo(Locale::Fr);
    let html = page.html().unwrap();
    let document = parse(&html);
    let links: Vec<String> = document
        .descendants()
        .filter_map(|n| n.attribute("href"))
        .filter_map(|h| h.strip_prefix("data:text/csv;charset=utf-8,"))
        .map(decoded)
        .collect();
    assert_eq!(links.len(), 9);
    assert!(links.contains(&energy().csv().unwrap()));
    assert!(links.contains(&plot_demo::flows(Locale::Fr).draw().unwrap().csv));
    let csv = energy().csv().unwrap();
    assert!(csv.starts_with("Flow,Nominal (MWh/a),"));
    assert!(csv.contains("Electricity from biogas,1310.5,"), "all digits, decimal point: {csv}");
    let flags = assumptions().csv().unwrap();
    assert!(flags.starts_with("group,Parameter,Value,Value flag,Unit,Source\n"), "{flags}");
    assert!(flags.contains("Boiler,boiler.power_kw,600,sampled,kW,"), "{flags}");
}

#[test]
fn numbers_are_written_as_in_the_language_of_the_page() {
    let shown = |lang| demo(lang).html().unwrap();
    assert!(shown(Locale::Fr).contains("<td class=\"number\">22,4</td>"));
    assert!(shown(Locale::En).contains("<td class=\"number\">22.4</td>"));
    assert!(shown(Locale::Fr).contains("<b>Tableau 1.</b>"));
}

#[test]
fn a_row_of_the_wrong_length_is_refused_everywhere() {
    let mut table = energy();
    table.push(vec![Cell::number(1.0)]);
    let expected = ReportError::RowLength { table: table.caption.clone(), row: 5, expected: 5, found: 1 };
    assert_eq!(table.csv().unwrap_err(), expected);
    assert_eq!(Terminal::default().table(&table).unwrap_err(), expected);
    let mut page = demo(Locale::En);
    page.sections[0].blocks.push(Block::Table(table));
    assert_eq!(page.html().unwrap_err(), expected);
    assert!(expected.to_string().contains("row 5: 1 cells; give 5"));
}

#[test]
fn an_empty_page_and_odd_ids_are_written() {
    let section = |id: &str| Section { id: id.into(), heading: String::new(), blocks: vec![] };
    let page = Page {
        title: String::new(),
        subtitle: String::new(),
        lang: Locale::Fr,
        sections: vec![section("a b"), section("a-b"), section(""), section("\"><x"), section("a-b-2")],
        footer: String::new(),
    };
    let html = page.html().unwrap();
    assert_ids(&parse(&html));
}

/// A page that has the text in every place that takes one.
fn everywhere(text: &str) -> Page {
    let t = || text.to_owned();
    let mut table = Table::new(t(), vec![Column::text(t()), Column::number(t(), t())]);
    table.rows.push(Row::Group(t()));
    table.push(vec![Cell::text(t()).flag(Flag::Assumed), Cell::number(1.0)]);
    table.push(vec![Cell::source(t(), t()), Cell::number(1.0)]);
    table.rows.push(Row::Total(vec![Cell::text(t()), Cell::empty()]));
    table.note = t();
    let figure = KeyFigure { name: t(), unit: t(), note: t(), ..key("", "", 1.0, 0.1, "") };
    let heading = gisement::plot::Heading::new(t(), Locale::En).subtitle(t()).description(t());
    let bars = vec![gisement::plot::Bar::new(t(), 1.0)];
    let picture = gisement::plot::Bars { heading, quantity: t(), unit: t(), bars }.draw().unwrap();
    let blocks = vec![
        Block::Paragraph(t()),
        Block::Figure { picture, caption: t() },
        Block::Table(table),
        Block::KeyFigures(vec![figure]),
        Block::Findings(vec![Finding { severity: Severity::Breach, text: t(), source: t() }]),
        Block::Definitions(vec![(t(), t())]),
    ];
    let sections = vec![Section { id: t(), heading: t(), blocks }];
    Page { title: t(), subtitle: t(), lang: Locale::En, sections, footer: t() }
}

/// Names of all elements in order: the shape of the page.
fn shape(html: &str) -> Vec<String> {
    let document = parse(html);
    assert_no_outside(&document);
    document.descendants().filter(|n| n.is_element()).map(|n| n.tag_name().name().to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the text, the elements are those of a harmless text. (In figures texts may wrap into more lines, and long
    /// words get empty `wbr` marks where they may break; both are put in by the page itself.)
    #[test]
    fn no_text_breaks_out(text in "([<>&\"'`=/;\\]\\[!-]|script|svg|onload|\\PC|[\\x00-\\x1f]){1,12}") {
        let made_by_length = |name: &String| name == "text" || name == "wbr";
        let strip = |mut names: Vec<String>| { names.retain(|n| !made_by_length(n)); names };
        let html = everywhere(&text).html().unwrap();
        prop_assert_eq!(strip(shape(&html)), strip(shape(&everywhere("x").html().unwrap())));
    }

    #[test]
    fn no_text_moves_the_cursor_or_leaves_the_terminal(text in "(\\PC|[\\x00-\\x1f\\x7f-\\x9f]|[a-z]{1,30} ){0,40}") {
        let out = Terminal::default().page(&everywhere(&text)).unwrap();
        prop_assert!(out.chars().all(|c| c == '\n' || !c.is_control()));
    }

    #[test]
    fn terminal_lines_fit(text in "([a-z]{1,30} ){0,20}", width in 40u16..140) {
        let terminal = Terminal { width, ..Terminal::default() };
        let out = terminal.page(&everywhere(&text)).unwrap();
        for line in out.lines() {
            prop_assert!(line.chars().count() <= width as usize, "{} > {width}: {line}", line.chars().count());
        }
    }
}

#[test]
fn terminal_shows_tables_findings_and_marks() {
    let out = Terminal::default().page(&demo(Locale::En)).unwrap();
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("report_en.txt"), &out).unwrap();
    assert!(out.lines().all(|l| l.chars().count() <= 100));
    assert!(!out.contains('\u{1b}'), "no colours unless asked");
    assert!(out.contains("18.0\u{a0}†") && out.contains("† assumed"));
    assert!(out.contains("Breach: Painted wood"));
    let coloured = Terminal { colour: true, ..Terminal::default() }.page(&demo(Locale::En)).unwrap();
    assert!(coloured.contains("\u{1b}[33m†\u{1b}[0m"));
    let mut plain = coloured.clone();
    for code in ["0", "1", "31", "32", "33"] {
        plain = plain.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_eq!(plain, out, "colours change nothing else");
}
