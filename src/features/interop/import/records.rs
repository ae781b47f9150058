//! The records of a CSV text with their line numbers, and recovery from stray quotes.

use csv::{ReaderBuilder, StringRecord};

pub(super) struct Record<'a> {
    pub(super) line: u64,
    pub(super) cells: StringRecord,
    pub(super) text: &'a str,
    /// Not a record but what a stray quote made of several lines, or the first of them.
    pub(super) cut: bool,
}

/// The records of a text. Parsing restarts on the next line when a stray quote has swallowed several.
pub(super) struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    reader: csv::Reader<&'a [u8]>,
    /// Where in `text` the reader was started.
    base: usize,
    /// A place whose line number is known.
    counted: (usize, u64),
    restarts: u32,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (base, delimiter) = stated(text).unwrap_or_else(|| (0, delimiter(text)));
        let rest = text.get(base..).unwrap_or_default();
        Self { text, delimiter, reader: reader(rest, delimiter), base, counted: (0, 1), restarts: 0 }
    }

    /// The next record; `columns` is the number of columns with a name once the header is known.
    pub(super) fn next(&mut self, columns: Option<usize>) -> Option<Record<'a>> {
        // Bounds the work on a file made of nothing but quotes.
        const MAX_RESTARTS: u32 = 100;
        let mut cells = StringRecord::new();
        // The text is UTF-8 and the width is free, so there is no error to report; it would end the file.
        if !self.reader.read_record(&mut cells).unwrap_or(false) {
            return None;
        }
        let at = |position: Option<u64>| {
            let offset = position.and_then(|byte| usize::try_from(byte).ok());
            (self.base + offset.unwrap_or(0)).min(self.text.len())
        };
        let (start, end) = (at(cells.position().map(csv::Position::byte)), at(Some(self.reader.position().byte())));
        let text: &'a str = self.text;
        let span = text.get(start..end).unwrap_or_default();
        // The reader's own line count is that of the empty lines it passed over on its way.
        let blank = span.len() - span.trim_start_matches(['\r', '\n']).len();
        let (start, span) = (start + blank, span.get(blank..).unwrap_or_default());
        let line = self.line_at(start);
        let first = span.find(['\r', '\n']).unwrap_or(span.len());
        let several = !span.get(first..).unwrap_or_default().trim().is_empty();
        let misfit = columns.is_some_and(|columns| width(&cells, columns) != columns);
        let stray = misfit || !well_quoted(span, self.delimiter);
        let cut = several && stray;
        if !cut || self.restarts == MAX_RESTARTS {
            return Some(Record { line, cells, text: span.trim_end_matches(['\r', '\n']), cut });
        }
        self.restarts += 1;
        self.base = start + first;
        self.reader = reader(self.text.get(self.base..).unwrap_or_default(), self.delimiter);
        let cells = StringRecord::from(vec![span.get(..first).unwrap_or_default()]);
        Some(Record { line, cells, text: span.get(..first).unwrap_or_default(), cut })
    }

    pub(super) fn separator(&self) -> &'static str {
        match self.delimiter {
            b';' => ";",
            b'\t' => "\t",
            _ => ",",
        }
    }

    fn line_at(&mut self, place: usize) -> u64 {
        let (from, line) = self.counted;
        let between = self.text.as_bytes().get(from..place).unwrap_or_default();
        self.counted = (place.max(from), line + line_ends(between));
        self.counted.1
    }
}

/// Whether each quote is at the start or the end of a cell, or is doubled within one. A stray one may pair up
/// with the first of a later line, and the lines between would pass for one long cell.
fn well_quoted(span: &str, delimiter: u8) -> bool {
    let mut bytes = span.bytes().peekable();
    let (mut quoted, mut fresh) = (false, true);
    while let Some(byte) = bytes.next() {
        let ends = |byte: Option<&u8>| byte.is_none_or(|b| [delimiter, b'\r', b'\n'].contains(b));
        match byte {
            b'"' if !quoted && fresh => quoted = true,
            b'"' if quoted && bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            b'"' if quoted && ends(bytes.peek()) => quoted = false,
            b'"' => return false,
            _ => {}
        }
        fresh = !quoted && ends(Some(&byte));
    }
    !quoted
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// Excel's own first line, `sep=;`: where the next one begins, and the separator.
fn stated(text: &str) -> Option<(usize, u8)> {
    let end = text.find(['\r', '\n'])?;
    let line = text.get(..end)?.trim_matches(['"', ' ']);
    let (key, sign) = line.split_at_checked(4)?;
    let sign = match sign.as_bytes() {
        // A separator that was cut off with the white space around it.
        [] => b'\t',
        [sign] if sign.is_ascii_punctuation() || *sign == b'\t' => *sign,
        _ => return None,
    };
    (key.eq_ignore_ascii_case("sep=") && sign != b'"').then_some((end, sign))
}

/// The first of the usual separators outside quotes: later ones may be part of a column's name.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b',' | b';' | b'\t' if !quoted => return byte,
            b'\r' | b'\n' if !quoted => break,
            _ => {}
        }
    }
    b','
}

/// How many lines end within the bytes, with `\n`, `\r\n` or a lone `\r`.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    let mut ends = 0;
    let mut before = 0;
    for &byte in bytes {
        if byte == b'\r' || (byte == b'\n' && before != b'\r') {
            ends += 1;
        }
        before = byte;
    }
    ends
}

/// How many columns a line has, empty ones at its end left out where they go beyond the named ones.
pub(super) fn width(record: &StringRecord, columns: usize) -> usize {
    let beyond = record.iter().skip(columns).collect::<Vec<_>>();
    let empty = beyond.iter().rev().take_while(|cell| cell.trim().is_empty());
    record.len() - empty.count()
}
