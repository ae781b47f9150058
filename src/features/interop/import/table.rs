//! Parses a text into a header and rows of its width, each with its line number.

use csv::StringRecord;

use super::ReadError;
use super::collector::Collector;
use super::column_map::ColumnMap;
use super::error::{listed, shortened};
use super::plain::folded;
use super::reading::Outcome;
use super::records::{Records, width};
use super::set_fields::Mend;

const STRAY_QUOTE: &str = "a quote on this line is out of place, so where its column ends can't be told";

pub(super) struct Table {
    pub(super) header: Vec<String>,
    headings: Vec<Heading>,
    pub(super) rows: Vec<Row>,
    header_line: u64,
}

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

/// The name of a column as names are compared, and apart from the unit behind it, as in `Weight (kg)`.
struct Heading {
    whole: String,
    name: String,
    unit: String,
}

impl Heading {
    fn of(name: &str) -> Self {
        let whole = folded(name);
        let parts = whole.strip_suffix([')', ']']).and_then(|open| open.rsplit_once(['(', '[']));
        let (name, unit) = parts.map_or((whole.as_str(), ""), |(name, unit)| (name.trim(), unit.trim()));
        Self { name: name.to_owned(), unit: unit.to_owned(), whole: whole.clone() }
    }
}

impl Table {
    /// Reads the text. Lines of another width than the header are refused in `out`, unless `mend` can join their cells.
    pub(super) fn read(text: &str, mend: Option<Mend>, out: &mut Collector) -> Result<Self, ReadError> {
        let mut records = Records::new(text);
        let (header_line, mut header) =
            records.next(None).map_or((1, vec![]), |record| (record.line, cells(&record.cells)));
        let written = header.len();
        while header.last().is_some_and(|name| name.trim().is_empty()) {
            header.pop();
        }
        if header.is_empty() {
            return Err(ReadError::Empty);
        }
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let named = header.len();
        let (mut rows, mut unended, mut misfits) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(record) = records.next(Some(named)) {
            out.lines += 1;
            let line = record.line;
            let (width, beyond) = (width(&record.cells, named), record.cells.len() > named);
            let mut cells = cells(&record.cells);
            let mended = mend.filter(|_| beyond && !record.cut);
            let mended = mended.and_then(|mend| mend(&header, &cells, records.separator()));
            let (width, beyond) = if mended.is_some() { (named, false) } else { (width, beyond) };
            if let Some(mended) = mended {
                let detail = "a value holds the separator without quotes; put together as the other columns demand";
                out.kept(line, "unquoted_separator", detail.to_owned());
                cells = mended;
            }
            cells.truncate(named);
            let last_is_empty = cells.last().is_none_or(|cell| cell.trim().is_empty());
            let row = Row { line, cells };
            if record.cut {
                out.refused(line, "stray_quote", STRAY_QUOTE.to_owned());
            } else if row.cells.iter().all(|cell| cell.trim().is_empty()) && width <= named {
                out.skipped(line, "blank_line", "every column is empty".to_owned());
            } else if width != named {
                misfits.push((line, width));
            } else if row.cells.iter().any(|cell| cell.contains('\0')) {
                // PostgreSQL stores no NUL, and no app writes one: the file is damaged here.
                out.refused(line, "control_character", "the line holds a NUL character".to_owned());
            } else if written > named && !beyond && last_is_empty {
                unended.push(row);
            } else {
                rows.push((beyond, row));
            }
        }
        // Loop ends the header and each line with a separator. Where a habit's name holds one, a line that is one column
        // short has that separator for its last cell and would pass for a line that fits. Only where the other lines do
        // without it, as in diaries whose header alone has one, is such a line whole.
        let ended = rows.is_empty() || rows.iter().any(|(beyond, _)| *beyond);
        if ended {
            misfits.extend(unended.drain(..).map(|row| (row.line, named)));
            misfits.sort_unstable();
        }
        let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).chain(unended).collect();
        rows.sort_unstable_by_key(|row| row.line);
        match misfits.first() {
            Some((line, row)) if rows.is_empty() => {
                return Err(ReadError::HeaderDoesNotFit { header: written, line: *line, row: *row });
            }
            _ => {}
        }
        for (line, width) in misfits {
            let detail = format!("{width} columns where the header has {written}");
            out.refused(line, "wrong_column_count", detail);
        }
        let headings = header.iter().map(|name| Heading::of(name)).collect();
        Ok(Self { header, headings, rows, header_line })
    }

    /// The index of a column by its exact name, else by its name without regard to case.
    pub(super) fn find(&self, name: &str) -> Result<Option<usize>, ReadError> {
        let wanted = folded(name);
        let is_exact = |place: &usize| self.header.get(*place).is_some_and(|column| column == name.trim());
        let is_similar = |place: &usize| self.headings.get(*place).is_some_and(|heading| heading.whole == wanted);
        let all = 0..self.header.len();
        let exact: Vec<usize> = all.clone().filter(is_exact).collect();
        let found = if exact.is_empty() { all.filter(is_similar).collect() } else { exact };
        match found.as_slice() {
            [] => Ok(None),
            [column] => Ok(Some(*column)),
            _ => Err(ReadError::DuplicateColumn(shortened(name))),
        }
    }

    /// The column that a key of the map names, or else the first of the default names, separated by `|`, that the file has,
    /// with or without a unit behind it.
    pub(super) fn field(&self, map: &ColumnMap, key: &str, defaults: &str) -> Result<Option<usize>, ReadError> {
        if let Some(name) = map.get(key) {
            return self.require(name).map(Some);
        }
        for name in defaults.split('|') {
            if let Some(column) = self.find(name)? {
                return Ok(Some(column));
            }
        }
        // A column in UTC is not in the file's zone.
        let is_unit = |unit: &str| !["", "utc", "gmt"].contains(&unit);
        let with_unit = |heading: &Heading, name: &str| heading.name == name && is_unit(&heading.unit);
        Ok(defaults.split('|').find_map(|name| self.headings.iter().position(|heading| with_unit(heading, name))))
    }

    /// The unit behind a column's name, in lower case; empty without one.
    pub(super) fn unit(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.headings.get(column)).map_or("", |heading| heading.unit.as_str())
    }

    /// The name of a column as names are compared.
    pub(super) fn name(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.headings.get(column)).map_or("", |heading| heading.whole.as_str())
    }

    pub(super) fn column(&self, column: Option<usize>) -> impl Iterator<Item = &str> + Clone {
        self.rows.iter().map(move |row| row.cell(column))
    }

    /// Notes each column that is not among `read`.
    pub(super) fn note_unread(&self, read: &[Option<usize>], out: &mut Collector) {
        for (place, name) in self.header.iter().enumerate() {
            if !read.contains(&Some(place)) {
                self.note_column(place, name, out);
            }
        }
    }

    /// Notes that a column is not read, with the number of its cells that are not empty.
    pub(super) fn note_column(&self, place: usize, name: &str, out: &mut Collector) {
        let mut cells = self.column(Some(place)).filter(|cell| !cell.is_empty());
        let example = cells.next();
        let count = example.map_or(0, |_| 1 + cells.count() as u64);
        let name =
            if name.is_empty() { format!("{} (it has no name)", place + 1) } else { format!("{:?}", shortened(name)) };
        let detail = match example {
            Some(example) => {
                format!("column {name} is not read; {count} cells hold something, such as {:?}", shortened(example))
            }
            None => format!("column {name} is not read; it is empty"),
        };
        out.note(None, Outcome::Skipped, "column_not_read", detail, count);
    }

    pub(super) fn require(&self, name: &str) -> Result<usize, ReadError> {
        self.find(name)?.ok_or_else(|| self.missing(name, None))
    }

    /// The error of a missing column, which a key of the map could name.
    pub(super) fn missing(&self, name: &str, key: Option<&'static str>) -> ReadError {
        let found = listed(self.header.iter().map(String::as_str));
        ReadError::MissingColumn { column: shortened(name), key, found }
    }

    /// Takes what was read as the header for a line of data, and names the columns instead.
    pub(super) fn without_header(mut self, names: &[&str], out: &mut Collector) -> Self {
        let columns = names.iter().map(|name| (*name).to_owned());
        let cells = std::mem::replace(&mut self.header, columns.collect());
        self.header.truncate(cells.len());
        self.headings = self.header.iter().map(|name| Heading::of(name)).collect();
        out.lines += 1;
        let line = self.header_line;
        self.rows.insert(0, Row { line, cells });
        self
    }
}

/// The line that is taken for the header, and its text.
pub(super) fn header_line(text: &str) -> Option<(u64, &str)> {
    Records::new(text).next(None).map(|record| (record.line, record.text))
}

fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().map(str::to_owned).collect()
}
