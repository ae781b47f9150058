//! The columns of a pain diary: found by their usual names, or named by the map.

use chrono::NaiveDate;

use super::ReadError;
use super::column_map::ColumnMap;
use super::dates::{Stamp, Time, calendar, unread_time};
use super::error::shortened;
use super::moment::Moment;
use super::orders::{FieldError, Orders};
use super::table::{Row, Table};

/// Usual names as they are compared, separated by `|`, in English, German, French, Spanish, Portuguese, Italian and Dutch, and those of
/// HabitBull (`CalendarDate`, `HabitName`, `CommentText`).
pub(super) const DATE: &str = "date|datetime|recorded_at|timestamp|calendardate|day|datum|tag|fecha|data|time";
const PARTS: [[&str; 3]; 2] = [["startyear", "startmonth", "startday"], ["year", "month", "day"]];
const TIME: &str = "time|hour|uhrzeit|zeit|heure|hora|ora|orario|tijd";
pub(super) const SCORE: &str = "score|intensity|pain|pain_score|pain score|pain level|pain intensity|level|severity|nrs|vas|value|schmerz|\
     schmerzen|schmerzstärke|schmerzintensität|schmerzwert|stärke|intensität|wert|douleur|douleurs|intensité|\
     dolor|intensidad|dor|intensidade|dolore|intensità|pijn|pijnscore";
const NAME: &str =
    "name|region|location|body part|site|where|habitname|ort|körperstelle|localisation|zone|zona|locatie";
const NOTE: &str = "note|notes|comment|comments|commenttext|remark|remarks|notiz|notizen|bemerkung|bemerkungen|kommentar|\
     commentaire|remarque|nota|notas|comentario|comentário|commento|opmerking";

pub(super) struct Columns {
    day: Day,
    /// A time of day of its own, for dates that have none.
    time: Option<usize>,
    fallback: Option<(usize, Orders)>,
    pub(super) score: usize,
    pub(super) score_name: String,
    pub(super) name: Option<usize>,
    pub(super) note: Option<usize>,
}

/// The column of the day with what is known of its dates, or the columns of year, month and day.
enum Day<O = Orders> {
    One(usize, O),
    Parts([usize; 3]),
}

/// When a line's pain was, and the day it is about where the line states that by itself.
pub(super) struct When {
    pub(super) recorded_at: Moment,
    pub(super) local_date: Option<NaiveDate>,
    pub(super) remark: Option<FieldError>,
}

impl Columns {
    pub(super) fn find(table: &Table, map: &ColumnMap) -> Result<Self, ReadError> {
        let (day, fallback) = days(table, map)?;
        let orders = |column: usize| {
            let cells: Vec<&str> = table.column(Some(column)).collect();
            Orders::find(map, &cells, false)
        };
        let taken = |column: usize| matches!(day, Day::One(date, ()) if date == column);
        // A column "time" may hold the date as well.
        let time = table.field(map, "time", TIME)?.filter(|time| !taken(*time));
        let score = table.field(map, "score", SCORE)?.ok_or_else(|| table.missing("score", Some("score")))?;
        Ok(Self {
            day: match day {
                Day::One(column, ()) => Day::One(column, orders(column)?),
                Day::Parts(columns) => Day::Parts(columns),
            },
            fallback: fallback.map(|column| Ok((column, orders(column)?))).transpose()?,
            time,
            score,
            score_name: table.header.get(score).cloned().unwrap_or_default(),
            name: table.field(map, "name", NAME)?,
            note: table.field(map, "note", NOTE)?,
        })
    }

    pub(super) fn read(&self) -> Vec<Option<usize>> {
        let day = match self.day {
            Day::One(column, _) => vec![column],
            Day::Parts(columns) => columns.to_vec(),
        };
        let others = [self.time, self.fallback.as_ref().map(|(column, _)| *column), self.name, self.note];
        day.into_iter().map(Some).chain([Some(self.score)]).chain(others).collect()
    }

    pub(super) fn when(&self, row: &Row) -> Result<When, FieldError> {
        let written = self.fallback.as_ref().map(|(column, orders)| (row.cell(Some(*column)), orders));
        let written = written.filter(|(cell, _)| !cell.is_empty()).map(|(cell, orders)| orders.stamp(cell));
        let clock = Time::of(row.cell(self.time));
        let (mut stamp, written) = match (self.day(row)?, written) {
            (Some(stamp), written) => (stamp, written),
            (None, Some(written)) => (written?, None),
            (None, None) => return Err(("no_date", "the line has no date".to_owned())),
        };
        let mut remark = match (&stamp.time, &clock) {
            (Time::Unread(text), _) | (_, Time::Unread(text)) => Some(unread_time(text)),
            (Time::At(time), Time::At(other)) if time != other => {
                Some(("two_times", format!("the date says {time}, the column of times {other}; kept with the former")))
            }
            _ => None,
        };
        if stamp.time == Time::Missing {
            stamp.time = clock;
        }
        let mut local_date = None;
        match written {
            Some(Ok(written)) if stamp.time == Time::Missing => match &written.time {
                Time::At(_) => {
                    local_date = Some(stamp.date);
                    stamp = written;
                }
                Time::Unread(text) => remark = Some(unread_time(text)),
                Time::Missing => {}
            },
            Some(Err((_, detail))) => remark = remark.or(Some(("fallback_not_read", detail))),
            Some(Ok(_)) | None => {}
        }
        Ok(When { recorded_at: stamp.moment(), local_date, remark })
    }

    /// The day a line states, `None` where it leaves it open.
    fn day(&self, row: &Row) -> Result<Option<Stamp>, FieldError> {
        match &self.day {
            Day::One(column, orders) => match row.cell(Some(*column)) {
                "" => Ok(None),
                cell => orders.stamp(cell).map(Some),
            },
            Day::Parts(columns) => {
                let cells = columns.map(|column| row.cell(Some(column)));
                // Diaries fill the day in with 0 or nothing when it was not asked for.
                if cells.iter().any(|cell| cell.trim_matches('0').is_empty()) {
                    return Ok(None);
                }
                let [year, month, day] = cells.map(|cell| cell.parse::<u32>().ok());
                let date = year
                    .zip(month)
                    .zip(day)
                    .and_then(|((year, month), day)| calendar(i32::try_from(year).ok()?, month, day));
                date.map(Stamp::day)
                    .map(Some)
                    .ok_or_else(|| ("bad_date", format!("{:?} is no date", shortened(&cells.join("-")))))
            }
        }
    }
}

/// The column or columns of the day, and the one to fall back on.
fn days(table: &Table, map: &ColumnMap) -> Result<(Day<()>, Option<usize>), ReadError> {
    let mapped = ["year", "month", "day"].map(|key| map.get(key));
    let fallback = map.get("fallback").map(|name| table.require(name)).transpose()?;
    let parts = |names: [&str; 3]| {
        let [year, month, day] = names.map(|name| table.require(name));
        Ok(Day::Parts([year?, month?, day?]))
    };
    match (map.get("date"), mapped) {
        (Some(_), [None, None, None]) => {}
        (None, [Some(year), Some(month), Some(day)]) => return Ok((parts([year, month, day])?, fallback)),
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
        }
        _ => return Err(ReadError::BadMap("the map needs either date=, or all of year=, month= and day=".to_owned())),
    }
    let date = table.field(map, "date", DATE)?.ok_or_else(|| table.missing("date", Some("date")))?;
    Ok((Day::One(date, ()), fallback))
}
