//! Ops and batches that cannot be done, and keys on batches.

use serde_json::{Value, json};

use super::batch::{counter, delete, errors, key, mine, push, push_one, put, statuses, with};
use crate::support::{Calls, TestApp, on_both_engines, pain_score};

on_both_engines![
    a_bad_op_spoils_nothing,
    a_malformed_op_is_refused_alone,
    faults_of_a_record_are_told_with_pointers,
    ids_are_those_of_addresses,
    what_has_routes_of_its_own_is_only_read,
    a_visit_waits_until_its_advisories_are_acknowledged,
    advisories_come_with_the_result,
    a_batch_has_an_outer_form,
    a_batch_has_bounds,
    a_key_answers_again,
    nobody_pushes_without_a_token,
];

fn score(number: u32, value: u32) -> Value {
    put(&key("pain-scores", number), &pain_score("2026-11-23T06:00:00.000Z", value))
}

async fn a_bad_op_spoils_nothing(app: &TestApp) {
    let user = app.register().await;
    let before = counter(&user).await;
    let results = push(&user, &[score(1, 4), score(2, 11), json!(7), score(3, 4), score(1, 11)]).await;
    assert_eq!(statuses(&results), ["applied", "rejected", "rejected", "applied", "rejected"]);
    assert_eq!(counter(&user).await, before + 2);
    let list = user.get("/v1/pain-scores").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    // One that is refused in any case says so, not that it comes too late.
    let ops = [with(score(1, 11), json!({"base_rev": 1})), mine(score(1, 11))];
    assert_eq!(statuses(&push(&user, &ops).await), ["rejected", "rejected"]);
}

async fn a_malformed_op_is_refused_alone(app: &TestApp) {
    let user = app.register().await;
    let without = |name: &str| {
        let mut op = score(1, 4);
        op.as_object_mut().unwrap().remove(name);
        op
    };
    let other = |fields: Value| with(score(1, 4), fields);
    let cases: &[(Value, &[&str])] = &[
        (json!(null), &[" wrong_type"]),
        (json!("put"), &[" wrong_type"]),
        (json!([]), &[" wrong_type"]),
        (json!({}), &["/action missing", "/collection missing", "/id missing", "/op_id missing"]),
        (without("op_id"), &["/op_id missing"]),
        (without("collection"), &["/collection missing"]),
        (without("id"), &["/id missing"]),
        (without("action"), &["/action missing"]),
        (without("record"), &["/record missing"]),
        (other(json!({"op_id": "first"})), &["/op_id invalid_op_id"]),
        (other(json!({"op_id": 1})), &["/op_id wrong_type"]),
        (other(json!({"op_id": null})), &["/op_id wrong_type"]),
        (other(json!({"action": "patch"})), &["/action unknown_value"]),
        (other(json!({"resolution": "theirs"})), &["/resolution unknown_value"]),
        (other(json!({"base_rev": -1})), &["/base_rev wrong_type"]),
        (other(json!({"base_rev": "7"})), &["/base_rev wrong_type"]),
        (other(json!({"base_rev": 1.5})), &["/base_rev wrong_type"]),
        (other(json!({"record": 7})), &["/record wrong_type"]),
        (other(json!({"record": []})), &["/record wrong_type"]),
        (other(json!({"rev": 7})), &["/rev unknown_field"]),
        (other(json!({"collection": "nothing"})), &["/collection unknown_collection"]),
        (other(json!({"collection": 7})), &["/collection wrong_type"]),
        (other(json!({"action": "delete"})), &["/record not_allowed"]),
        (
            other(json!({"op_id": 1, "base_rev": [], "more": 1})),
            &["/base_rev wrong_type", "/more unknown_field", "/op_id wrong_type"],
        ),
    ];
    let before = counter(&user).await;
    let ops: Vec<_> = cases.iter().map(|(op, _)| op.clone()).collect();
    for ((op, expected), result) in cases.iter().zip(push(&user, &ops).await) {
        assert_eq!(
            (&result["status"], errors(&result)),
            (&json!("rejected"), expected.iter().map(ToString::to_string).collect()),
            "{op}"
        );
    }
    assert_eq!(counter(&user).await, before);
}

async fn faults_of_a_record_are_told_with_pointers(app: &TestApp) {
    let user = app.register().await;
    let session = json!({
        "started_at": "2026-12-23T06:00:00Z", "time_zone": "Nowhere", "duration_seconds": 0, "colour": "red",
        "exercises": [{"exercise": "bird-dog", "sets": [{"reps": -1}]}]
    });
    let result = push_one(&user, &put(&key("sessions", 1), &session)).await;
    assert_eq!(
        errors(&result),
        [
            "/record/colour unknown_field",
            "/record/duration_seconds out_of_range",
            "/record/exercises/0/sets/0/reps out_of_range",
            "/record/started_at in_the_future",
            "/record/time_zone invalid_time_zone",
        ]
    );
    assert_eq!((&result["problem"]["status"], &result["problem"]["code"]), (&json!(422), &json!("invalid_input")));
    // What only the service writes is passed over, but a record is at its own address.
    let made = push_one(&user, &score(1, 4)).await;
    let result = push_one(&user, &put(&key("pain-scores", 2), &made["record"])).await;
    assert_eq!(errors(&result), ["/record/id differs"]);
}

async fn ids_are_those_of_addresses(app: &TestApp) {
    let user = app.register().await;
    let mark = json!({"kind": "rest"});
    let made = push_one(&user, &put("day-marks/2026-11-23", &mark)).await;
    assert_eq!((&made["record"]["id"], &made["record"]["date"]), (&json!("2026-11-23"), &json!("2026-11-23")));
    assert_eq!(user.get("/v1/day-marks/2026-11-23").await.is(200).json(), made["record"]);
    let differs = json!({"kind": "rest", "date": "2026-11-24"});
    let result = push_one(&user, &put("day-marks/2026-11-23", &differs)).await;
    assert_eq!(errors(&result), ["/record/date date_differs"]);
    for id in ["2026-02-30", "2026-11-23T00:00:00Z", "00000000-0000-8000-8000-000020261123", "23.11.2026"] {
        for op in [put(&format!("day-marks/{id}"), &mark), delete(&format!("day-marks/{id}"))] {
            assert_eq!(errors(&push_one(&user, &op).await), ["/id invalid_id"], "{id}");
        }
    }
    let long = "0".repeat(500);
    for id in [
        "2026-11-23",
        "first",
        "019300000000700080000000000000001",
        "{01930000-0000-7000-8000-000000000001}",
        "bird-dog",
    ] {
        for op in
            [put(&format!("exercises/{id}"), &json!({"name": "x", "kind": "reps"})), delete(&format!("exercises/{id}"))]
        {
            assert_eq!(errors(&push_one(&user, &op).await), ["/id invalid_id"], "{id}");
        }
    }
    let result = push_one(&user, &delete(&format!("exercises/{long}"))).await;
    assert_eq!(errors(&result), ["/id wrong_length"]);
    assert_eq!(json!(counter(&user).await), made["rev"]);
}

async fn what_has_routes_of_its_own_is_only_read(app: &TestApp) {
    let user = app.register().await;
    let before = counter(&user).await;
    for collection in ["shares", "comments", "plan-proposals"] {
        let (write, remove) = (put(&key(collection, 1), &json!({"label": "Dr. Lin"})), delete(&key(collection, 1)));
        let ops = [write.clone(), remove.clone(), mine(write), mine(remove)];
        for result in push(&user, &ops).await {
            assert_eq!(
                (&result["problem"]["status"], &result["problem"]["code"]),
                (&json!(403), &json!("read_only")),
                "{collection:?}"
            );
        }
    }
    assert_eq!(counter(&user).await, before);
}

async fn a_visit_waits_until_its_advisories_are_acknowledged(app: &TestApp) {
    let user = app.register().await;
    user.put("/v1/me/health-profile", &json!({"anticoagulants": true})).await.is(200);
    let before = counter(&user).await;
    let visit = json!({
        "scheduled_at": "2026-11-24T09:00:00Z", "time_zone": "UTC", "duration_minutes": 45, "status": "scheduled"
    });
    let key = key("appointments", 1);
    for op in [put(&key, &visit), mine(put(&key, &visit))] {
        let result = push_one(&user, &op).await;
        let problem = &result["problem"];
        assert_eq!((&problem["status"], &problem["code"]), (&json!(409), &json!("acknowledge_first")), "{result}");
        assert!(
            problem["advisories"].as_array().unwrap().iter().any(|advisory| advisory["code"] == "anticoagulants"),
            "{op:?}"
        );
    }
    assert_eq!(counter(&user).await, before);
    let read = with(visit, json!({"acknowledged": ["anticoagulants"]}));
    assert_eq!(push_one(&user, &put(&key, &read)).await["status"], "applied");
}

async fn advisories_come_with_the_result(app: &TestApp) {
    let user = app.register().await;
    let ticked = with(pain_score("2026-11-23T06:00:00Z", 8), json!({"red_flags": ["saddle_numbness"]}));
    let result = push_one(&user, &put(&key("pain-scores", 1), &ticked)).await;
    assert_eq!(result["record"]["advisories"][0]["code"], "saddle_numbness");
    assert_eq!(user.get(&format!("/v1/{}", key("pain-scores", 1))).await.json(), result["record"]);
}

async fn a_batch_has_an_outer_form(app: &TestApp) {
    let user = app.register().await;
    assert_eq!(push(&user, &[]).await, [] as [Value; 0]);
    let cases: [(Value, &[&str]); 6] = [
        (json!({}), &["/ops missing"]),
        (json!({"ops": null}), &["/ops wrong_type"]),
        (json!({"ops": {}}), &["/ops wrong_type"]),
        (json!({"ops": [], "device": "phone"}), &["/device unknown_field"]),
        (json!([]), &[" wrong_type"]),
        (json!(null), &[" wrong_type"]),
    ];
    for (body, expected) in cases {
        user.post("/v1/sync", &body).await.has_faults(expected);
    }
    let raw = |bytes: &str| user.call("POST", "/v1/sync").bytes(bytes).header("Content-Type", "application/json");
    for bytes in ["", "{", r#"{"ops": []} {}"#, r#"{"ops": [1,]}"#] {
        raw(bytes).await.is_problem(400, "malformed");
    }
    raw(r#"{"ops": []}"#).header("Content-Type", "text/plain").await.is_problem(415, "unsupported_media_type");
    user.post("/v1/sync?limit=1", &json!({"ops": []})).await;
    for method in ["PUT", "PATCH", "DELETE"] {
        user.call(method, "/v1/sync").await.is_problem(405, "method_not_allowed");
    }
}

async fn a_batch_has_bounds(app: &TestApp) {
    let user = app.register().await;
    let ops: Vec<_> = (1..=501).map(|number| score(number, 4)).collect();
    user.post("/v1/sync", &json!({"ops": ops})).await.has_faults(&["/ops wrong_length"]);
    let before = counter(&user).await;
    let results = push(&user, &ops[..500]).await;
    assert!(statuses(&results).iter().all(|status| *status == "applied"));
    let revs: Vec<_> = results.iter().map(|result| result["rev"].as_i64().unwrap()).collect();
    assert_eq!(revs, (before + 1..=before + 500).collect::<Vec<_>>());
    assert!(statuses(&push(&user, &ops[..500]).await).iter().all(|status| *status == "duplicate"));
    assert_eq!(counter(&user).await, before + 500);

    // Of a record, what a PUT takes: a body of 64 KiB, be it sensible or not.
    let record = |bytes: usize| {
        let empty = json!({"name": "x", "kind": "reps", "instructions": ""}).to_string().len();
        json!({"name": "x", "kind": "reps", "instructions": "x".repeat(bytes - empty)})
    };
    let largest = push_one(&user, &put(&key("exercises", 1), &record(64 * 1024))).await;
    assert_eq!(errors(&largest), ["/record/instructions wrong_type"]);
    let results = push(&user, &[put(&key("exercises", 1), &record(64 * 1024 + 1)), score(501, 4)]).await;
    assert_eq!(
        (statuses(&results), errors(&results[0])),
        (vec!["rejected", "applied"], vec!["/record too_large".to_owned()])
    );

    // 4 MiB, white space and all.
    let body = |bytes: usize| {
        let text = json!({"ops": [score(502, 4)]}).to_string();
        format!("{text}{}", " ".repeat(bytes - text.len()))
    };
    let raw =
        |bytes: usize| user.call("POST", "/v1/sync").bytes(body(bytes)).header("Content-Type", "application/json");
    raw(4 * 1024 * 1024 + 1).await.is_problem(413, "too_large");
    raw(4 * 1024 * 1024).await.is(200);
}

async fn a_key_answers_again(app: &TestApp) {
    let user = app.register().await;
    let body = json!({"ops": [score(1, 4), score(2, 11)]});
    let keyed = |body: &Value| user.post("/v1/sync", body).header("Idempotency-Key", "one");
    let first = keyed(&body).await.is(200);
    assert_eq!(first.header("Idempotency-Replayed"), None);
    let rev = first.json()["results"][0]["rev"].clone();
    push_one(&user, &with(score(1, 5), json!({"base_rev": rev}))).await;
    app.restart();
    let again = keyed(&body).await.is(200);
    assert_eq!((again.header("Idempotency-Replayed"), again.text()), (Some("true"), first.text()));
    keyed(&json!({"ops": [score(1, 4)]})).await.is_problem(422, "idempotency_key_reused");
    // Without the key they are what they are by now.
    let answer = user.post("/v1/sync", &body).await.is(200).json();
    assert_eq!(statuses(answer["results"].as_array().unwrap()), ["conflict", "rejected"]);
    user.post("/v1/sync", &body).header("Idempotency-Key", "").await.has_faults(&["Idempotency-Key wrong_length"]);
    // A batch that was refused as a whole leaves the key free.
    user.post("/v1/sync", &json!({})).header("Idempotency-Key", "two").await.is(422);
    user.post("/v1/sync", &body).header("Idempotency-Key", "two").await.is(200);
}

async fn nobody_pushes_without_a_token(app: &TestApp) {
    app.post("/v1/sync", &json!({"ops": []})).await.is_problem(401, "unauthenticated");
    app.get("/v1/sync").await.is_problem(401, "unauthenticated");
}
