use serde_json::json;

use crate::support::{Calls, TestApp, User, collections, on_both_engines};

on_both_engines![
    an_unchanged_answer_is_not_sent_again,
    every_write_makes_a_new_answer,
    another_day_makes_a_new_answer,
    a_changed_profile_makes_a_new_answer,
];

const PATHS: [&str; 8] = [
    "/v1/today",
    "/v1/streak",
    "/v1/calendar",
    "/v1/strength",
    "/v1/adherence",
    "/v1/trends/pain",
    "/v1/trends/exercise",
    "/v1/trends/questionnaires",
];

/// The tags of all computed answers.
async fn tags(user: &User<'_>) -> Vec<String> {
    let mut tags = Vec::new();
    for path in PATHS {
        tags.push(user.get(path).await.is(200).etag());
    }
    tags
}

/// Whether none of the answers with these tags is fresh any more; the alternative is that all are.
async fn all_changed(user: &User<'_>, tags: &[String]) -> bool {
    let mut statuses = Vec::new();
    for (path, tag) in PATHS.iter().zip(tags) {
        statuses.push(user.get(path).header("If-None-Match", tag).await.status);
    }
    assert!(statuses.iter().all(|status| *status == statuses[0]), "{statuses:?}");
    statuses[0] == 200
}

async fn an_unchanged_answer_is_not_sent_again(app: &TestApp) {
    let (user, other) = (app.register().await, app.register().await);
    let before = tags(&user).await;
    assert!(!all_changed(&user, &before).await);
    app.clock.advance(chrono::Duration::hours(11));
    // Nobody else's changes count, nor does a failed or an empty write.
    other.put("/v1/day-marks/2026-11-23", &json!({"kind": "sick"})).await.is(201);
    user.put("/v1/day-marks/2026-11-23", &json!({"kind": "bored"})).await.is(422);
    user.delete("/v1/day-marks/2026-11-23").await.is(204);
    user.patch("/v1/me", &json!({"display_name": "Maria"})).await.is(200);
    assert!(!all_changed(&user, &before).await);
    app.restart();
    assert!(!all_changed(&user, &before).await);
    let reply = user.get("/v1/streak").header("If-None-Match", &before[1]).await.is(304);
    assert_eq!((reply.etag(), reply.text()), (before[1].clone(), String::new()));
    // A tag of another day's answer, or of somebody else's.
    user.get("/v1/streak?as_of=2026-11-22").header("If-None-Match", &before[1]).await.is(200);
}

async fn every_write_makes_a_new_answer(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        let before = tags(&user).await;
        user.put(&path, &kind.example).await.is(201);
        assert!(all_changed(&user, &before).await, "{}", kind.name);
        let before = tags(&user).await;
        user.put(&path, &kind.example).await.is(200);
        assert!(!all_changed(&user, &before).await, "{}", kind.name);
        user.patch(&path, &kind.change).await.is(200);
        assert!(all_changed(&user, &before).await, "{}", kind.name);
        let before = tags(&user).await;
        user.delete(&path).await.is(204);
        assert!(all_changed(&user, &before).await, "{}", kind.name);
    }
}

async fn another_day_makes_a_new_answer(app: &TestApp) {
    let user = app.register_in("Europe/Berlin").await;
    app.clock.set("2026-11-23T22:59:59Z");
    let before = tags(&user).await;
    app.clock.set("2026-11-23T23:00:00Z");
    assert!(all_changed(&user, &before).await);
}

async fn a_changed_profile_makes_a_new_answer(app: &TestApp) {
    let user = app.register().await;
    for change in [
        json!({"streak_freezes": false}),
        json!({"time_zone": "Europe/Berlin"}),
        json!({"day_starts_at": "05:00"}),
        json!({"display_name": "Mary"}),
    ] {
        let before = tags(&user).await;
        user.patch("/v1/me", &change).await.is(200);
        assert!(all_changed(&user, &before).await, "{change:?}");
    }
}
