use birddog::platform::db::schema::{idempotency_keys, share_codes};
use birddog::platform::db::types::JsonText;
use chrono::Duration;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{given, of, shared};
use crate::accounts::all_at_once;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    a_code_works_once,
    of_many_coaches_one_is_first,
    a_lost_answer_can_be_asked_for_again,
    a_code_is_stored_nowhere,
    a_code_is_good_for_seven_days,
    a_share_that_has_run_out_is_not_taken_up,
    a_share_that_was_withdrawn_is_not_taken_up,
    ones_own_code_is_refused,
    a_code_can_be_for_one_coach_alone,
    guessing_is_stopped,
    what_is_wrong_with_a_share_is_told,
];

fn with(code: &Value) -> Value {
    json!({ "code": code })
}

async fn a_code_works_once(app: &TestApp) {
    let (client, coach, other) = (app.register().await, app.register().await, app.register().await);
    let share = given(&client, &["pain"]).await;
    let code = share["code"].as_str().unwrap();
    assert_eq!(code.len(), 19);
    let spoken = code.to_lowercase().replace('-', " ");
    coach.post("/v1/shares/redeem", &json!({"code": spoken})).await.is(200);
    coach.post("/v1/shares/redeem", &with(&share["code"])).await.is_problem(404, "code_unknown");
    other.post("/v1/shares/redeem", &with(&share["code"])).await.is_problem(404, "code_unknown");
    other.get(&of(&client, "/pain-scores")).await.is_problem(404, "not_found");
    other.post("/v1/shares/redeem", &json!({"code": "0000-0000-0000-0000"})).await.is_problem(404, "code_unknown");
}

async fn of_many_coaches_one_is_first(app: &TestApp) {
    let client = app.register().await;
    let share = given(&client, &["pain"]).await;
    let mut coaches = Vec::new();
    for _ in 0..6 {
        coaches.push(app.register().await);
    }
    let replies = all_at_once(coaches.iter().map(|coach| coach.post("/v1/shares/redeem", &with(&share["code"])))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
    let mut seeing = 0;
    for (coach, reply) in coaches.iter().zip(replies) {
        let look = coach.get(&of(&client, "/pain-scores")).await;
        assert_eq!(look.status == 200, reply.status == 200, "{look}");
        seeing += i32::from(look.status == 200);
    }
    assert_eq!(seeing, 1);
}

async fn a_lost_answer_can_be_asked_for_again(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let give = || client.post("/v1/shares", &json!({"scopes": ["pain"]})).header("Idempotency-Key", "give");
    let (first, second) = (give().await.is(201), give().await.is(201));
    assert_eq!(second.header("Idempotency-Replayed"), Some("true"));
    assert_eq!(first.json(), second.json());
    let code = with(&first.json()["code"]);
    let take = || coach.post("/v1/shares/redeem", &code).header("Idempotency-Key", "take");
    let (first, second) = (take().await.is(200), take().await.is(200));
    assert_eq!(second.header("Idempotency-Replayed"), Some("true"));
    assert_eq!(first.json(), second.json());
    assert_eq!(coach.get("/v1/shares").await.is(200).json()["items"].as_array().unwrap().len(), 1);
    let other = with(&json!("0000"));
    let reused = coach.post("/v1/shares/redeem", &other).header("Idempotency-Key", "take").await;
    reused.is_problem(422, "idempotency_key_reused");
}

async fn a_code_is_stored_nowhere(app: &TestApp) {
    let client = app.register().await;
    let give = client.post("/v1/shares", &json!({"scopes": ["pain"]})).header("Idempotency-Key", "give");
    let code = give.await.is(201).json()["code"].as_str().unwrap().to_owned();
    let mut connection = app.connect();
    let kept: Vec<JsonText> = idempotency_keys::table.select(idempotency_keys::answer).load(&mut connection).unwrap();
    assert!(kept.len() == 1 && !kept[0].0.contains("code\"") && !kept[0].0.contains(&code), "{kept:?}");
    let hashes: Vec<Vec<u8>> = share_codes::table.select(share_codes::code_hash).load(&mut connection).unwrap();
    assert!(hashes.len() == 1 && hashes[0].len() == 32);
    assert!(!client.get("/v1/shares").await.is(200).text().contains(&code));
}

async fn a_code_is_good_for_seven_days(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let (early, late) = (given(&client, &["pain"]).await, given(&client, &["pain"]).await);
    app.clock.advance(Duration::days(7) - Duration::seconds(1));
    coach.post("/v1/shares/redeem", &with(&early["code"])).await.is(200);
    app.clock.advance(Duration::seconds(1));
    coach.post("/v1/shares/redeem", &with(&late["code"])).await.is_problem(404, "code_unknown");
}

async fn a_share_that_has_run_out_is_not_taken_up(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let body = json!({"scopes": ["pain"], "expires_at": "2026-11-23T13:00:00Z"});
    let share = client.post("/v1/shares", &body).await.is(201).json();
    app.clock.advance(Duration::hours(1));
    coach.post("/v1/shares/redeem", &with(&share["code"])).await.is_problem(404, "code_unknown");
}

async fn a_share_that_was_withdrawn_is_not_taken_up(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let share = given(&client, &["pain"]).await;
    client.delete(&format!("/v1/shares/{}", share["id"].as_str().unwrap())).await.is(204);
    coach.post("/v1/shares/redeem", &with(&share["code"])).await.is_problem(404, "code_unknown");
    let shown = client.get("/v1/shares").await.is(200).json()["items"][0].clone();
    assert_eq!((&shown["state"], &shown["ended"]["by"]), (&json!("ended"), &json!("client")));
    assert_eq!(shown.get("code_valid_until"), None);
}

async fn ones_own_code_is_refused(app: &TestApp) {
    let client = app.register().await;
    let share = given(&client, &["pain"]).await;
    client.post("/v1/shares/redeem", &with(&share["code"])).await.has_faults(&["/code own_code"]);
    client.get(&of(&client, "/pain-scores")).await.is_problem(404, "not_found");
}

async fn a_code_can_be_for_one_coach_alone(app: &TestApp) {
    let (client, coach, other) = (app.register().await, app.register().await, app.register().await);
    let body = json!({"scopes": ["pain"], "coach_id": coach.id});
    // Only somebody who can be looked at first.
    client.post("/v1/shares", &body).await.has_faults(&["/coach_id unknown_coach"]);
    coach.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas"}})).await.is(200);
    assert_eq!(client.get(&format!("/v1/coaches/{}", coach.id)).await.is(200).json()["name"], "Jonas");
    let share = client.post("/v1/shares", &body).await.is(201).json();
    assert_eq!(share["coach_id"], coach.id.as_str());
    other.post("/v1/shares/redeem", &with(&share["code"])).await.is_problem(404, "code_unknown");
    coach.post("/v1/shares/redeem", &with(&share["code"])).await.is(200);
}

async fn guessing_is_stopped(app: &TestApp) {
    let (client, coach, other) = (app.register().await, app.register().await, app.register().await);
    let share = given(&client, &["pain"]).await;
    for number in 0..10 {
        let guess = json!({"code": format!("000{number}")});
        coach.post("/v1/shares/redeem", &guess).await.is_problem(404, "code_unknown");
    }
    let refused = coach.post("/v1/shares/redeem", &with(&share["code"])).await.is_problem(429, "too_many_tries");
    assert_eq!((refused.header("Retry-After"), &refused.json()["retryable"]), (Some("600"), &json!(true)));
    shared(&client, &other, &["plan"]).await;
    app.clock.advance(Duration::minutes(10));
    coach.post("/v1/shares/redeem", &with(&share["code"])).await.is(200);
}

async fn what_is_wrong_with_a_share_is_told(app: &TestApp) {
    let client = app.register().await;
    let body = json!({"scopes": ["everything"], "coach_id": "x", "label": "", "role": "coach"});
    let errors = ["/scopes/0 unknown_value", "/coach_id invalid_id", "/label wrong_length", "/role unknown_field"];
    client.post("/v1/shares", &body).await.has_faults(&errors);
    let body = json!({"scopes": [], "expires_at": "2026-11-23T12:00:00Z", "coach_id": client.id});
    let errors = ["/scopes wrong_length", "/expires_at in_the_past", "/coach_id own_id"];
    client.post("/v1/shares", &body).await.has_faults(&errors);
    let old = json!({"scopes": ["pain"], "consent_version": 0});
    client.post("/v1/shares", &old).await.has_faults(&["/consent_version unknown_version"]);
    client.post("/v1/shares", &json!({})).await.has_faults(&["/scopes missing"]);
    client.post("/v1/shares/redeem", &json!({"code": ""})).await.has_faults(&["/code wrong_length"]);
}
