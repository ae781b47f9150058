//! Guesses which app wrote a file, for errors on files of another format.

use super::collector::Collector;
use super::column_map::{ColumnMap, Words};
use super::fitnotes::{FITNOTES, is_body_tracker};
use super::hevy::HEVY;
use super::loop_columns::is_headless;
use super::loop_values;
use super::pain_columns::{DATE, SCORE};
use super::set_fields::App;
use super::strong::STRONG;
use super::table::Table;
use super::{Format, ReadError};

/// The one format that the header and the cells fit, if there is just one.
pub(super) fn likely(text: &str) -> Option<Format> {
    if is_body_tracker(text) {
        return None;
    }
    let text = loop_values::quote_entries(text);
    let table = Table::read(&text, None, &mut Collector::default()).ok()?;
    let fits = |format: &Format| fits(*format, &table).unwrap_or(false);
    let mut fitting = Format::ALL.into_iter().filter(fits);
    let first = fitting.next();
    first.filter(|_| fitting.next().is_none())
}

fn fits(format: Format, table: &Table) -> Result<bool, ReadError> {
    let map = ColumnMap::default();
    let has = |names: &str| Ok::<_, ReadError>(table.field(&map, "", names)?.is_some());
    let has_all = |app: &App| {
        let mut names = app.required.iter().filter_map(|(field, _)| app.names(*field));
        names.try_fold(true, |all, (_, _, names)| Ok(all && has(names)?))
    };
    match format {
        Format::Strong => has_all(&STRONG),
        Format::Hevy => has_all(&HEVY),
        // Many a file has a date and an exercise; the categories are FitNotes' own.
        Format::FitNotes => Ok(has_all(&FITNOTES)? && has("category")?),
        Format::PainCsv => Ok(has(DATE)? && has(SCORE)? && !is_loop(table)?),
        Format::Loop => is_loop(table),
    }
}

/// Whether all columns but the date hold Loop's values, and not only numbers that could be pain scores.
fn is_loop(table: &Table) -> Result<bool, ReadError> {
    let dates = table.find("Date")?;
    let noted = table.find("Notes")?;
    let habits = (0..table.header.len()).map(Some).filter(|column| ![dates, noted].contains(column));
    let cells: Vec<&str> = habits.flat_map(|column| table.column(column)).collect();
    let values = cells.iter().all(|cell| loop_values::parse(cell, &Words::NONE).is_some());
    // 0 to 10 alone may be scores; whole words, -1 and thousandths are Loop's own.
    let own = cells
        .iter()
        .any(|cell| !cell.is_empty() && cell.parse::<f64>().map_or(true, |number| !(0.0..=10.0).contains(&number)));
    let scores = table.field(&ColumnMap::default(), "", SCORE)?.is_some();
    Ok(is_headless(table) || (dates == Some(0) && values && (own || !scores)))
}
