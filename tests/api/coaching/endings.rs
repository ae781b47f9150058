use birddog::app::startup;
use birddog::features::coaching;
use chrono::Duration;
use serde_json::{Value, json};

use super::{EVERYTHING, given, looks, of, shared};
use crate::accounts::{all_at_once, count};
use crate::support::{Calls, Node, TestApp, User, on_both_engines};

on_both_engines![
    a_share_ends_by_the_clock,
    what_has_run_out_is_noted,
    a_client_who_leaves_takes_everything_along,
    a_coach_who_leaves_is_remembered_by_the_client,
    everything_at_once_ends_well,
];

async fn a_share_ends_by_the_clock(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let body = json!({"scopes": ["sessions"], "expires_at": "2026-11-23T14:00:00+01:00"});
    let share = client.post("/v1/shares", &body).await.is(201).json();
    let taken = coach.post("/v1/shares/redeem", &json!({"code": share["code"]})).await.is(200).json();
    assert_eq!(taken["expires_at"], "2026-11-23T13:00:00.000Z");
    app.clock.advance(Duration::minutes(60) - Duration::milliseconds(1));
    let tag = coach.get(&of(&client, "/sessions")).await.is(200).etag();
    app.clock.advance(Duration::milliseconds(1));
    coach.get(&of(&client, "/sessions")).header("If-None-Match", tag).await.is_problem(404, "not_found");
    assert_eq!(looks(&client).await.len(), 1);
}

pub async fn sweep(app: &TestApp) -> usize {
    let access = startup::data_access(&Node::config(app.place()).unwrap(), app.clock.for_service()).unwrap();
    coaching::sweep(&access).await.unwrap()
}

async fn only_share(user: &User<'_>) -> Value {
    user.get("/v1/shares").await.is(200).json()["items"][0].clone()
}

async fn what_has_run_out_is_noted(app: &TestApp) {
    let (client, coach, other) = (app.register().await, app.register().await, app.register().await);
    let body = json!({"scopes": ["sessions"], "expires_at": "2026-11-23T13:00:00Z"});
    let share = client.post("/v1/shares", &body).await.is(201).json();
    coach.post("/v1/shares/redeem", &json!({"code": share["code"]})).await.is(200);
    given(&other, &["pain"]).await;
    assert_eq!(sweep(app).await, 0);
    app.clock.advance(Duration::minutes(90));
    assert_eq!(sweep(app).await, 1);
    let ended = json!({"at": "2026-11-23T13:30:00.000Z", "by": "expiry"});
    for side in [&client, &coach] {
        let share = only_share(side).await;
        assert_eq!((&share["state"], &share["ended"]), (&json!("ended"), &ended), "{}", side.email);
    }
    assert_eq!(count(app, "SELECT count(*) FROM grants"), 0);
    app.clock.advance(Duration::days(7));
    assert_eq!(sweep(app).await, 1);
    assert_eq!(only_share(&other).await["ended"]["by"], "expiry");
    assert_eq!(count(app, "SELECT count(*) FROM share_codes"), 0);
    assert_eq!(sweep(app).await, 0);
}

async fn a_client_who_leaves_takes_everything_along(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &EVERYTHING).await;
    let ended = shared(&client, &coach, &["pain"]).await;
    client.delete(&format!("/v1/shares/{ended}")).await.is(204);
    given(&client, &["plan"]).await;
    coach.get(&of(&client, "/streak")).await.is(200);
    client.delete("/v1/me").await.is(204);
    coach.get(&of(&client, "/streak")).await.is_problem(404, "not_found");
    assert_eq!(coach.get("/v1/shares").await.is(200).json()["items"], json!([]));
    for table in ["grants", "share_codes", "access_log"] {
        assert_eq!(count(app, &format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    // The tombstones by which their devices learn of it.
    assert_eq!(count(app, "SELECT count(*) FROM records WHERE collection = 9 AND body IS NULL"), 2);
    coach.delete("/v1/me").await.is(204);
}

async fn a_coach_who_leaves_is_remembered_by_the_client(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    coach.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas Weber"}})).await.is(200);
    shared(&client, &coach, &["sessions"]).await;
    coach.get(&of(&client, "/streak")).await.is(200);
    coach.delete("/v1/me").await.is(204);
    let share = only_share(&client).await;
    assert_eq!((&share["state"], &share["ended"]["by"]), (&json!("ended"), &json!("coach")));
    assert_eq!(share["coach"]["name"], "Jonas Weber");
    assert_eq!(looks(&client).await[0]["coach"]["name"], "Jonas Weber");
    assert_eq!(count(app, "SELECT count(*) FROM grants"), 0);
    client.get(&format!("/v1/coaches/{}", coach.id)).await.is_problem(404, "not_found");
    client.delete("/v1/me").await.is(204);
}

/// Looks, ends and both accounts' deletion cross each other: no answer is a 500, and nothing stays.
async fn everything_at_once_ends_well(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let mut shares = Vec::new();
    for _ in 0..4 {
        shares.push(format!("/v1/shares/{}", shared(&client, &coach, &["sessions"]).await));
    }
    let back = format!("/v1/shares/{}", shared(&coach, &client, &["sessions"]).await);
    let (theirs, ours) = (of(&client, "/sessions"), of(&coach, "/sessions"));
    client.token().await;
    coach.token().await;
    let mut calls = Vec::new();
    for share in &shares {
        calls.extend([coach.get(&theirs), client.delete(share), client.get(&ours), coach.delete(share)]);
    }
    calls.extend([
        coach.delete(&back),
        coach.get(&theirs),
        coach.delete("/v1/me"),
        client.delete("/v1/me"),
        coach.get(&theirs),
    ]);
    for reply in all_at_once(calls).await {
        assert!([200, 204, 401, 404].contains(&reply.status), "{reply}");
    }
    for table in ["users", "records", "grants", "share_codes", "access_log"] {
        assert_eq!(count(app, &format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
}
