//! Numbers as a reader of English or French writes them.

use super::Locale;

/// Narrow no-break space, between thousands in both languages (SI brochure, 9th edition, 5.4.4).
const THOUSANDS: char = '\u{202f}';
/// A true minus sign, as wide as the plus sign.
const MINUS: char = '\u{2212}';
/// Most digits that an f64 can back.
const MOST_DIGITS: i32 = 15;

/// `value` with `decimals` digits after the mark (at most 15), thousands apart.
///
/// What is no number is written `n/a`; infinities are written with their sign. A value that rounds to zero has no sign.
pub fn fixed(value: f64, decimals: usize, locale: Locale) -> String {
    if value.is_nan() {
        return "n/a".to_owned();
    }
    if value.is_infinite() {
        return signed(value < 0.0, "∞");
    }
    let text = format!("{:.*}", decimals.min(MOST_DIGITS as usize), value.abs());
    let negative = value < 0.0 && text.contains(|c: char| ('1'..='9').contains(&c));
    let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let mut out = grouped(whole);
    if !fraction.is_empty() {
        out.push(locale.decimal_mark());
        out.push_str(fraction);
    }
    signed(negative, &out)
}

/// `value` rounded to `digits` significant digits (1 to 15): `12 300`, `0.0123`, `1.23 × 10⁻⁷`.
///
/// Sizes from 1e-4 to below 1e9 are written out, others as a power of ten.
pub fn significant(value: f64, digits: usize, locale: Locale) -> String {
    if value == 0.0 || !value.is_finite() {
        return fixed(value, 0, locale);
    }
    let digits = (digits as i32).clamp(1, MOST_DIGITS);
    // Rust rounds the decimal expansion correctly, so 9.996 at 3 digits gives exponent 1, not 0.
    let text = format!("{:.*e}", (digits - 1) as usize, value);
    let (mantissa, exponent) = text.split_once('e').expect("`{:e}` writes an exponent");
    let exponent: i32 = exponent.parse().expect("`{:e}` writes an integer exponent");
    let mantissa: f64 = mantissa.parse().expect("`{:e}` writes a decimal mantissa");
    if !(-4..9).contains(&exponent) {
        let mantissa = fixed(mantissa, (digits - 1) as usize, locale);
        return format!("{mantissa}\u{202f}×\u{202f}10{}", superscript(exponent));
    }
    let rounded: f64 = text.parse().expect("`{:e}` writes a number");
    fixed(rounded, (digits - 1 - exponent).max(0) as usize, locale)
}

/// A share (0.123) in percent with `decimals` digits: `12.3 %`.
pub fn percent(share: f64, decimals: usize, locale: Locale) -> String {
    format!("{}\u{202f}%", fixed(share * 100.0, decimals, locale))
}

/// `value` with an explicit sign, three significant digits.
pub(crate) fn with_sign(value: f64, locale: Locale) -> String {
    let text = significant(value, 3, locale);
    if value > 0.0 { format!("+{text}") } else { text }
}

fn signed(negative: bool, text: &str) -> String {
    if negative { format!("{MINUS}{text}") } else { text.to_owned() }
}

fn grouped(whole: &str) -> String {
    let mut out = String::with_capacity(whole.len() * 2);
    for (k, digit) in whole.chars().enumerate() {
        if k > 0 && (whole.len() - k).is_multiple_of(3) && whole.len() > 3 {
            out.push(THOUSANDS);
        }
        out.push(digit);
    }
    out
}

/// `10⁻⁹`, and `1` for the power of zero.
pub(crate) fn power_of_ten(exponent: i32) -> String {
    if exponent == 0 { "1".to_owned() } else { format!("10{}", superscript(exponent)) }
}

fn superscript(exponent: i32) -> String {
    exponent
        .to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            _ => '⁰',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn significant_digits_in_both_languages() {
        let cases = [
            (12345.6, 3, "12\u{202f}300", "12\u{202f}300"),
            (0.012345, 3, "0.0123", "0,0123"),
            (9.996, 3, "10.0", "10,0"),
            (999.6, 3, "1\u{202f}000", "1\u{202f}000"),
            (-1234.5, 6, "\u{2212}1\u{202f}234.50", "\u{2212}1\u{202f}234,50"),
            (2.4e-7, 2, "2.4\u{202f}×\u{202f}10⁻⁷", "2,4\u{202f}×\u{202f}10⁻⁷"),
            (0.0, 3, "0", "0"),
            (-0.0, 3, "0", "0"),
            (1e9, 1, "1\u{202f}×\u{202f}10⁹", "1\u{202f}×\u{202f}10⁹"),
        ];
        for (value, digits, english, french) in cases {
            assert_eq!(significant(value, digits, Locale::En), english);
            assert_eq!(significant(value, digits, Locale::Fr), french);
        }
    }

    #[test]
    fn fixed_digits_and_the_odd_values() {
        assert_eq!(fixed(1234567.891, 1, Locale::Fr), "1\u{202f}234\u{202f}567,9");
        assert_eq!(fixed(999.5, 0, Locale::En), "1\u{202f}000");
        assert_eq!(fixed(-0.004, 2, Locale::En), "0.00", "a rounded zero has no sign");
        assert_eq!(fixed(f64::NAN, 2, Locale::En), "n/a");
        assert_eq!(fixed(f64::NEG_INFINITY, 2, Locale::En), "\u{2212}∞");
        assert_eq!(percent(0.1234, 1, Locale::Fr), "12,3\u{202f}%");
        assert_eq!(with_sign(12.0, Locale::En), "+12.0");
    }

    proptest::proptest! {
        /// Read back, the text is within half a unit of its last digit of the value.
        #[test]
        fn significant_reads_back(value in -1e8f64..1e8, digits in 1usize..10) {
            let text = significant(value, digits, Locale::Fr);
            if !text.contains('×') {
                let plain: String = text
                    .chars()
                    .filter(|c| *c != THOUSANDS)
                    .map(|c| match c { MINUS => '-', ',' => '.', c => c })
                    .collect();
                let back: f64 = plain.parse().unwrap();
                let bound = 0.5 * libm::pow(10.0, 1.0 - digits as f64) * value.abs();
                proptest::prop_assert!((back - value).abs() <= bound * (1.0 + 1e-9) + 1e-300, "{value} {text}");
            }
        }
    }
}
