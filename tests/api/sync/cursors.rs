//! The cursors of the change feed.

use birddog::platform::db::schema::users;
use birddog::platform::ids::UserId;
use diesel::prelude::*;
use serde_json::json;

use super::batch::{delete, key, push_one, with};
use super::feed::{changes, cursor, end, ids, page, score, scores};
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    a_cursor_survives_a_restart,
    a_cursor_that_is_none_is_expired,
    a_cursor_is_worth_nothing_elsewhere,
    a_cursor_of_another_history_is_expired,
];

async fn a_cursor_survives_a_restart(app: &TestApp) {
    let user = app.register().await;
    let start = end(&user).await;
    scores(&user, 1..=2).await;
    let first = page(&user, 1, &start).await;
    app.restart();
    assert_eq!(ids(&page(&user, 1, cursor(&first)).await), [key("pain-scores", 2)]);
}

async fn a_cursor_that_is_none_is_expired(app: &TestApp) {
    let user = app.register().await;
    scores(&user, 1..=3).await;
    let good = end(&user).await;
    let list = user.get("/v1/pain-scores?limit=1").await.json();
    let mut bad = vec![
        String::new(),
        "x".to_owned(),
        "*".to_owned(),
        "%00".to_owned(),
        "0".to_owned(),
        "e30".to_owned(),
        "bnVsbA".to_owned(),
        "a".repeat(3_000),
        list["next_cursor"].as_str().unwrap().to_owned(),
        format!("{good}{good}"),
        good[..good.len() - 4].to_owned(),
    ];
    bad.extend((0..good.len()).step_by(5).map(|index| format!("{}!{}", &good[..index], &good[index + 1..])));
    for cursor in bad {
        let reply = user.get(&format!("/v1/sync?cursor={cursor}")).await.is_problem(410, "cursor_expired");
        assert_eq!(reply.json()["retryable"], false, "{cursor:?}");
    }
    let again = user.get("/v1/sync").await.is(200).json();
    assert_eq!(changes(&again).len(), 4);
}

async fn a_cursor_is_worth_nothing_elsewhere(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    let fresh = end(&maria).await;
    scores(&maria, 1..=3).await;
    scores(&tom, 4..=9).await;
    for cursor in [fresh, end(&maria).await] {
        tom.get(&format!("/v1/sync?cursor={cursor}")).await.is_problem(410, "cursor_expired");
    }
    let page = page(&tom, 500, "").await;
    assert_eq!(ids(&page)[1..], (4..=9).map(|number| key("pain-scores", number)).collect::<Vec<_>>());
    // An account that comes after a deleted one is another, with the same address or not.
    let cursor = end(&tom).await;
    tom.delete("/v1/me").await.is(204);
    let new = app.register().await;
    scores(&new, 4..=9).await;
    new.get(&format!("/v1/sync?cursor={cursor}")).await.is_problem(410, "cursor_expired");
}

async fn a_cursor_of_another_history_is_expired(app: &TestApp) {
    let user = app.register().await;
    scores(&user, 1..=3).await;
    let cursor = end(&user).await;
    // As after a database was put back to what it was before these changes.
    let id = UserId(user.id.parse().unwrap());
    let before: i64 = users::table.find(id).select(users::rev).first(&mut app.connect()).unwrap();
    let put_back = |rev: i64| {
        diesel::update(users::table.find(id)).set(users::rev.eq(rev)).execute(&mut app.connect()).unwrap();
    };
    put_back(before - 1);
    user.get(&format!("/v1/sync?cursor={cursor}")).await.is_problem(410, "cursor_expired");
    put_back(before);
    user.get(&format!("/v1/sync?cursor={cursor}")).await.is(200);
    // A rev from there says nothing either.
    let ahead = with(score(1, 7), json!({"base_rev": before + 1}));
    assert_eq!(push_one(&user, &ahead).await["status"], "conflict");
    let ahead = with(delete(&key("pain-scores", 1)), json!({"base_rev": before + 1}));
    assert_eq!(push_one(&user, &ahead).await["status"], "conflict");
}
