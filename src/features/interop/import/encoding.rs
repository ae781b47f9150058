//! The text of a file, in whichever form of Unicode it was saved.

use std::borrow::Cow;

use super::ReadError;
use super::records::line_ends;

/// A form of Unicode of two or four bytes a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wide {
    Utf16 { big: bool },
    Utf32 { big: bool },
}

impl Wide {
    const fn name(self) -> &'static str {
        match self {
            Self::Utf16 { .. } => "UTF-16",
            Self::Utf32 { .. } => "UTF-32",
        }
    }

    fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf16 { big } => {
                let (pairs, []) = bytes.as_chunks::<2>() else { return None };
                let units =
                    pairs.iter().map(|pair| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) });
                char::decode_utf16(units).collect::<Result<_, _>>().ok()
            }
            Self::Utf32 { big } => {
                let (quads, []) = bytes.as_chunks::<4>() else { return None };
                let codes =
                    quads.iter().map(|quad| if big { u32::from_be_bytes(*quad) } else { u32::from_le_bytes(*quad) });
                codes.map(char::from_u32).collect()
            }
        }
    }
}

/// The text of a file, without a byte order mark: UTF-8, or UTF-16 and UTF-32 with a mark or without one.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let text = if let Some(bytes) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        utf8(bytes)?
    } else if let Some((wide, bytes)) = marked(bytes).or_else(|| Some((unmarked(bytes)?, bytes))) {
        Cow::Owned(wide.decode(bytes).ok_or(ReadError::DamagedUnicode(wide.name()))?)
    } else {
        utf8(bytes)?
    };
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(text)
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ReadError::NotText);
    }
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        ReadError::NotUtf8 { line: 1 + line_ends(good) }
    })
}

/// The form that a byte order mark states, and what follows the mark.
fn marked(bytes: &[u8]) -> Option<(Wide, &[u8])> {
    const MARKS: [(&[u8], Wide); 4] = [
        // The mark of UTF-16 begins that of UTF-32, so this one comes first.
        (b"\xff\xfe\0\0", Wide::Utf32 { big: false }),
        (b"\0\0\xfe\xff", Wide::Utf32 { big: true }),
        (b"\xff\xfe", Wide::Utf16 { big: false }),
        (b"\xfe\xff", Wide::Utf16 { big: true }),
    ];
    MARKS.into_iter().find_map(|(mark, wide)| Some((wide, bytes.strip_prefix(mark)?)))
}

/// The form without a mark that the places of NUL bytes give away: each digit, separator and line end has one, or three.
fn unmarked(bytes: &[u8]) -> Option<Wide> {
    let mut nuls = [0usize; 4];
    for quad in bytes.chunks(4) {
        for (count, byte) in nuls.iter_mut().zip(quad) {
            *count += usize::from(*byte == 0);
        }
    }
    // A table's digits and separators are at least a twelfth of its characters, even with Chinese notes. A file of UTF-8
    // that is damaged has fewer, and not at every other byte only.
    let many = nuls.map(|count| count * 12 > bytes.len() / 4);
    let wide = match many {
        [true, true, true, false] => Wide::Utf32 { big: true },
        [false, true, true, true] => Wide::Utf32 { big: false },
        [true, false, true, false] => Wide::Utf16 { big: true },
        [false, true, false, true] => Wide::Utf16 { big: false },
        _ => return None,
    };
    [b',', b';', b'\t'].iter().any(|sign| bytes.contains(sign)).then_some(wide)
}
