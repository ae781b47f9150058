//! What a walk through the API sends to the database names the person: each such statement concerns one shard.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use birddog::platform::db;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use serde_json::json;

use super::statement::without_the_person;
use crate::coaching::{of, shared};
use crate::support::{Calls, PASSWORD, TestApp, on_both_engines, pain_score, session};

on_both_engines![every_statement_names_the_person];

/// Statements that do without, by a part of their text, each with its reason. docs/scaling.md says what they cost.
const GLOBAL: [(&str, &str); 2] = [
    (r#"WHERE ("users"."email" = "#, "signing in and up: the address is all that is known"),
    (r#""users"."id" = "grants"."client_id""#, "a coach's clients, wherever they are, with their names"),
];

/// What was sent to each database that is watched, by its URL.
static SENT: Mutex<BTreeMap<String, BTreeSet<String>>> = Mutex::new(BTreeMap::new());

/// For every connection that the tests of this program make; most of them are to a database that nobody watches.
#[expect(clippy::unnecessary_wraps, reason = "diesel asks for a function like this")]
fn recorder() -> Option<Box<dyn Instrumentation>> {
    let mut watched = None;
    Some(Box::new(move |event: InstrumentationEvent<'_>| {
        let sent = || SENT.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                watched = sent().keys().find(|known| url.starts_with(known.as_str())).cloned();
            }
            InstrumentationEvent::StartQuery { query, .. } => {
                let Some(url) = &watched else { return };
                let query = query.to_string();
                let text = query.split(" -- binds: ").next().unwrap_or_default().replace('`', "\"");
                sent().entry(url.clone()).or_default().insert(text);
            }
            _ => {}
        }
    }))
}

/// Every statement that the service sends while `walk` lasts, each once.
async fn sent_during(app: &TestApp, walk: impl AsyncFnOnce(&TestApp)) -> BTreeSet<String> {
    let url = app.place().url().trim_start_matches("sqlite:").to_owned();
    SENT.lock().unwrap().insert(url.clone(), BTreeSet::new());
    set_default_instrumentation(recorder).unwrap();
    // Only connections that are made from here on are watched.
    app.restart();
    walk(app).await;
    SENT.lock().unwrap().remove(&url).unwrap()
}

async fn walk(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let path = "/v1/sessions/0192f7f8-2f3a-7c4e-9b1d-5a6c7d8e9f00";
    client.put(path, &session("2026-11-23T08:00:00Z", 12)).await.is(201);
    client.put(path, &session("2026-11-23T08:00:00Z", 15)).await.is(200);
    client.patch(path, &json!({"effort": 5})).await.is(200);
    client.get(path).await.is(200);
    for day in 1..=20 {
        client.post("/v1/sessions", &session(&format!("2026-11-{day:02}T08:00:00Z"), 12)).await.is(201);
        client.post("/v1/pain-scores", &pain_score(&format!("2026-09-{day:02}T09:00:00Z"), 3)).await.is(201);
    }
    let keyed = client.post("/v1/pain-scores", &pain_score("2026-11-22T09:00:00Z", 4));
    keyed.header("Idempotency-Key", "once").await.is(201);
    client.put("/v1/day-marks/2026-11-22", &json!({"kind": "rest"})).await.is(201);
    let page = client.get("/v1/sessions?limit=5").await.is(200).json();
    client.get(&format!("/v1/sessions?limit=5&cursor={}", page["next_cursor"].as_str().unwrap())).await.is(200);
    client.delete(path).await.is(204);

    let op = json!({
        "op_id": "0192f7f8-2f3a-7c4e-9b1d-5a6c7d8e9f01", "collection": "sessions",
        "id": "0192f7f8-2f3a-7c4e-9b1d-5a6c7d8e9f02", "action": "put", "record": session("2026-11-21T18:00:00Z", 10)
    });
    let pushed = client.post("/v1/sync", &json!({"ops": [op]})).await.is(200).json();
    assert_eq!(pushed["results"][0]["status"], "applied");
    let feed = client.get("/v1/sync?limit=10").await.is(200).json();
    client.get(&format!("/v1/sync?limit=10&cursor={}", feed["next_cursor"].as_str().unwrap())).await.is(200);

    for question in [
        "/streak",
        "/today",
        "/calendar",
        "/strength",
        "/adherence",
        "/plan",
        "/trends/pain",
        "/trends/exercise",
        "/insights/acupuncture",
        "/insights/exercise",
        "/exercises/bird-dog/progression",
        "/learn",
        "/me",
        "/me/devices",
        "/me/health-profile",
    ] {
        client.get(&format!("/v1{question}")).await.is(200);
    }
    client.get("/v1/streak").await.is(200);
    let file = client.call("POST", "/v1/me/import?format=pain-csv").bytes("date,pain\n2026-10-20,4\n");
    file.header("Content-Type", "text/csv").await.is(200);

    let share = shared(&client, &coach, &["sessions", "pain", "appointments", "notes", "plan"]).await;
    coach.get("/v1/clients").await.is(200);
    for look in ["/sessions", "/streak", "/trends/pain"] {
        coach.get(&of(&client, look)).await.is(200);
    }
    coach.post(&of(&client, "/comments"), &json!({"text": "Well done"})).await.is(201);
    client.get("/v1/comments").await.is(200);
    client.get("/v1/me/access-log").await.is(200);
    client.delete(&format!("/v1/shares/{share}")).await.is(204);

    let credentials = json!({"email": client.email, "password": PASSWORD});
    app.post("/v1/auth/login", &credentials).await.is(200);
    coach.delete("/v1/me").await.is(204);
    // The token has run out by then.
    app.clock.advance(chrono::Duration::minutes(30));
    client.get("/v1/me").await.is(200);
}

async fn every_statement_names_the_person(app: &TestApp) {
    let sent = sent_during(app, walk).await;
    for table in db::copy::tables() {
        assert!(
            sent.iter().any(|sql| sql.contains(&format!("\"{table}\"")) || sql.contains(&format!(" {table} "))),
            "{table} was not walked"
        );
    }
    let without: Vec<_> = sent.iter().filter(|sql| !without_the_person(sql).is_empty()).collect();
    let is_global = |sql: &str| GLOBAL.iter().any(|(part, _)| sql.contains(part));
    let found: Vec<_> = without.iter().filter(|sql| !is_global(sql)).collect();
    assert!(found.is_empty(), "without the person: {found:#?}");
    for (part, _) in GLOBAL {
        assert!(without.iter().any(|sql| sql.contains(part)), "{part} is not sent any more");
    }
    assert!(sent.len() > 60, "only {} statements were seen", sent.len());
}
