//! Reads a pain diary with one entry a line, of one pain or of several with a column of names.
//!
//! Whether a diary's numbers are on the NRS can't be seen from them. A whole number from 0 to 10 is taken for an
//! NRS score, any other number is kept on a scale of its own; a series that mixes the two is pointed out, since its
//! whole numbers may then be no NRS scores either (`scale=own`).

use super::collector::Collector;
use super::column_map::Words;
use super::error::shortened;
use super::numbers::{is_extreme, is_skip, missing_code, number};
use super::origin::Origin;
use super::pain_columns::Columns;
use super::pain_series::{self, Series};
use super::plain::folded;
use super::reading::{Imported, OtherName, OtherScale, Reading, Unsure};
use super::scales::Scales;
use super::table::Table;
use super::{Format, Options, ReadError};
use crate::features::pain::vocabulary::Region;

const KEYS: &str = "date year month day date_order time fallback score name only region note scale";

pub(super) fn read(text: &str, options: &Options) -> Result<Reading, ReadError> {
    options.map.allow(&KEYS.split(' ').collect::<Vec<_>>(), &["region:", "word:"])?;
    let own_scale = options.map.own_scale()?.then_some("the map says that this diary has a scale of its own");
    let words = Words::parse(options.map.under("word:"), "a number or skipped", |meaning| match meaning {
        "skipped" => Some(Score::Skipped),
        _ => number(meaning).map(Score::Number),
    })?;
    let mut out = Collector::default();
    let table = Table::read(text, None, &mut out)?;
    let columns = Columns::find(&table, &options.map)?;
    table.note_unread(&columns.read(), &mut out);
    let everywhere = options.map.get("region").map(pain_series::region).transpose()?;
    let series = Series::choose(&table, columns.name, &options.map, everywhere, &mut out)?;
    let scores = table.column(Some(columns.score));
    // Where numbers below zero are answers, -1 is one of them.
    let below_zero =
        scores.filter(|cell| !is_extreme(cell)).filter_map(number).any(|value| value < 0.0 && !missing_code(value));
    let mut scales = Scales::new(own_scale);
    let called = series_name(&columns.score_name, everywhere);
    for row in &table.rows {
        let Some(region) = series.of(row, columns.name) else {
            continue;
        };
        let cell = row.cell(Some(columns.score));
        if cell.is_empty() {
            out.skipped(row.line, "no_score", "the line has no intensity".to_owned());
            continue;
        }
        let value = match score(cell, &words) {
            Score::Number(value) if below_zero || !missing_code(value) => value,
            Score::Number(_) | Score::Skipped => {
                let detail = format!("the intensity {:?} says that there is none", shortened(cell));
                out.skipped(row.line, "value_skipped", detail);
                continue;
            }
            Score::Unread => {
                let detail = format!("the intensity {:?} is no number", shortened(cell));
                out.refused(row.line, "bad_score", detail);
                continue;
            }
        };
        let when = match columns.when(row) {
            Ok(when) => when,
            Err((code, detail)) => {
                out.refused(row.line, code, detail);
                continue;
            }
        };
        if let Some((code, detail)) = when.remark {
            out.kept(row.line, code, detail);
        }
        let name = match row.cell(columns.name) {
            "" => columns.score_name.as_str(),
            name => name,
        };
        let score = scales.score(row.line, name, value, &mut out);
        let what = Imported::PainScore {
            recorded_at: when.recorded_at,
            local_date: when.local_date,
            score,
            other_scale: score.is_none().then(|| OtherScale { name: name.to_owned(), value }),
            region,
            note: out.text(row.line, row.cell(columns.note), None),
        };
        let source = options.map.source();
        let origin = match columns.name {
            Some(_) => Origin { format: Format::PainCsv, source, series: name },
            None => nameless(source.unwrap_or(&called)),
        };
        out.add(row.line, &origin, None, what);
    }
    if columns.name.is_none() && options.map.source().is_none() {
        // A diary's file is often called after the day of its export, so its name names no source.
        let names =
            Region::ALL.iter().copied().map(Some).chain([None]).map(|region| series_name(&columns.score_name, region));
        let otherwise = names.filter(|name| *name != called);
        let otherwise =
            otherwise.map(|called| OtherName { series: nameless(&called).series_of("pain"), called }).collect();
        out.unsure = Some(Unsure { called, strict: false, otherwise });
    }
    scales.note(&mut out);
    Ok(out.finish())
}

/// What a diary without names is called: by its column of scores and the place that the map says it is about, so that two
/// pains of one person are two series.
fn series_name(column: &str, region: Option<Region>) -> String {
    region.map_or_else(|| column.to_owned(), |region| format!("{column} {region}"))
}

/// Where the rows of a diary without names come from.
fn nameless(series: &str) -> Origin<'_> {
    Origin { format: Format::PainCsv, source: None, series }
}

/// The intensity in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Score {
    Number(f64),
    Skipped,
    Unread,
}

fn score(cell: &str, words: &Words<Score>) -> Score {
    if let Some(score) = words.meaning(cell) {
        return score;
    }
    let text = folded(cell);
    // On a scale to 10, which people write behind the number.
    let bare = text.strip_suffix("10").and_then(|bare| bare.trim_end().strip_suffix('/')).unwrap_or(&text);
    match number(bare) {
        _ if is_skip(cell) => Score::Skipped,
        Some(value) => Score::Number(value),
        None => Score::Unread,
    }
}
