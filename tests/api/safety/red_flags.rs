use serde_json::{Value, json};

use crate::support::{Calls, TestApp, on_both_engines, pain_score};

on_both_engines![
    red_flags_say_where_to_turn,
    prompts_pause_until_the_flags_are_gone,
    flags_of_several_scores_stand_together,
    the_service_says_what_it_is_not
];

fn flagged(at: &str, flags: Value) -> Value {
    let mut body = pain_score(at, 6);
    body["red_flags"] = flags;
    body
}

async fn red_flags_say_where_to_turn(app: &TestApp) {
    let user = app.register().await;
    let body = flagged("2026-11-23T09:00:00Z", json!(["unexplained_weight_loss", "saddle_numbness"]));
    let made = user.post("/v1/pain-scores", &body).await.is(201).json();
    let told: Vec<_> = made["advisories"].as_array().unwrap().iter().map(|one| (&one["level"], &one["code"])).collect();
    let expected =
        [(&json!("emergency"), &json!("saddle_numbness")), (&json!("urgent"), &json!("unexplained_weight_loss"))];
    assert_eq!(told, expected);
    for advisory in made["advisories"].as_array().unwrap() {
        assert!(advisory["text"].as_str().unwrap().contains("Birddog can't check this"), "{advisory}");
        assert!(!advisory["source"].as_str().unwrap().is_empty(), "{advisory:?}");
    }
    let path = format!("/v1/pain-scores/{}", made["id"].as_str().unwrap());
    assert_eq!(user.get(&path).await.json(), made);
    assert_eq!(user.get("/v1/pain-scores").await.json()["items"][0], made);
    let calm = user.patch(&path, &json!({"red_flags": null})).await.is(200).json();
    assert_eq!(calm["advisories"], json!([]));
    let plain = user.post("/v1/pain-scores", &pain_score("2026-11-23T10:00:00Z", 9)).await.is(201).json();
    assert_eq!(plain["advisories"], json!([]));
}

async fn prompts_pause_until_the_flags_are_gone(app: &TestApp) {
    let user = app.register().await;
    let plan = user.get("/v1/plan").await.json()["id"].as_str().unwrap().to_owned();
    let items = json!([{"exercise": "bridge", "sets": 2, "reps": 8}]);
    user.patch(&format!("/v1/plans/{plan}"), &json!({"items": items})).await.is(200);
    let progression = "/v1/exercises/bridge/progression";
    let today = user.get("/v1/today").await.is(200).json();
    assert_eq!((&today["pause"], &today["advisories"]), (&Value::Null, &json!([])));
    assert_eq!(today["plan"]["items"][0]["hint"]["kind"], "too_few_entries");

    let body = flagged("2026-11-23T09:00:00Z", json!(["major_trauma"]));
    user.post("/v1/pain-scores", &body).await.is(201);
    // A score that says nothing of red flags takes nothing back.
    user.post("/v1/pain-scores", &pain_score("2026-11-23T10:00:00Z", 2)).await.is(201);
    let today = user.get("/v1/today").await.is(200).json();
    assert_eq!(today["pause"]["reason"], "red_flag");
    assert_eq!(today["advisories"][0]["code"], "major_trauma");
    assert_eq!((&today["plan"]["items"][0]["hint"], &today["plan"]["items"][0]["sets"]), (&Value::Null, &json!(2)));
    let paused = user.get(progression).await.is(200).json();
    assert_eq!((&paused["pause"]["reason"], &paused["hint"]), (&json!("red_flag"), &Value::Null));

    for (day, standing) in [("2026-12-06", true), ("2026-12-07", false)] {
        app.clock.set(&format!("{day}T12:00:00Z"));
        let today = user.get("/v1/today").await.is(200).json();
        assert_eq!(today["pause"].is_object(), standing, "{day}");
    }
    app.clock.set("2026-11-24T12:00:00Z");
    user.post("/v1/pain-scores", &flagged("2026-11-24T09:00:00Z", json!([]))).await.is(201);
    let today = user.get("/v1/today").await.is(200).json();
    assert_eq!((&today["pause"], &today["advisories"]), (&Value::Null, &json!([])));

    // Days let off pause too, with gentler words.
    for (kind, reason) in [("flare", json!("flare")), ("sick", json!("sick")), ("rest", Value::Null)] {
        user.put("/v1/day-marks/2026-11-24", &json!({"kind": kind})).await;
        for path in ["/v1/today", progression] {
            assert_eq!(user.get(path).await.json()["pause"]["reason"], reason, "{kind} {path}");
        }
    }
}

async fn the_service_says_what_it_is_not(app: &TestApp) {
    let disclaimer = app.get("/v1/about").await.is(200).json()["disclaimer"].as_str().unwrap().to_owned();
    assert!(disclaimer.contains("not medical advice") && disclaimer.contains("seek medical care now"), "{disclaimer}");
}

async fn flags_of_several_scores_stand_together(app: &TestApp) {
    let user = app.register().await;
    let standing = async || {
        let today = user.get("/v1/today").await.is(200).json();
        let codes = today["advisories"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned());
        codes.collect::<Vec<_>>()
    };
    user.post("/v1/pain-scores", &flagged("2026-11-21T09:00:00Z", json!(["saddle_numbness"]))).await.is(201);
    user.post("/v1/pain-scores", &flagged("2026-11-22T09:00:00Z", json!(["fever_with_back_pain"]))).await.is(201);
    assert_eq!(standing().await, ["saddle_numbness", "fever_with_back_pain"]);
    user.post("/v1/pain-scores", &flagged("2026-11-23T08:00:00Z", json!([]))).await.is(201);
    assert_eq!(standing().await, [""; 0]);
    // East of the profile's zone it is tomorrow already.
    let mut far = flagged("2026-11-23T11:30:00Z", json!(["major_trauma"]));
    far["time_zone"] = json!("Pacific/Auckland");
    let made = user.post("/v1/pain-scores", &far).await.is(201).json();
    assert_eq!((&made["local_date"], standing().await), (&json!("2026-11-24"), vec!["major_trauma".to_owned()]));
}
