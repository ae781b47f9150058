//! Two nodes serve one PostgreSQL, and one of them is killed while both are written to.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::SocketAddr;

use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use super::client::Client;
use super::program::Program;
use crate::rollups;
use crate::support::{Engine, TestDatabase};

/// Connections that write at the same time.
const WRITERS: usize = 8;

/// Acknowledged writes after which one node is killed, and in all.
const KILL_AFTER: usize = 150;
const WRITES: usize = 400;

impl Client {
    /// The answer; nothing when the node is gone.
    async fn ask(&self, method: &str, node: SocketAddr, path: &str, body: &Value) -> Option<Value> {
        let request =
            self.http.request(method.parse().unwrap(), format!("http://{node}{path}")).bearer_auth(&self.token);
        let request = request.header("Content-Type", "application/json").body(body.to_string());
        let response = request.send().await.ok()?;
        let status = response.status();
        let text = response.text().await.ok()?;
        assert!(status.is_success(), "{method} {path} → {status} {text}");
        Some(serde_json::from_str(&text).unwrap())
    }

    /// Every record of the change feed, by collection and id.
    async fn feed(&self, node: SocketAddr) -> BTreeMap<(String, String), Value> {
        let (mut found, mut cursor) = (BTreeMap::new(), String::new());
        loop {
            let page = self.ask("GET", node, &format!("/v1/sync?limit=500{cursor}"), &Value::Null).await.unwrap();
            for change in page["changes"].as_array().unwrap() {
                let key =
                    (change["collection"].as_str().unwrap().to_owned(), change["id"].as_str().unwrap().to_owned());
                assert!(found.insert(key, change.clone()).is_none(), "{change} is there twice");
            }
            if page["has_more"] == false {
                return found;
            }
            cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap());
        }
    }
}

#[test]
fn nothing_acknowledged_by_either_is_lost_when_one_is_killed() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(survives_a_kill(&TestDatabase::migrated(Engine::Postgres)));
}

async fn survives_a_kill(place: &TestDatabase) {
    let (first, second) = (Program::start(place), Program::start(place));
    let nodes = [first.address, second.address];
    let client = Client::sign_up(nodes[0]).await;
    let doomed = RefCell::new(second);
    let (begun, acknowledged) = (Cell::new(0), RefCell::new(BTreeMap::new()));

    join_all((0..WRITERS).map(async |_| {
        while begun.get() < WRITES {
            let number = begun.replace(begun.get() + 1);
            let id = Uuid::new_v4();
            let at = format!("2024-03-0{}T07:00:00Z", number % 5 + 1);
            let session = json!({"started_at": at, "time_zone": "UTC", "duration_seconds": number + 1});
            // As a client behind a proxy: what one node does not answer is sent again, to the other.
            let mut node = number % 2;
            let record = loop {
                match client.ask("PUT", nodes[node], &format!("/v1/sessions/{id}"), &session).await {
                    Some(record) => break record,
                    None => node = 1 - node,
                }
            };
            acknowledged.borrow_mut().insert(id.to_string(), record);
            if acknowledged.borrow().len() == KILL_AFTER {
                doomed.borrow_mut().kill();
            }
        }
    }))
    .await;

    let acknowledged = acknowledged.into_inner();
    assert_eq!(acknowledged.len(), WRITES);
    let feed = client.feed(nodes[0]).await;
    for (id, record) in &acknowledged {
        assert_eq!(&feed[&("sessions".to_owned(), id.clone())]["record"], record);
    }
    // The plan of signing up is a record, too; each has had one change, so that revs are those from 1 on.
    assert_eq!(feed.len(), WRITES + 1);
    let mut revs: Vec<_> = feed.values().map(|change| change["rev"].as_u64().unwrap()).collect();
    revs.sort_unstable();
    assert_eq!(revs, (1..=feed.len() as u64).collect::<Vec<_>>());
    rollups::agree(&mut place.connect());

    let again = Program::start(place);
    assert_eq!(client.feed(again.address).await, feed);
}
