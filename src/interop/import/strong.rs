//! Reads the workout export of the Strong app: one row a set.

use super::reading::{Collector, Reading};
use super::strong_rows::Columns;
use super::table::Table;
use super::{Options, ReadError, workouts};

pub(super) fn read(text: &str, options: &Options) -> Result<Reading, ReadError> {
    options.map.allow(&["weight_unit"], &["exercise:"])?;
    let mut out = Collector::default();
    let table = Table::read(text, &mut out)?;
    let columns = Columns::find(&table, &options.map)?;
    let mut entries = Vec::new();
    for row in &table.rows {
        match columns.entry(row, options.zone) {
            Ok(entry) => entries.push((row.line, entry)),
            Err((code, detail)) => out.refused(row.line, code, detail),
        }
    }
    workouts::sessions("strong", &entries, options, &mut out)?;
    Ok(out.finish())
}
