//! The list of clients: who needs a look first, from what they share, with a row in the log of each.

use chrono::Duration;
use serde_json::{Value, json};

use super::{EVERYTHING, looks, shared};
use crate::support::{Calls, TestApp, User, on_both_engines, pain_score, session};

on_both_engines![
    those_in_need_come_first_and_nothing_unshared_is_told,
    each_look_stands_in_the_log_of_each_client,
    the_list_is_new_when_anything_of_it_is,
    whoever_stops_sharing_is_off_the_list,
    several_shares_add_up,
];

async fn list(coach: &User<'_>) -> Vec<Value> {
    coach.get("/v1/clients").await.is(200).json()["items"].as_array().unwrap().clone()
}

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["client"]["id"].as_str().unwrap()).collect()
}

/// Trains every day of November up to the 22nd, in pain that is the same each day but for the last week.
async fn live(client: &User<'_>, last_week: u32) {
    for day in 1..=22 {
        client.post("/v1/sessions", &session(&format!("2026-11-{day:02}T08:00:00Z"), 12)).await.is(201);
        let score = if day > 16 { last_week } else { 3 };
        client.post("/v1/pain-scores", &pain_score(&format!("2026-11-{day:02}T09:00:00Z"), score)).await.is(201);
    }
}

async fn those_in_need_come_first_and_nothing_unshared_is_told(app: &TestApp) {
    let coach = app.register().await;
    assert_eq!(list(&coach).await, Vec::<Value>::new());
    let (well, sore, private) = (app.register().await, app.register().await, app.register().await);
    live(&well, 3).await;
    live(&sore, 8).await;
    live(&private, 8).await;
    let flagged = json!({"recorded_at": "2026-11-22T10:00:00Z", "time_zone": "UTC", "score": 3,
                         "red_flags": ["saddle_numbness"], "note": "kept to myself"});
    well.post("/v1/pain-scores", &flagged).await.is(201);
    shared(&well, &coach, &EVERYTHING).await;
    shared(&private, &coach, &["sessions"]).await;
    shared(&sore, &coach, &EVERYTHING).await;
    let items = list(&coach).await;
    assert_eq!(names(&items)[0], sore.id);
    let signals: Vec<_> = items[0]["signals"].as_array().unwrap().iter().map(|signal| &signal["code"]).collect();
    assert_eq!(signals, ["pain_up"]);
    assert_eq!((&items[0]["signals"][0]["since"], &items[0]["pain_7d"]), (&json!("2026-11-19"), &json!(8.0)));
    assert_eq!((&items[0]["pain_change"], &items[0]["last_session_on"]), (&json!(5.0), &json!("2026-11-22")));
    let hidden = items.iter().find(|item| item["client"]["id"] == private.id.as_str()).unwrap();
    assert_eq!(
        (&hidden["pain_7d"], &hidden["pain_change"], &hidden["signals"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
    assert_eq!((&hidden["scopes"], &hidden["streak"]["length"]), (&json!(["sessions"]), &json!(22)));
    // A red flag does not change the order and is not shown.
    let text = coach.get("/v1/clients").await.is(200).text();
    assert!(!text.contains("saddle") && !text.contains("red_flag") && !text.contains("kept to myself"), "{text}");
}

async fn each_look_stands_in_the_log_of_each_client(app: &TestApp) {
    let (coach, maria, tom, other) =
        (app.register().await, app.register().await, app.register().await, app.register().await);
    let share = shared(&maria, &coach, &["sessions"]).await;
    shared(&tom, &coach, &["pain"]).await;
    let first = coach.get("/v1/clients").await.is(200);
    app.clock.advance(Duration::seconds(1));
    coach.get("/v1/clients").header("If-None-Match", first.etag()).await.is(304);
    for client in [&maria, &tom] {
        let log = looks(client).await;
        assert_eq!(log.len(), 2, "{}", client.email);
        for look in &log {
            assert_eq!(
                (&look["operation"], &look["coach"]["id"]),
                (&json!("GET /v1/clients"), &json!(coach.id)),
                "{} {look}",
                client.email
            );
        }
    }
    assert_eq!(looks(&maria).await[0]["share_id"], share.as_str());
    assert_eq!(looks(&other).await, Vec::<Value>::new());
    // Looking at nobody leaves no trace.
    other.get("/v1/clients").await.is(200);
    assert_eq!(looks(&maria).await.len(), 2);
    app.get("/v1/clients").await.is_problem(401, "unauthenticated");
    coach.get("/v1/clients?limit=1").await.has_faults(&["?limit unknown_parameter"]);
}

async fn the_list_is_new_when_anything_of_it_is(app: &TestApp) {
    let (coach, maria, tom) = (app.register().await, app.register().await, app.register().await);
    let share = shared(&maria, &coach, &["sessions"]).await;
    let mut tag = coach.get("/v1/clients").await.is(200).etag();
    let again = async |tag: &str| coach.get("/v1/clients").header("If-None-Match", tag).await;
    again(&tag).await.is(304);
    maria.post("/v1/sessions", &session("2026-11-23T08:00:00Z", 12)).await.is(201);
    let grown = again(&tag).await.is(200);
    assert_eq!(grown.json()["items"][0]["last_session_on"], "2026-11-23");
    tag = grown.etag();
    shared(&tom, &coach, &["sessions"]).await;
    tag = again(&tag).await.is(200).etag();
    again(&tag).await.is(304);
    app.clock.advance(Duration::days(1));
    tag = again(&tag).await.is(200).etag();
    maria.delete(&format!("/v1/shares/{share}")).await.is(204);
    assert_eq!(names(again(&tag).await.is(200).json()["items"].as_array().unwrap()), [tom.id.as_str()]);
}

async fn whoever_stops_sharing_is_off_the_list(app: &TestApp) {
    let (coach, maria, tom, aiko) =
        (app.register().await, app.register().await, app.register().await, app.register().await);
    let ended = shared(&maria, &coach, &["sessions"]).await;
    let offer = json!({"scopes": ["sessions"], "expires_at": "2026-11-23T13:00:00Z"});
    let given = tom.post("/v1/shares", &offer).await.is(201).json();
    coach.post("/v1/shares/redeem", &json!({"code": given["code"]})).await.is(200);
    shared(&aiko, &coach, &["sessions"]).await;
    assert_eq!(list(&coach).await.len(), 3);
    maria.delete(&format!("/v1/shares/{ended}")).await.is(204);
    assert_eq!(list(&coach).await.len(), 2);
    app.clock.advance(Duration::hours(1));
    assert_eq!(names(&list(&coach).await), [aiko.id.as_str()]);
    assert_eq!(looks(&tom).await.len(), 2);
}

async fn several_shares_add_up(app: &TestApp) {
    let (coach, maria) = (app.register().await, app.register().await);
    shared(&maria, &coach, &["sessions"]).await;
    app.clock.advance(Duration::seconds(1));
    let second = shared(&maria, &coach, &["pain"]).await;
    let items = list(&coach).await;
    assert_eq!((items.len(), &items[0]["scopes"]), (1, &json!(["sessions", "pain"])));
    let log = looks(&maria).await;
    assert_eq!((log.len(), &log[0]["share_id"]), (1, &json!(second)));
}
