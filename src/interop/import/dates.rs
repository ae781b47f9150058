//! Dates and times as apps write them, and the order of day, month and year found out from many of them.

use chrono::{FixedOffset, NaiveDate, NaiveTime, TimeZone};

use super::ReadError;
use super::column_map::ColumnMap;
use super::error::shortened;
use super::moment::Moment;

/// The order in which a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Ymd,
    Dmy,
    Mdy,
}

impl Order {
    const ALL: [Self; 3] = [Self::Ymd, Self::Dmy, Self::Mdy];

    /// The order the map states.
    pub(super) fn stated(map: &ColumnMap) -> Result<Option<Self>, ReadError> {
        match map.get("date_order") {
            None => Ok(None),
            Some("ymd") => Ok(Some(Self::Ymd)),
            Some("dmy") => Ok(Some(Self::Dmy)),
            Some("mdy") => Ok(Some(Self::Mdy)),
            Some(other) => Err(ReadError::BadMap(format!("date_order is ymd, dmy or mdy, not {:?}", shortened(other)))),
        }
    }

    /// Finds out in which order the dates are written. `daily` says that each line is a day and none is left
    /// out, so that the right order is the one in which neighbours are a day apart.
    pub(super) fn detect(cells: &[&str], daily: bool) -> Result<Self, ReadError> {
        let Some(example) = cells.iter().find(|cell| !cell.is_empty()) else {
            return Ok(Self::Ymd);
        };
        let read = Self::ALL.map(|order| {
            let dates: Vec<_> = cells.iter().map(|cell| date(cell, order)).collect();
            (order, dates)
        });
        let valid = |dates: &Vec<Option<NaiveDate>>| dates.iter().flatten().count();
        if read.iter().all(|(_, dates)| valid(dates) == 0) {
            return Err(ReadError::NoDates { example: shortened(example) });
        }
        if daily {
            let steps = read.iter().map(|(order, dates)| (*order, day_steps(dates)));
            // A broken line breaks two steps, so not all of them are asked for.
            let good = steps.filter(|(_, steps)| *steps * 2 >= cells.len());
            if let Some(order) = single_best(good) {
                return Ok(order);
            }
        }
        let counts = read.iter().map(|(order, dates)| (*order, valid(dates)));
        if let Some(order) = single_best(counts.clone()) {
            return Ok(order);
        }
        let most = counts.map(|(_, count)| count).max();
        let best = read.iter().filter(|(_, dates)| Some(valid(dates)) == most);
        // 31/01/24 is a date of 2031 as well; an order that scatters a diary over years is not meant.
        // Day and month for one another move a date by less than a year, so that is never decided here.
        let least = best.clone().map(|(_, dates)| span_days(dates)).min();
        let far = least.unwrap_or(0).saturating_mul(3).max(730);
        let mut best = best.filter(|(_, dates)| span_days(dates) <= far);
        match best.next() {
            // Two orders that agree on every date, as on 05/05/24, leave no question open.
            Some((order, dates)) if best.all(|(_, others)| others == dates) => Ok(*order),
            _ => Err(ReadError::AmbiguousDates { example: shortened(example) }),
        }
    }
}

/// How many neighbours are one day apart, in the direction in which more of them are.
fn day_steps(dates: &[Option<NaiveDate>]) -> usize {
    let steps = |by: i64| {
        let pairs = dates.iter().zip(dates.iter().skip(1));
        pairs.filter(|(a, b)| matches!((a, b), (Some(a), Some(b)) if (*b - *a).num_days() == by)).count()
    };
    steps(1).max(steps(-1))
}

/// The days from the first to the last.
fn span_days(dates: &[Option<NaiveDate>]) -> i64 {
    let (first, last) = (dates.iter().flatten().min(), dates.iter().flatten().max());
    let span = first.zip(last).map(|(first, last)| (*last - *first).num_days());
    span.unwrap_or(0)
}

fn single_best(counts: impl Iterator<Item = (Order, usize)> + Clone) -> Option<Order> {
    let most = counts.clone().map(|(_, count)| count).max()?;
    let mut best = counts.filter(|(_, count)| *count == most);
    let first = best.next()?;
    best.next().is_none().then_some(first.0)
}

/// A date as it is written, with the time of day and its offset from UTC when it has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) date: NaiveDate,
    pub(super) time: Option<NaiveTime>,
    pub(super) offset: Option<FixedOffset>,
}

impl Stamp {
    /// A date without a time.
    pub(super) fn day(date: NaiveDate) -> Self {
        Self { date, time: None, offset: None }
    }

    /// What the stamp says, and no more.
    pub(super) fn moment(self) -> Moment {
        let Some(time) = self.time else { return Moment::Day(self.date) };
        let local = self.date.and_time(time);
        let instant = self.offset.and_then(|offset| offset.from_local_datetime(&local).single());
        instant.map_or(Moment::Wall(local), |instant| Moment::Instant(instant.to_utc()))
    }
}

/// A calendar date from its numbers, within the years that a living person's diary can have.
pub(super) fn calendar(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (1900..2200).contains(&year).then_some(())?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The date of a cell such as `2024-05-31`, `31/05/24`, `5.31.2024` or `2024-05-31 08:15`, whose time is not looked at.
pub(super) fn date(cell: &str, order: Order) -> Option<NaiveDate> {
    let (date, _) = split(cell.trim());
    let mut parts = date.split(['-', '/', '.']);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    // Four digits in front are a year in every order.
    let order = if a.len() == 4 { Order::Ymd } else { order };
    let (year, month, day) = match order {
        Order::Ymd => (a, b, c),
        Order::Dmy => (c, b, a),
        Order::Mdy => (c, a, b),
    };
    calendar(full_year(year)?, digits(month, 2)?, digits(day, 2)?)
}

/// A date with the time of day and the offset, if it has them.
pub(super) fn stamp(cell: &str, order: Order) -> Option<Stamp> {
    // Apple's locales put a narrow no-break space before AM and PM.
    let cell = cell.trim().replace(['\u{202f}', '\u{a0}'], " ");
    let date = date(&cell, order)?;
    let (_, time) = split(&cell);
    if time.is_empty() {
        return Some(Stamp::day(date));
    }
    let (clock, offset) = split_offset(time)?;
    Some(Stamp { date, time: Some(clock_time(clock)?), offset })
}

/// The date and the time of a cell.
fn split(cell: &str) -> (&str, &str) {
    match cell.split_once([' ', 'T', 't']) {
        Some((date, time)) => (date, time.trim()),
        None => (cell, ""),
    }
}

/// `08:15:30.5`, `8:15`, `8:15:30 PM`.
pub(super) fn clock_time(text: &str) -> Option<NaiveTime> {
    let upper = text.trim().to_ascii_uppercase();
    let (clock, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (upper.as_str(), None),
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    fraction.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    let second = parts.next().map_or(Some(0), |text| digits(text, 2))?;
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// Parts `08:15Z`, `08:15+02:00`, `08:15 -0500` into clock and offset.
fn split_offset(time: &str) -> Option<(&str, Option<FixedOffset>)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']).or(time.strip_suffix(" UTC")) {
        return Some((clock, FixedOffset::east_opt(0)));
    }
    let Some(place) = time.rfind(['+', '-']) else {
        return Some((time, None));
    };
    let (clock, offset) = time.split_at_checked(place)?;
    let numbers = offset.get(1..)?.replace(':', "");
    let (hours, minutes) = numbers.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    let seconds = digits(hours, 2)? * 3600 + digits(minutes, 2)? * 60;
    let seconds = i32::try_from(seconds).ok()?;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    Some((clock, Some(FixedOffset::east_opt(sign * seconds)?)))
}

fn full_year(text: &str) -> Option<i32> {
    let year = i32::try_from(digits(text, 4)?).ok()?;
    match text.len() {
        4 => Some(year),
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// A number of at most `most` digits and nothing else.
fn digits(text: &str, most: usize) -> Option<u32> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}
