use std::collections::BTreeMap;

use birddog::features::progress::plan_version::{PlanVersion, Plans};
use birddog::features::training::schedule::{Day, Schedule};
use chrono::{Days, NaiveDate};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::support::{Calls, User};

/// How a plan is written.
#[derive(Debug, Clone, Copy)]
pub enum Verb {
    Post,
    Put,
    Patch,
    Delete,
    SyncPut,
    SyncDelete,
}

/// A change of plan: of the version made so-and-so-many-th, counted round, or of a new one.
#[derive(Debug, Clone)]
pub struct PlanWrite {
    pub verb: Verb,
    pub version: Option<usize>,
    /// From which day on, in days from today.
    pub ahead: Option<i64>,
    pub schedule: Option<Schedule>,
    pub goals: Option<(u16, u16)>,
    pub sets: Option<u32>,
}

/// A version, with when it was last written, as a count.
#[derive(Debug, Clone)]
struct Version {
    from: NaiveDate,
    schedule: Schedule,
    goals: (u16, u16),
    sets: u32,
    written: usize,
}

/// The plan versions that there must be, and which changes of them are taken (rules §2).
pub struct PlanBook {
    first: Uuid,
    /// Every id there ever was; no version when it is deleted.
    versions: BTreeMap<Uuid, Option<Version>>,
    made: Vec<Uuid>,
    writes: usize,
}

impl PlanBook {
    /// With the version that signing up made.
    pub fn new(first: Uuid, from: NaiveDate) -> Self {
        let schedule = Schedule::Weekdays { days: Day::ALL.to_vec() };
        let version = Version { from, schedule, goals: (10, 3), sets: 0, written: 0 };
        Self { first, versions: [(first, Some(version))].into(), made: vec![first], writes: 0 }
    }

    /// The versions as the model of the rules takes them.
    pub fn plans(&self) -> Plans {
        let mut live: Vec<_> =
            self.versions.iter().filter_map(|(id, version)| Some((*id, version.as_ref()?))).collect();
        live.sort_by_key(|(_, version)| (version.from, version.written));
        let (first, later) = live.into_iter().partition::<Vec<_>, _>(|(id, _)| *id == self.first);
        let version = |(id, version): (Uuid, &Version)| PlanVersion {
            id: Some(id),
            effective_from: version.from,
            schedule: version.schedule.clone(),
            goal_minutes: version.goals.0,
            flare_goal_minutes: version.goals.1,
            prescribed: Vec::new(),
        };
        Plans::new(first.into_iter().next().map(version), later.into_iter().map(version).collect())
    }

    /// Writes it, and compares the answer with the expected one.
    pub async fn write(&mut self, user: &User<'_>, write: &PlanWrite, today: NaiveDate) {
        self.writes += 1;
        let chosen = write.version.map(|number| self.made[number % self.made.len()]);
        let id = chosen.filter(|_| !matches!(write.verb, Verb::Post)).unwrap_or_else(|| Uuid::from_u128(self.new_id()));
        let present = self.versions.get(&id).cloned().flatten();
        let (wanted, fields) = self.wanted(write, present.as_ref(), today);
        let body = Value::Object(fields.clone());
        let deletes = matches!(write.verb, Verb::Delete | Verb::SyncDelete);
        let wanted = Some(wanted).filter(|_| !deletes);
        let taken = self.takes(id, present.as_ref(), wanted.as_ref(), today);
        let same = match (&present, &wanted) {
            (Some(present), Some(wanted)) => alike(present, wanted) && present.sets == wanted.sets,
            (present, wanted) => present.is_none() && wanted.is_none(),
        };
        let path = format!("/v1/plans/{id}");
        let reply = match write.verb {
            Verb::Post => user.post("/v1/plans", &body).await,
            Verb::Put => user.put(&path, &body).await,
            Verb::Patch => user.patch(&path, &Value::Object(patched(write, fields))).await,
            Verb::Delete => user.delete(&path).await,
            Verb::SyncPut | Verb::SyncDelete => {
                let mut op = json!({"op_id": Uuid::now_v7(), "collection": "plans", "id": id, "resolution": "mine"});
                op["action"] = json!(if deletes { "delete" } else { "put" });
                if !deletes {
                    op["record"] = body;
                }
                let result = user.post("/v1/sync", &json!({"ops": [op]})).await.is(200).json()["results"][0].clone();
                let status = if same {
                    "duplicate"
                } else if taken {
                    "applied"
                } else {
                    "rejected"
                };
                assert_eq!(result["status"], status, "{write:?} on {today}: {result}");
                if status == "rejected" {
                    assert_eq!(result["problem"]["code"], "plan_has_begun");
                    // The device gets back what there is.
                    let goals = [&result["record"]["goal_minutes"], &result["record"]["flare_goal_minutes"]];
                    let kept = present.as_ref().map(|present| (present.goals.0, present.goals.1));
                    assert_eq!(json!(goals), json!([kept.map(|goals| goals.0), kept.map(|goals| goals.1)]));
                }
                self.keep(id, wanted, !same && taken);
                return;
            }
        };
        if matches!(write.verb, Verb::Patch) && present.is_none() {
            reply.is(404);
            return;
        }
        if !same && !taken {
            reply.is_problem(409, "plan_has_begun");
            return;
        }
        let status = if deletes {
            204
        } else if present.is_none() {
            201
        } else {
            200
        };
        assert_eq!(reply.status, status, "{write:?} on {today}: {reply}");
        let id =
            if matches!(write.verb, Verb::Post) { reply.json()["id"].as_str().unwrap().parse().unwrap() } else { id };
        self.keep(id, wanted, !same);
    }

    fn new_id(&self) -> u128 {
        0x0194_0000_0000_7000_8000_0000_0000_0000 | self.writes as u128
    }

    fn keep(&mut self, id: Uuid, version: Option<Version>, changed: bool) {
        if changed && self.versions.insert(id, version).is_none() {
            self.made.push(id);
        }
    }

    /// What is asked for, and as the body of a PUT.
    fn wanted(&self, write: &PlanWrite, present: Option<&Version>, today: NaiveDate) -> (Version, Map<String, Value>) {
        let from = write.ahead.map(|ahead| today + chrono::Duration::days(ahead));
        let version = Version {
            from: from.or(present.map(|present| present.from)).unwrap_or(today + Days::new(1)),
            schedule: write
                .schedule
                .clone()
                .or(present.map(|present| present.schedule.clone()))
                .unwrap_or(Schedule::TimesPerWeek { times: 2 }),
            goals: write.goals.or(present.map(|present| present.goals)).unwrap_or((15, 5)),
            sets: write.sets.or(present.map(|present| present.sets)).unwrap_or(0),
            written: self.writes,
        };
        let items: Vec<_> =
            (version.sets > 0).then(|| json!({"exercise": "bird-dog", "sets": version.sets})).into_iter().collect();
        let fields = json!({
            "effective_from": version.from, "schedule": version.schedule, "goal_minutes": version.goals.0,
            "flare_goal_minutes": version.goals.1, "items": items,
        });
        (version, fields.as_object().unwrap().clone())
    }

    /// Whether a change must be taken.
    fn takes(&self, id: Uuid, present: Option<&Version>, wanted: Option<&Version>, today: NaiveDate) -> bool {
        let begun = |id: Uuid, version: &Version| id == self.first || version.from <= today;
        match present {
            Some(present) if begun(id, present) => {
                let rivals = self.versions.iter().filter_map(|(rival, version)| Some((*rival, version.as_ref()?)));
                let in_force = rivals
                    .filter(|(rival, version)| begun(*rival, version))
                    .max_by_key(|(rival, version)| (*rival != self.first, version.from, version.written));
                in_force.is_some_and(|(rival, _)| rival == id) && wanted.is_some_and(|wanted| alike(present, wanted))
            }
            _ => wanted.is_none_or(|wanted| wanted.from >= today),
        }
    }
}

/// Whether both judge days the same way.
fn alike(one: &Version, other: &Version) -> bool {
    (one.from, &one.schedule, one.goals) == (other.from, &other.schedule, other.goals)
}

/// Of the whole body, what the write says.
fn patched(write: &PlanWrite, mut fields: Map<String, Value>) -> Map<String, Value> {
    let said = [
        ("effective_from", write.ahead.is_some()),
        ("schedule", write.schedule.is_some()),
        ("goal_minutes", write.goals.is_some()),
        ("flare_goal_minutes", write.goals.is_some()),
        ("items", write.sets.is_some()),
    ];
    fields.retain(|name, _| said.contains(&(name.as_str(), true)));
    if let Some(Value::Object(schedule)) = fields.get_mut("schedule") {
        // A patch goes into the schedule as it is, which may be of the other kind.
        for name in ["days", "times"] {
            schedule.entry(name).or_insert(Value::Null);
        }
    }
    fields
}
