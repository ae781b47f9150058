//! Reads a pain diary with one entry a line, of one pain or of several told apart by a name.
//!
//! Whether a diary's numbers are on the NRS can't be seen from them. A whole number from 0 to 10 is taken for an
//! NRS score, any other number is kept on a scale of its own; a series that mixes the two is pointed out, since its
//! whole numbers may then be no NRS scores either (`scale=own`).

use std::collections::BTreeMap;

use super::column_map::ColumnMap;
use super::error::shortened;
use super::numbers::{nrs, number};
use super::origin::Origin;
use super::pain_columns::Columns;
use super::pain_series::Series;
use super::reading::{Collector, Imported, OtherScale, Outcome, Reading, Unsure};
use super::table::Table;
use super::{Format, Options, ReadError};

const KEYS: [&str; 13] = [
    "date",
    "year",
    "month",
    "day",
    "date_order",
    "time",
    "fallback",
    "score",
    "name",
    "only",
    "region",
    "note",
    "scale",
];

pub(super) fn read(text: &str, options: &Options) -> Result<Reading, ReadError> {
    options.map.allow(&KEYS, &["region:"])?;
    let own_scale = own_scale(&options.map)?;
    let mut out = Collector::default();
    let table = Table::read(text, &mut out)?;
    let columns = Columns::find(&table, &options.map)?;
    let series = Series::choose(&table, columns.name, &options.map, &mut out)?;
    // For each series how many entries are NRS scores and how many are not.
    let mut scales: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for row in &table.rows {
        let Some(region) = series.of(row, columns.name) else {
            continue;
        };
        let cell = row.cell(Some(columns.score));
        if cell.is_empty() {
            out.skipped(row.line, "no_score", "the line has no intensity".to_owned());
            continue;
        }
        let Some(value) = number(cell.strip_suffix("/10").unwrap_or(cell)) else {
            let detail = format!("the intensity {:?} is no number", shortened(cell));
            out.refused(row.line, "bad_score", detail);
            continue;
        };
        let when = match columns.when(row) {
            Ok(when) => when,
            Err((code, detail)) => {
                out.refused(row.line, code, detail);
                continue;
            }
        };
        let name = match row.cell(columns.name) {
            "" => columns.score_name.as_str(),
            name => name,
        };
        let score = nrs(value).filter(|_| !own_scale);
        let (on_nrs, apart) = scales.entry(name).or_default();
        if score.is_some() {
            *on_nrs += 1;
        } else {
            *apart += 1;
            let why = if own_scale {
                "the map says that this diary has a scale of its own"
            } else {
                "it is no whole number from 0 to 10"
            };
            let detail = format!("{:?} {value}: {why}; kept as another scale", shortened(name));
            out.kept(row.line, "other_scale", detail);
        }
        let what = Imported::PainScore {
            recorded_at: when.recorded_at,
            local_date: when.local_date,
            score,
            other_scale: score.is_none().then(|| OtherScale { name: name.to_owned(), value }),
            region: region.map(str::to_owned),
            note: out.text(row.line, row.cell(columns.note)),
        };
        let source = options.map.source();
        let origin = match columns.name {
            Some(_) => Origin { format: Format::PainCsv, source, series: name },
            None => Origin { format: Format::PainCsv, source: None, series: source.unwrap_or(name) },
        };
        out.add(row.line, &origin, None, what);
    }
    if columns.name.is_none() && options.map.source().is_none() {
        // A diary's file is often called after the day of its export, so its name names no source.
        out.unsure = Some(Unsure { called: columns.score_name.clone(), strict: false });
    }
    for (name, (on_nrs, apart)) in scales {
        if on_nrs > 0 && apart > 0 {
            let detail = format!(
                "{:?}: {on_nrs} of {} numbers count as NRS scores because they are whole, {apart} do not; \
                 if none of them is one, add scale=own to the map",
                shortened(name),
                on_nrs + apart
            );
            out.note(None, Outcome::Kept, "mixed_scale", detail, 0);
        }
    }
    Ok(out.finish())
}

fn own_scale(map: &ColumnMap) -> Result<bool, ReadError> {
    match map.get("scale") {
        None | Some("value") => Ok(false),
        Some("own") => Ok(true),
        Some(other) => Err(ReadError::BadMap(format!("scale is value or own, not {:?}", shortened(other)))),
    }
}
