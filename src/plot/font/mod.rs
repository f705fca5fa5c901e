//! The font of the figures, carried in the binary: their texts are measured with it, and PNG pictures are set in it.
//!
//! A subset of Liberation Sans (SIL Open Font License 1.1, `OFL.txt`) under another name; `make.py` makes it.

use std::collections::HashMap;
use std::sync::OnceLock;
use ttf_parser::Face;

/// Name of the font.
pub(super) const OWN: &str = "Gisement Sans";

/// Families in the order in which a viewer should try them: ours, then those with the same widths.
pub(crate) const FAMILIES: &str = "Gisement Sans, Liberation Sans, Arial, Helvetica, sans-serif";

/// Files of the font, normal and heavy letters.
pub(super) const FILES: [&[u8]; 2] =
    [include_bytes!("GisementSans-Regular.ttf"), include_bytes!("GisementSans-Bold.ttf")];

/// Width of a letter that the font does not have (names of companies may hold any): as high as wide.
const UNKNOWN: f64 = 1.0;

/// Width of a letter over the font size.
pub(super) fn advance(letter: char, bold: bool) -> f64 {
    static WIDTHS: OnceLock<[HashMap<char, f64>; 2]> = OnceLock::new();
    let widths = WIDTHS.get_or_init(|| FILES.map(widths));
    widths[usize::from(bold)].get(&letter).copied().unwrap_or(UNKNOWN)
}

fn widths(file: &[u8]) -> HashMap<char, f64> {
    let face = Face::parse(file, 0).expect("the shipped font can be read: a test does");
    let em = f64::from(face.units_per_em());
    let letters = ('\u{20}'..='\u{25ff}').filter_map(|c| Some((c, face.glyph_index(c)?)));
    letters.filter_map(|(c, glyph)| Some((c, f64::from(face.glyph_hor_advance(glyph)?) / em))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Widths of Arial: AFM of Helvetica, 278, 556 and 944 thousandths for a blank, a digit and a W.
    #[test]
    fn letters_have_the_widths_of_arial() {
        for (letter, thousandths) in [(' ', 278.0), ('0', 556.0), ('W', 944.0), ('i', 222.0)] {
            assert!((advance(letter, false) - thousandths / 1000.0).abs() < 1e-3, "{letter}");
        }
        assert!(advance('a', true) >= advance('a', false));
        assert_eq!(advance('\u{4e2d}', false), UNKNOWN);
    }

    /// What numbers, units and French need is there.
    #[test]
    fn no_sign_of_ours_is_missing() {
        let numbers = crate::words::significant(-1.23e-9, 3, crate::words::Locale::Fr);
        let french = crate::words::read().0;
        let texts = french.iter().filter(|e| e.file == "plot.csv").map(|e| e.french.as_str());
        for c in texts.chain([numbers.as_str(), "−∞×≤≥±·…€°◆●■→⁰¹²³⁴⁵⁶⁷⁸⁹⁻"]).flat_map(str::chars)
        {
            for bold in [0, 1] {
                let face = Face::parse(FILES[bold], 0).unwrap();
                assert!(face.glyph_index(c).is_some(), "{c:?} is not in the font");
            }
        }
    }
}
