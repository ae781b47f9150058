//! From bytes to a header and rows of its width, with the line each starts on.

use csv::StringRecord;

use super::ReadError;
use super::error::{listed, shortened};
use super::reading::Collector;
use super::records::{Records, line_ends, width};

const STRAY_QUOTE: &str = "a quote on this line is out of place, so where its column ends can't be told";

/// A file as columns.
pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
    header_line: u64,
}

/// A line that has the columns of the header.
pub(super) struct Row {
    pub(super) line: u64,
    cells: Vec<String>,
}

impl Row {
    /// The trimmed cell of a column; empty for a column the file does not have.
    pub(super) fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|index| self.cells.get(index)).map_or("", |cell| cell.trim())
    }
}

/// The text of a file, without a byte order mark.
pub(super) fn text(bytes: &[u8]) -> Result<&str, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        ReadError::NotUtf8 { line: 1 + line_ends(good) }
    })?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(text)
}

impl Table {
    /// Reads the text. Lines of another width than the header are refused in `out`.
    pub(super) fn read(text: &str, out: &mut Collector) -> Result<Self, ReadError> {
        let mut records = Records::new(text);
        let (header_line, mut header) =
            records.next(None).map_or((1, vec![]), |record| (record.line, cells(&record.cells)));
        // Loop ends each line with a separator. A line then has to end with one as well: with a separator in a
        // habit's name, a line that is one column short would otherwise pass for a line that fits.
        let written = header.len();
        while header.last().is_some_and(|name| name.trim().is_empty()) {
            header.pop();
        }
        if header.is_empty() {
            return Err(ReadError::Empty);
        }
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut rows = Vec::new();
        let mut first_ragged = None;
        while let Some(record) = records.next(Some(written)) {
            out.lines += 1;
            let width = width(&record.cells, written);
            let mut cells = cells(&record.cells);
            cells.truncate(header.len());
            let line = record.line;
            if record.cut {
                out.refused(line, "stray_quote", STRAY_QUOTE.to_owned());
            } else if cells.iter().all(|cell| cell.trim().is_empty()) {
                out.skipped(line, "blank_line", "every column is empty".to_owned());
            } else if width != written {
                first_ragged.get_or_insert((line, width));
                let detail = format!("{width} columns where the header has {written}");
                out.refused(line, "wrong_column_count", detail);
            } else if cells.iter().any(|cell| cell.contains('\0')) {
                // PostgreSQL stores no NUL, and no app writes one: the file is damaged here.
                out.refused(line, "control_character", "the line holds a NUL character".to_owned());
            } else {
                rows.push(Row { line, cells });
            }
        }
        match first_ragged {
            Some((line, row)) if rows.is_empty() => Err(ReadError::HeaderDoesNotFit { header: written, line, row }),
            _ => Ok(Self { header, rows, header_line }),
        }
    }

    /// The index of a column by its exact name, else by its name without regard to case.
    pub(super) fn find(&self, name: &str) -> Result<Option<usize>, ReadError> {
        let folded = name.trim().to_lowercase();
        let exact = |column: &String| column == name.trim();
        let alike = |column: &String| column.to_lowercase() == folded;
        let by = if self.header.iter().any(exact) {
            self.header.iter().filter(|c| exact(c)).count()
        } else {
            self.header.iter().filter(|c| alike(c)).count()
        };
        if by > 1 {
            return Err(ReadError::DuplicateColumn(shortened(name)));
        }
        let position = self.header.iter().position(exact);
        Ok(position.or_else(|| self.header.iter().position(alike)))
    }

    /// The index of a column that has to be there.
    pub(super) fn require(&self, name: &str) -> Result<usize, ReadError> {
        self.find(name)?.ok_or_else(|| ReadError::MissingColumn {
            column: shortened(name),
            found: listed(self.header.iter().map(String::as_str)),
        })
    }

    /// Takes what was read as the header for a line of data, and names the columns instead.
    pub(super) fn without_header(mut self, names: &[&str], out: &mut Collector) -> Self {
        let columns = names.iter().map(|name| (*name).to_owned());
        let cells = std::mem::replace(&mut self.header, columns.collect());
        self.header.truncate(cells.len());
        out.lines += 1;
        let line = self.header_line;
        self.rows.insert(0, Row { line, cells });
        self
    }
}

fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().map(str::to_owned).collect()
}
