//! Nothing acknowledged is lost, and nothing is there twice, when the program is killed in the middle of its work.

use std::cell::RefCell;
use std::collections::BTreeMap;

use birddog::platform::db::AnyConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use super::client::Client;
use super::program::Program;
use crate::rollups;
use crate::support::{Engine, TestDatabase};

/// How often the program is killed on each engine.
const ROUNDS: usize = 5;

/// Connections that write at the same time.
const WRITERS: u32 = 8;

/// A write that can be sent again without another effect: a PUT, or a POST under a key.
#[derive(Debug, Clone)]
struct Write {
    method: &'static str,
    path: String,
    key: String,
    body: Value,
}

impl Write {
    fn new(number: u32) -> Self {
        let (collection, method) =
            ([["sessions", "PUT"], ["sessions", "POST"], ["pain-scores", "PUT"], ["pain-scores", "POST"]]
                [number as usize % 4])
                .into();
        let id = Uuid::new_v4();
        let path = if method == "PUT" { format!("/v1/{collection}/{id}") } else { format!("/v1/{collection}") };
        let at = format!("2024-03-0{}T07:00:00Z", number % 5 + 1);
        let body = match collection {
            "sessions" => json!({"started_at": at, "time_zone": "UTC", "duration_seconds": number % 1000 + 1}),
            _ => json!({"recorded_at": at, "time_zone": "UTC", "score": number % 11}),
        };
        Self { method, path, key: id.to_string(), body }
    }
}

/// What the writers know: the records answered for, by address, and the writes that were never answered.
#[derive(Default)]
struct Log {
    acknowledged: BTreeMap<String, Value>,
    unanswered: Vec<Write>,
    count: u32,
}

impl Client {
    /// Sends a write; nothing when it is not answered.
    async fn send(&self, program: &RefCell<Program>, write: &Write) -> Option<Value> {
        let url = format!("http://{}{}", program.borrow().address, write.path);
        let request = self.http.request(write.method.parse().unwrap(), url).bearer_auth(&self.token);
        let request = request.header("Idempotency-Key", &write.key).header("Content-Type", "application/json");
        let response = request.body(write.body.to_string()).send().await.ok()?;
        let status = response.status();
        let text = response.text().await.ok()?;
        assert!(status.is_success(), "{status} {text}");
        Some(serde_json::from_str(&text).unwrap())
    }

    async fn get(&self, program: &RefCell<Program>, path: &str) -> (u16, Value) {
        let url = format!("http://{}{path}", program.borrow().address);
        let response = self.http.get(url).bearer_auth(&self.token).send().await.unwrap();
        (response.status().as_u16(), serde_json::from_str(&response.text().await.unwrap()).unwrap())
    }

    /// The ids of all records of a collection, in the order of the list.
    async fn list(&self, program: &RefCell<Program>, collection: &str) -> Vec<String> {
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.get(program, &format!("/v1/{collection}?limit=200{cursor}")).await.1;
            let items = page["items"].as_array().unwrap().iter();
            ids.extend(items.map(|item| item["id"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { return ids };
            cursor = format!("&cursor={next}");
        }
    }
}

/// Writes until the program is gone; whoever gets the answer number `last` kills it, with the others' writes under way.
async fn write_until_killed(client: &Client, program: &RefCell<Program>, log: &RefCell<Log>, last: usize) {
    loop {
        let write = {
            let mut log = log.borrow_mut();
            log.count += 1;
            Write::new(log.count)
        };
        let Some(record) = client.send(program, &write).await else {
            log.borrow_mut().unanswered.push(write);
            return;
        };
        let acknowledged = {
            let mut log = log.borrow_mut();
            log.acknowledged.insert(address_of(&write, &record), record);
            log.acknowledged.len()
        };
        if acknowledged == last {
            program.borrow_mut().kill();
        }
    }
}

fn address_of(write: &Write, record: &Value) -> String {
    let collection: Vec<_> = write.path.split('/').take(3).collect();
    format!("{}/{}", collection.join("/"), record["id"].as_str().unwrap())
}

async fn survives_kills(place: &TestDatabase) {
    let program = Program::start(place);
    let client = Client::sign_up(program.address).await;
    let program = RefCell::new(program);
    let log = RefCell::new(Log::default());
    for _ in 0..ROUNDS {
        // At no moment in particular: any number of answers, with the others' requests anywhere on their way.
        let more = 20 + usize::from(Uuid::new_v4().as_bytes()[0]);
        let last = log.borrow().acknowledged.len() + more;
        join_all((0..WRITERS).map(|_| write_until_killed(&client, &program, &log, last))).await;
        program.replace(Program::start(place));

        let acknowledged = log.borrow().acknowledged.clone();
        for (address, record) in acknowledged {
            let found = client.get(&program, &address).await;
            assert_eq!(found, (200, record), "{address} was acknowledged");
        }
        // What was not answered is sent again, as clients do.
        let unanswered = std::mem::take(&mut log.borrow_mut().unanswered);
        for write in unanswered {
            let record = client.send(&program, &write).await.unwrap();
            log.borrow_mut().acknowledged.insert(address_of(&write, &record), record);
        }
        for collection in ["sessions", "pain-scores"] {
            let mut listed = client.list(&program, collection).await;
            listed.sort();
            let prefix = format!("/v1/{collection}/");
            let log = log.borrow();
            let expected: Vec<_> =
                log.acknowledged.keys().filter_map(|address| address.strip_prefix(&prefix)).collect();
            assert_eq!(listed, expected, "{collection:?}");
        }
        check_database(place);
    }
}

#[derive(QueryableByName)]
struct Finding {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

fn check_database(place: &TestDatabase) {
    let mut connection = place.connect();
    rollups::agree(&mut connection);
    if let AnyConnection::Sqlite(sqlite) = &mut connection {
        let findings: Vec<Finding> = diesel::sql_query("PRAGMA integrity_check").load(sqlite).unwrap();
        assert_eq!(findings.iter().map(|finding| finding.integrity_check.as_str()).collect::<Vec<_>>(), ["ok"]);
    }
}

fn survives_kills_on(engine: Engine) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(survives_kills(&TestDatabase::new(engine)));
}

#[test]
fn sqlite() {
    survives_kills_on(Engine::Sqlite);
}

#[test]
fn postgres() {
    survives_kills_on(Engine::Postgres);
}
