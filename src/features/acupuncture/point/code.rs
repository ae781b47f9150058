use std::fmt;
use std::str::FromStr;

use deserr::{DeserializeError, Deserr, ErrorKind, IntoValue, Value, ValuePointerRef, take_cf_content};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::channel::channel_of;

const JIAJI: &str = "EX-B2";
const ASHI: &str = "ASHI";
const JIAJI_NAMES: [&str; 3] = ["EXB2", "JIAJI", "HUATUOJIAJI"];
/// The longest spelling that is looked at, in bytes; "Hua Tuo Jia Ji" has 14.
const MAX_CODE_BYTES: usize = 24;

/// The normalised name of an acupuncture point: a channel point such as `BL23` within the WHO maximum, `EX-B2` (Jiaji)
/// or `ASHI` (rules §8).
///
/// Parsing takes any case, a space or hyphen before the number and the usual aliases: `ub-23`, `Du 4`, `Huatuojiaji`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, format = "acupuncture-point", min_length = 3, max_length = 24, example = "BL23")]
pub struct PointCode(String);

impl PointCode {
    /// The normalised spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is `EX-B2`, the row of points next to the spine that needs a level and a side.
    #[must_use]
    pub fn is_jiaji(&self) -> bool {
        self.0 == JIAJI
    }

    /// Whether this is `ASHI`, a tender spot without a fixed place, that needs a zone.
    #[must_use]
    pub fn is_ashi(&self) -> bool {
        self.0 == ASHI
    }
}

/// Why a text is not a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointCodeError {
    /// The letters name no channel or named point, or the number is missing or malformed.
    Unknown,
    /// The channel exists but has no point of this number.
    NoSuchNumber {
        /// The channel's normalised letters.
        channel: &'static str,
        /// Its last point.
        maximum: u8,
    },
}

impl fmt::Display for PointCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("must be a channel and number such as BL23, or EX-B2, or ASHI"),
            Self::NoSuchNumber { channel, maximum } => write!(f, "must be between {channel}1 and {channel}{maximum}"),
        }
    }
}

impl std::error::Error for PointCodeError {}

impl FromStr for PointCode {
    type Err = PointCodeError;

    fn from_str(text: &str) -> Result<Self, PointCodeError> {
        let text = text.trim();
        if text.len() > MAX_CODE_BYTES || !text.is_ascii() {
            return Err(PointCodeError::Unknown);
        }
        if let Some(named) = named_point(text) {
            return Ok(Self(named.to_owned()));
        }
        let split = text.find(|c: char| c.is_ascii_digit()).ok_or(PointCodeError::Unknown)?;
        let (letters, digits) = text.split_at(split);
        if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(PointCodeError::Unknown);
        }
        let channel = channel_of(letters.trim_end_matches([' ', '-'])).ok_or(PointCodeError::Unknown)?;
        match digits.parse::<u8>() {
            Ok(number) if (1..=channel.maximum).contains(&number) => Ok(Self(format!("{}{number}", channel.code))),
            _ => Err(PointCodeError::NoSuchNumber { channel: channel.code, maximum: channel.maximum }),
        }
    }
}

fn named_point(text: &str) -> Option<&'static str> {
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>().to_ascii_uppercase();
    if JIAJI_NAMES.contains(&plain.as_str()) { Some(JIAJI) } else { (plain == ASHI).then_some(ASHI) }
}

impl TryFrom<String> for PointCode {
    type Error = PointCodeError;

    fn try_from(text: String) -> Result<Self, PointCodeError> {
        text.parse()
    }
}

impl From<PointCode> for String {
    fn from(code: PointCode) -> Self {
        code.0
    }
}

impl fmt::Display for PointCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: DeserializeError> Deserr<E> for PointCode {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, E> {
        let text = String::deserialize_from_value(value, location)?;
        text.parse().map_err(|error: PointCodeError| {
            take_cf_content(E::error::<V>(None, ErrorKind::Unexpected { msg: error.to_string() }, location))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::channel::CHANNELS;
    use super::*;

    fn read(text: &str) -> Result<String, PointCodeError> {
        text.parse().map(|code: PointCode| code.to_string())
    }

    #[test]
    fn spellings_come_out_the_same() {
        for (spellings, code) in [
            (&["BL23", "bl23", "BL 23", "BL-23", "Bl - 23", " UB23 ", "ub-23", "BL023"][..], "BL23"),
            (&["GV4", "Du4", "DU 4", "du-4"], "GV4"),
            (&["CV6", "Ren6", "REN 6", "RN6"], "CV6"),
            (&["TE5", "SJ5", "sj-5", "TB 5"], "TE5"),
            (&["LR3", "Liv3", "LIV 3", "LV-3"], "LR3"),
            (&["EX-B2", "ex-b2", "EXB2", "EX B2", "EX-B 2", "Jiaji", "Huatuojiaji", "Hua Tuo Jia Ji"], "EX-B2"),
            (&["ASHI", "ashi", "A-shi"], "ASHI"),
        ] {
            for spelling in spellings {
                assert_eq!(read(spelling).as_deref(), Ok(code), "{spelling}");
            }
        }
    }

    #[test]
    fn each_channel_ends_at_its_who_maximum() {
        for one in &CHANNELS {
            let (channel, maximum) = (one.code, one.maximum);
            for letters in one.aliases.iter().chain([&one.code]) {
                assert_eq!(read(&format!("{letters}1")), Ok(format!("{channel}1")));
                assert_eq!(read(&format!("{letters}{maximum}")), Ok(format!("{channel}{maximum}")));
                for beyond in ["0".to_owned(), (maximum + 1).to_string(), "256".to_owned(), "9999999999".to_owned()] {
                    let error = PointCodeError::NoSuchNumber { channel, maximum };
                    assert_eq!(read(&format!("{letters}{beyond}")), Err(error), "{letters}{beyond}");
                }
            }
        }
        assert_eq!(read("BL68").unwrap_err().to_string(), "must be between BL1 and BL67");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            " ",
            "BL",
            "23",
            "XX5",
            "BL23a",
            "BL2 3",
            "BL-2-3",
            "BL--",
            "BL2.5",
            "BL+2",
            "EX-B3",
            "EX-B",
            "腎兪",
            "ＢＬ２３",
            "B-L23",
        ] {
            assert_eq!(read(text), Err(PointCodeError::Unknown), "{text}");
        }
        assert_eq!(read(&"BL".repeat(5000)), Err(PointCodeError::Unknown));
    }
}
