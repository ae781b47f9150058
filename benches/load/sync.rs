//! What sync costs: one change for somebody with little and with much, a first sync, open event streams.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

use super::seed::{Person, block_on, register, session};
use super::service::Service;
use super::wrk::{Load, Outcome};
use super::{SECONDS, show};

/// Ops in a batch, as many as the service takes.
const BATCH: i64 = 500;

/// Idle event streams, of people with 20 each.
const STREAMS: usize = 5_000;

/// Measures all of it and prints rows.
pub fn measure(service: &Service, print: &dyn Fn(&str, usize, &Outcome)) {
    let people = [(100, "100 records"), (100_000, "100,000 records")].map(|(records, name)| {
        let (person, took) = block_on(person_with(service, records));
        println!("seeding {name}: {} in batches of {BATCH}\n", show(took));
        (person, name)
    });
    for (person, name) in &people {
        let cursor = block_on(cursor_before_one_change(service, person));
        let pull = Load::get(&format!("/v1/sync?cursor={cursor}"), person);
        for connections in [1, 16] {
            let load = format!("pull one change, {name}");
            print(&load, connections, &pull.run(service, connections, SECONDS));
        }
    }
    for (person, name) in &people {
        for connections in [1, 16] {
            let load = format!("push one change, {name}");
            print(&load, connections, &Load::pushes(person).run(service, connections, SECONDS));
        }
    }
    for limit in [200, 500] {
        let (person, _) = block_on(person_with(service, 10_000));
        let (took, pages, slowest) = block_on(first_sync(service, &person, limit));
        let (took, slowest) = (show(took), show(slowest));
        println!("first sync of 10,000 records: {pages} pages of {limit}, {took} in all, the slowest page {slowest}\n");
    }
    idle_streams(service, print);
}

/// A person who pushed this many sessions, and how long that took.
async fn person_with(service: &Service, records: i64) -> (Person, Duration) {
    let client = reqwest::Client::new();
    let person = register(&client, &service.base).await;
    let began = Instant::now();
    for first in (0..records).step_by(usize::try_from(BATCH).unwrap()) {
        let op = |number: i64| {
            json!({"op_id": Uuid::now_v7(), "collection": "sessions", "id": Uuid::now_v7(), "action": "put",
                   "record": session(number % 3650)})
        };
        let ops: Vec<_> = (first..records.min(first + BATCH)).map(op).collect();
        let sent = client.post(format!("{}/v1/sync", service.base)).bearer_auth(&person.token);
        let answer: Value = sent.json(&json!({"ops": ops})).send().await.unwrap().json().await.unwrap();
        let results = answer["results"].as_array().expect("results");
        assert!(results.iter().all(|result| result["status"] == "applied"), "{answer}");
    }
    (person, began.elapsed())
}

async fn pull(service: &Service, person: &Person, query: &str) -> Value {
    let address = format!("{}/v1/sync?{query}", service.base);
    let answer = reqwest::Client::new().get(address).bearer_auth(&person.token).send().await.unwrap();
    answer.json().await.unwrap()
}

async fn cursor_before_one_change(service: &Service, person: &Person) -> String {
    let cursor = Box::pin(last_cursor(service, person)).await;
    let address = format!("{}/v1/sessions/{}", service.base, Uuid::now_v7());
    let written = reqwest::Client::new().put(address).bearer_auth(&person.token).json(&session(0)).send().await;
    assert!(written.unwrap().status().is_success());
    let page = pull(service, person, &format!("cursor={cursor}")).await;
    assert_eq!(page["changes"].as_array().map(Vec::len), Some(1));
    cursor
}

async fn last_cursor(service: &Service, person: &Person) -> String {
    let mut query = "limit=500".to_owned();
    loop {
        let page = pull(service, person, &query).await;
        let cursor = page["next_cursor"].as_str().expect("a cursor").to_owned();
        if page["has_more"] == false {
            return cursor;
        }
        query = format!("limit=500&cursor={cursor}");
    }
}

/// How long a first sync takes, its pages, and the slowest of them.
async fn first_sync(service: &Service, person: &Person, limit: u32) -> (Duration, u32, Duration) {
    let client = reqwest::Client::new();
    let (began, mut pages, mut slowest, mut cursor) = (Instant::now(), 0, Duration::ZERO, String::new());
    loop {
        let asked = Instant::now();
        let address = format!("{}/v1/sync?limit={limit}{cursor}", service.base);
        let answer = client.get(address).bearer_auth(&person.token).send().await.unwrap();
        let page: Value = answer.json().await.unwrap();
        slowest = slowest.max(asked.elapsed());
        pages += 1;
        cursor = format!("&cursor={}", page["next_cursor"].as_str().expect("a cursor"));
        if page["has_more"] == false {
            return (began.elapsed(), pages, slowest);
        }
    }
}

/// What many open streams cost those who are not on one.
fn idle_streams(service: &Service, print: &dyn Fn(&str, usize, &Outcome)) {
    let (person, _) = block_on(person_with(service, 100));
    let load = Load::get("/v1/streak", &person);
    print("/v1/streak without streams", 16, &load.run(service, 16, SECONDS));
    let before = service.memory();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let streams = runtime.block_on(async {
        let client = reqwest::Client::new();
        let mut streams = Vec::with_capacity(STREAMS);
        while streams.len() < STREAMS {
            let person = register(&client, &service.base).await;
            for _ in 0..20 {
                streams.push(open_stream(service, &person).await);
            }
        }
        streams
    });
    let opened = service.memory();
    print(&format!("/v1/streak with {STREAMS} idle streams"), 16, &load.run(service, 16, SECONDS));
    println!("\n{STREAMS} event streams: {before} before, {opened} once open, {} in the end\n", service.memory());
    drop(streams);
}

async fn open_stream(service: &Service, person: &Person) -> TcpStream {
    let address = service.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("files enough (ulimit -n)");
    let head = format!("GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n", person.token);
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 2048];
    let mut read = 0;
    while !String::from_utf8_lossy(&answer[..read]).contains("event: ready") {
        let more = stream.read(&mut answer[read..]).await.unwrap();
        assert!(more > 0, "{}", String::from_utf8_lossy(&answer[..read]));
        read += more;
    }
    stream
}
