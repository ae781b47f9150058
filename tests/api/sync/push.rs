//! What becomes of an op.

use chrono::Duration;
use serde_json::{Value, json};

use super::batch::{counter, delete, key, mine, push, push_one, statuses, with};
use crate::support::{Calls, TestApp, User, collections, on_both_engines, pain_score};

on_both_engines![
    every_collection_is_written_changed_and_deleted,
    what_the_service_holds_already_is_a_duplicate,
    the_same_in_other_words_is_a_duplicate,
    what_was_not_seen_is_not_overwritten,
    the_rev_of_a_conflict_settles_it,
    a_rev_seen_since_the_last_change_will_do,
    a_deleted_record_comes_back_only_to_those_who_know,
    a_late_repeat_changes_nothing,
    ops_are_done_in_their_order,
    ids_belong_to_their_owners,
];

/// A pain score of that number at a fixed moment.
fn score(score: u32) -> Value {
    pain_score("2026-11-23T06:00:00.000Z", score)
}

/// Op to put it.
pub fn put(number: u32, value: u32) -> Value {
    super::batch::put(&key("pain-scores", number), &score(value))
}

pub fn based(op: Value, rev: &Value) -> Value {
    with(op, json!({"base_rev": rev}))
}

/// The value of a pain score, as the service has it.
pub async fn stored(user: &User<'_>, number: u32) -> Value {
    user.get(&format!("/v1/{}", key("pain-scores", number))).await.is(200).json()["score"].clone()
}

async fn every_collection_is_written_changed_and_deleted(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        let key = path.strip_prefix("/v1/").unwrap();
        let made = push_one(&user, &super::batch::put(key, &kind.example)).await;
        assert_eq!((&made["status"], &made["rev"]), (&json!("applied"), &json!(counter(&user).await)), "{}", kind.name);
        assert_eq!(user.get(&path).await.is(200).json(), made["record"], "{}", kind.name);

        app.clock.advance(Duration::minutes(1));
        let changed = push_one(&user, &based(super::batch::put(key, &kind.changed()), &made["rev"])).await;
        assert_eq!(
            (&changed["status"], &changed["rev"]),
            (&json!("applied"), &json!(counter(&user).await)),
            "{}",
            kind.name
        );
        assert_eq!(changed["rev"].as_i64(), made["rev"].as_i64().map(|rev| rev + 1), "{}", kind.name);
        assert_eq!(user.get(&path).await.is(200).json(), changed["record"], "{}", kind.name);
        assert_eq!(changed["record"]["created_at"], made["record"]["created_at"], "{}", kind.name);
        assert_ne!(changed["record"]["updated_at"], made["record"]["updated_at"], "{}", kind.name);

        let deleted = push_one(&user, &based(delete(key), &changed["rev"])).await;
        assert_eq!(deleted["rev"].as_i64(), changed["rev"].as_i64().map(|rev| rev + 1), "{}", kind.name);
        assert_eq!((&deleted["status"], &deleted["record"]), (&json!("applied"), &Value::Null), "{}", kind.name);
        user.get(&path).await.is(404);
    }
}

async fn what_the_service_holds_already_is_a_duplicate(app: &TestApp) {
    let user = app.register().await;
    let first = push_one(&user, &put(1, 4)).await;
    let rev = &first["rev"];
    let repeats = [
        put(1, 4),
        based(put(1, 4), rev),
        based(put(1, 4), &json!(1)),
        based(put(1, 4), &json!(0)),
        based(put(1, 4), &json!(999)),
        based(put(1, 4), &json!(u64::MAX)),
        mine(put(1, 4)),
    ];
    for result in push(&user, &repeats).await {
        assert_eq!(
            (&result["status"], &result["rev"], &result["record"]),
            (&json!("duplicate"), rev, &first["record"]),
            "{result:?}"
        );
    }
    let gone = push_one(&user, &based(delete(&key("pain-scores", 1)), rev)).await;
    for op in [delete(&key("pain-scores", 1)), based(delete(&key("pain-scores", 1)), &json!(1))] {
        let result = push_one(&user, &op).await;
        assert_eq!(
            (&result["status"], &result["rev"], &result["record"]),
            (&json!("duplicate"), &gone["rev"], &Value::Null),
            "{op:?}"
        );
    }
    // What was never there is just as gone, and has no rev.
    for op in [delete(&key("pain-scores", 2)), based(delete(&key("pain-scores", 2)), &json!(1))] {
        let result = push_one(&user, &op).await;
        assert_eq!((&result["status"], result.get("rev")), (&json!("duplicate"), None), "{op:?}");
    }
    assert_eq!(json!(counter(&user).await), gone["rev"]);
}

async fn the_same_in_other_words_is_a_duplicate(app: &TestApp) {
    let user = app.register().await;
    let key = key("sessions", 1);
    let stated = json!({
        "started_at": "2026-11-23T06:00:00Z", "time_zone": "UTC", "duration_seconds": 600, "local_date": "2026-11-22"
    });
    let first = push_one(&user, &super::batch::put(&key, &stated)).await;
    // Another offset, a fraction of zero, defaults spelled out, and derived fields left to the service.
    let other = json!({
        "started_at": "2026-11-23T08:00:00+02:00", "time_zone": "UTC", "duration_seconds": 600.0, "exercises": []
    });
    let again = push_one(&user, &super::batch::put(&key, &other)).await;
    assert_eq!((&again["status"], &again["record"]), (&json!("duplicate"), &first["record"]));
}

async fn what_was_not_seen_is_not_overwritten(app: &TestApp) {
    let user = app.register().await;
    let old = push_one(&user, &put(1, 4)).await;
    let now = push_one(&user, &based(put(1, 5), &old["rev"])).await;
    let ahead = json!(counter(&user).await + 1);
    let ops = [put(1, 6), delete(&key("pain-scores", 1))];
    for op in ops {
        for op in [op.clone(), based(op.clone(), &old["rev"]), based(op.clone(), &json!(0)), based(op, &ahead)] {
            let result = push_one(&user, &op).await;
            assert_eq!(result["status"], "conflict", "{op}");
            assert_eq!((&result["rev"], &result["record"]), (&now["rev"], &now["record"]), "{op}");
        }
    }
    assert_eq!((stored(&user, 1).await, json!(counter(&user).await)), (json!(5), now["rev"].clone()));
}

async fn the_rev_of_a_conflict_settles_it(app: &TestApp) {
    let user = app.register().await;
    push_one(&user, &put(1, 4)).await;
    let conflict = push_one(&user, &put(1, 6)).await;
    let settled = push_one(&user, &based(put(1, 6), &conflict["rev"])).await;
    assert_eq!((&settled["status"], stored(&user, 1).await), (&json!("applied"), json!(6)));
}

async fn a_rev_seen_since_the_last_change_will_do(app: &TestApp) {
    let user = app.register().await;
    push_one(&user, &put(1, 4)).await;
    let later = push_one(&user, &put(2, 4)).await;
    let changed = push_one(&user, &based(put(1, 5), &later["rev"])).await;
    assert_eq!(changed["status"], "applied");
    // For what was never there, any rev will do.
    for (number, rev) in [(3, 0), (4, 1), (5, 999)] {
        assert_eq!(
            push_one(&user, &based(put(number, 5), &json!(rev))).await["status"],
            "applied",
            "{number:?} {rev:?}"
        );
    }
}

async fn a_deleted_record_comes_back_only_to_those_who_know(app: &TestApp) {
    let user = app.register().await;
    let made = push_one(&user, &put(1, 4)).await;
    let gone = push_one(&user, &based(delete(&key("pain-scores", 1)), &made["rev"])).await;
    for op in [put(1, 4), put(1, 5), based(put(1, 4), &made["rev"]), based(put(1, 5), &json!(999))] {
        let result = push_one(&user, &op).await;
        assert_eq!(
            (&result["status"], &result["rev"], &result["record"]),
            (&json!("conflict"), &gone["rev"], &Value::Null),
            "{op:?}"
        );
    }
    app.clock.advance(Duration::minutes(1));
    let back = push_one(&user, &based(put(1, 5), &gone["rev"])).await;
    assert_eq!((&back["status"], &back["rev"]), (&json!("applied"), &json!(counter(&user).await)));
    assert_ne!(back["record"]["created_at"], made["record"]["created_at"]);
}

async fn a_late_repeat_changes_nothing(app: &TestApp) {
    let user = app.register().await;
    let make = put(1, 4);
    let made = push_one(&user, &make).await;
    let change = based(put(1, 5), &made["rev"]);
    let changed = push_one(&user, &change).await;
    let remove = based(delete(&key("pain-scores", 1)), &changed["rev"]);
    let removed = push_one(&user, &remove).await;
    let all = [make, change, remove];
    assert_eq!(statuses(&push(&user, &all).await), ["conflict", "conflict", "duplicate"]);
    let back = push_one(&user, &based(put(1, 7), &removed["rev"])).await;
    assert_eq!(statuses(&push(&user, &all).await), ["conflict", "conflict", "conflict"]);
    // Back to what it was once: the op that once wrote just this is done.
    push_one(&user, &based(put(1, 4), &back["rev"])).await;
    let before = counter(&user).await;
    assert_eq!(statuses(&push(&user, &all).await), ["duplicate", "conflict", "conflict"]);
    assert_eq!((stored(&user, 1).await, counter(&user).await), (json!(4), before));
}

async fn ops_are_done_in_their_order(app: &TestApp) {
    let user = app.register().await;
    let exercise =
        |number: u32| super::batch::put(&key("exercises", number), &json!({"name": "Sofa reach", "kind": "reps"}));
    let session = |number: u32| {
        let id = key("exercises", number).split_once('/').unwrap().1.to_owned();
        let body = json!({
            "started_at": "2026-11-23T06:00:00Z", "time_zone": "UTC", "duration_seconds": 600,
            "exercises": [{"exercise": id, "sets": [{"reps": 5}]}]
        });
        super::batch::put(&key("sessions", number), &body)
    };
    let results = push(&user, &[exercise(1), session(1), session(2), exercise(2)]).await;
    assert_eq!(statuses(&results), ["applied", "applied", "rejected", "applied"]);
    assert_eq!(super::batch::errors(&results[2]), ["/record/exercises/0/exercise unknown_exercise"]);
    let revs: Vec<_> = results.iter().filter_map(|result| result["rev"].as_i64()).collect();
    assert!(revs.windows(2).all(|two| two[0] + 1 == two[1]), "{revs:?}");

    // The later of two ops on one record was made on what the earlier left, which its device cannot name.
    let results = push(&user, &[put(1, 4), put(1, 5), put(1, 4), delete(&key("pain-scores", 1))]).await;
    assert_eq!(statuses(&results), ["applied", "conflict", "duplicate", "conflict"]);
}

async fn ids_belong_to_their_owners(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    let hers = push_one(&maria, &put(1, 4)).await;
    push_one(&maria, &put(2, 4)).await;
    // With the rev of her record, and on purpose.
    for (op, status) in [
        (based(delete(&key("pain-scores", 1)), &hers["rev"]), "duplicate"),
        (mine(delete(&key("pain-scores", 1))), "duplicate"),
        (based(put(1, 7), &hers["rev"]), "applied"),
        (mine(put(2, 7)), "applied"),
    ] {
        assert_eq!(push_one(&tom, &op).await["status"], status, "{status:?}");
    }
    assert_eq!(
        (stored(&maria, 1).await, stored(&maria, 2).await, stored(&tom, 1).await),
        (json!(4), json!(4), json!(7))
    );
    assert_eq!(maria.get(&format!("/v1/{}", key("pain-scores", 1))).await.json(), hers["record"]);

    // A reference reaches only what is one's own.
    let exercise = json!({"name": "Sofa reach", "kind": "reps"});
    push_one(&maria, &super::batch::put(&key("exercises", 1), &exercise)).await;
    let id = key("exercises", 1).split_once('/').unwrap().1.to_owned();
    let session = json!({
        "started_at": "2026-11-23T06:00:00Z", "time_zone": "UTC", "duration_seconds": 600,
        "exercises": [{"exercise": id, "sets": []}]
    });
    let result = push_one(&tom, &super::batch::put(&key("sessions", 1), &session)).await;
    assert_eq!(super::batch::errors(&result), ["/record/exercises/0/exercise unknown_exercise"]);
}
