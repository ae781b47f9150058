//! Events: everything comes, once, in order, from wherever one begins.

use std::time::Duration;

use birddog::platform::config::Heartbeat;
use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Calls, Engine, EventStream, TestApp, on_both_engines, run};

on_both_engines![
    a_stream_begins_where_it_says_and_tells_what_happens,
    a_stream_resumes_without_a_gap_or_a_repetition,
    many_changes_come_in_order_and_in_pieces,
    nobody_hears_of_others,
    an_unknown_cursor_is_refused_before_the_stream_begins,
    only_so_many_streams_are_open_at_once,
    a_stream_without_news_shows_that_it_is_alive,
];

fn mark(day: u32) -> String {
    format!("/v1/day-marks/2026-10-{day:02}")
}

async fn a_stream_begins_where_it_says_and_tells_what_happens(app: &TestApp) {
    let user = app.register().await;
    let mut stream = user.get("/v1/events").events().await;
    let ready = stream.expect("ready").await;
    assert_eq!(ready.id.as_deref(), user.get("/v1/sync").await.is(200).json()["next_cursor"].as_str());
    let written = user.put(&mark(1), &json!({"kind": "rest"})).await.is(201).json();
    let event = stream.expect("changes").await;
    assert_eq!(event.changes(), [("day-marks/2026-10-01".to_owned(), 2)]);
    assert_eq!(event.json()["changes"][0]["record"], written);
    user.delete(&mark(1)).await.is(204);
    assert_eq!(stream.expect("changes").await.changes(), [("-day-marks/2026-10-01".to_owned(), 3)]);
    // The same again, and what is refused, is no change.
    user.delete(&mark(1)).await.is(204);
    user.put(&mark(1), &json!({"kind": "party"})).await.is(422);
    let op = json!({"op_id": "0192f7f8-2f3a-7c4e-9b1d-5a6c7d8e9f00", "collection": "day-marks", "id": "2026-10-02",
                    "action": "put", "record": {"kind": "sick"}});
    user.post("/v1/sync", &json!({"ops": [op]})).await.is(200);
    assert_eq!(stream.expect("changes").await.changes(), [("day-marks/2026-10-02".to_owned(), 4)]);
}

async fn a_stream_resumes_without_a_gap_or_a_repetition(app: &TestApp) {
    let user = app.register().await;
    let mut cursor = user.get("/v1/sync").await.is(200).json()["next_cursor"].as_str().unwrap().to_owned();
    let mut heard = Vec::new();
    for round in 0..4 {
        // Some while nobody listens, some while somebody does.
        for day in [round * 3 + 1, round * 3 + 2] {
            user.put(&mark(day), &json!({"kind": "rest"})).await.is(201);
        }
        let mut stream = match round % 2 {
            0 => user.get("/v1/events").header("Last-Event-ID", &cursor).events().await,
            // The header says more recently than the address where the client is.
            _ => user.get(&format!("/v1/events?cursor={cursor}")).events().await,
        };
        user.put(&mark(round * 3 + 3), &json!({"kind": "rest"})).await.is(201);
        let mut new = Vec::new();
        while new.len() < 3 {
            let event = stream.expect("changes").await;
            new.extend(event.changes());
            cursor = event.id.unwrap();
        }
        heard.extend(new);
        if round == 1 {
            app.restart();
        }
    }
    let expected: Vec<_> = (1..=12).map(|day| (format!("day-marks/2026-10-{day:02}"), i64::from(day) + 1)).collect();
    assert_eq!(heard, expected);
    assert_eq!(user.get(&format!("/v1/sync?cursor={cursor}")).await.is(200).json()["changes"], json!([]));
}

async fn many_changes_come_in_order_and_in_pieces(app: &TestApp) {
    let user = app.register().await;
    let mut stream = user.get("/v1/events").events().await;
    stream.expect("ready").await;
    let ops = |from: u32| {
        let op = |number: u32| {
            let id = format!("0192f7f8-2f3a-7c4e-9b1d-{:012x}", from + number);
            json!({"op_id": id, "collection": "pain-scores", "id": id, "action": "put",
                   "record": {"recorded_at": "2026-11-22T08:00:00Z", "time_zone": "UTC", "score": number % 11}})
        };
        json!({"ops": (0..125).map(op).collect::<Vec<_>>()})
    };
    let batches = [ops(0), ops(1000)];
    join_all(batches.iter().map(|batch| async { user.post("/v1/sync", batch).await.is(200) })).await;
    let mut revs = Vec::new();
    while revs.len() < 250 {
        let changes = stream.expect("changes").await.changes();
        assert!((1..=100).contains(&changes.len()));
        revs.extend(changes.into_iter().map(|(_, rev)| rev));
    }
    assert_eq!(revs, (2..252).collect::<Vec<_>>());
}

async fn nobody_hears_of_others(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    let mut stream = maria.get("/v1/events").events().await;
    stream.expect("ready").await;
    tom.put(&mark(1), &json!({"kind": "sick"})).await.is(201);
    maria.put(&mark(2), &json!({"kind": "rest"})).await.is(201);
    assert_eq!(stream.expect("changes").await.changes(), [("day-marks/2026-10-02".to_owned(), 2)]);
}

async fn an_unknown_cursor_is_refused_before_the_stream_begins(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    let foreign = tom.get("/v1/sync").await.is(200).json()["next_cursor"].as_str().unwrap().to_owned();
    for cursor in [foreign.as_str(), "nonsense", ""] {
        let refused = maria.get("/v1/events").header("Last-Event-ID", cursor).await;
        refused.is_problem(410, "cursor_expired");
    }
    maria.get(&format!("/v1/events?cursor={foreign}")).await.is_problem(410, "cursor_expired");
    maria.get("/v1/events?since=1").await.has_faults(&["?since unknown_parameter"]);
    app.get("/v1/events").await.is_problem(401, "unauthenticated");
}

async fn only_so_many_streams_are_open_at_once(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    let mut open = join_all((0..20).map(|_| maria.get("/v1/events").events())).await;
    let refused = maria.get("/v1/events").await.is_problem(429, "too_many_streams");
    assert_eq!(refused.header("Retry-After"), Some("2"));
    tom.get("/v1/events").events().await.expect("ready").await;
    // A closed stream makes room once the service has noticed: at the latest when it has something to send.
    drop(open.pop());
    let mut others: Vec<EventStream> = open;
    for day in 1..=20 {
        maria.put(&mark(day), &json!({"kind": "rest"})).await.is(201);
        for stream in &mut others {
            while stream.next().await.unwrap().kind != "changes" {}
        }
        if maria.get("/v1/events").header("Last-Event-ID", "nonsense").await.status == 410 {
            return;
        }
    }
    panic!("a stream that was closed still takes a place");
}

async fn a_stream_without_news_shows_that_it_is_alive(app: &TestApp) {
    let user = app.register().await;
    let hasty = app.another_node_with(|config| config.heartbeat = Heartbeat(Duration::from_millis(20)));
    let mut stream = user.get("/v1/events").at(&hasty).events().await;
    stream.expect("ready").await;
    for _ in 0..3 {
        assert_eq!(stream.next().await.unwrap().comment.as_deref(), Some("heartbeat"));
    }
    user.put(&mark(1), &json!({"kind": "rest"})).at(&hasty).await.is(201);
    let mut next = stream.next().await.unwrap();
    while next.comment.is_some() {
        next = stream.next().await.unwrap();
    }
    assert_eq!(next.changes(), [("day-marks/2026-10-01".to_owned(), 2)]);
}

/// One node on SQLite has no others to notify; on PostgreSQL there may be several.
#[test]
fn nodes_hear_of_each_others_changes() {
    run(Engine::Postgres, async |app: &TestApp| {
        let user = app.register().await;
        let other = app.another_node();
        let mut here = user.get("/v1/events").events().await;
        let mut there = user.get("/v1/events").at(&other).events().await;
        here.expect("ready").await;
        there.expect("ready").await;
        user.put(&mark(1), &json!({"kind": "rest"})).await.is(201);
        assert_eq!(there.expect("changes").await.changes(), [("day-marks/2026-10-01".to_owned(), 2)]);
        user.put(&mark(2), &json!({"kind": "rest"})).at(&other).await.is(201);
        assert_eq!(here.expect("changes").await.changes(), [("day-marks/2026-10-01".to_owned(), 2)]);
        assert_eq!(here.expect("changes").await.changes(), [("day-marks/2026-10-02".to_owned(), 3)]);
    });
}
