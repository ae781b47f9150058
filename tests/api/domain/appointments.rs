use serde_json::{Value, json};

use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    points_are_written_the_standard_way,
    points_and_techniques_must_fit_together,
    a_course_is_one_of_ones_own,
    costs_and_side_effects_are_checked,
];

fn appointment(fields: Value) -> Value {
    let mut body = json!({
        "scheduled_at": "2026-11-23T09:00:00Z", "time_zone": "UTC", "duration_minutes": 45, "status": "completed",
    });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    body
}

async fn points_are_written_the_standard_way(app: &TestApp) {
    let user = app.register().await;
    let points = json!([
        {"point": "ub 23", "side": "both"}, {"point": "Du-4"}, {"point": "ren12"}, {"point": "liv3", "side": "left"},
        {"point": "sj5"}, {"point": "huatuojiaji", "level": "T12", "side": "right"}, {"point": "ashi", "zone": "left of L5"},
    ]);
    let made = user.post("/v1/appointments", &appointment(json!({"points": points}))).await.is(201).json();
    let expected = json!([
        {"point": "BL23", "side": "both"}, {"point": "GV4"}, {"point": "CV12"}, {"point": "LR3", "side": "left"},
        {"point": "TE5"}, {"point": "EX-B2", "level": "T12", "side": "right"}, {"point": "ASHI", "zone": "left of L5"},
    ]);
    assert_eq!(made["points"], expected);
    let path = format!("/v1/appointments/{}", made["id"].as_str().unwrap());
    assert_eq!(user.get(&path).await.json(), made);
    // The other spelling of the same point is the same record.
    let again = user.put(&path, &appointment(json!({"points": points}))).await.is(200).json();
    assert_eq!(again["rev"], made["rev"]);
}

async fn points_and_techniques_must_fit_together(app: &TestApp) {
    let user = app.register().await;
    let points = json!([
        {"point": "BL23"}, {"point": "EX-B2"}, {"point": "ASHI", "level": "L1"}, {"point": "GV4", "zone": "x", "level": "L1"},
    ]);
    let techniques = json!([
        {"kind": "straight", "frequency_hz": 2}, {"kind": "electroacupuncture", "frequency_hz": 2, "milliamps": 60},
        {"kind": "twisting"},
    ]);
    let body = appointment(json!({"points": points, "techniques": techniques}));
    user.post("/v1/appointments", &body).await.has_faults(&[
        "/points/1/level missing",
        "/points/1/side missing",
        "/points/2/level not_allowed",
        "/points/2/zone missing",
        "/points/3/level not_allowed",
        "/points/3/zone not_allowed",
        "/techniques/0/frequency_hz not_allowed",
        "/techniques/1/milliamps out_of_range",
    ]);
    let maxima = [
        ("LU", 11),
        ("LI", 20),
        ("ST", 45),
        ("SP", 21),
        ("HT", 9),
        ("SI", 19),
        ("BL", 67),
        ("KI", 27),
        ("PC", 9),
        ("TE", 23),
        ("GB", 44),
        ("LR", 14),
        ("GV", 28),
        ("CV", 24),
    ];
    for (channel, last) in maxima {
        let point = |number: u32| appointment(json!({"points": [{"point": format!("{channel}{number}")}]}));
        user.post("/v1/appointments", &point(1)).await.is(201);
        user.post("/v1/appointments", &point(last)).await.is(201);
        for number in [0, last + 1, 4_000_000_000] {
            let reply = user.post("/v1/appointments", &point(number)).await;
            assert_eq!(reply.status, 422, "{reply}");
            assert!(reply.errors()[0].starts_with("/points/0/point "), "{reply}");
        }
    }
}

async fn a_course_is_one_of_ones_own(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    let course =
        tom.post("/v1/courses", &json!({"condition": "Neck", "started_on": "2026-11-10"})).await.is(201).json();
    assert_eq!(course["planned_sessions"], 10);
    let body = appointment(json!({"course_id": course["id"]}));
    maria.post("/v1/appointments", &body).await.has_faults(&["/course_id unknown_course"]);
    tom.post("/v1/appointments", &body).await.is(201);
    let unreadable = appointment(json!({"course_id": "the first"}));
    tom.post("/v1/appointments", &unreadable).await.has_faults(&["/course_id invalid_course_id"]);
    // A visit stays when its course goes.
    tom.delete(&format!("/v1/courses/{}", course["id"].as_str().unwrap())).await.is(204);
    tom.post("/v1/appointments", &body).await.is(201);
    assert_eq!(tom.get("/v1/appointments").await.json()["items"].as_array().unwrap().len(), 2);

    let ahead = json!({"condition": "Neck", "started_on": "2026-11-10", "onset_date": "2026-11-25"});
    tom.post("/v1/courses", &ahead).await.has_faults(&["/onset_date in_the_future"]);
}

async fn costs_and_side_effects_are_checked(app: &TestApp) {
    let user = app.register().await;
    let body = appointment(json!({
        "cost": {"amount_minor": -1, "currency": "eur"},
        "side_effects": [{"effect": "soreness", "severity": "mild"}, {"effect": "joy", "severity": "huge"}, {}],
        "practitioner": {"licensed": "yes"}, "retention_minutes": 241, "status": "done",
    }));
    user.post("/v1/appointments", &body).await.has_faults(&[
        "/cost/amount_minor out_of_range",
        "/cost/currency invalid_currency",
        "/side_effects/1/effect unknown_value",
        "/side_effects/1/severity unknown_value",
        "/side_effects/2/effect missing",
        "/side_effects/2/severity missing",
        "/practitioner/name missing",
        "/practitioner/licensed wrong_type",
        "/retention_minutes out_of_range",
        "/status unknown_value",
    ]);
    let cost = json!({"amount_minor": 6500, "currency": "EUR"});
    let made = user.post("/v1/appointments", &appointment(json!({"cost": cost}))).await.is(201).json();
    assert_eq!(made["cost"], cost);
}
