//! References within a page: made where a text is written, resolved where it becomes markup, and plain words on a
//! terminal.

/// Opens a reference: private characters, which no keyboard writes.
const OPEN: char = '\u{e000}';
/// Parts its target from its words.
const WORDS: char = '\u{e001}';
/// Closes it.
const CLOSE: char = '\u{e002}';

/// The words, leading to a chapter by its id, its number behind them.
pub(in crate::report) fn chapter(id: &str, words: &str) -> String {
    format!("{OPEN}chapter {id}{WORDS}{words}{CLOSE}")
}

/// The words, leading to a table: the `nth` (from 1) of a chapter, its number behind them.
pub(in crate::report) fn table(id: &str, nth: usize, words: &str) -> String {
    format!("{OPEN}table {id} {nth}{WORDS}{words}{CLOSE}")
}

/// A text cut at its references, each given to `show` as target and words; what lies between them is given to `plain`.
pub(in crate::report) fn resolve(
    text: &str,
    plain: impl Fn(&str) -> String,
    show: impl Fn(&str, &str) -> String,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((reference, tail)) = after.split_once(CLOSE) else { break };
        let Some((target, words)) = reference.split_once(WORDS) else { break };
        out += &plain(before);
        out += &show(target, words);
        rest = tail;
    }
    out + &plain(rest)
}

/// The text with the words of its references alone.
pub(in crate::report) fn words_of(text: &str) -> String {
    resolve(text, str::to_owned, |_, words| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_cut_out_and_broken_ones_stay() {
        let text = format!("see {} and {}.", chapter("a", "chapter A"), table("b", 2, "a table"));
        assert_eq!(words_of(&text), "see chapter A and a table.");
        let shown = resolve(&text, str::to_owned, |target, words| format!("<{target}|{words}>"));
        assert_eq!(shown, "see <chapter a|chapter A> and <table b 2|a table>.");
        let broken = format!("x {OPEN}chapter a{WORDS}words");
        assert_eq!(words_of(&broken), broken);
    }
}
