//! Dates and times as apps write them.

use chrono::{FixedOffset, NaiveDate, NaiveTime, TimeZone};

use super::clock::time_of_day;
use super::error::shortened;
use super::moment::Moment;
use super::months::month;
use super::numbers::digits;
use super::plain::plain;

/// The order in which a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Ymd,
    Dmy,
    Mdy,
}

impl Order {
    pub(super) const ALL: [Self; 3] = [Self::Ymd, Self::Dmy, Self::Mdy];

    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "ymd" => Some(Self::Ymd),
            "dmy" => Some(Self::Dmy),
            "mdy" => Some(Self::Mdy),
            _ => None,
        }
    }
}

/// A date as a cell has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day<'a> {
    /// Its form leaves no choice: a year in front, a month's name, or signs for year, month and day.
    Sure(NaiveDate),
    /// Three numbers whose meaning depends on an order, and what separates them.
    Open([&'a str; 3], char),
}

impl Day<'_> {
    /// The date in a given order, if it is one.
    pub(super) fn ordered(self, order: Order) -> Option<NaiveDate> {
        let (year, month, day) = match (self, order) {
            (Self::Sure(date), _) => return Some(date),
            (Self::Open([a, b, c], _), Order::Ymd) => (a, b, c),
            (Self::Open([a, b, c], _), Order::Dmy) => (c, b, a),
            (Self::Open([a, b, c], _), Order::Mdy) => (c, a, b),
        };
        calendar(full_year(year)?, digits(month, 2)?, digits(day, 2)?)
    }
}

/// A time of day as it is written behind a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Time {
    Missing,
    At(NaiveTime),
    /// A text that can't be read as a time.
    Unread(String),
}

impl Time {
    /// The time in a cell of its own.
    pub(super) fn of(cell: &str) -> Self {
        match cell.trim() {
            "" => Self::Missing,
            text => time_of_day(text).map_or_else(|| Self::Unread(text.to_owned()), Self::At),
        }
    }
}

/// A date as it is written, with the time of day and its offset from UTC when it has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) date: NaiveDate,
    pub(super) time: Time,
    pub(super) offset: Option<FixedOffset>,
}

impl Stamp {
    pub(super) fn day(date: NaiveDate) -> Self {
        Self { date, time: Time::Missing, offset: None }
    }

    pub(super) fn moment(&self) -> Moment {
        let Time::At(time) = self.time else { return Moment::Day(self.date) };
        let local = self.date.and_time(time);
        let instant = self.offset.and_then(|offset| offset.from_local_datetime(&local).single());
        instant.map_or(Moment::Wall(local), |instant| Moment::Timestamp(instant.to_utc()))
    }
}

/// A calendar date from its numbers, within the years that a living person's diary can have.
pub(super) fn calendar(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (1900..2200).contains(&year).then_some(())?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The date of a cell such as `2024-05-31`, `31/05/24`, `5.31.2024`, `2018年8月31日`, `31 Aug 2018` or `2024-05-31 08:15`,
/// whose time is not looked at.
pub(super) fn date(cell: &str, order: Order) -> Option<NaiveDate> {
    let lower = plain(cell).to_lowercase();
    day(&lower)?.0.ordered(order)
}

/// The time of day and its offset behind a date.
pub(super) fn time(rest: &str) -> (Time, Option<FixedOffset>) {
    let (clock, offset) = split_offset(rest).unwrap_or((rest, None));
    match Time::of(clock) {
        Time::Unread(_) => (Time::Unread(rest.to_owned()), None),
        time => (time, offset),
    }
}

/// The remark on a time that can't be read.
pub(super) fn unread_time(text: &str) -> (&'static str, String) {
    (
        "time_not_read",
        format!("{:?} can't be read as a time of day, or not in one way only; kept without it", shortened(text)),
    )
}

/// The date at the start of a cell in lower case, and the text behind it.
pub(super) fn day(cell: &str) -> Option<(Day<'_>, &str)> {
    // Spreadsheets mark what is meant as text with an apostrophe.
    let cell = cell.strip_prefix('\'').unwrap_or(cell);
    let (day, rest) = numeric(cell).or_else(|| named(cell))?;
    Some((day, behind(rest)?))
}

/// `2024-05-31`, `31.05.24`, `31. 8. 2018`, `2018年8月31日`, `2018년 8월 31일`.
fn numeric(cell: &str) -> Option<(Day<'_>, &str)> {
    let (a, rest) = number(cell)?;
    let (first, rest) = separator(rest)?;
    let (b, rest) = number(rest)?;
    let (second, rest) = separator(rest)?;
    let (c, rest) = number(rest)?;
    let sure = |rest| Some((Day::Sure(calendar(full_year(a)?, digits(b, 2)?, digits(c, 2)?)?), rest));
    match (first, second) {
        ('年', '月') => sure(rest.strip_prefix(['日', '号', '號'])?),
        ('년', '월') => sure(rest.strip_prefix('일')?),
        // Four digits in front are a year in every order.
        ('-' | '/' | '.', _) if first == second && a.len() == 4 => sure(rest),
        ('-' | '/' | '.', _) if first == second => Some((Day::Open([a, b, c], first), rest)),
        _ => None,
    }
}

/// `31 Aug 2018`, `31. August 2018`, `Aug 31, 2018`, `31 de agosto de 2018`, `31-Aug-2018`, each with a day of the week
/// in front or without one.
fn named(cell: &str) -> Option<(Day<'_>, &str)> {
    let mut words = [("", ""); 4];
    let mut rest = cell;
    let mut found = 0;
    while found < 3 {
        let start = rest.trim_start_matches([' ', ',', '.', '-', '/']);
        let digit = start.chars().next()?.is_ascii_digit();
        let end = start.find(|c: char| if digit { !c.is_ascii_digit() } else { !c.is_alphabetic() });
        let (word, after) = start.split_at_checked(end.unwrap_or(start.len()))?;
        // English ordinals and the prepositions of Romance languages have no meaning of their own.
        let filler = ["de", "del", "di", "le", "den", "the", "of", "st", "nd", "rd", "th", "er"].contains(&word);
        let weekday = found == 0 && !digit && month(word).is_none();
        if word.is_empty() {
            return None;
        }
        rest = after;
        if !(filler || weekday) {
            *words.get_mut(found)? = (word, after);
            found += 1;
        }
    }
    let [(a, _), (b, _), (c, after), _] = words;
    let (day, month, year) = match (month(a), month(b)) {
        (None, Some(month)) if a.len() <= 2 => (a, month, c),
        (Some(month), None) => (b, month, c),
        _ => return None,
    };
    let full = year.len() == 4 || year.len() == 2;
    let date = calendar(full_year(year).filter(|_| full)?, month, digits(day, 2)?)?;
    Some((Day::Sure(date), after))
}

/// What follows a date, without what only joins the two. A number that goes on is no date at all.
fn behind(rest: &str) -> Option<&str> {
    let joined = rest.trim_start_matches([' ', ',', '.']);
    let joined = match joined.strip_prefix('t') {
        Some(time) if time.starts_with(|c: char| c.is_ascii_digit()) => return Some(time),
        _ => joined,
    };
    // A day of the week, as in 2018/8/31(金).
    let joined = joined.strip_prefix('(').and_then(|rest| Some(rest.split_once(')')?.1.trim_start())).unwrap_or(joined);
    let apart = rest.is_empty() || joined.is_empty() || rest.starts_with([' ', ',', '(']);
    // Chinese and Korean put no space before the half of the day.
    let other_script = joined.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii());
    (apart || other_script || rest.starts_with(". ")).then_some(joined)
}

fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (1..=4).contains(&end).then(|| text.split_at_checked(end))?
}

/// One sign, and the spaces that some locales put behind it.
fn separator(text: &str) -> Option<(char, &str)> {
    let text = text.trim_start();
    let sign = text.chars().next()?;
    Some((sign, text.strip_prefix(sign)?.trim_start()))
}

/// Parts `08:15z`, `08:15+02:00`, `08:15 -0500` into clock and offset.
fn split_offset(time: &str) -> Option<(&str, Option<FixedOffset>)> {
    if let Some(clock) = time.strip_suffix('z').or(time.strip_suffix(" utc")).or(time.strip_suffix(" gmt")) {
        return Some((clock, FixedOffset::east_opt(0)));
    }
    let Some(place) = time.rfind(['+', '-']) else {
        return Some((time, None));
    };
    let (clock, offset) = time.split_at_checked(place)?;
    let numbers = offset.get(1..)?.replace(':', "");
    let (hours, minutes) = numbers.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    // No zone is further from UTC than 14 hours: 20:15-21:00 is a span of time.
    let seconds = (hours <= 14 && minutes < 60).then_some(hours * 3600 + minutes * 60)?;
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
