//! A plan never rewrites history (rules §2).

use chrono::Duration;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Calls, TestApp, User, on_both_engines, session};

on_both_engines![
    what_has_begun_is_history,
    sync_refuses_the_same_and_loses_nothing,
    what_has_not_begun_can_be_edited_and_removed,
    the_first_own_plan_leaves_what_was_before_signing_up,
    a_done_day_stays_done_when_a_stricter_plan_begins,
    what_judges_nothing_can_be_edited,
    of_two_from_one_day_the_one_written_last_counts,
    the_first_version_is_history_in_whatever_zone,
    a_patch_that_changes_nothing_is_no_change,
];

/// Seven days done up to today, the first of them on the day before signing up.
async fn seven_days(app: &TestApp) -> User<'_> {
    let user = app.register().await;
    app.clock.advance(Duration::days(5));
    for day in 22..=28 {
        user.post("/v1/sessions", &session(&format!("2026-11-{day}T06:00:00Z"), 12)).await.is(201);
    }
    user
}

async fn days(user: &User<'_>) -> Value {
    user.get("/v1/calendar?from=2026-11-01").await.is(200).json()["days"].clone()
}

async fn streak(user: &User<'_>) -> (Value, Value) {
    let streak = user.get("/v1/streak").await.is(200).json();
    (streak["current"]["length"].clone(), streak["longest"]["length"].clone())
}

async fn first(user: &User<'_>) -> String {
    format!("/v1/plans/{}", user.get("/v1/plan?on=2026-11-01").await.is(200).json()["id"].as_str().unwrap())
}

fn plan(from: &str, goal: u32) -> Value {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    json!({"effective_from": from, "schedule": {"kind": "weekdays", "days": days}, "goal_minutes": goal})
}

async fn what_has_begun_is_history(app: &TestApp) {
    let user = seven_days(app).await;
    let before = days(&user).await;
    let first = first(&user).await;
    let refuse = async |call: crate::support::Call<'_>, what: &str| {
        let refused = call.await.is_problem(409, "plan_has_begun");
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(what) && detail.contains("2026-11-28"), "{refused}");
    };
    for goal in [9, 15, 240] {
        refuse(user.patch(&first, &json!({"goal_minutes": goal})), "only its `items` can be changed").await;
        refuse(user.put(&first, &plan("2026-11-23", goal)), "only its `items` can be changed").await;
    }
    for change in [
        json!({"flare_goal_minutes": 4}),
        json!({"effective_from": "2026-11-22"}),
        json!({"effective_from": "2026-12-24"}),
        json!({"schedule": {"days": ["mon"]}}),
        json!({"schedule": {"kind": "times_per_week", "days": null, "times": 7}}),
    ] {
        refuse(user.patch(&first, &change), "only its `items` can be changed").await;
    }
    refuse(user.delete(&first), "can't be deleted").await;
    for from in ["2026-11-27", "2026-11-01", "1900-01-01"] {
        refuse(user.post("/v1/plans", &plan(from, 15)), "can begin today").await;
        refuse(user.put(&format!("/v1/plans/{}", Uuid::now_v7()), &plan(from, 15)), "can begin today").await;
    }
    assert_eq!((days(&user).await, streak(&user).await), (before.clone(), (json!(7), json!(7))));

    // Begun today, it is history as well; and so is it when another has taken over.
    let own = user.post("/v1/plans", &plan("2026-11-28", 12)).await.is(201);
    let own = own.header("Location").unwrap();
    refuse(user.patch(own, &json!({"goal_minutes": 11})), "only its `items` can be changed").await;
    refuse(user.delete(own), "can't be deleted").await;
    user.post("/v1/plans", &plan("2026-11-28", 30)).await.is(201);
    for path in [own, first.as_str()] {
        refuse(user.patch(path, &json!({"items": [{"exercise": "bridge", "sets": 1}]})), "another is in force").await;
        refuse(user.delete(path), "can't be deleted").await;
    }
    assert_eq!(days(&user).await.as_array().unwrap()[..6], before.as_array().unwrap()[..6]);
    assert_eq!(streak(&user).await, (json!(7), json!(7)));
}

async fn sync_refuses_the_same_and_loses_nothing(app: &TestApp) {
    let user = seven_days(app).await;
    let before = days(&user).await;
    let present = user.get("/v1/plan").await.is(200).json();
    let (known, fresh) = (present["id"].as_str().unwrap(), Uuid::now_v7().to_string());
    let op = |id: &str, record: Option<Value>| {
        let action = if record.is_some() { "put" } else { "delete" };
        let mut op = json!({"op_id": Uuid::now_v7(), "collection": "plans", "id": id, "action": action});
        op["base_rev"] = present["rev"].clone();
        if let Some(record) = record {
            op["record"] = record;
        }
        op
    };
    let stricter = plan("2026-11-23", 30);
    let mut ops = vec![op(known, Some(stricter.clone())), op(known, None), op(&fresh, Some(plan("2026-11-27", 30)))];
    // Nor does a decision about a conflict make it possible.
    ops.extend(ops.clone().into_iter().map(|mut op| {
        (op["op_id"], op["resolution"]) = (json!(Uuid::now_v7()), json!("mine"));
        op
    }));
    ops.push(json!({"op_id": Uuid::now_v7(), "collection": "day-marks", "id": "2026-11-01", "action": "put",
        "record": {"kind": "rest"}}));
    let results = user.post("/v1/sync", &json!({"ops": ops})).await.is(200).json()["results"].clone();
    for (number, result) in results.as_array().unwrap()[..6].iter().enumerate() {
        assert_eq!((&result["status"], &result["problem"]["status"]), (&json!("rejected"), &json!(409)), "{result}");
        assert_eq!(result["problem"]["code"], "plan_has_begun", "{number:?}");
        let (record, rev) = if number % 3 == 2 { (None, None) } else { (Some(&present), Some(&present["rev"])) };
        assert_eq!((result.get("record"), result.get("rev")), (record, rev), "{result}");
    }
    assert_eq!(results[6]["status"], "applied");
    assert_eq!((days(&user).await, streak(&user).await), (before, (json!(7), json!(7))));
    // What docs/sync.md says to do about it.
    let ops = [op(&fresh, Some(plan("2026-11-28", 30)))];
    let results = user.post("/v1/sync", &json!({"ops": ops})).await.is(200).json()["results"].clone();
    assert_eq!(results[0]["status"], "applied", "{results}");
    let results = user.post("/v1/sync", &json!({"ops": ops})).await.is(200).json()["results"].clone();
    assert_eq!(results[0]["status"], "duplicate", "{results}");
}

async fn what_has_not_begun_can_be_edited_and_removed(app: &TestApp) {
    let user = seven_days(app).await;
    let before = days(&user).await;
    let made = user.post("/v1/plans", &plan("2026-11-30", 20)).await.is(201);
    let path = made.header("Location").unwrap().to_owned();
    user.patch(&path, &json!({"goal_minutes": 25, "effective_from": "2026-12-24"})).await.is(200);
    user.patch(&path, &json!({"effective_from": "2026-11-27"})).await.is_problem(409, "plan_has_begun");
    user.put(&path, &plan("2026-11-27", 25)).await.is_problem(409, "plan_has_begun");
    user.delete(&path).await.is(204);
    user.delete(&path).await.is(204);
    // A deleted one is no way round.
    user.put(&path, &plan("2026-11-27", 25)).await.is_problem(409, "plan_has_begun");
    user.put(&path, &plan("2026-11-29", 25)).await.is(201);
    // To today it may move, and then it has begun.
    user.patch(&path, &json!({"effective_from": "2026-11-28"})).await.is(200);
    user.delete(&path).await.is_problem(409, "plan_has_begun");
    assert_eq!(days(&user).await.as_array().unwrap()[..6], before.as_array().unwrap()[..6]);
    // A day later, what waited has begun by itself.
    let waiting = user.post("/v1/plans", &plan("2026-11-29", 20)).await.is(201);
    let waiting = waiting.header("Location").unwrap();
    user.patch(waiting, &json!({"goal_minutes": 21})).await.is(200);
    app.clock.advance(Duration::hours(11));
    user.patch(waiting, &json!({"goal_minutes": 22})).await.is(200);
    app.clock.advance(Duration::hours(1));
    user.patch(waiting, &json!({"goal_minutes": 23})).await.is_problem(409, "plan_has_begun");
}

async fn the_first_own_plan_leaves_what_was_before_signing_up(app: &TestApp) {
    let user = app.register().await;
    for (day, minutes) in [(2, 12), (3, 10), (4, 9), (6, 12), (22, 10), (23, 12)] {
        user.post("/v1/sessions", &session(&format!("2026-11-{day:02}T06:00:00Z"), minutes)).await.is(201);
    }
    user.put("/v1/day-marks/2026-11-05", &json!({"kind": "flare"})).await.is(201);
    let before = days(&user).await;
    assert_eq!((before.as_array().unwrap().len(), &before[0]["state"]), (22, &json!("done")));
    let id = user.get("/v1/plan").await.is(200).json()["id"].clone();
    assert!(before.as_array().unwrap().iter().all(|day| day["plan_id"] == id), "{before}");
    let own = json!({"effective_from": "2026-11-23", "schedule": {"kind": "times_per_week", "times": 3},
        "goal_minutes": 15, "items": [{"exercise": "bird-dog", "sets": 2}]});
    let own = user.post("/v1/plans", &own).await.is(201).json();
    let after = days(&user).await;
    assert_eq!(after.as_array().unwrap()[..21], before.as_array().unwrap()[..21]);
    assert_eq!((&after[21]["state"], &after[21]["goal_minutes"]), (&json!("done"), &json!(10)));
    assert_eq!(after[21]["plan_id"], own["id"]);
    for (on, expected) in [("1900-01-01", &id), ("2026-11-22", &id), ("2026-11-23", &own["id"])] {
        assert_eq!(user.get(&format!("/v1/plan?on={on}")).await.is(200).json()["id"], *expected, "{on}");
    }
    // Years later, and for what is imported then.
    app.clock.advance(Duration::days(700));
    let path = "/v1/calendar?from=2026-11-01&to=2026-11-22";
    let past = user.get(path).await.is(200).json()["days"].clone();
    assert_eq!(past.as_array().unwrap()[..], before.as_array().unwrap()[..21]);
    user.post("/v1/sessions", &session("2026-11-07T06:00:00Z", 10)).await.is(201);
    assert_eq!(user.get(path).await.is(200).json()["days"][5]["state"], "done");
}

async fn a_done_day_stays_done_when_a_stricter_plan_begins(app: &TestApp) {
    let user = seven_days(app).await;
    for goal in [15, 60, 240] {
        user.post("/v1/plans", &plan("2026-11-28", goal)).await.is(201);
        let today = days(&user).await[6].clone();
        assert_eq!((&today["state"], &today["reason"]), (&json!("done"), &json!("goal_met")), "{today}");
        assert_eq!(today["goal_minutes"], 10, "{goal:?}");
        assert_eq!(streak(&user).await, (json!(7), json!(7)), "{goal:?}");
    }
    let once_a_week = json!({"effective_from": "2026-11-28", "schedule": {"kind": "weekdays", "days": ["mon"]},
        "goal_minutes": 30, "flare_goal_minutes": 30});
    user.post("/v1/plans", &once_a_week).await.is(201);
    user.put("/v1/day-marks/2026-11-28", &json!({"kind": "flare"})).await.is(201);
    assert_eq!(days(&user).await[6]["state"], "done");
    // From the next day on, only the version in force counts.
    app.clock.advance(Duration::days(2));
    user.post("/v1/sessions", &session("2026-11-30T06:00:00Z", 12)).await.is(201);
    let days = days(&user).await;
    let judged: Vec<_> = (6..9).map(|n| [&days[n]["state"], &days[n]["goal_minutes"]]).collect();
    assert_eq!(json!(judged), json!([["done", 3], ["rest", 30], ["pending", 30]]));
}

async fn what_judges_nothing_can_be_edited(app: &TestApp) {
    let user = seven_days(app).await;
    let (before, first) = (days(&user).await, first(&user).await);
    let items = json!([{"exercise": "bird-dog", "sets": 2, "reps": 5}]);
    let changed = user.patch(&first, &json!({"items": items})).await.is(200).json();
    assert_eq!(changed["items"], items);
    let mut body = plan("2026-11-23", 10);
    // In another order, which has no meaning.
    body["schedule"]["days"] = json!(["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);
    body["items"] = json!([]);
    let changed = user.put(&first, &body).await.is(200).json();
    assert_eq!((&changed["items"], &changed["flare_goal_minutes"]), (&json!([]), &json!(3)));
    assert_eq!(days(&user).await, before);
}

async fn of_two_from_one_day_the_one_written_last_counts(app: &TestApp) {
    let user = app.register().await;
    let path =
        |number: u128| format!("/v1/plans/{}", Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 | number));
    let goal = async || user.get("/v1/plan?on=2026-12-01").await.is(200).json()["goal_minutes"].clone();
    user.put(&path(2), &plan("2026-12-01", 20)).await.is(201);
    user.put(&path(1), &plan("2026-12-01", 30)).await.is(201);
    assert_eq!(goal().await, 30);
    user.patch(&path(2), &json!({"goal_minutes": 21})).await.is(200);
    assert_eq!(goal().await, 21);
    // One that moves to the day of another takes over from it.
    user.put(&path(3), &plan("2026-12-24", 40)).await.is(201);
    user.patch(&path(1), &json!({"goal_minutes": 31})).await.is(200);
    user.patch(&path(3), &json!({"effective_from": "2026-12-01"})).await.is(200);
    assert_eq!(goal().await, 40);
    app.clock.advance(Duration::days(8));
    let judged = user.get("/v1/calendar?from=2026-12-01").await.is(200).json()["days"][0].clone();
    assert_eq!((&judged["goal_minutes"], &judged["plan_id"]), (&json!(40), &json!(path(3)[10..])));
}

async fn the_first_version_is_history_in_whatever_zone(app: &TestApp) {
    // It is the 24th there already.
    let user = app.register_in("Pacific/Auckland").await;
    let first = first(&user).await;
    assert_eq!(user.get(&first).await.is(200).json()["effective_from"], "2026-11-24");
    for (zone, day_starts_at) in [("Pacific/Auckland", "06:00"), ("America/Los_Angeles", "00:00")] {
        user.patch("/v1/me", &json!({"time_zone": zone, "day_starts_at": day_starts_at})).await.is(200);
        app.clock.set("2026-11-23T15:00:00Z");
        let today = user.get("/v1/streak").await.is(200).json()["as_of"].clone();
        assert_eq!(today, "2026-11-23", "{zone}");
        user.patch(&first, &json!({"goal_minutes": 11})).await.is_problem(409, "plan_has_begun");
        user.patch(&first, &json!({"effective_from": "2026-11-23"})).await.is_problem(409, "plan_has_begun");
        user.delete(&first).await.is_problem(409, "plan_has_begun");
    }
    // A plan of one's own that begins before it is not undone by it.
    user.post("/v1/sessions", &session("2026-11-20T06:00:00Z", 10)).await.is(201);
    let before = days(&user).await;
    let own = user.post("/v1/plans", &plan("2026-11-23", 30)).await.is(201).json();
    for (on, goal) in [("2026-11-22", 10), ("2026-11-23", 30), ("2026-11-24", 30), ("2026-12-24", 30)] {
        assert_eq!(user.get(&format!("/v1/plan?on={on}")).await.is(200).json()["goal_minutes"], goal, "{on}");
    }
    assert_eq!(days(&user).await.as_array().unwrap()[..3], before.as_array().unwrap()[..3]);
    app.clock.advance(Duration::days(3));
    let after = days(&user).await;
    assert_eq!(after.as_array().unwrap()[..3], before.as_array().unwrap()[..3]);
    for day in &after.as_array().unwrap()[3..] {
        assert_eq!((&day["plan_id"], &day["goal_minutes"]), (&own["id"], &json!(30)), "{day}");
    }
    user.patch(&first, &json!({"items": []})).await.is(200);
    user.patch(&first, &json!({"items": [{"exercise": "bridge", "sets": 1}]})).await.is_problem(409, "plan_has_begun");
}

async fn a_patch_that_changes_nothing_is_no_change(app: &TestApp) {
    let user = seven_days(app).await;
    let first = first(&user).await;
    let present = user.get(&first).await.is(200);
    for change in [json!({}), json!({"goal_minutes": 10}), json!({"effective_from": "2026-11-23", "items": []})] {
        assert_eq!(user.patch(&first, &change).await.is(200).json(), present.json(), "{change:?}");
    }
    assert_eq!(user.put(&first, &plan("2026-11-23", 10)).await.is(200).json(), present.json());
    // What is refused in any case is reported first, then that the record has changed.
    user.patch(&first, &json!({"goal_minutes": 0})).await.has_faults(&["/goal_minutes out_of_range"]);
    user.patch(&first, &json!({"goal_minutes": 9}))
        .header("If-Match", "\"99\"")
        .await
        .is_problem(412, "precondition_failed");
}
