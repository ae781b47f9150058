use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use uuid::Uuid;

use super::contents::{Key, is_referred_to, merged};
use super::op::Op;
use super::script::{Act, Habits, Resolution};

/// A device: its copy of the records and what waits to be sent, as docs/sync.md asks of a client.
pub struct Device {
    pub habits: Habits,
    number: usize,
    copies: BTreeMap<Key, Copy>,
    cursor: Option<String>,
    /// What has been met since it started over, until the end of the feed.
    starting_over: Option<BTreeSet<Key>>,
    /// The position of the cursor, for the model.
    through: i64,
    made: u32,
    turn: u32,
}

/// What a device knows of one record.
#[derive(Default)]
struct Copy {
    /// The rev and the record as the service last answered it; no record when deleted, nothing when never seen.
    server: Option<(i64, Option<Value>)>,
    waiting: Option<Waiting>,
    /// What the person did after the waiting op had been handed to the network.
    behind: Option<Later>,
}

/// A later change: the body to put, nothing to delete.
struct Later(Option<Value>);

struct Waiting {
    op: Op,
    /// Its place in the outbox.
    turn: u32,
    sent: bool,
}

/// What a device asks of the service.
#[derive(Clone)]
pub enum Request {
    Push(Vec<Op>),
    Pull { cursor: Option<String>, through: i64, limit: u32 },
}

impl Device {
    pub fn new(number: usize, habits: Habits) -> Self {
        let (copies, cursor, starting_over) = (BTreeMap::new(), None, None);
        Self { habits, number, copies, cursor, starting_over, through: 0, made: 0, turn: 0 }
    }

    /// The person writes a record, or deletes it.
    pub fn edit(&mut self, key: &Key, body: Option<Value>) {
        let mut copy = self.copies.remove(key).unwrap_or_default();
        match &mut copy.waiting {
            // Others may refer to what was never seen to exist if a deletion took the place of its creation.
            Some(waiting) if waiting.sent || (body.is_none() && is_referred_to(key)) => copy.behind = Some(Later(body)),
            Some(waiting) => {
                waiting.op.body = body;
                waiting.turn = self.next_turn();
            }
            // What the person saw is what they changed, whatever comes in until it is sent.
            None => copy.waiting = Some(self.waiting(key, body, copy.server.as_ref().map(|(rev, _)| *rev))),
        }
        self.copies.insert(key.clone(), copy);
    }

    fn waiting(&mut self, key: &Key, body: Option<Value>, base_rev: Option<i64>) -> Waiting {
        self.made += 1;
        let id =
            Uuid::from_u128(0x0193_0000_0000_7000_8000 << 48 | (self.number as u128) << 32 | u128::from(self.made));
        let op = Op { id, key: key.clone(), body, base_rev, mine: false };
        Waiting { op, turn: self.next_turn(), sent: false }
    }

    fn next_turn(&mut self) -> u32 {
        self.turn += 1;
        self.turn
    }

    /// What it asks; nothing when there is nothing to send.
    pub fn request(&mut self, act: Act) -> Option<Request> {
        match act {
            Act::Pull(limit) => Some(Request::Pull { cursor: self.cursor.clone(), through: self.through, limit }),
            Act::Push(most) => {
                let mut outbox: Vec<_> = self.copies.values_mut().filter_map(|copy| copy.waiting.as_mut()).collect();
                // What others refer to goes first.
                outbox.sort_by_key(|waiting| (!is_referred_to(&waiting.op.key), waiting.turn));
                let batch = outbox.into_iter().take(most).map(|waiting| {
                    waiting.sent = true;
                    waiting.op.clone()
                });
                let batch: Vec<_> = batch.collect();
                (!batch.is_empty()).then_some(Request::Push(batch))
            }
        }
    }

    /// Takes an answer in.
    pub fn hear(&mut self, request: &Request, answer: &Value) {
        match request {
            Request::Pull { .. } => self.read(answer),
            Request::Push(ops) => {
                for (op, result) in ops.iter().zip(answer["results"].as_array().unwrap()) {
                    self.learn(op, result);
                }
            }
        }
    }

    fn read(&mut self, page: &Value) {
        for change in page["changes"].as_array().unwrap() {
            let key = format!("{}/{}", change["collection"].as_str().unwrap(), change["id"].as_str().unwrap());
            self.through = change["rev"].as_i64().unwrap();
            if let Some(met) = &mut self.starting_over {
                met.insert(key.clone());
            }
            self.copies.entry(key).or_default().hold(self.through, change.get("record"));
        }
        self.cursor = Some(page["next_cursor"].as_str().unwrap().to_owned());
        if page["has_more"] == false
            && let Some(met) = self.starting_over.take()
        {
            self.copies.retain(|key, copy| copy.waiting.is_some() || met.contains(key));
        }
    }

    fn learn(&mut self, op: &Op, result: &Value) {
        let mut copy = self.copies.remove(&op.key).unwrap();
        assert_eq!(copy.waiting.take().map(|waiting| waiting.op.id), Some(op.id), "one op a record is in flight");
        if let Some(rev) = result["rev"].as_i64() {
            copy.hold(rev, result.get("record"));
        }
        let behind = copy.behind.take().map(|Later(body)| body);
        copy.waiting = match result["status"].as_str().unwrap() {
            "rejected" => behind.map(|body| self.waiting(&op.key, body, op.base_rev)),
            "conflict" => self.resolved(&op.key, behind.unwrap_or_else(|| op.body.clone()), copy.server.as_ref()),
            // It was done before, and what is there now may be what somebody made of it since.
            "duplicate" if op.mine => behind.and_then(|body| self.resolved(&op.key, body, copy.server.as_ref())),
            _ => behind.map(|body| self.waiting(&op.key, body, copy.server.as_ref().map(|(rev, _)| *rev))),
        };
        if copy.server.is_some() || copy.waiting.is_some() {
            self.copies.insert(op.key.clone(), copy);
        }
    }

    /// What to send after the person, or the app for them, has looked at both versions.
    fn resolved(&mut self, key: &Key, mine: Option<Value>, server: Option<&(i64, Option<Value>)>) -> Option<Waiting> {
        let theirs = server.and_then(|(_, record)| record.as_ref());
        let base_rev = server.map(|(rev, _)| *rev);
        match (self.habits.on_conflict, mine, theirs) {
            // What one has deleted and the other changed is kept when they are merged.
            (Resolution::Theirs, ..) | (Resolution::Merged, None, _) => None,
            (Resolution::Mine, mine, _) => {
                // From long ago, for it is not asked for.
                let mut waiting = self.waiting(key, mine, Some(1));
                waiting.op.mine = true;
                Some(waiting)
            }
            (Resolution::Merged, Some(mine), None) => Some(self.waiting(key, Some(mine), base_rev)),
            (Resolution::Merged, Some(mine), Some(theirs)) => {
                Some(self.waiting(key, Some(merged(theirs, &mine)), base_rev))
            }
        }
    }

    /// Forgets how far it has read, as after a cursor that has expired.
    pub fn start_over(&mut self) {
        (self.cursor, self.through, self.starting_over) = (None, 0, Some(BTreeSet::new()));
    }

    /// Everything it knows; nothing may wait.
    pub fn known(&self) -> BTreeMap<Key, (i64, Option<Value>)> {
        let known = |(key, copy): (&Key, &Copy)| {
            assert!(copy.waiting.is_none() && copy.behind.is_none(), "{key} waits");
            (key.clone(), copy.server.clone().unwrap())
        };
        self.copies.iter().map(known).collect()
    }
}

impl Copy {
    /// Keeps the state of this rev unless a later one is known.
    fn hold(&mut self, rev: i64, record: Option<&Value>) {
        if self.server.as_ref().is_none_or(|(known, _)| *known <= rev) {
            self.server = Some((rev, record.filter(|record| !record.is_null()).cloned()));
        }
    }
}
