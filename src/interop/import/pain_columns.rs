//! The columns of a pain diary: found by their usual names, or told by the map.

use chrono::NaiveDate;

use super::ReadError;
use super::column_map::ColumnMap;
use super::dates::{Order, Stamp, calendar, clock_time, stamp};
use super::error::shortened;
use super::moment::Moment;
use super::table::{Row, Table};

const DATE: [&str; 6] = ["date", "datetime", "recorded_at", "timestamp", "day", "time"];
const PARTS: [[&str; 3]; 2] = [["startyear", "startmonth", "startday"], ["year", "month", "day"]];
const TIME: [&str; 2] = ["time", "hour"];
const SCORE: [&str; 10] =
    ["score", "intensity", "pain", "pain_score", "pain score", "pain level", "level", "severity", "nrs", "value"];
const NAME: [&str; 6] = ["name", "region", "location", "body part", "site", "where"];
const NOTE: [&str; 4] = ["note", "notes", "comment", "comments"];

/// Where a diary has what.
pub(super) struct Columns {
    day: Day,
    /// The order of the day's dates.
    order: Order,
    /// A time of day of its own, for dates that have none.
    time: Option<usize>,
    fallback: Option<(usize, Order)>,
    pub(super) score: usize,
    pub(super) score_name: String,
    pub(super) name: Option<usize>,
    pub(super) note: Option<usize>,
}

enum Day {
    One(usize),
    Parts { year: usize, month: usize, day: usize },
}

/// When a line's pain was, and the day it is about where the line states that by itself.
pub(super) struct When {
    pub(super) recorded_at: Moment,
    pub(super) local_date: Option<NaiveDate>,
}

/// Why a line has no date: a code and a text.
pub(super) type Fault = (&'static str, String);

impl Columns {
    pub(super) fn find(table: &Table, map: &ColumnMap) -> Result<Self, ReadError> {
        let (day, fallback) = days(table, map)?;
        let stated = Order::stated(map)?;
        let order = |column: usize| {
            if let Some(order) = stated {
                return Ok(order);
            }
            let cells = table.rows.iter().map(|row| row.cell(Some(column)));
            Order::detect(&cells.collect::<Vec<_>>(), false)
        };
        let time = optional(table, map, "time", &TIME)?;
        let score = match optional(table, map, "score", &SCORE)? {
            Some(column) => column,
            None => table.require("score")?,
        };
        Ok(Self {
            order: match day {
                Day::One(column) => order(column)?,
                Day::Parts { .. } => Order::Ymd,
            },
            fallback: match fallback {
                Some(column) => Some((column, order(column)?)),
                None => None,
            },
            // A column "time" may hold the date as well.
            time: time.filter(|time| !matches!(day, Day::One(column) if column == *time)),
            day,
            score,
            score_name: table.header.get(score).cloned().unwrap_or_default(),
            name: optional(table, map, "name", &NAME)?,
            note: optional(table, map, "note", &NOTE)?,
        })
    }

    /// When a line's pain was.
    pub(super) fn when(&self, row: &Row) -> Result<When, Fault> {
        let written = self.fallback.map(|(column, order)| (row.cell(Some(column)), order));
        let written = written.filter(|(cell, _)| !cell.is_empty());
        let written = written.map(|(cell, order)| stamp(cell, order).ok_or_else(|| bad(cell)));
        let day = self.day(row)?.map(|stamp| Stamp { time: stamp.time.or(clock_time(row.cell(self.time))), ..stamp });
        let stamp = match (day, written) {
            (Some(Stamp { date, time: None, .. }), Some(Ok(written @ Stamp { time: Some(_), .. }))) => {
                return Ok(When { recorded_at: written.moment(), local_date: Some(date) });
            }
            (Some(stamp), _) => stamp,
            (None, Some(written)) => written?,
            (None, None) => return Err(("no_date", "the line has no date".to_owned())),
        };
        Ok(When { recorded_at: stamp.moment(), local_date: None })
    }

    /// The day a line states, `None` where it leaves it open.
    fn day(&self, row: &Row) -> Result<Option<Stamp>, Fault> {
        match self.day {
            Day::One(column) => match row.cell(Some(column)) {
                "" => Ok(None),
                cell => stamp(cell, self.order).map(Some).ok_or_else(|| bad(cell)),
            },
            Day::Parts { year, month, day } => {
                let cells = [year, month, day].map(|column| row.cell(Some(column)));
                // Diaries fill the day in with 0 or nothing when it was not asked for.
                if cells.iter().any(|cell| cell.trim_matches('0').is_empty()) {
                    return Ok(None);
                }
                let [year, month, day] = cells.map(|cell| cell.parse::<u32>().ok());
                let date = year
                    .zip(month)
                    .zip(day)
                    .and_then(|((year, month), day)| calendar(i32::try_from(year).ok()?, month, day));
                let stamp = date.map(Stamp::day);
                stamp.map(Some).ok_or_else(|| bad(&cells.join("-")))
            }
        }
    }
}

fn bad(cell: &str) -> Fault {
    ("bad_date", format!("{:?} is no date", shortened(cell)))
}

/// The column a key of the map names, or else the first of the usual names that the file has.
fn optional(table: &Table, map: &ColumnMap, key: &str, usual: &[&str]) -> Result<Option<usize>, ReadError> {
    if let Some(name) = map.get(key) {
        return table.require(name).map(Some);
    }
    for name in usual {
        if let Some(column) = table.find(name)? {
            return Ok(Some(column));
        }
    }
    Ok(None)
}

/// The column or columns of the day, and the one to fall back on.
fn days(table: &Table, map: &ColumnMap) -> Result<(Day, Option<usize>), ReadError> {
    let mapped = ["year", "month", "day"].map(|key| map.get(key));
    let fallback = map.get("fallback").map(|name| table.require(name)).transpose()?;
    let parts = |names: [&str; 3]| {
        let [year, month, day] = names.map(|name| table.require(name));
        Ok(Day::Parts { year: year?, month: month?, day: day? })
    };
    match (map.get("date"), mapped) {
        (Some(date), [None, None, None]) => Ok((Day::One(table.require(date)?), fallback)),
        (None, [Some(year), Some(month), Some(day)]) => Ok((parts([year, month, day])?, fallback)),
        (None, [None, None, None]) => {
            for names in PARTS {
                let has = |name: &&str| table.header.iter().any(|h| h.eq_ignore_ascii_case(name));
                if names.iter().all(has) {
                    let fallback = match fallback {
                        None => table.find("date")?,
                        named => named,
                    };
                    return Ok((parts(names)?, fallback));
                }
            }
            match optional(table, map, "date", &DATE)? {
                Some(column) => Ok((Day::One(column), fallback)),
                None => table.require("date").map(|column| (Day::One(column), fallback)),
            }
        }
        _ => Err(ReadError::BadMap("the map needs either date=, or all of year=, month= and day=".to_owned())),
    }
}
