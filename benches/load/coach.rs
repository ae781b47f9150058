//! What coaching costs: the list of 500 clients of two years each, and a coach's read compared with the client's own.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::seed::{Person, block_on, register, session};
use super::service::Service;
use super::wrk::{Load, Outcome};
use super::{SECONDS, show};

/// A coach's clients, and how long each has kept a record, in days.
const CLIENTS: usize = 500;
const DAYS: i64 = 730;

/// Ops in a batch, as many as the service takes.
const BATCH: usize = 500;

/// Measures all of it and prints rows.
pub fn measure(service: &mut Service, print: &dyn Fn(&str, usize, &Outcome)) {
    let (coach, client) = block_on(plant(service));
    println!("the first list, without checkpoints: {}", show(block_on(list(service, &coach))));
    println!("again: {}", show(block_on(list(service, &coach))));
    for _ in 0..3 {
        service.restart();
        println!("after a restart, nothing known: {}", show(block_on(list(service, &coach))));
    }
    println!();
    print("GET /v1/clients, 500 clients", 1, &Load::get("/v1/clients", &coach).run(service, 1, SECONDS));
    let poll = Load::poll("/v1/clients", &coach, service);
    print("GET /v1/clients, 500 clients, 304", 1, &poll.run(service, 1, SECONDS));
    let id = block_on(id_of(service, &client));
    for path in ["streak", "sessions?limit=30"] {
        for connections in [1, 16] {
            let own = Load::get(&format!("/v1/{path}"), &client).run(service, connections, SECONDS);
            print(&format!("own {path}"), connections, &own);
            let looked = Load::get(&format!("/v1/clients/{id}/{path}"), &coach).run(service, connections, SECONDS);
            print(&format!("a coach's {path}, logged"), connections, &looked);
        }
    }
}

/// A coach with all the clients, and one of them.
async fn plant(service: &Service) -> (Person, Person) {
    let http = reqwest::Client::new();
    let coach = register(&http, &service.base).await;
    let mut last = None;
    for number in 0..CLIENTS {
        let client = register(&http, &service.base).await;
        let ops: Vec<_> = (0..DAYS).flat_map(|day| records_of(day, number)).collect();
        for batch in ops.chunks(BATCH) {
            let answer = post(&http, service, &client, "/v1/sync", &json!({"ops": batch})).await;
            assert!(answer["results"].as_array().expect("results").iter().all(|one| one["status"] == "applied"));
        }
        let share = json!({"scopes": ["sessions", "pain", "appointments", "plan"]});
        let share = post(&http, service, &client, "/v1/shares", &share).await;
        post(&http, service, &coach, "/v1/shares/redeem", &json!({"code": share["code"]})).await;
        last = Some(client);
    }
    (coach, last.expect("at least one client"))
}

/// What somebody recorded so many days ago: a pain score each day, a session on four of five.
pub fn records_of(day: i64, number: usize) -> Vec<Value> {
    let at: DateTime<Utc> = Utc::now() - chrono::Duration::days(day);
    let op = |collection: &str, record: Value| json!({"op_id": Uuid::now_v7(), "collection": collection, "id": Uuid::now_v7(), "action": "put", "record": record});
    let turn = usize::try_from(day).unwrap_or_default() + number;
    let score =
        json!({"recorded_at": at.to_rfc3339(), "time_zone": "Europe/Berlin", "score": turn % 7, "region": "low_back"});
    let mut ops = vec![op("pain-scores", score)];
    if !turn.is_multiple_of(5) {
        ops.push(op("sessions", session(day)));
    }
    ops
}

pub async fn post(http: &reqwest::Client, service: &Service, person: &Person, path: &str, body: &Value) -> Value {
    let request = http.post(format!("{}{path}", service.base)).bearer_auth(&person.token).json(body);
    let answer = request.send().await.expect("an answer");
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.json().await.expect("JSON")
}

async fn id_of(service: &Service, person: &Person) -> String {
    let request = reqwest::Client::new().get(format!("{}/v1/me", service.base)).bearer_auth(&person.token);
    let me: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    me["id"].as_str().expect("an id").to_owned()
}

async fn list(service: &Service, coach: &Person) -> Duration {
    let began = Instant::now();
    let request = reqwest::Client::new().get(format!("{}/v1/clients", service.base)).bearer_auth(&coach.token);
    let clients: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    let took = began.elapsed();
    assert_eq!(clients["items"].as_array().map(Vec::len), Some(CLIENTS));
    took
}
