//! Text as markup: escaping, places where long words may break, addresses that can be followed, data in an address.

use std::fmt::Write as _;

/// Text for element content and for attributes in double quotes; what XML cannot hold becomes a replacement mark.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Letters of a word beyond which it may be broken.
const LONG_WORD: usize = 16;

/// Letters of a long word that stay together where its separators allow more breaks than a column needs.
const PIECE: usize = 16;

/// Text for a cell, where addresses and paths may break behind their separators: one long word must not widen a table.
pub(super) fn breakable(text: &str) -> String {
    let word = |word: &str| {
        if word.chars().count() <= LONG_WORD {
            return escaped(word);
        }
        let mut pieces: Vec<String> = Vec::new();
        for piece in word.split_inclusive(['/', '_', '.', '-', ';', ',', '*', ':']) {
            match pieces.last_mut() {
                Some(last) if last.chars().count() + piece.chars().count() <= PIECE => last.push_str(piece),
                _ => pieces.push(piece.to_owned()),
            }
        }
        pieces.iter().map(|piece| escaped(piece)).collect::<Vec<_>>().join("<wbr/>")
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Text in which web addresses and DOIs can be followed; they stay readable and copied as they are.
pub(super) fn linked(text: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_start_matches('(').trim_end_matches(['.', ',', ';', ':', ')']);
        let Some(address) = address(bare) else { return escaped(word) };
        let (before, after) = word.split_once(bare).unwrap_or(("", ""));
        let (before, address, after) = (escaped(before), escaped(&address), escaped(after));
        format!("{before}<a href=\"{address}\" rel=\"external noreferrer\">{}</a>{after}", breakable(bare))
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Where a word leads, if it is a web address or a DOI.
fn address(word: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$()*+,;=%".contains(c);
    if !word.chars().all(plain) {
        return None;
    }
    let web = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"));
    if web.is_some_and(|rest| rest.contains('.')) {
        return Some(word.to_owned());
    }
    let doi = word.strip_prefix("doi:").unwrap_or(word);
    let (registrant, rest) = doi.strip_prefix("10.")?.split_once('/')?;
    let is_doi = registrant.len() >= 4 && registrant.chars().all(|c| c.is_ascii_digit() || c == '.');
    (is_doi && !rest.is_empty()).then(|| format!("https://doi.org/{doi}"))
}

/// Bytes for the data part of a `data:` address (RFC 2397, RFC 3986): what could end it or the attribute is encoded.
pub(super) fn uri(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ if b"-._~,()/:;=+@!*$".contains(&byte) => out.push(char::from(byte)),
            byte => write!(out, "%{byte:02X}").expect("writing to a string cannot fail"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_for_content_and_for_attributes() {
        assert_eq!(escaped("a<b>&\"c'\u{0}\u{ffff}"), "a&lt;b&gt;&amp;&quot;c&#39;\u{fffd}\u{fffd}");
        assert_eq!(breakable("short a/b x<y"), "short a/b x&lt;y");
        assert_eq!(breakable("digester.digestate_loss"), "digester.<wbr/>digestate_loss");
        assert_eq!(uri("a,b\n\"#é%"), "a,b%0A%22%23%C3%A9%25");
    }

    #[test]
    fn addresses_lead_where_they_say() {
        assert_eq!(address("https://example.org/a?b=c").as_deref(), Some("https://example.org/a?b=c"));
        assert_eq!(address("10.1016/j.watres.2020.1").as_deref(), Some("https://doi.org/10.1016/j.watres.2020.1"));
        assert_eq!(address("doi:10.2166/wst.2002.0292").as_deref(), Some("https://doi.org/10.2166/wst.2002.0292"));
        for word in ["10.5/2", "javascript:alert(1)", "http://", "https://a\"b.c", "aile.asso.fr", "10.12/x"] {
            assert_eq!(address(word), None, "{word}");
        }
        assert_eq!(
            linked("see (10.1016/x)."),
            "see (<a href=\"https://doi.org/10.1016/x\" rel=\"external noreferrer\">10.1016/x</a>)."
        );
    }
}
