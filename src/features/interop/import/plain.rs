//! Text in one form, whatever keyboard, locale or app it came from.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// The text in Unicode's compatibility form (NFKC) and without white space at its ends: full-width digits and colons
/// become plain ones, no-break and narrow spaces become spaces, and accents are one with their letters. Marks that only
/// steer the direction of writing are left out.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text.trim());
    }
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    let visible: String = text.chars().filter(|c| !invisible(*c)).collect();
    Cow::Owned(ComposingNormalizerBorrowed::new_nfkc().normalize(&visible).trim().to_owned())
}

/// A name as names are compared: in one form, in lower case, with single spaces and one kind of apostrophe.
pub(super) fn folded(name: &str) -> String {
    let lower = plain(name).to_lowercase().replace(['’', '‘', '´', '`'], "'");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}
