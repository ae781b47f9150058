use birddog::platform::db::AnyConnection;
use chrono::Duration;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use super::{looks, of, shared};
use crate::support::{Calls, TestApp, exchange, on_both_engines, session};

on_both_engines![
    every_look_is_noted,
    the_log_is_read_page_by_page,
    a_log_belongs_to_one_person,
    without_a_log_there_is_no_answer,
];

async fn every_look_is_noted(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let share = shared(&client, &coach, &["sessions"]).await;
    let made = client.post("/v1/sessions", &session("2026-11-23T08:00:00Z", 12)).await.is(201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(looks(&client).await, Vec::<Value>::new());
    let list = coach.get(&of(&client, "/sessions")).await.is(200).etag();
    app.clock.advance(Duration::seconds(1));
    coach.get(&of(&client, "/sessions")).header("If-None-Match", list).await.is(304);
    app.clock.advance(Duration::seconds(1));
    coach.get(&of(&client, &format!("/sessions/{id}"))).await.is(200);
    coach.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas Weber"}})).await.is(200);
    app.clock.advance(Duration::seconds(1));
    coach.get(&of(&client, "/calendar?from=2026-11-01")).await.is(200);
    // What is refused shows nothing.
    coach.get(&of(&client, "/pain-scores")).await.is_problem(403, "scope_missing");
    let by = |name: &str| json!({"id": coach.id, "name": name});
    let noted = |second: u8, name: &str, pattern: &str, detail: Option<String>| {
        let mut look = json!({
            "at": format!("2026-11-23T12:00:0{second}.000Z"), "coach": by(name), "share_id": share,
            "operation": format!("GET /v1/clients/{{client_id}}{pattern}"),
        });
        if let Some(detail) = detail {
            look["detail"] = json!(detail);
        }
        look
    };
    let expected = vec![
        noted(3, "Jonas Weber", "/calendar", Some("/v1/calendar?from=2026-11-01".to_owned())),
        noted(2, "Maria", "/sessions/{id}", Some(format!("/v1/sessions/{id}"))),
        noted(1, "Maria", "/sessions", None),
        noted(0, "Maria", "/sessions", None),
    ];
    let mut found = looks(&client).await;
    for look in &mut found {
        assert!(look.as_object_mut().unwrap().remove("id").is_some(), "{look:?}");
    }
    assert_eq!(found, expected);
    // One's own looks are nobody's business.
    client.get("/v1/sessions").await.is(200);
    coach.get("/v1/sessions").await.is(200);
    assert_eq!(looks(&client).await.len(), 4);
}

async fn the_log_is_read_page_by_page(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    for number in 0..7 {
        coach.get(&of(&client, &format!("/sessions?limit={}", number + 1))).await.is(200);
        // Some in the same millisecond.
        app.clock.advance(Duration::milliseconds(number % 2));
    }
    let whole = looks(&client).await;
    assert_eq!(whole.len(), 7);
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/v1/me/access-log?limit=2{cursor}")).await.is(200).json();
        paged.extend(page["items"].as_array().unwrap().clone());
        // New looks do not shift the pages.
        coach.get(&of(&client, "/streak")).await.is(200);
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, whole);
    let errors = ["?cursor invalid_parameter", "?from unknown_parameter", "?limit out_of_range"];
    client.get("/v1/me/access-log?limit=0&cursor=%21&from=2026-11-01").await.has_faults(&errors);
    client.get("/v1/me/access-log?cursor=e30").await.has_faults(&["?cursor invalid_parameter"]);
}

async fn a_log_belongs_to_one_person(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    coach.get(&of(&client, "/streak")).await.is(200);
    assert_eq!(looks(&client).await.len(), 1);
    assert_eq!(looks(&coach).await.len(), 0);
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        client.call(method, "/v1/me/access-log").await.is_problem(405, "method_not_allowed");
    }
}

/// Simulates a full disk, for this table alone.
fn break_log(app: &TestApp) {
    let sql = match app.connect() {
        AnyConnection::Sqlite(_) => {
            "CREATE TRIGGER broken BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        }
        AnyConnection::Postgres(_) => {
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS \
                $$ BEGIN RAISE EXCEPTION 'could not extend file'; END $$; \
            CREATE TRIGGER broken BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION broken()"
        }
    };
    match &mut app.connect() {
        AnyConnection::Sqlite(sqlite) => sqlite.batch_execute(sql).unwrap(),
        AnyConnection::Postgres(postgres) => postgres.batch_execute(sql).unwrap(),
    }
}

async fn without_a_log_there_is_no_answer(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    client.post("/v1/sessions", &session("2026-11-23T08:00:00Z", 12)).await.is(201);
    let tag = coach.get(&of(&client, "/sessions")).await.is(200).etag();
    break_log(app);
    let token = coach.token().await;
    for (path, header) in [
        ("/sessions", String::new()),
        ("/sessions", format!("If-None-Match: {tag}\r\n")),
        ("/sessions/0192aaaa-0000-7000-8000-000000000001", String::new()),
        ("/streak", String::new()),
        ("/exercises/bird-dog", String::new()),
    ] {
        let head = format!(
            "GET {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n{header}Connection: close\r\n\r\n",
            of(&client, path)
        );
        let answer = exchange(app.address(), head.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("unavailable"), "{answer}");
        assert!(!answer.contains("started_at") && !answer.contains("as_of"), "{answer}");
    }
    // Nobody else has to wait for the log.
    client.get("/v1/sessions").await.is(200);
    assert_eq!(looks(&client).await.len(), 1);
}
