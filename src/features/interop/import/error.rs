//! Why a file could not be used at all.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Format;

/// A file, or the map given with it, that can't be used as a whole. The text is meant for the person importing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No such format.
    #[error("there is no import format {0:?}; there are {names}", names = Format::offered("and"))]
    UnknownFormat(String),
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Bytes that are no text; the line is that of the first such byte.
    #[error(
        "line {line} is not UTF-8 text, perhaps an older encoding such as Windows-1252 (Latin-1); \
         save the file as \"CSV UTF-8\" and import it again"
    )]
    NotUtf8 {
        /// 1-based.
        line: u64,
    },
    /// UTF-16 or UTF-32 that does not decode; the name of the encoding.
    #[error("the file is {0} text, but damaged or cut off; save it as \"CSV UTF-8\" and import it again")]
    DamagedUnicode(&'static str),
    /// A workbook or an archive.
    #[error(
        "this is an Excel workbook or a ZIP archive, not a CSV file; save the sheet as \"CSV UTF-8\", or unpack the archive"
    )]
    NotText,
    /// No line has as many columns as the header.
    #[error(
        "the header has {header} columns but no line does (line {line} has {row}); a {what} that contains the separator \
         has to be put in quotes", what = if row < header { "column name" } else { "value" }
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
    #[error("there is no column {column:?}{}; the file has {found}", key_hint(*key))]
    MissingColumn {
        /// The name looked for.
        column: String,
        /// The key of the map that names a column like it.
        key: Option<&'static str>,
        /// The names that exist, for reading.
        found: String,
    },
    /// A column name that is asked for is in the header more than once.
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
    #[error("no line has a date that can be read; {example:?} is none{hint}")]
    NoDates {
        /// The first date cell.
        example: String,
        /// What it is instead, where that is recognised.
        hint: &'static str,
    },
    /// Nothing in the file is chosen to be read; the text lists what there is.
    #[error("{0}")]
    NothingChosen(String),
    /// Each line was refused or left out.
    #[error("no line of the file could be read as one of this format")]
    NothingRead,
    /// Any of these, with what else helps to mend it.
    #[error("{error}{}{}", header_hint(header.as_ref()), format_hint(*likely))]
    InFile {
        /// What is wrong.
        error: Box<Self>,
        /// The line that was taken for the header, 1-based, and the start of its text, where that may be the matter.
        header: Option<(u64, String)>,
        /// The format that the file looks like, when that is another one than it was read as.
        likely: Option<Format>,
    },
}

impl ReadError {
    /// A stable code for clients.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownFormat(_) => "unknown_format",
            Self::Empty => "empty_file",
            Self::NotUtf8 { .. } | Self::DamagedUnicode(_) | Self::NotText => "not_utf8",
            Self::HeaderDoesNotFit { .. } => "header_does_not_fit",
            Self::MissingColumn { .. } => "missing_column",
            Self::DuplicateColumn(_) => "duplicate_column",
            Self::BadMap(_) => "bad_map",
            Self::AmbiguousDates { .. } => "ambiguous_dates",
            Self::NoDates { .. } => "no_dates",
            Self::NothingChosen(_) => "nothing_chosen",
            Self::NothingRead => "nothing_read",
            Self::InFile { error, .. } => error.code(),
        }
    }

    /// The error with the line that was taken for the header, and the format that the file looks like.
    pub(super) fn in_file(self, header: Option<(u64, &str)>, likely: Option<Format>) -> Self {
        let header = header.filter(|_| self.is_about_columns()).map(|(line, text)| (line, shortened(text)));
        match (header, likely) {
            (None, None) => self,
            (header, likely) => Self::InFile { error: Box::new(self), header, likely },
        }
    }

    /// Whether another line for the header would make a difference.
    fn is_about_columns(&self) -> bool {
        matches!(
            self,
            Self::HeaderDoesNotFit { .. }
                | Self::MissingColumn { .. }
                | Self::DuplicateColumn(_)
                | Self::AmbiguousDates { .. }
                | Self::NoDates { .. }
                | Self::NothingChosen(_)
                | Self::NothingRead
        )
    }
}

fn key_hint(key: Option<&str>) -> String {
    key.map_or_else(String::new, |key| format!("; name it with {key}=COLUMN in the map"))
}

fn header_hint(header: Option<&(u64, String)>) -> String {
    header.map_or_else(String::new, |(line, text)| format!(". Line {line} was taken for the header: {text:?}"))
}

fn format_hint(likely: Option<Format>) -> String {
    likely.map_or_else(String::new, |format| {
        let name = format.as_str();
        format!(". The file looks like one of the format {name}: try format={name} (--format {name})")
    })
}

impl From<ReadError> for Cow<'static, str> {
    fn from(error: ReadError) -> Self {
        Cow::Owned(error.to_string())
    }
}

/// Names in quotes for a message, cut off where a hostile header would make it endless.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MAX_NAMES: usize = 40;
    let mut text = String::new();
    let mut names = names.into_iter();
    for (index, name) in names.by_ref().take(MAX_NAMES).enumerate() {
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
    const MAX_CHARS: usize = 80;
    if text.chars().nth(MAX_CHARS).is_none() {
        return text.to_owned();
    }
    text.chars().take(MAX_CHARS).chain(['…']).collect()
}
