//! Why a file could not be used at all.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A file, or the map given with it, that can't be used as a whole. The text is meant for the person importing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No such format.
    #[error("there is no import format {0:?}; there are loop, strong and pain-csv")]
    UnknownFormat(String),
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Bytes that are no text; the line is that of the first such byte.
    #[error("line {line} is not UTF-8 text; save the file as UTF-8 and import it again")]
    NotUtf8 {
        /// 1-based.
        line: u64,
    },
    /// No line has as many columns as the header.
    #[error(
        "the header has {header} columns but no line does (line {line} has {row}); \
         a column name that contains the separator has to be put in quotes"
    )]
    HeaderDoesNotFit {
        /// Columns of the header.
        header: usize,
        /// The first line after it.
        line: u64,
        /// Columns of that line.
        row: usize,
    },
    /// A column the format needs, or the map names, is not in the header.
    #[error("there is no column {column:?}; the file has {found}")]
    MissingColumn {
        /// The name looked for.
        column: String,
        /// The names that exist, for reading.
        found: String,
    },
    /// A column name that is asked for stands in the header more than once.
    #[error("the header has more than one column {0:?}; rename one of them")]
    DuplicateColumn(String),
    /// The map is malformed, has an unknown key, or names something that does not exist.
    #[error("{0}")]
    BadMap(String),
    /// More than one order of day, month and year fits the dates.
    #[error(
        "the dates (such as {example:?}) can be read in more than one order; \
         add date_order=ymd, date_order=dmy or date_order=mdy to the map"
    )]
    AmbiguousDates {
        /// One of them.
        example: String,
    },
    /// No line has a date in any order.
    #[error("no line has a date that can be read; the first one is {example:?}")]
    NoDates {
        /// The first date cell.
        example: String,
    },
    /// Nothing in the file is chosen to be read; the text lists what there is.
    #[error("{0}")]
    NothingChosen(String),
}

impl ReadError {
    /// A stable code for clients.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownFormat(_) => "unknown_format",
            Self::Empty => "empty_file",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::HeaderDoesNotFit { .. } => "header_does_not_fit",
            Self::MissingColumn { .. } => "missing_column",
            Self::DuplicateColumn(_) => "duplicate_column",
            Self::BadMap(_) => "bad_map",
            Self::AmbiguousDates { .. } => "ambiguous_dates",
            Self::NoDates { .. } => "no_dates",
            Self::NothingChosen(_) => "nothing_chosen",
        }
    }
}

impl From<ReadError> for Cow<'static, str> {
    fn from(error: ReadError) -> Self {
        Cow::Owned(error.to_string())
    }
}

/// Names in quotes for a message, cut off where a hostile header would make it endless.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 40;
    let mut text = String::new();
    let mut names = names.into_iter();
    for (index, name) in names.by_ref().take(MOST).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        // Writing into a String does not fail.
        let _ = write!(text, "{comma}{:?}", shortened(name));
    }
    match names.count() {
        0 if text.is_empty() => "none".to_owned(),
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

/// The start of a text that may be of any length, for a message.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().nth(MOST).is_none() {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}
