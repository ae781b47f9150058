//! A person's year, day by day.

use chrono::{Datelike, Duration, NaiveTime};

use super::entry::{Entry, What};
use super::people::Person;
use super::questionnaires::{self, peg_days};
use super::random::Random;
use super::routine::{done, prescribed};
use super::visits;
use crate::features::interop::import::to_instant;
use crate::features::pain::PainScore;
use crate::features::pain::vocabulary::{Moment, Region, Trigger};
use crate::features::training::mark_kind::MarkKind;
use crate::features::training::schedule::Schedule;
use crate::features::training::{DayMark, Exercise, Plan, Session};
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedInt, BoundedString, List};
use crate::platform::time::{DayStart, LocalDay, Timestamp, Zone};

/// The number of the year's last day, which is today.
const TODAY: i64 = 364;

/// A person's records in the order in which they were written, and when the account was opened.
pub(super) struct Year {
    pub(super) begins: Timestamp,
    pub(super) entries: Vec<Entry>,
}

/// The year of a person up to `now`.
pub(super) fn of(person: &Person, now: Timestamp) -> Result<Year, DbError> {
    let zone: Zone = person.zone.parse().map_err(DbError::broken)?;
    let first = LocalDay::of(now, zone, DayStart::default()).plus_days(-TODAY);
    let mut diary = Diary {
        person,
        zone,
        first,
        now,
        random: Random::new(person.seed),
        own: None,
        unrest: 0.0,
        entries: Vec::new(),
    };
    diary.plans()?;
    if person.has_course {
        diary.course()?;
    }
    for day in 0..=TODAY {
        diary.day(day)?;
    }
    diary.questionnaires()?;
    let begins = diary.at(0, 5 * 60)?;
    let mut entries = diary.entries;
    entries.retain(|entry| entry.written <= now);
    entries.sort_by_key(|entry| entry.written);
    Ok(Year { begins, entries })
}

struct Diary<'a> {
    person: &'a Person,
    zone: Zone,
    first: LocalDay,
    now: Timestamp,
    random: Random,
    own: Option<RecordId>,
    /// What lingers of the last days' ups and downs.
    unrest: f64,
    entries: Vec<Entry>,
}

impl Diary<'_> {
    fn date(&self, day: i64) -> LocalDay {
        self.first.plus_days(day)
    }

    /// The instant of a minute of a day on the wall clock.
    fn at(&self, day: i64, minute: i64) -> Result<Timestamp, DbError> {
        let wall = self.date(day).date().and_time(NaiveTime::MIN) + Duration::minutes(minute);
        let instant = to_instant(self.zone.tz(), wall).map(Timestamp::from);
        instant.ok_or_else(|| DbError::broken("a time of the demo does not exist"))
    }

    fn add(&mut self, written: Timestamp, id: Option<RecordId>, what: What) -> RecordId {
        let id = id.unwrap_or_else(|| self.random.id(written));
        self.entries.push(Entry { written, id, what });
        id
    }

    fn plans(&mut self) -> Result<(), DbError> {
        let begun = self.at(0, 5 * 60 + 10)?;
        if let Some((name, kind)) = self.person.own_exercise {
            let name = BoundedString::new(name).ok_or_else(|| DbError::broken("a name of the demo is too long"))?;
            let steps = ["Knot a towel and close the door on it.", "Lean back and pull the chest to the hands."];
            let instructions = List::new(steps.into_iter().filter_map(BoundedString::new).collect());
            let exercise = Exercise { name, kind, instructions, cautions: None };
            self.own = Some(self.add(begun, None, What::Exercise(exercise)));
        }
        for change in self.person.plans {
            let plan = Plan {
                effective_from: self.date(change.day),
                schedule: change.schedule.schedule(),
                goal_minutes: BoundedInt::clamped(change.goal_minutes),
                flare_goal_minutes: Some(BoundedInt::clamped(4)),
                items: prescribed(self.person.routine, change.day, self.own)?,
            };
            let written = self.at(change.day, 5 * 60 + 12)?;
            self.add(written, None, What::Plan(plan));
        }
        Ok(())
    }

    fn course(&mut self) -> Result<(), DbError> {
        let first = visits::DAYS[0];
        let written = self.at(first - 2, 20 * 60)?;
        let course = self.add(written, None, What::Course(visits::course(self.date(first))?));
        for day in visits::DAYS {
            let at = self.at(day, visits::AT)?;
            // Past visits are completed in the evening, the next one was booked at the last.
            let written = if day <= TODAY { at.plus(Duration::hours(4)) } else { self.at(347, 16 * 60)? };
            let pain = self.trend(day.min(TODAY));
            let visit = visits::visit(day, at, self.zone, course, pain, self.now)?;
            self.add(written, None, What::Appointment(Box::new(visit)));
        }
        Ok(())
    }

    fn questionnaires(&mut self) -> Result<(), DbError> {
        for day in peg_days(TODAY) {
            let at = self.at(day, questionnaires::AT)?;
            let week = (day - 6..=day).map(|day| self.trend(day)).sum::<f64>() / 7.0;
            let peg = questionnaires::peg(at, self.zone, week, &mut self.random);
            self.add(at, None, What::Questionnaire(peg));
        }
        if self.person.pain.region == Region::LowBack {
            for day in questionnaires::RMDQ_DAYS {
                let at = self.at(day, questionnaires::AT)?;
                let rmdq = questionnaires::rmdq(at, self.zone, self.trend(day));
                self.add(at.plus(Duration::minutes(1)), None, What::Questionnaire(rmdq));
            }
        }
        Ok(())
    }

    fn day(&mut self, day: i64) -> Result<(), DbError> {
        let mark = self.person.marks.iter().find(|(from, to, _)| (*from..=*to).contains(&day)).map(|(.., kind)| *kind);
        if let Some(kind) = mark {
            let date = self.date(day);
            let written = self.at(day, 8 * 60)?;
            self.entries.push(Entry::mark(written, date, DayMark { kind, date: None, note: None }));
        }
        self.unrest = 0.55 * self.unrest + 0.55 * self.random.bell();
        let pain = self.trend(day) + self.unrest;
        self.score(day, pain + self.person.pain.morning, Moment::Morning)?;
        self.session(day, pain, mark)?;
        self.score(day, pain + self.person.pain.evening, Moment::Evening)
    }

    /// How much a day hurts but for chance: a slow change over the year, the week's rhythm, the flare-up, and the days
    /// after a visit.
    fn trend(&self, day: i64) -> f64 {
        let pain = &self.person.pain;
        let share = day as f64 / TODAY as f64;
        let weekday = self.date(day).date().weekday().num_days_from_monday() as usize;
        let week = pain.week.get(weekday).copied().unwrap_or(0.0);
        let since = day - pain.flare;
        let flare = if (0..10).contains(&since) { 3.2 * (1.0 - since as f64 / 10.0) } else { 0.0 };
        let visited = self.person.has_course && (1..=2).any(|ago| visits::took_place(day - ago, TODAY));
        pain.first + (pain.last - pain.first) * share + week + flare - if visited { 0.8 } else { 0.0 }
    }

    fn score(&mut self, day: i64, felt: f64, moment: Moment) -> Result<(), DbError> {
        let person = &self.person.pain;
        let (chance, minute) = (self.random.unit(), 18.0 * self.random.bell());
        let (cause, quality) = (self.random.unit(), self.random.pick(person.qualities));
        let trigger = self.random.pick(person.triggers);
        if chance > person.noted {
            return Ok(());
        }
        let base = if moment == Moment::Morning { 7 * 60 } else { 21 * 60 + 15 };
        let at = self.at(day, base + minute as i64)?;
        let flares = (0..3).contains(&(day - person.flare));
        let triggers: Vec<Trigger> = match trigger {
            _ if day == person.flare => vec![person.set_off_by],
            Some(trigger) if cause < 0.22 && felt > 3.0 => vec![trigger],
            _ => Vec::new(),
        };
        let score = PainScore {
            recorded_at: at,
            time_zone: self.zone,
            local_date: None,
            score: Some(BoundedInt::clamped(felt.round().clamp(0.0, 10.0) as u32)),
            other_scale: None,
            region: Some(person.region),
            side: person.side,
            vertebra: person.vertebra,
            qualities: quality.and_then(|quality| List::new(vec![quality])),
            triggers: (!triggers.is_empty()).then(|| List::new(triggers)).flatten(),
            moment: Some(moment),
            flare: flares.then_some(true),
            red_flags: None,
            medication: (flares && moment == Moment::Evening).then(|| BoundedString::new("Ibuprofen 400 mg")).flatten(),
            advisories: Vec::new(),
            note: (day == person.flare).then(|| BoundedString::new("It went into the back when I got up.")).flatten(),
        };
        self.add(at.plus(Duration::minutes(1)), None, What::PainScore(Box::new(score)));
        Ok(())
    }

    fn session(&mut self, day: i64, pain: f64, mark: Option<MarkKind>) -> Result<(), DbError> {
        let (chance, begins, length, cut) =
            (self.random.unit(), 25.0 * self.random.bell(), self.random.bell(), self.random.unit());
        let date = self.date(day).date();
        let change = self.person.plans.iter().rev().find(|change| change.day <= day);
        let Some(change) = change.filter(|change| change.schedule.schedule().plans(date)) else { return Ok(()) };
        let often = match change.schedule.schedule() {
            Schedule::Weekdays { .. } => self.person.diligence,
            Schedule::TimesPerWeek { times } => self.person.diligence * f64::from(times) / 4.0,
        };
        let likely = match mark {
            Some(MarkKind::Sick | MarkKind::Rest) => 0.0,
            Some(MarkKind::Travel) => 0.25,
            Some(MarkKind::Flare) => 0.8,
            // Who is sore skips more.
            None => often - 0.04 * (pain - 4.0).max(0.0),
        };
        if chance > likely {
            return Ok(());
        }
        let goal = f64::from(change.goal_minutes) * 60.0;
        let (seconds, most) = match mark {
            Some(MarkKind::Flare) => (270.0 + 20.0 * length, 2),
            _ if cut < 0.05 => (0.55 * goal + 30.0 * length, 3),
            _ => (goal + 110.0 + 45.0 * length.abs(), usize::MAX),
        };
        let at = self.at(day, self.person.trains_at + begins as i64)?;
        let felt = |by: f64| Some(BoundedInt::clamped((pain + by).round().clamp(0.0, 10.0) as u32));
        let session = Session {
            started_at: at,
            time_zone: self.zone,
            local_date: None,
            duration_seconds: BoundedInt::clamped(seconds.max(60.0) as u32),
            effort: Some(BoundedInt::clamped((5.2 + 0.9 * length).round().clamp(2.0, 9.0) as u32)),
            pain_before: felt(0.0),
            pain_during: felt(0.3),
            pain_after: felt(-0.4),
            note: None,
            exercises: done(self.person.routine, day, self.own, most)?,
        };
        self.add(at.plus(Duration::seconds(seconds as i64 + 60)), None, What::Session(Box::new(session)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::demo::people::PEOPLE;
    use crate::features::questionnaires::vocabulary::Instrument;

    fn year(person: &Person, now: &str) -> Year {
        of(person, now.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_year_ends_now_and_is_the_same_each_time() {
        for person in &PEOPLE {
            let one = year(person, "2026-11-23T12:00:00Z");
            let ids = |year: &Year| year.entries.iter().map(|entry| entry.id).collect::<Vec<_>>();
            assert_eq!(ids(&one), ids(&year(person, "2026-11-23T12:00:00Z")));
            assert!(one.entries.iter().all(|entry| entry.written >= one.begins));
            assert!(one.entries.last().unwrap().written <= "2026-11-23T12:00:00Z".parse().unwrap());
            let sessions = one.entries.iter().filter(|entry| matches!(entry.what, What::Session(_))).count();
            assert!((120..360).contains(&sessions), "{} {sessions}", person.email);
        }
    }

    #[test]
    fn questionnaires_tell_of_the_pain_that_eases() {
        let one = year(&PEOPLE[0], "2026-11-23T12:00:00Z");
        let scores = |wanted| {
            let scores = one.entries.iter().filter_map(move |entry| match &entry.what {
                What::Questionnaire(filled) if filled.answers.instrument() == wanted => Some(filled.answers.score()),
                _ => None,
            });
            scores.collect::<Vec<_>>()
        };
        let (peg, rmdq) = (scores(Instrument::Peg), scores(Instrument::Rmdq));
        assert_eq!((peg.len(), rmdq.len()), (13, 2));
        assert!(peg[0] - peg[12] > 2.0 && rmdq[0] - rmdq[1] > 4.0, "{peg:?} {rmdq:?}");
    }

    #[test]
    fn the_next_visit_lies_ahead() {
        let one = year(&PEOPLE[0], "2026-11-23T12:00:00Z");
        let visits: Vec<_> = one
            .entries
            .iter()
            .filter_map(|entry| match &entry.what {
                What::Appointment(visit) => Some(visit.status.wire()),
                _ => None,
            })
            .collect();
        assert_eq!(visits.len(), 10);
        assert_eq!(visits.iter().filter(|status| **status == "completed").count(), 8);
        assert_eq!(visits.iter().filter(|status| **status == "no_show").count(), 1);
        assert_eq!(visits.iter().filter(|status| **status == "scheduled").count(), 1);
    }
}
