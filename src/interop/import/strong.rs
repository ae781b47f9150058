//! Reads the workout export of the Strong app: one row a set.

use std::collections::HashSet;

use super::reading::{Collector, Reading};
use super::strong_names::FIELDS;
use super::strong_rows::Columns;
use super::table::Table;
use super::{Options, ReadError, workouts};

pub(super) fn read(text: &str, options: &Options) -> Result<Reading, ReadError> {
    let keys = FIELDS.map(|(_, key, _)| key);
    let keys = [&keys[..], &["weight_unit", "duration_unit", "date_order"]].concat();
    options.map.allow(&keys, &["exercise:", "word:"])?;
    let mut out = Collector::default();
    let table = Table::read(text, &mut out)?;
    let columns = Columns::find(&table, &options.map)?;
    table.note_unread(columns.read(), &mut out);
    columns.lengths().note(&mut out);
    let mut entries = Vec::new();
    // Each row of a workout repeats its date and with it what is to be said of that.
    let mut said = HashSet::new();
    for row in &table.rows {
        let mut remarks = Vec::new();
        match columns.entry(row, &mut remarks) {
            Ok(entry) => entries.push((row.line, entry)),
            Err((code, detail)) => out.refused(row.line, code, detail),
        }
        for (code, detail) in remarks {
            if code != "time_not_read" || said.insert(detail.clone()) {
                out.kept(row.line, code, detail);
            }
        }
    }
    workouts::sessions("strong", &entries, options, &mut out)?;
    Ok(out.finish())
}
