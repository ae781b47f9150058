use std::collections::{BTreeMap, BTreeSet};

use birddog::platform::ids::UserId;
use birddog::platform::time::Timestamp;
use chrono::Duration;
use futures_util::future::join;
use serde_json::{Value, json};

use super::contents::{Key, body, collection, patch};
use super::device::{Device, Request};
use super::model::{Event, Model, Write, interleaved, without_advice};
use super::op::Op;
use super::script::{Act, Change, Habits, Network, Part, Resolution, Script, Step, Tag, Verb};
use crate::rollups;
use crate::support::{Calls, TestApp, User};

/// One person's devices, the network between them and the service, and what the service must hold.
pub struct World<'a> {
    user: User<'a>,
    model: Model,
    devices: Vec<Device>,
    records: Vec<Key>,
    /// Every batch that was handed to the network.
    batches: Vec<Vec<Op>>,
    limit: u32,
    /// The number of the step under way, for messages; beyond the last one, all is being delivered.
    step: usize,
}

impl<'a> World<'a> {
    /// A new account, with devices that have not read anything.
    pub async fn open(app: &'a TestApp, script: &Script) -> Self {
        let user = app.register().await;
        let plans = user.get("/v1/plans").await.is(200).json();
        let model = Model::new(&plans["items"][0], app.clock.now());
        let devices = script.devices.iter().enumerate().map(|(number, habits)| Device::new(number, *habits));
        let (records, limit) = (script.records.clone(), script.limit);
        Self { user, model, devices: devices.collect(), records, batches: Vec::new(), limit, step: 0 }
    }

    fn now(&self) -> Timestamp {
        self.user.app.clock.now()
    }

    pub async fn take(&mut self, number: usize, step: &Step) {
        self.step = number;
        match step {
            Step::Edit { device, record, change } => self.edit(*device, *record, *change),
            Step::Sync { device, act, network } => self.sync(*device, *act, *network).await,
            Step::AtOnce { record, first, second } => self.at_once(*record, *first, *second).await,
            Step::Again { ago } => {
                if let Some(batch) = self.batches.iter().rev().nth(*ago) {
                    self.ask(&Request::Push(batch.clone())).await;
                }
            }
            Step::StartOver { device } => self.devices[*device].start_over(),
            Step::Plain { record, verb, if_match } => self.plain(*record, *verb, *if_match).await,
            Step::Wait { minutes } => self.user.app.clock.advance(Duration::minutes(*minutes)),
            Step::Restart => self.user.app.restart(),
        }
    }

    fn edit(&mut self, device: usize, record: usize, change: Change) {
        let (now, device, key) = (self.now(), &mut self.devices[device], &self.records[record]);
        let body = match change {
            Change::Put(variant) => Some(body(key, variant, now.plus(Duration::hours(device.habits.hours_ahead)))),
            Change::Delete => None,
        };
        device.edit(key, body);
    }

    /// What a device wants to ask. From here on the network can have it.
    fn request(&mut self, device: usize, act: Act) -> Option<Request> {
        let request = self.devices[device].request(act);
        if let Some(Request::Push(batch)) = &request {
            self.batches.push(batch.clone());
        }
        request
    }

    async fn sync(&mut self, device: usize, act: Act, network: Network) {
        let Some(request) = self.request(device, act) else { return };
        if network == Network::Lost {
            return;
        }
        let mut answer = self.ask(&request).await;
        if network == Network::Twice {
            answer = self.ask(&request).await;
        }
        if network != Network::AnswerLost {
            self.devices[device].hear(&request, &answer);
        }
    }

    /// Sends a request, and compares the answer with the model's.
    async fn ask(&mut self, request: &Request) -> Value {
        let answer = send(&self.user, request).await;
        for event in events(request, &answer) {
            self.model.take(event, self.now()).unwrap_or_else(|difference| panic!("step {}: {difference}", self.step));
        }
        answer
    }

    async fn at_once(&mut self, record: usize, (device, part): (usize, Part), (other, another): (usize, Part)) {
        let first = self.part(device, record, part);
        let second = self.part(other, record, another);
        let (answer, another) = join(send(&self.user, &first), send(&self.user, &second)).await;
        let after = interleaved(&self.model, &events(&first, &answer), &events(&second, &another), self.now());
        self.model = after.unwrap_or_else(|| panic!("step {}: no order explains both\n{answer}\n{another}", self.step));
        self.devices[device].hear(&first, &answer);
        self.devices[other].hear(&second, &another);
    }

    fn part(&mut self, device: usize, record: usize, part: Part) -> Request {
        let act = match part {
            Part::Write(change) => {
                self.edit(device, record, change);
                Act::Push(500)
            }
            Part::Read(limit) => Act::Pull(limit),
        };
        self.request(device, act).unwrap()
    }

    async fn plain(&mut self, record: usize, verb: Verb, tag: Option<Tag>) {
        let (key, now) = (self.records[record].clone(), self.now());
        let write = match verb {
            Verb::Put(variant) => Write::Put(body(&key, variant, now)),
            Verb::Patch(variant) => Write::Patch(patch(&key, variant)),
            Verb::Delete => Write::Delete,
        };
        let path = format!("/v1/{key}");
        let call = match &write {
            Write::Put(body) => self.user.put(&path, body),
            Write::Patch(patch) => self.user.patch(&path, patch),
            Write::Delete => self.user.delete(&path),
        };
        let present = self.model.rev_of(&key).unwrap_or(1);
        let if_match = tag.map(|tag| match tag {
            Tag::Current => present,
            Tag::Stale => present - 1,
        });
        let call = match if_match {
            Some(rev) => call.header("If-Match", format!("\"{rev}\"")),
            None => call,
        };
        let reply = call.await;
        let status = self.model.plain(&key, &write, if_match, now);
        assert_eq!(reply.status, status, "step {}: {reply}", self.step);
    }

    /// The network is fine from now on: everything is sent, and then everything is read.
    pub async fn come_to_rest(&mut self) {
        self.step += 1;
        for device in 0..self.devices.len() {
            while let Some(request) = self.request(device, Act::Push(500)) {
                let answer = self.ask(&request).await;
                self.devices[device].hear(&request, &answer);
            }
        }
        for device in 0..self.devices.len() {
            self.read_on(device).await;
        }
    }

    async fn read_on(&mut self, device: usize) {
        loop {
            let request = self.devices[device].request(Act::Pull(self.limit)).unwrap();
            let answer = self.ask(&request).await;
            self.devices[device].hear(&request, &answer);
            if answer["has_more"] == false {
                return;
            }
        }
    }

    /// Compares all views of the records with each other.
    pub async fn compare(&mut self) {
        let habits = Habits { hours_ahead: 0, on_conflict: Resolution::Theirs };
        let new = self.devices.len();
        self.devices.push(Device::new(new, habits));
        self.read_on(new).await;
        let known = self.devices[new].known();
        for (number, device) in self.devices.iter().enumerate() {
            assert_eq!(device.known(), known, "device {number}");
        }
        let expected = self.model.known();
        let plain = known.iter().map(|(key, (rev, record))| (key.clone(), (*rev, record.as_ref().map(without_advice))));
        assert_eq!(plain.collect::<BTreeMap<_, _>>(), expected);

        let collections: BTreeSet<_> = self.records.iter().map(|key| collection(key)).collect();
        for collection in collections {
            let list = self.user.get(&format!("/v1/{collection}?limit=200")).await.is(200);
            let etag = list.etag();
            let counted = etag.trim_matches('"').split('.').next();
            assert_eq!(counted, Some(self.model.counter.to_string().as_str()), "{collection}");
            let mut listed = list.json()["items"].as_array().unwrap().clone();
            listed.retain(|record| record.get("built_in").is_none());
            listed.sort_by_key(|record| record["id"].to_string());
            let of_collection = known.iter().filter(|(key, _)| key.starts_with(&format!("{collection}/")));
            let live: Vec<_> = of_collection.filter_map(|(_, (_, record))| record.clone()).collect();
            assert_eq!(json!(listed), json!(live), "{collection:?}");
        }
        let id = UserId(self.user.id.parse().unwrap());
        rollups::agree_for(&mut self.user.app.connect(), id);
    }
}

async fn send(user: &User<'_>, request: &Request) -> Value {
    match request {
        Request::Push(ops) => {
            let ops: Vec<_> = ops.iter().map(Op::json).collect();
            let answer = user.post("/v1/sync", &json!({"ops": ops})).await.is(200).json();
            assert_eq!(answer["results"].as_array().map(Vec::len), Some(ops.len()), "{answer}");
            answer
        }
        Request::Pull { cursor, limit, .. } => {
            let cursor = cursor.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            user.get(&format!("/v1/sync?limit={limit}{cursor}")).await.is(200).json()
        }
    }
}

fn events<'a>(request: &'a Request, answer: &'a Value) -> Vec<Event<'a>> {
    match request {
        Request::Push(ops) => {
            let results = answer["results"].as_array().unwrap();
            ops.iter().zip(results).map(|(op, result)| Event::Op { op, result }).collect()
        }
        Request::Pull { through, limit, .. } => {
            vec![Event::Page { through: *through, limit: *limit, page: answer }]
        }
    }
}
