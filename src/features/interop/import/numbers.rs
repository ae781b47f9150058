//! Numbers as apps write them.

use super::plain::{folded, plain};

/// A plain decimal number with a point or a comma. `1,234` could be either of two numbers and is none; neither is
/// anything with an exponent, `inf` or `nan`.
pub(super) fn number(text: &str) -> Option<f64> {
    // Word processors and some apps set a real minus sign.
    let text = plain(text).replace('\u{2212}', "-");
    let bare = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let (whole, fraction) = bare.split_once(['.', ',']).unwrap_or((bare, "0"));
    if bare.contains(',') && fraction.len() == 3 && whole != "0" {
        return None;
    }
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (is_plain(whole) && is_plain(fraction)).then_some(())?;
    text.replace(',', ".").parse().ok().filter(|n: &f64| n.is_finite())
}

/// The whole number from 0 to 10 that a value is, if it is one.
pub(super) fn nrs(value: f64) -> Option<u8> {
    (value.fract() == 0.0).then(|| whole(value, 10))??.try_into().ok()
}

/// The nearest whole number, when it is at most `max`.
pub(super) fn whole(value: f64, max: u32) -> Option<u32> {
    // By way of text, which refuses what does not fit; the sum makes a plain zero of -0.
    let rounded = format!("{:.0}", value.round() + 0.0);
    rounded.parse().ok().filter(|whole| *whole <= max)
}

/// A number of at most `max` digits and nothing else.
pub(super) fn digits(text: &str, max: usize) -> Option<u32> {
    let fits = (1..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

/// Whether a number means no answer where all answers are 0 or more: -1, -9, -99, -999, …
pub(super) fn missing_code(value: f64) -> bool {
    [-1.0, -9.0, -99.0, -999.0, -9_999.0, -99_999.0].iter().any(|code| (code - value).abs() < f64::EPSILON)
}

/// Whether a cell holds the least or greatest number that a machine can, also rounded (`-2.15E+09`): HabitBull and
/// others write it for a day that was skipped.
pub(super) fn is_extreme(text: &str) -> bool {
    /// The ends of whole numbers of 32 and 64 bits, and of floating-point numbers.
    const ENDS: [f64; 4] = [2_147_483_648.0, 9_223_372_036_854_775_808.0, 3.402_823_5e38, f64::MAX];
    let Ok(value) = plain(text).replace('\u{2212}', "-").replace(',', ".").parse::<f64>() else { return false };
    // Two digits, as a spreadsheet leaves of it, are still within half of the last one.
    value.is_infinite() || ENDS.iter().any(|end| (value.abs() / end - 1.0).abs() < 0.025)
}

/// Whether a cell holds an app's mark for no number: an extreme number or a word.
pub(super) fn is_skip(text: &str) -> bool {
    const WORDS: [&str; 12] = ["nan", "null", "nil", "none", "n/a", "#n/a", "na", "-", "–", "—", "skip", "skipped"];
    WORDS.contains(&folded(text).as_str()) || is_extreme(text)
}
