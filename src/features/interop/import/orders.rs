//! The order of day, month and year, inferred from all dates of a column.

use chrono::NaiveDate;

use super::ReadError;
use super::column_map::ColumnMap;
use super::dates::{self, Day, Order, Stamp};
use super::error::shortened;
use super::plain::plain;

/// Why a row can't be read: a code and a text.
pub(super) type FieldError = (&'static str, String);

/// The orders in which the dates of a column may be written. Dates with one separator say nothing of those with another,
/// which somebody else or another phone may have written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Orders {
    /// For each separator the orders that are left.
    left: Vec<(char, Vec<Order>)>,
    stated: Option<Order>,
}

impl Orders {
    /// Takes the order that the map states, or else infers it from the cells. `daily` says that each line is a day and
    /// none is left out, so that the right order is the one in which neighbours are a day apart.
    pub(super) fn find(map: &ColumnMap, cells: &[&str], daily: bool) -> Result<Self, ReadError> {
        if let Some(order) = map.option("date_order", "ymd, dmy or mdy", Order::parse)? {
            return Ok(Self { left: Vec::new(), stated: Some(order) });
        }
        let written: Vec<String> = cells.iter().map(|cell| plain(cell).to_lowercase()).collect();
        let days: Vec<Option<Day>> = written.iter().map(|cell| Some(dates::day(cell)?.0)).collect();
        let mut signs: Vec<char> = days.iter().flatten().filter_map(|day| sign(*day)).collect();
        signs.sort_unstable();
        signs.dedup();
        let of = |wanted: char| days.iter().flatten().copied().filter(move |day| sign(*day) == Some(wanted)).collect();
        let left = signs.into_iter().map(|sign| (sign, candidates(&of(sign), daily))).collect();
        let orders = Self { left, stated: None };
        let read: Vec<_> = cells.iter().zip(&days).filter(|(cell, _)| !cell.trim().is_empty()).collect();
        let choices: Vec<_> = read.iter().map(|(cell, day)| (cell, orders.choices(**day).len())).collect();
        let count = |wanted: fn(usize) -> bool| choices.iter().filter(|(_, count)| wanted(*count)).count();
        let (sure, open) = (count(|count| count == 1), count(|count| count > 1));
        match choices.iter().find(|(_, count)| *count > 1).or(choices.first()) {
            Some((example, _)) if open > 0 && open >= sure => {
                Err(ReadError::AmbiguousDates { example: shortened(example) })
            }
            Some((example, _)) if sure == 0 => {
                let hint = hint(&plain(example).to_lowercase());
                Err(ReadError::NoDates { example: shortened(example), hint })
            }
            _ => Ok(orders),
        }
    }

    pub(super) fn stamp(&self, cell: &str) -> Result<Stamp, FieldError> {
        let lower = plain(cell).to_lowercase();
        let found = dates::day(&lower);
        match self.choices(found.map(|(day, _)| day)).as_slice() {
            [] => Err(("bad_date", format!("{:?} is no date{}", shortened(cell), hint(&lower)))),
            [date] => {
                let (time, offset) = found.map_or((dates::Time::Missing, None), |(_, rest)| dates::time(rest));
                Ok(Stamp { date: *date, time, offset })
            }
            [one, other, ..] => {
                Err(("bad_date", format!("{:?} may be {one} or {other}; add date_order= to the map", shortened(cell))))
            }
        }
    }

    /// The dates that a cell may mean.
    fn choices(&self, day: Option<Day>) -> Vec<NaiveDate> {
        let Some(day) = day else { return Vec::new() };
        let all = self.stated.map_or_else(|| Order::ALL.to_vec(), |order| vec![order]);
        let left = self.left.iter().find(|(wanted, _)| sign(day) == Some(*wanted)).map_or(&all, |(_, left)| left);
        let mut dates: Vec<NaiveDate> = left.iter().filter_map(|order| day.ordered(*order)).collect();
        dates.sort_unstable();
        dates.dedup();
        dates
    }
}

fn sign(day: Day) -> Option<char> {
    match day {
        Day::Open(_, sign) => Some(sign),
        Day::Sure(_) => None,
    }
}

/// What may be wrong with a cell that is no date.
fn hint(cell: &str) -> &'static str {
    let whole = cell.split(['.', ',']).next().unwrap_or_default();
    // 1954 to 2119 as a spreadsheet counts the days.
    let days = whole.parse::<u32>().is_ok_and(|days| (20_000..80_000).contains(&days));
    if days {
        " but a spreadsheet's number of a day; give the column a date format there and save it again"
    } else {
        ""
    }
}

/// The orders that may be meant by dates with one separator. Where they agree on a date it leaves no question open.
fn candidates(days: &Vec<Day>, daily: bool) -> Vec<Order> {
    let read = Order::ALL.map(|order| (order, days.iter().map(|day| day.ordered(order)).collect::<Vec<_>>()));
    let valid = |dates: &[Option<NaiveDate>]| dates.iter().flatten().count();
    if daily {
        let steps = read.iter().map(|(order, dates)| (*order, day_steps(dates)));
        // A broken line breaks two steps, so not all of them are asked for.
        let good = steps.filter(|(_, steps)| *steps * 2 >= days.len());
        if let Some(order) = single_best(good) {
            return vec![order];
        }
    }
    let most = read.iter().map(|(_, dates)| valid(dates)).max().unwrap_or(0);
    let best: Vec<_> = read.iter().filter(|(_, dates)| valid(dates) == most).collect();
    if let [(order, dates)] = best.as_slice() {
        // A few dates that are invalid in the order of all others are slips of the pen. Many of them say that two people
        // or phones wrote the file, and then what could be either is either.
        let others = read.iter().filter(|(other, _)| other != order && *other != Order::Ymd && *order != Order::Ymd);
        let only = |a: &[Option<NaiveDate>], b: &[Option<NaiveDate>]| {
            a.iter().zip(b).filter(|(a, b)| a.is_some() && b.is_none()).count()
        };
        let mixed = others.filter(|(_, theirs)| only(theirs, dates) * 10 > only(dates, theirs));
        return std::iter::once(*order).chain(mixed.map(|(order, _)| *order)).collect();
    }
    // 31/01/24 is a date of 2031 as well; an order that scatters a diary over years is not meant.
    // Day and month for one another move a date by less than a year, so that is never decided here.
    let least = best.iter().map(|(_, dates)| span_days(dates)).min();
    let far = least.unwrap_or(0).saturating_mul(3).max(730);
    best.iter().filter(|(_, dates)| span_days(dates) <= far).map(|(order, _)| *order).collect()
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
