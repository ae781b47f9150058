use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    a_visit_is_screened_by_the_health_profile,
    a_visit_waits_for_what_must_be_acknowledged,
    what_changes_later_reaches_the_visits_to_come,
    visits_that_lie_back_keep_what_they_were_told,
    many_visits_are_pointed_out,
    licence_and_cost_are_pointed_out,
    advisories_are_the_services_own,
    side_effects_say_where_to_turn,
    having_read_the_milder_word_is_not_having_read_the_stronger,
    what_has_happened_can_be_written_down,
];

const PROFILE: &str = "/v1/me/health-profile";

fn visit(at: &str, fields: Value) -> Value {
    let mut body = json!({
        "scheduled_at": at, "time_zone": "UTC", "duration_minutes": 45, "status": "scheduled",
        "practitioner": {"name": "Dr. Lin", "licensed": true},
    });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    body
}

fn electric() -> Value {
    json!({"techniques": [{"kind": "electroacupuncture", "frequency_hz": 4, "milliamps": 1.5}]})
}

fn codes(answer: &Value) -> Vec<String> {
    let advisories = answer["advisories"].as_array().unwrap();
    let text = |advisory: &Value, name: &str| advisory[name].as_str().unwrap().to_owned();
    for advisory in advisories {
        assert!(text(advisory, "text").len() > 20 && text(advisory, "source").len() > 10, "{advisory}");
    }
    advisories.iter().map(|advisory| format!("{} {}", text(advisory, "level"), text(advisory, "code"))).collect()
}

async fn screened(user: &User<'_>, fields: Value) -> Vec<String> {
    let reply = user.post("/v1/appointments", &visit("2026-11-24T09:00:00Z", fields)).await;
    let answer = reply.json();
    if reply.status == 201 {
        user.delete(&format!("/v1/appointments/{}", answer["id"].as_str().unwrap())).await.is(204);
    } else {
        reply.is_problem(409, "acknowledge_first");
    }
    codes(&answer)
}

async fn a_visit_is_screened_by_the_health_profile(app: &TestApp) {
    let user = app.register().await;
    assert_eq!(screened(&user, json!({})).await, [""; 0]);
    let expected = [
        ("pregnant", "acknowledge pregnancy", "acknowledge pregnancy"),
        ("anticoagulants", "acknowledge anticoagulants", "acknowledge anticoagulants"),
        ("bleeding_disorder", "acknowledge bleeding_disorder", "acknowledge bleeding_disorder"),
        ("pacemaker", "info pacemaker", "acknowledge pacemaker_with_current"),
        ("epilepsy", "info epilepsy", "acknowledge epilepsy_with_current"),
    ];
    for (condition, by_hand, with_current) in expected {
        user.put(PROFILE, &json!({condition: true})).await.is(200);
        assert_eq!(screened(&user, json!({})).await, [by_hand], "{condition:?} {by_hand:?}");
        assert_eq!(screened(&user, electric()).await, [with_current], "{condition:?} {by_hand:?}");
        user.put(PROFILE, &json!({condition: false})).await.is(200);
        assert_eq!(screened(&user, electric()).await, [""; 0], "{condition:?} {by_hand:?}");
    }
    // A visit that does not take place needs no word.
    user.put(PROFILE, &json!({"pregnant": true, "pacemaker": true})).await.is(200);
    assert_eq!(screened(&user, json!({"status": "cancelled"})).await, [""; 0]);
}

async fn a_visit_waits_for_what_must_be_acknowledged(app: &TestApp) {
    let user = app.register().await;
    user.put(PROFILE, &json!({"anticoagulants": true, "pregnant": true})).await.is(200);
    let path = "/v1/appointments/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";
    let body = |codes: Value| visit("2026-11-24T09:00:00Z", json!({"acknowledged": codes}));

    let refused = user.put(path, &body(json!([]))).await.is_problem(409, "acknowledge_first");
    assert_eq!(codes(&refused.json()), ["acknowledge pregnancy", "acknowledge anticoagulants"]);
    user.put(path, &body(json!(["pregnancy"]))).await.is_problem(409, "acknowledge_first");
    user.get(path).await.is_problem(404, "not_found");

    let taken = user.put(path, &body(json!(["anticoagulants", "pregnancy", "made_up"]))).await.is(201).json();
    assert_eq!(codes(&taken), ["acknowledge pregnancy", "acknowledge anticoagulants"]);
    assert_eq!(user.put(path, &body(json!(["anticoagulants", "pregnancy", "made_up"]))).await.is(200).json(), taken);

    // Other changes keep what was acknowledged; taking it back is refused, and so is nothing else.
    user.patch(path, &json!({"duration_minutes": 60})).await.is(200);
    user.patch(path, &json!({"acknowledged": null})).await.is_problem(409, "acknowledge_first");
    let cancelled = user.patch(path, &json!({"acknowledged": null, "status": "cancelled"})).await.is(200).json();
    assert_eq!(cancelled["advisories"], json!([]));
}

async fn what_changes_later_reaches_the_visits_to_come(app: &TestApp) {
    let user = app.register().await;
    let path = "/v1/appointments/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";
    let booked = user.put(path, &visit("2026-11-30T09:00:00Z", json!({}))).await.is(201);
    let profile = user.put(PROFILE, &json!({"pregnant": true})).await.is(200).json();

    let seen = user.get(path).header("If-None-Match", booked.etag()).await.is(200).json();
    assert_eq!(codes(&seen), ["acknowledge pregnancy"]);
    assert!(seen["rev"].as_i64() > profile["rev"].as_i64(), "a changed record has a rev of its own");
    assert_eq!(codes(&user.get("/v1/today").await.is(200).json()), ["acknowledge pregnancy"]);

    // It was not refused when it was made; its next change asks.
    user.patch(path, &json!({"clinic": "By the park"})).await.is_problem(409, "acknowledge_first");
    user.patch(path, &json!({"clinic": "By the park", "acknowledged": ["pregnancy"]})).await.is(200);

    user.put(PROFILE, &json!({"pregnant": false})).await.is(200);
    assert_eq!(user.get(path).await.json()["advisories"], json!([]));
    let rev = user.get(path).await.json()["rev"].clone();
    user.put(PROFILE, &json!({"pregnant": false, "epilepsy": false})).await.is(200);
    assert_eq!(user.get(path).await.json()["rev"], rev, "nothing of it changed");
}

async fn visits_that_lie_back_keep_what_they_were_told(app: &TestApp) {
    let user = app.register().await;
    let path = "/v1/appointments/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";
    user.put(PROFILE, &json!({"anticoagulants": true})).await.is(200);
    let booked = visit("2026-11-24T09:00:00Z", json!({"acknowledged": ["anticoagulants"]}));
    user.put(path, &booked).await.is(201);

    app.clock.set("2026-12-20T09:00:00Z");
    user.put(PROFILE, &json!({"pregnant": true})).await.is(200);
    let done = user.patch(path, &json!({"status": "completed"})).await.is(200).json();
    assert_eq!(codes(&done), ["acknowledge anticoagulants"]);
    // A visit of long ago was before the pregnancy.
    let old = visit("2025-03-03T09:00:00Z", json!({"status": "completed"}));
    assert_eq!(codes(&user.post("/v1/appointments", &old).await.is(201).json()), [""; 0]);
    // One of yesterday was not.
    let recent = visit("2026-12-19T09:00:00Z", json!({"status": "completed"}));
    user.post("/v1/appointments", &recent).await.is_problem(409, "acknowledge_first");
}

async fn many_visits_are_pointed_out(app: &TestApp) {
    let user = app.register().await;
    let made = |day: &str, fields: Value| visit(&format!("2026-{day}T09:00:00Z"), fields);
    for (day, fields, expected) in [
        ("11-24", json!({}), 0),
        ("11-27", json!({}), 0),
        ("11-25", json!({"status": "cancelled"}), 0),
        ("12-01", json!({}), 0),
        ("11-30", json!({}), 1),
        ("12-08", json!({}), 0),
    ] {
        let answer = user.post("/v1/appointments", &made(day, fields)).await.is(201).json();
        let expected = ["review many_visits_in_a_week"].repeat(expected);
        assert_eq!(codes(&answer), expected, "{day}");
    }
    let course = json!({"condition": "Low back", "started_on": "2026-01-05"});
    let course = user.post("/v1/courses", &course).await.is(201).json();
    for week in 0..13 {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + chrono::Days::new(week * 14);
        let fields = json!({"status": "completed", "course_id": course["id"]});
        let body = visit(&format!("{day}T09:00:00Z"), fields);
        let answer = user.post("/v1/appointments", &body).await.is(201).json();
        let expected = ["review many_visits_in_a_course"].repeat(usize::from(week == 12));
        assert_eq!(codes(&answer), expected, "visit {}", week + 1);
    }
}

async fn licence_and_cost_are_pointed_out(app: &TestApp) {
    let user = app.register().await;
    let practitioner = |licensed: Value| json!({"practitioner": {"name": "Kim", "licensed": licensed}});
    assert_eq!(screened(&user, json!({"practitioner": null})).await, ["info licence_unknown"]);
    assert_eq!(screened(&user, json!({"practitioner": {"name": "Kim"}})).await, ["info licence_unknown"]);
    assert_eq!(screened(&user, practitioner(json!(false))).await, ["review practitioner_not_licensed"]);
    for (amount, currency, unusual) in
        [(2999, "USD", true), (3000, "USD", false), (20_000, "USD", false), (20_001, "USD", true), (1, "EUR", false)]
    {
        let cost = json!({"cost": {"amount_minor": amount, "currency": currency}});
        assert_eq!(screened(&user, cost).await, ["info unusual_cost"].repeat(usize::from(unusual)), "{amount}");
    }
}

async fn advisories_are_the_services_own(app: &TestApp) {
    let user = app.register().await;
    let invented = json!([{"code": "pregnancy", "level": "info", "text": "x"}]);
    let body = visit("2026-11-24T09:00:00Z", json!({"advisories": invented}));
    let made = user.post("/v1/appointments", &body).await.is(201).json();
    let path = format!("/v1/appointments/{}", made["id"].as_str().unwrap());
    user.patch(&path, &json!({"advisories": invented})).await.is(200);
    assert_eq!(user.get("/v1/appointments").await.json()["items"][0]["advisories"], json!([]));
}

async fn side_effects_say_where_to_turn(app: &TestApp) {
    let user = app.register().await;
    for (effects, expected) in [
        (json!([{"effect": "soreness", "severity": "severe"}]), vec![]),
        (
            json!([{"effect": "breathlessness_or_chest_pain", "severity": "mild"}]),
            vec!["emergency breathlessness_or_chest_pain"],
        ),
        (
            json!([{"effect": "retained_needle", "severity": "mild"}, {"effect": "infection_signs", "severity": "mild"}]),
            vec!["urgent infection_signs", "urgent retained_needle"],
        ),
        (json!([{"effect": "weakness", "severity": "moderate"}]), vec![]),
        (
            json!([{"effect": "weakness", "severity": "severe"}, {"effect": "numbness", "severity": "severe"}]),
            vec!["urgent severe_numbness_or_weakness"],
        ),
        (json!([{"effect": "fainting", "severity": "severe"}]), vec!["review severe_fainting"]),
    ] {
        let body = visit("2026-11-23T09:00:00Z", json!({"status": "completed", "side_effects": effects}));
        let made = user.post("/v1/appointments", &body).await.is(201).json();
        assert_eq!(codes(&made), expected, "{effects:?} {expected:?}");
        user.delete(&format!("/v1/appointments/{}", made["id"].as_str().unwrap())).await.is(204);
    }
    let body = visit(
        "2026-11-22T09:00:00Z",
        json!({
            "status": "completed", "side_effects": [{"effect": "infection_signs", "severity": "mild"}],
        }),
    );
    user.post("/v1/appointments", &body).await.is(201);
    assert_eq!(user.get("/v1/today").await.json()["learn"][0]["reason"], "alarming_side_effect");
}

async fn having_read_the_milder_word_is_not_having_read_the_stronger(app: &TestApp) {
    let user = app.register().await;
    user.put(PROFILE, &json!({"pacemaker": true})).await.is(200);
    let path = "/v1/appointments/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";
    user.put(path, &visit("2026-11-24T09:00:00Z", json!({"acknowledged": ["pacemaker"]}))).await.is(201);
    assert_eq!(user.get("/v1/today").await.json()["advisories"], json!([]));
    let refused = user.patch(path, &electric()).await.is_problem(409, "acknowledge_first");
    assert_eq!(codes(&refused.json()), ["acknowledge pacemaker_with_current"]);
}

async fn what_has_happened_can_be_written_down(app: &TestApp) {
    let user = app.register().await;
    let path = "/v1/appointments/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";
    user.put(path, &visit("2026-11-23T09:00:00Z", json!({}))).await.is(201);
    user.put(PROFILE, &json!({"anticoagulants": true})).await.is(200);
    // It has become one to acknowledge, and it took place all the same.
    let alarming = json!([{"effect": "breathlessness_or_chest_pain", "severity": "mild"}]);
    let done = user.patch(path, &json!({"status": "completed", "side_effects": alarming})).await.is(200).json();
    assert_eq!(codes(&done), ["emergency breathlessness_or_chest_pain", "acknowledge anticoagulants"]);
    let today = user.get("/v1/today").await.is(200).json();
    assert_eq!(codes(&today), ["emergency breathlessness_or_chest_pain"]);
    assert_eq!(today["pause"]["reason"], "red_flag");
    let new = json!({"status": "completed", "side_effects": [{"effect": "haematoma", "severity": "severe"}]});
    user.post("/v1/appointments", &visit("2026-11-22T09:00:00Z", new)).await.is(201);
}
