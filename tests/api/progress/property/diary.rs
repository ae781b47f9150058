use std::collections::BTreeMap;

use birddog::features::progress::day_facts::DayFacts;
use birddog::features::training::mark_kind::MarkKind;
use chrono::{Days, Duration, NaiveDate};
use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Records, Row};
use super::plans::{PlanBook, PlanWrite};
use super::steps::{DAYS, SIGNED_UP, Step};
use crate::support::{Calls, TestApp, User};

/// What a person has done, kept by the service and also in the simplest form that the model takes.
pub struct Diary<'a> {
    user: User<'a>,
    today: NaiveDate,
    sessions: BTreeMap<(NaiveDate, u8), u32>,
    /// Where a session that was moved came from: its id stays.
    ids: BTreeMap<(NaiveDate, u8), Uuid>,
    marks: BTreeMap<NaiveDate, MarkKind>,
    plans: PlanBook,
    freezes: bool,
}

impl<'a> Diary<'a> {
    pub async fn open(app: &'a TestApp) -> Self {
        let today = date(SIGNED_UP);
        app.clock.set(&format!("{today}T12:00:00Z"));
        let user = app.register().await;
        let first = user.get("/v1/plan").await.is(200).json();
        let plans = PlanBook::new(first["id"].as_str().unwrap().parse().unwrap(), today);
        let (sessions, ids, marks) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { user, today, sessions, ids, marks, plans, freezes: true }
    }

    pub async fn take(&mut self, step: &Step) {
        match step {
            Step::Spell { first, length, leave_out, seconds } => {
                let days = (0..*length).filter(|n| n % leave_out != leave_out - 1).map(|n| date(first + n));
                let entries: Vec<_> = days.map(|day| (day, 0)).collect();
                join_all(entries.iter().map(|entry| self.write(*entry, *entry, *seconds))).await;
                self.sessions.extend(entries.iter().map(|entry| (*entry, *seconds)));
            }
            Step::Train { day, slot, seconds } => {
                let entry = (date(*day), *slot);
                self.write(entry, entry, *seconds).await;
                self.sessions.insert(entry, *seconds);
            }
            Step::Untrain { day, slot } => {
                let entry = (date(*day), *slot);
                self.user.delete(&self.session_path(entry)).await.is(204);
                self.sessions.remove(&entry);
                self.ids.remove(&entry);
            }
            Step::Move { day, slot, to } => self.relocate((date(*day), *slot), (date(*to), *slot)).await,
            Step::Mark { day, kind } => {
                let path = format!("/v1/day-marks/{}", date(*day));
                let reply = self.user.put(&path, &json!({"kind": kind.wire()})).await;
                assert!(reply.status < 300, "{reply}");
                self.marks.insert(date(*day), *kind);
            }
            Step::Unmark { day } => {
                self.user.delete(&format!("/v1/day-marks/{}", date(*day))).await.is(204);
                self.marks.remove(&date(*day));
            }
            Step::Plan(write) => self.plan(write).await,
            Step::Freezes(on) => {
                self.user.patch("/v1/me", &json!({"streak_freezes": on})).await.is(200);
                self.freezes = *on;
            }
            Step::Wait { days } => self.wait(i64::try_from(*days).unwrap()),
            Step::WaitForTheEnd => self.wait((date(DAYS - 1) - self.today).num_days().max(0)),
            Step::Ask { ago } => self.compare(self.today - Days::new(*ago)).await,
        }
    }

    fn session_path(&self, entry: (NaiveDate, u8)) -> String {
        let own = || Uuid::from_u128((u128::from(entry.0.to_epoch_days().unsigned_abs()) << 8) | u128::from(entry.1));
        format!("/v1/sessions/{}", self.ids.get(&entry).copied().unwrap_or_else(own))
    }

    /// Writes the session known as `entry` for the day of `on`.
    async fn write(&self, entry: (NaiveDate, u8), on: (NaiveDate, u8), seconds: u32) {
        let body = json!({"started_at": format!("{}T07:0{}:00Z", on.0, on.1), "time_zone": "UTC", "duration_seconds": seconds});
        let reply = self.user.put(&self.session_path(entry), &body).await;
        assert!(reply.status < 300, "{reply}");
    }

    async fn relocate(&mut self, from: (NaiveDate, u8), to: (NaiveDate, u8)) {
        // A place that was ever moved from or to keeps its id, so neither may be taken.
        let free = !self.sessions.contains_key(&to) && !self.ids.contains_key(&to) && !self.ids.contains_key(&from);
        let Some(seconds) = self.sessions.get(&from).copied().filter(|_| free && from != to) else { return };
        self.write(from, to, seconds).await;
        let path = self.session_path(from);
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        self.sessions.remove(&from);
        self.sessions.insert(to, seconds);
        self.ids.insert(to, id);
        self.ids.insert(from, Uuid::from_u128(id.as_u128() | 0x80));
    }

    fn wait(&mut self, days: i64) {
        self.today += Duration::days(days);
        self.user.app.clock.advance(Duration::days(days));
    }

    /// Writes a plan version. Whatever comes of it, no day before today changes, and today stays done if it is.
    async fn plan(&mut self, write: &PlanWrite) {
        let before = self.days_up_to_today().await;
        self.plans.write(&self.user, write, self.today).await;
        let after = self.days_up_to_today().await;
        assert_eq!(before.len(), after.len(), "{write:?} on {}", self.today);
        for (day, now) in before.iter().zip(&after) {
            if day["date"] == json!(self.today) {
                assert!(day["state"] != "done" || now["state"] == "done", "{write:?} on {}: {day} {now}", self.today);
            } else {
                assert_eq!(day, now, "{write:?} on {}", self.today);
            }
        }
    }

    /// Every day from the first that steps are about.
    async fn days_up_to_today(&self) -> Vec<Value> {
        let (mut days, mut from) = (Vec::new(), date(0));
        while from <= self.today {
            let to = self.today.min(from + Days::new(399));
            let calendar = self.user.get(&format!("/v1/calendar?from={from}&to={to}")).await.is(200).json();
            days.extend(calendar["days"].as_array().unwrap().iter().cloned());
            from = to + Days::new(1);
        }
        days
    }

    fn records(&self) -> Records {
        let mut facts = BTreeMap::<NaiveDate, DayFacts>::new();
        for ((day, _), seconds) in &self.sessions {
            let day = facts.entry(*day).or_insert_with(|| DayFacts::nothing(*day));
            day.seconds += u64::from(*seconds);
            day.sessions += 1;
        }
        for (day, mark) in &self.marks {
            facts.entry(*day).or_insert_with(|| DayFacts::nothing(*day)).mark = Some(*mark);
        }
        Records { plans: self.plans.plans(), facts: facts.into_values().collect(), freezes: self.freezes }
    }

    /// Compares the answers as of a day with the model's.
    async fn compare(&self, as_of: NaiveDate) {
        let records = self.records();
        let rows = records.days(as_of);
        let today = self.user.get(&format!("/v1/today?as_of={as_of}")).await.is(200).json();
        let streak = self.user.get(&format!("/v1/streak?as_of={as_of}")).await.is(200).json();
        match records.streak(as_of) {
            None => assert_eq!((&streak["today"], &streak["longest"]["length"]), (&Value::Null, &json!(0))),
            Some(expected) => {
                let first = |run: &[Vec<NaiveDate>]| run.first().map(|dates| dates[0]);
                let last = |run: &[Vec<NaiveDate>]| run.last().and_then(|dates| dates.last().copied());
                let (current, longest) = (&expected.current, &expected.longest);
                let run = |name: &str| {
                    let run = &streak[name];
                    json!([
                        run["length"],
                        run["started_on"],
                        run[if name == "current" { "last_done_on" } else { "ended_on" }]
                    ])
                };
                assert_eq!(run("current"), json!([current.len(), first(current), last(current)]), "as of {as_of}");
                assert_eq!(run("longest"), json!([longest.len(), first(longest), last(longest)]), "as of {as_of}");
                assert_eq!(
                    streak["freezes"],
                    json!({"held": expected.held, "used_on": expected.used_on}),
                    "as of {as_of}"
                );
                assert_eq!(streak["at_risk"], expected.at_risk, "as of {as_of}");
            }
        }
        let strength = today["strength"].as_f64().unwrap();
        assert!((strength - Records::strength(&rows)).abs() < 1e-9, "as of {as_of}: {strength}");
        assert_eq!(today["streak"]["current"], streak["current"]);

        let from = as_of - Days::new(399);
        let path = format!("/v1/calendar?from={from}&to={as_of}&as_of={as_of}");
        let calendar = self.user.get(&path).await.is(200).json();
        let expected: Vec<_> = rows.iter().filter(|row| row.date >= from).map(judged).collect();
        let mut days = calendar["days"].as_array().unwrap().clone();
        for day in &mut days {
            day.as_object_mut().unwrap().remove("strength");
        }
        assert_eq!(days.len(), expected.len(), "as of {as_of}");
        for (day, expected) in days.iter().zip(&expected) {
            assert_eq!(day, expected, "as of {as_of}");
        }
    }
}

fn date(day: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap() - Days::new(DAYS - 1) + Days::new(day)
}

/// A row of the model as the calendar shows it.
fn judged(row: &Row) -> Value {
    json!({
        "date": row.date, "state": row.state, "reason": row.reason, "minutes": row.facts.seconds / 60,
        "goal_minutes": row.goal, "sessions": row.facts.sessions, "plan_id": row.plan.id, "mark": row.facts.mark,
        "scheduled": row.scheduled,
    })
}
