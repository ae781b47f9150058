use std::collections::{BTreeMap, BTreeSet};

use birddog::platform::time::Timestamp;
use chrono::Duration;
use serde_json::{Value, json};
use uuid::Uuid;

use super::contents::{Fields, Key, collection, own_fields};
use super::op::Op;

/// A model of the service: what it stores for one person, and what it must answer to each request.
#[derive(Clone)]
pub struct Model {
    /// Changes so far.
    pub counter: i64,
    records: BTreeMap<Key, Entry>,
    /// Ops that decided a conflict.
    decided: BTreeSet<Uuid>,
}

#[derive(Clone)]
struct Entry {
    rev: i64,
    live: Option<Live>,
}

#[derive(Clone)]
struct Live {
    created_at: Timestamp,
    updated_at: Timestamp,
    fields: Fields,
}

/// A piece of a request and its answer.
#[derive(Clone, Copy)]
pub enum Event<'a> {
    Op { op: &'a Op, result: &'a Value },
    Page { through: i64, limit: u32, page: &'a Value },
}

/// A write past sync.
pub enum Write {
    Put(Value),
    Patch(Value),
    Delete,
}

impl Model {
    /// An account just opened, with its first plan.
    pub fn new(plan: &Value, now: Timestamp) -> Self {
        let key = format!("plans/{}", plan["id"].as_str().unwrap());
        let live = Live { created_at: now, updated_at: now, fields: own_fields(plan) };
        Self { counter: 1, records: [(key, Entry { rev: 1, live: Some(live) })].into(), decided: BTreeSet::new() }
    }

    /// Every record that was ever there: its rev and, while it is live, itself.
    pub fn known(&self) -> BTreeMap<Key, (i64, Option<Value>)> {
        self.records.iter().map(|(key, entry)| (key.clone(), (entry.rev, entry.document(key)))).collect()
    }

    /// The rev of a live record.
    pub fn rev_of(&self, key: &Key) -> Option<i64> {
        self.records.get(key).filter(|entry| entry.live.is_some()).map(|entry| entry.rev)
    }

    /// Goes through an event at `now`, if the service answered as it must.
    ///
    /// # Errors
    /// What differs.
    pub fn take(&mut self, event: Event<'_>, now: Timestamp) -> Result<(), String> {
        match event {
            Event::Op { op, result } => {
                let before = self.records.get(&op.key).map(|entry| entry.rev);
                let status = self.op(op, now);
                if status == "applied" && !op.mine && before.is_some() {
                    // What it overwrote is what the person saw.
                    same(&json!(op.base_rev), &json!(before), op)?;
                }
                let entry = self.records.get(&op.key);
                let record = entry.and_then(|entry| entry.document(&op.key));
                let expected = json!([op.id, status, entry.map(|entry| entry.rev), record, status == "rejected"]);
                let record = without_advice(&result["record"]);
                let is_told_why = result.get("problem").is_some();
                same(&expected, &json!([result["op_id"], result["status"], result["rev"], record, is_told_why]), op)
            }
            Event::Page { through, limit, page } => {
                let (changes, has_more) = self.page(through, usize::try_from(limit).unwrap());
                let told: Vec<_> = page["changes"].as_array().unwrap().iter().map(change).collect();
                same(&json!([changes, has_more]), &json!([told, page["has_more"]]), ("page", through, limit))
            }
        }
    }

    /// What becomes of an op.
    fn op(&mut self, op: &Op, now: Timestamp) -> &'static str {
        let entry = self.records.get(&op.key);
        let prior = entry.and_then(|entry| entry.live.as_ref()).map(|live| &live.fields);
        let wanted = match &op.body {
            None => None,
            Some(body) => match self.settled(&op.key, body.as_object().unwrap(), prior, now) {
                None => return "rejected",
                fields => fields,
            },
        };
        let is_same = prior == wanted.as_ref();
        let is_due = if op.mine {
            !self.decided.contains(&op.id)
        } else {
            entry.is_none_or(|entry| op.base_rev.is_some_and(|base| base >= entry.rev))
        };
        if is_due && !is_same && !admits(&op.key, prior, wanted.as_ref(), now) {
            return "rejected";
        }
        if op.mine {
            self.decided.insert(op.id);
        }
        match (is_same, is_due, op.mine) {
            (true, ..) | (false, false, true) => "duplicate",
            (false, false, false) => "conflict",
            (false, true, _) => {
                self.write(&op.key, wanted, now);
                "applied"
            }
        }
    }

    /// The changes after a rev, and whether there are more than `limit`.
    fn page(&self, after: i64, limit: usize) -> (Vec<Value>, bool) {
        let mut later: Vec<_> = self.records.iter().filter(|(_, entry)| entry.rev > after).collect();
        later.sort_by_key(|(_, entry)| entry.rev);
        let changes = later.iter().take(limit).map(|(key, entry)| {
            let record = entry.document(key);
            json!([key, entry.rev, record.is_none(), record])
        });
        (changes.collect(), later.len() > limit)
    }

    /// Carries a write past sync out, and the status that it must be answered with.
    pub fn plain(&mut self, key: &Key, write: &Write, if_match: Option<i64>, now: Timestamp) -> u16 {
        let live = self.records.get(key).and_then(|entry| entry.live.as_ref());
        let prior = live.map(|live| &live.fields);
        let body = match (write, prior) {
            (Write::Delete, _) => None,
            (Write::Put(body), _) => Some(body.clone()),
            (Write::Patch(_), None) => return 404,
            (Write::Patch(patch), Some(prior)) => {
                let mut patched = Value::Object(prior.clone());
                // It is recomputed.
                patched.as_object_mut().unwrap().remove("local_date");
                json_patch::merge(&mut patched, patch);
                Some(patched)
            }
        };
        let wanted = match body {
            None => None,
            Some(body) => match self.settled(key, body.as_object().unwrap(), prior, now) {
                None => return 422,
                fields => fields,
            },
        };
        if if_match.is_some() && if_match != self.rev_of(key) {
            return 412;
        }
        if prior != wanted.as_ref() && !admits(key, prior, wanted.as_ref(), now) {
            return 409;
        }
        let status = match (&wanted, prior) {
            (None, _) => 204,
            (Some(_), None) => 201,
            (Some(_), Some(_)) => 200,
        };
        if prior != wanted.as_ref() {
            self.write(key, wanted, now);
        }
        status
    }

    fn write(&mut self, key: &Key, fields: Option<Fields>, now: Timestamp) {
        self.counter += 1;
        let before = self.records.get(key).and_then(|entry| entry.live.as_ref());
        let created_at = before.map_or(now, |live| live.created_at);
        let live = fields.map(|fields| Live { created_at, updated_at: now, fields });
        self.records.insert(key.clone(), Entry { rev: self.counter, live });
    }

    /// A body with what follows from it; nothing when it is refused.
    fn settled(&self, key: &Key, body: &Fields, prior: Option<&Fields>, now: Timestamp) -> Option<Fields> {
        let defaults = match collection(key) {
            "sessions" => json!({"exercises": []}),
            "plans" => json!({"flare_goal_minutes": 3, "items": []}),
            "courses" => json!({"planned_sessions": 10}),
            "day-marks" => json!({"date": key.split_once('/').unwrap().1}),
            _ => json!({}),
        };
        let mut fields = defaults.as_object().unwrap().clone();
        fields.extend(body.clone());
        for (moment, has_happened) in [("started_at", true), ("recorded_at", true), ("scheduled_at", false)] {
            let Some(at) = body.get(moment).and_then(Value::as_str) else { continue };
            let kept = prior.filter(|prior| prior[moment] == at).map(|prior| prior["local_date"].clone());
            fields.entry("local_date").or_insert_with(|| kept.unwrap_or_else(|| json!(at[..10])));
            if has_happened && at.parse::<Timestamp>().unwrap() > now.plus(Duration::days(1)) {
                return None;
            }
        }
        let exercises = ["exercises", "items"].into_iter().filter_map(|name| fields.get(name)?.as_array()).flatten();
        let exercises = exercises.map(|done| ("exercises", done["exercise"].as_str().unwrap()));
        let course = fields.get("course_id").map(|id| ("courses", id.as_str().unwrap()));
        // A built-in exercise has a name in place of an id. History may go on naming what was deleted.
        let are_known = exercises
            .chain(course)
            .all(|(collection, id)| id.len() != 36 || self.records.contains_key(&format!("{collection}/{id}")));
        (are_known && !fields.contains_key("nonsense")).then_some(fields)
    }
}

/// Whether a change may happen: what a plan has judged stays. There is only one version besides the one from signing up, so
/// it is in force once it has begun.
fn admits(key: &Key, before: Option<&Fields>, after: Option<&Fields>, now: Timestamp) -> bool {
    if collection(key) != "plans" {
        return true;
    }
    let today = now.utc().date_naive().to_string();
    let begins = |fields: &Fields| fields["effective_from"].as_str().unwrap().to_owned();
    match before {
        Some(before) if begins(before) <= today => after.is_some_and(|after| {
            let judging =
                |fields: &Fields| fields.clone().into_iter().filter(|(name, _)| name != "items").collect::<Fields>();
            judging(before) == judging(after)
        }),
        _ => after.is_none_or(|after| begins(after) >= today),
    }
}

impl Entry {
    /// The record as clients see it.
    fn document(&self, key: &Key) -> Option<Value> {
        let Live { created_at, updated_at, fields } = self.live.as_ref()?;
        let id = key.split_once('/').unwrap().1;
        let (created_at, updated_at) = (created_at.to_text(), updated_at.to_text());
        let mut document = json!({"id": id, "rev": self.rev, "created_at": created_at, "updated_at": updated_at});
        document.as_object_mut().unwrap().extend(fields.clone());
        Some(document)
    }
}

/// Two requests that were answered at the same time: the state after them, when there is an order of their events in which
/// the answers are right.
pub fn interleaved(model: &Model, first: &[Event<'_>], second: &[Event<'_>], now: Timestamp) -> Option<Model> {
    if first.is_empty() && second.is_empty() {
        return Some(model.clone());
    }
    let next = |one: &[Event<'_>], other: &[Event<'_>]| {
        let (event, rest) = one.split_first()?;
        let mut after = model.clone();
        after.take(*event, now).ok()?;
        interleaved(&after, rest, other, now)
    };
    next(first, second).or_else(|| next(second, first))
}

/// A record without the advisories, which depend on more than this model knows.
pub fn without_advice(record: &Value) -> Value {
    let mut record = record.clone();
    if let Some(fields) = record.as_object_mut() {
        fields.remove("advisories");
    }
    record
}

/// A change of the feed, in the model's form.
fn change(change: &Value) -> Value {
    let key = format!("{}/{}", change["collection"].as_str().unwrap(), change["id"].as_str().unwrap());
    json!([key, change["rev"], change["deleted"], without_advice(&change["record"])])
}

fn same(expected: &Value, answered: &Value, question: impl std::fmt::Debug) -> Result<(), String> {
    if expected == answered {
        return Ok(());
    }
    Err(format!("{question:?}\nmust be {expected}\nand was {answered}"))
}
