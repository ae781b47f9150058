use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines, pain_score};

on_both_engines![
    the_rules_speak_in_their_order,
    the_prescription_is_met_set_by_set,
    one_thing_grows_at_a_time_up_to_the_target,
    what_is_long_ago_or_not_planned_says_nothing,
];

const BIRD_DOG: &str = "/v1/exercises/bird-dog/progression";

/// A session on a day of November that does `sets` of five repetitions on each side.
fn bird_dogs(day: u32, sets: usize, fields: Value) -> Value {
    let both =
        [json!({"reps": 5, "hold_seconds": 5, "side": "left"}), json!({"reps": 5, "hold_seconds": 6, "side": "right"})];
    let mut body = json!({
        "started_at": format!("2026-11-{day:02}T07:00:00Z"), "time_zone": "UTC", "duration_seconds": 600,
        "exercises": [{"exercise": "bird-dog", "sets": vec![both; sets].concat()}],
    });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    body
}

async fn plan(user: &User<'_>, item: Value) {
    let plan = user.get("/v1/plan").await.json()["id"].as_str().unwrap().to_owned();
    user.patch(&format!("/v1/plans/{plan}"), &json!({"items": [item]})).await.is(200);
}

fn item() -> Value {
    json!({"exercise": "bird-dog", "sets": 2, "reps": 5, "hold_seconds": 5})
}

async fn the_rules_speak_in_their_order(app: &TestApp) {
    // Effort, pain during and pain of the next day, of the session before last and of the last; then what is said.
    let pain = |effort: Value, during: Value, next_day: u32| (effort, during, next_day);
    let easy = || pain(json!(6), json!(2), 4);
    let cases = [
        ("advance", "met_twice", easy(), easy()),
        ("advance", "met_twice", easy(), pain(json!(0), Value::Null, 3)),
        ("hold", "effort_high", easy(), pain(json!(7), json!(2), 4)),
        ("hold", "effort_high", pain(json!(9), json!(2), 4), easy()),
        ("hold", "pain_rose", easy(), pain(json!(5), json!(2), 5)),
        ("hold", "pain_rose", pain(json!(5), json!(8), 8), easy()),
        ("ease", "pain_rose_much", easy(), pain(json!(5), json!(2), 6)),
        ("ease", "much_pain_during", easy(), pain(json!(5), json!(6), 4)),
        ("ease", "effort_very_high", easy(), pain(json!(9), json!(9), 9)),
        ("too_few_entries", "effort_not_noted", easy(), pain(Value::Null, json!(2), 4)),
    ];
    for (kind, rule, before_last, last) in cases {
        let user = app.register().await;
        plan(&user, item()).await;
        for (day, (effort, during, next_day)) in [(19, before_last), (21, last)] {
            let fields = json!({"effort": effort, "pain_during": during, "pain_before": 3});
            user.post("/v1/sessions", &bird_dogs(day, 2, fields)).await.is(201);
            user.post("/v1/pain-scores", &pain_score(&format!("2026-11-{}T08:00:00Z", day + 1), next_day))
                .await
                .is(201);
        }
        let answer = user.get(BIRD_DOG).await.is(200).json();
        assert_eq!((&answer["hint"]["kind"], &answer["hint"]["rule"]), (&json!(kind), &json!(rule)), "{answer:#}");
        assert_eq!(answer["hint"]["change"].is_object(), kind == "advance", "{answer:#}");
        assert_eq!(user.get("/v1/today").await.json()["plan"]["items"][0]["hint"], answer["hint"], "{kind} {rule}");
    }
}

async fn the_prescription_is_met_set_by_set(app: &TestApp) {
    let user = app.register().await;
    plan(&user, item()).await;
    let met = async |at: &str| {
        let answer = user.get(&format!("{BIRD_DOG}?as_of={at}")).await.is(200).json();
        answer["sessions"].as_array().unwrap().iter().map(|one| one["met"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(met("2026-11-10").await, [false; 0]);
    user.post("/v1/sessions", &bird_dogs(10, 1, json!({"effort": 3}))).await.is(201);
    assert_eq!(met("2026-11-10").await, [false], "one of two sets");
    user.post("/v1/sessions", &bird_dogs(11, 3, json!({"effort": 3}))).await.is(201);
    assert_eq!(met("2026-11-11").await, [true, false], "more is also met");
    let mut short = bird_dogs(12, 2, json!({}));
    short["exercises"][0]["sets"][0]["hold_seconds"] = json!(4);
    user.post("/v1/sessions", &short).await.is(201);
    assert_eq!(met("2026-11-12").await, [true, true], "the two right sides count as two sets");
    short["started_at"] = json!("2026-11-13T07:00:00Z");
    short["exercises"][0]["sets"][1]["reps"] = json!(4);
    short["exercises"][0]["sets"][2].as_object_mut().unwrap().remove("reps");
    user.post("/v1/sessions", &short).await.is(201);
    assert_eq!(met("2026-11-13").await, [false, true], "what is not noted does not count as done");
    let answer = user.get(BIRD_DOG).await.json();
    assert_eq!(answer["sessions"][0]["next_day_rise"], Value::Null);
    assert_eq!(answer["hint"]["rule"], "not_met_twice");
}

async fn one_thing_grows_at_a_time_up_to_the_target(app: &TestApp) {
    let dose = |sets: u32, reps: u32, hold: u32| json!({"exercise": "bird-dog", "sets": sets, "reps": reps, "hold_seconds": hold});
    let change = |variable: &str, from: u32, to: u32| json!({"variable": variable, "from": from, "to": to});
    let walk = |seconds: u32| json!({"exercise": "walking", "sets": 1, "duration_seconds": seconds});
    // The target is one set of ten, held for ten seconds.
    let cases = [
        (dose(2, 5, 5), change("hold_seconds", 5, 6)),
        (dose(1, 5, 10), change("reps", 5, 6)),
        (dose(1, 10, 10), Value::Null),
        (dose(2, 12, 12), Value::Null),
        (walk(600), change("duration_seconds", 600, 660)),
    ];
    for (item, expected) in cases {
        let user = app.register().await;
        plan(&user, item.clone()).await;
        let exercise = item["exercise"].as_str().unwrap();
        let sets = vec![json!({"reps": 20, "hold_seconds": 20, "duration_seconds": 3600}); 3];
        for day in [19, 21] {
            let mut body = bird_dogs(day, 1, json!({"effort": 3, "pain_before": 3}));
            body["exercises"] = json!([{"exercise": exercise, "sets": sets}]);
            user.post("/v1/sessions", &body).await.is(201);
            user.post("/v1/pain-scores", &pain_score(&format!("2026-11-{}T08:00:00Z", day + 1), 3)).await.is(201);
        }
        let answer = user.get(&format!("/v1/exercises/{exercise}/progression")).await.is(200).json();
        assert_eq!(answer["hint"]["kind"], "advance", "{answer:#}");
        assert_eq!(answer["hint"]["change"], expected, "{answer:#}");
    }
}

async fn what_is_long_ago_or_not_planned_says_nothing(app: &TestApp) {
    let user = app.register().await;
    plan(&user, item()).await;
    for day in [1, 2] {
        user.post("/v1/sessions", &bird_dogs(day, 2, json!({"effort": 3, "pain_before": 3}))).await.is(201);
    }
    app.clock.set("2026-11-30T12:00:00Z");
    let answer = user.get(BIRD_DOG).await.json();
    assert_eq!(answer["sessions"].as_array().unwrap().len(), 1, "28 days back, and no further");
    assert_eq!(answer["hint"]["rule"], "fewer_than_two_sessions");

    user.post("/v1/sessions", &bird_dogs(29, 2, json!({"effort": 3, "pain_before": 3}))).await.is(201);
    let hint = async |as_of: &str| user.get(&format!("{BIRD_DOG}?as_of={as_of}")).await.json()["hint"]["rule"].clone();
    assert_eq!(
        (hint("2026-11-30").await, hint("2026-11-29").await),
        (json!("next_day_not_scored"), json!("next_day_to_come"))
    );

    let bridge = user.get("/v1/exercises/bridge/progression").await.is(200);
    assert_eq!((&bridge.json()["prescribed"], &bridge.json()["hint"]), (&Value::Null, &Value::Null));
    user.get("/v1/exercises/bridge/progression").header("If-None-Match", bridge.etag()).await.is(304);

    let own = user.post("/v1/exercises", &json!({"name": "Sofa reach", "kind": "reps"})).await.is(201).json();
    let path = format!("/v1/exercises/{}/progression", own["id"].as_str().unwrap());
    assert_eq!(user.get(&path).await.is(200).json()["exercise"], own["id"]);
    app.register().await.get(&path).await.is_problem(404, "not_found");
    user.get("/v1/exercises/flying-swallow/progression").await.is_problem(404, "not_found");
    user.get(&format!("{BIRD_DOG}?as_of=2026-12-02")).await.has_faults(&["?as_of in_the_future"]);
}
