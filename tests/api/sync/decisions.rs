//! Ops by which a person has decided a conflict.

use chrono::Duration;
use serde_json::{Value, json};

use super::batch::{counter, delete, key, mine, push, push_one, statuses, with};
use super::push::{based, put, stored};
use crate::support::{TestApp, on_both_engines};

on_both_engines![
    mine_overrides_what_is_there,
    mine_overrides_once,
    mine_is_remembered_for_seven_days,
    mine_is_ones_own,
];

async fn mine_overrides_what_is_there(app: &TestApp) {
    let user = app.register().await;
    let made = push_one(&user, &mine(put(1, 4))).await;
    assert_eq!(made["status"], "applied");
    for op in [put(1, 5), based(put(1, 6), &json!(1)), based(put(1, 7), &json!(999))] {
        let before = counter(&user).await;
        let result = push_one(&user, &mine(op.clone())).await;
        assert_eq!((&result["status"], &result["rev"]), (&json!("applied"), &json!(before + 1)), "{op:?}");
        assert_eq!(result["record"]["score"], op["record"]["score"], "{op:?}");
    }
    let remove = delete(&key("pain-scores", 1));
    assert_eq!(push_one(&user, &mine(remove)).await["status"], "applied");
    assert_eq!(push_one(&user, &mine(put(1, 8))).await["status"], "applied");
    assert_eq!(push_one(&user, &mine(delete(&key("pain-scores", 2)))).await["status"], "duplicate");
    assert_eq!(stored(&user, 1).await, 8);
}

async fn mine_overrides_once(app: &TestApp) {
    let user = app.register().await;
    push_one(&user, &put(1, 4)).await;
    let decided = mine(put(1, 5));
    let results = push(&user, &[decided.clone(), decided.clone()]).await;
    assert_eq!(statuses(&results), ["applied", "duplicate"]);
    assert_eq!(results[0]["record"], results[1]["record"]);
    let changed = push_one(&user, &based(put(1, 6), &results[0]["rev"])).await;
    app.restart();
    // Whatever it says by now.
    for op in [decided.clone(), mine(with(put(1, 9), json!({"op_id": decided["op_id"]})))] {
        let again = push_one(&user, &op).await;
        assert_eq!(
            (&again["status"], &again["rev"], &again["record"]),
            (&json!("duplicate"), &changed["rev"], &changed["record"]),
            "{op:?}"
        );
    }
    // Nor does it bring back what was deleted.
    let gone = push_one(&user, &based(delete(&key("pain-scores", 1)), &changed["rev"])).await;
    let again = push_one(&user, &decided).await;
    assert_eq!((&again["status"], &again["rev"], &again["record"]), (&json!("duplicate"), &gone["rev"], &Value::Null));

    // A decision for what is there already is a decision too.
    let made = push_one(&user, &put(2, 4)).await;
    let decided = mine(put(2, 4));
    assert_eq!(push_one(&user, &decided).await["status"], "duplicate");
    push_one(&user, &based(put(2, 6), &made["rev"])).await;
    assert_eq!(push_one(&user, &decided).await["status"], "duplicate");
    assert_eq!(stored(&user, 2).await, 6);

    // One that was refused has decided nothing.
    let refused = mine(put(2, 11));
    assert_eq!(push_one(&user, &refused).await["status"], "rejected");
    let corrected = mine(with(put(2, 9), json!({"op_id": refused["op_id"]})));
    assert_eq!(push_one(&user, &corrected).await["status"], "applied");
}

async fn mine_is_remembered_for_seven_days(app: &TestApp) {
    let user = app.register().await;
    let decided = mine(put(1, 5));
    let made = push_one(&user, &decided).await;
    push_one(&user, &based(put(1, 6), &made["rev"])).await;
    app.clock.advance(Duration::days(7));
    assert_eq!(push_one(&user, &decided).await["status"], "duplicate");
    assert_eq!(stored(&user, 1).await, 6);
}

async fn mine_is_ones_own(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    let decided = mine(put(1, 5));
    for user in [&maria, &tom] {
        push_one(user, &put(1, 4)).await;
        assert_eq!(push_one(user, &decided).await["status"], "applied", "{}", user.email);
        assert_eq!(stored(user, 1).await, 5, "{}", user.email);
    }
}
