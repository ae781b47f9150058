//! Converts neutral items into records. Pure: the record core validates them later.

use chrono::NaiveDate;
use uuid::Uuid;

use super::import::{
    self, ExerciseRef, Imported, Item, MAX_SECONDS, Moment, Set, SetGroup, SetLength, noon, own_exercise_id, to_instant,
};
use crate::core::records::Record;
use crate::features::pain::{OtherScale, PainScore};
use crate::features::training::{DayMark, DoneExercise, DoneSet, Exercise, ExerciseKey, Session};
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{Amount, BoundedInt, BoundedString, List};
use crate::platform::time::{LocalDay, Timestamp, Zone};

/// Why an item can't be a record: a code and a text for people.
pub(super) type Misfit = (&'static str, String);

/// Values for what a file leaves open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fill {
    /// The zone of the file's clock.
    pub(super) zone: Zone,
    /// The person's daily goal in minutes: how long a session lasted when the file says only that it took place.
    pub(super) goal_minutes: u32,
}

impl Fill {
    fn assumed_seconds(self) -> u32 {
        // A goal of 0 is a valid plan, a session of 0 seconds is not a valid record.
        self.goal_minutes.saturating_mul(60).clamp(60, MAX_SECONDS)
    }
}

/// The existing record. What the file does not state, and what was computed at the first import, stays.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Prior<R> {
    pub(super) record: R,
    /// Whether the person has edited it. Then what the file leaves open stays, too.
    pub(super) edited: bool,
}

/// A record that an import can make.
pub(super) trait FromItem: Record {
    /// The record that an item asks for, in the place of `prior`.
    fn from_item(item: &Item, owner: UserId, fill: Fill, prior: Option<Prior<Self>>) -> Result<Self, Misfit>;
}

impl FromItem for Session {
    fn from_item(item: &Item, owner: UserId, fill: Fill, prior: Option<Prior<Self>>) -> Result<Self, Misfit> {
        let Imported::Session { started_at, duration_seconds, effort, note, exercises } = &item.what else {
            return Err(misfit("session"));
        };
        let (prior, edited) = split(prior);
        let zone = prior.as_ref().map_or(fill.zone, |prior| prior.time_zone);
        let seconds = duration_seconds.unwrap_or_else(|| {
            prior.as_ref().map_or_else(|| fill.assumed_seconds(), |prior| prior.duration_seconds.get())
        });
        let note = text(labelled(item.label.as_deref(), note.as_deref()).as_deref(), "the note")?;
        let exercises = list(exercises.iter().map(|group| done(group, owner.0, seconds)), "exercises")?;
        let kept =
            |at| prior.as_ref().filter(|prior| at == Moment::Day(prior.day().date())).map(|prior| prior.started_at);
        let session = Self {
            started_at: kept(*started_at).map_or_else(|| instant(zone, *started_at), Ok)?,
            time_zone: zone,
            local_date: None,
            duration_seconds: whole(seconds, "the length of a session")?,
            effort: optional(effort.map(u32::from), "the effort")?,
            pain_before: None,
            pain_during: None,
            pain_after: None,
            note,
            exercises,
        };
        let Some(prior) = prior else { return Ok(session) };
        Ok(Self {
            pain_before: prior.pain_before,
            pain_during: prior.pain_during,
            pain_after: prior.pain_after,
            effort: session.effort.or(prior.effort.filter(|_| edited)),
            note: session.note.or(prior.note.filter(|_| edited)),
            exercises: if edited && session.exercises.is_empty() { prior.exercises } else { session.exercises },
            ..session
        })
    }
}

impl FromItem for PainScore {
    fn from_item(item: &Item, _: UserId, fill: Fill, prior: Option<Prior<Self>>) -> Result<Self, Misfit> {
        let Imported::PainScore { recorded_at, local_date, score, other_scale, region, note } = &item.what else {
            return Err(misfit("pain score"));
        };
        let (prior, edited) = split(prior);
        let zone = prior.as_ref().map_or(fill.zone, |prior| prior.time_zone);
        let (at, day) = about(*recorded_at, *local_date, zone);
        let kept = prior.as_ref().filter(|prior| at == Moment::Day(prior.day().date())).map(|prior| prior.recorded_at);
        let scale = |scale: &import::OtherScale| {
            Ok(OtherScale { name: required(&scale.name, "the name of the scale")?, value: scale.value })
        };
        let entry = Self {
            recorded_at: kept.map_or_else(|| instant(zone, at), Ok)?,
            time_zone: zone,
            local_date: day.map(LocalDay::from),
            score: optional(score.map(u32::from), "the score")?,
            other_scale: other_scale.as_ref().map(scale).transpose()?,
            region: *region,
            side: None,
            vertebra: None,
            qualities: None,
            triggers: None,
            moment: None,
            flare: None,
            red_flags: None,
            medication: None,
            advisories: Vec::new(),
            note: text(note.as_deref(), "the note")?,
        };
        let Some(prior) = prior else { return Ok(entry) };
        Ok(Self {
            recorded_at: entry.recorded_at,
            local_date: entry.local_date,
            score: entry.score,
            other_scale: entry.other_scale,
            region: entry.region.or(prior.region.filter(|_| edited)),
            note: entry.note.or(prior.note.clone().filter(|_| edited)),
            ..prior
        })
    }
}

impl FromItem for DayMark {
    fn from_item(item: &Item, _: UserId, _: Fill, prior: Option<Prior<Self>>) -> Result<Self, Misfit> {
        let Imported::DayMark { date, kind, note } = &item.what else { return Err(misfit("day mark")) };
        let (prior, edited) = split(prior);
        let note = text(labelled(item.label.as_deref(), note.as_deref()).as_deref(), "the note")?;
        Ok(Self {
            kind: *kind,
            date: Some(LocalDay::from(*date)),
            note: note.or(prior.and_then(|prior| prior.note).filter(|_| edited)),
        })
    }
}

fn split<R>(prior: Option<Prior<R>>) -> (Option<R>, bool) {
    prior.map_or((None, false), |prior| (Some(prior.record), prior.edited))
}

/// A note with the label before it.
fn labelled(label: Option<&str>, note: Option<&str>) -> Option<String> {
    match (label, note) {
        (Some(label), Some(note)) => Some(format!("{label}: {note}")),
        (label, note) => label.or(note).map(str::to_owned),
    }
}

/// The own exercises that a session names, with their ids, which are the same in every import.
pub(super) fn own_exercises(item: &Item, owner: Uuid) -> Result<Vec<(RecordId, Exercise)>, Misfit> {
    let Imported::Session { exercises: groups, .. } = &item.what else { return Ok(Vec::new()) };
    let mut own: Vec<(RecordId, Exercise)> = Vec::new();
    for group in groups {
        let ExerciseRef::Own { name, kind } = &group.exercise else { continue };
        let id = RecordId(own_exercise_id(owner, name));
        if own.iter().all(|(known, _)| *known != id) {
            let name = required(name, "the name of an exercise")?;
            own.push((id, Exercise { name, kind: *kind, instructions: None, cautions: None }));
        }
    }
    Ok(own)
}

fn done(group: &SetGroup, owner: Uuid, session_seconds: u32) -> Result<DoneExercise, Misfit> {
    let exercise = match &group.exercise {
        ExerciseRef::Catalogue(slug) => ExerciseKey::BuiltIn(slug.wire()),
        ExerciseRef::Own { name, .. } => ExerciseKey::Own(RecordId(own_exercise_id(owner, name))),
    };
    Ok(DoneExercise {
        exercise,
        sets: list(group.sets.iter().map(|set| done_set(set, session_seconds)), "sets of an exercise")?,
    })
}

fn done_set(set: &Set, session_seconds: u32) -> Result<DoneSet, Misfit> {
    let length = set.duration.map(|length| match length {
        SetLength::Seconds(seconds) => seconds,
        SetLength::WholeSession => session_seconds,
    });
    let load = set.load_kg.map(|load| Amount::new(load).ok_or_else(|| out_of_range("the load")));
    Ok(DoneSet {
        reps: optional(set.reps, "the repetitions")?,
        hold_seconds: optional(set.hold_seconds, "the length of a hold")?,
        duration_seconds: optional(length, "the length of a set")?,
        side: None,
        load_kg: load.transpose()?,
        variation: text(set.variation, "the variation")?,
    })
}

/// The time of a pain entry, and its day where that differs. People score a day in the evening or after
/// midnight; when it was written down later than that, the clock says nothing about the pain any more.
fn about(recorded_at: Moment, day: Option<NaiveDate>, zone: Zone) -> (Moment, Option<NaiveDate>) {
    match day {
        Some(day) if !(0..=1).contains(&(recorded_at.day(zone.tz()) - day).num_days()) => (Moment::Day(day), None),
        day => (recorded_at, day),
    }
}

fn instant(zone: Zone, moment: Moment) -> Result<Timestamp, Misfit> {
    let utc = match moment {
        Moment::Day(date) => to_instant(zone.tz(), noon(date)),
        Moment::Wall(local) => to_instant(zone.tz(), local),
        Moment::Timestamp(utc) => Some(utc),
    };
    let instant = utc.and_then(|utc| Timestamp::from_millis(utc.timestamp_millis()));
    instant.ok_or_else(|| ("no_such_time", format!("{moment} is no time that can be kept")))
}

fn whole<const MIN: u32, const MAX: u32>(number: u32, what: &str) -> Result<BoundedInt<MIN, MAX>, Misfit> {
    BoundedInt::new(number).ok_or_else(|| out_of_range(what))
}

fn optional<const MIN: u32, const MAX: u32>(
    number: Option<u32>,
    what: &str,
) -> Result<Option<BoundedInt<MIN, MAX>>, Misfit> {
    number.map(|number| whole(number, what)).transpose()
}

fn required<const MIN: usize, const MAX: usize>(given: &str, what: &str) -> Result<BoundedString<MIN, MAX>, Misfit> {
    // Neither engine's text nor JSON's readers agree on U+0000.
    let kept = given.replace('\0', "");
    BoundedString::new(kept)
        .ok_or_else(|| ("wrong_length", format!("{what} is blank or has more than {MAX} characters")))
}

fn text<const MIN: usize, const MAX: usize>(
    given: Option<&str>,
    what: &str,
) -> Result<Option<BoundedString<MIN, MAX>>, Misfit> {
    given.map(|given| required(given, what)).transpose()
}

fn list<T, const MAX: usize>(
    entries: impl Iterator<Item = Result<T, Misfit>>,
    what: &str,
) -> Result<List<T, MAX>, Misfit> {
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    List::new(entries).ok_or_else(|| ("wrong_length", format!("there are more than {MAX} {what}")))
}

fn out_of_range(what: &str) -> Misfit {
    ("out_of_range", format!("{what} is out of range"))
}

/// The item is of another kind than the record.
fn misfit(kind: &str) -> Misfit {
    ("unknown_value", format!("{kind:?} is not known"))
}

#[cfg(test)]
mod tests;
