use serde_json::{Value, json};

use crate::support::{Calls, TestApp, on_both_engines, pain_score};

on_both_engines![a_score_is_on_one_scale, other_scales_stay_out_of_statistics, every_word_of_the_vocabulary_is_taken];

const AT: &str = "2026-11-23T06:00:00Z";

async fn a_score_is_on_one_scale(app: &TestApp) {
    let user = app.register().await;
    let other = json!({"name": "Oswestry", "value": 38.5});
    let with = |fields: Value| {
        let mut body = json!({"recorded_at": AT, "time_zone": "UTC"});
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        body
    };
    for score in 0..=10 {
        user.post("/v1/pain-scores", &with(json!({"score": score}))).await.is(201);
    }
    let kept = user.post("/v1/pain-scores", &with(json!({"other_scale": other}))).await.is(201).json();
    assert_eq!((&kept["other_scale"], kept.get("score")), (&other, None));

    let both = with(json!({"score": 3, "other_scale": other}));
    user.post("/v1/pain-scores", &both).await.has_faults(&["/other_scale not_allowed"]);
    user.post("/v1/pain-scores", &with(json!({}))).await.has_faults(&["/score missing"]);
    let null = with(json!({"score": null}));
    user.post("/v1/pain-scores", &null).await.has_faults(&["/score missing"]);

    let path = format!("/v1/pain-scores/{}", kept["id"].as_str().unwrap());
    user.patch(&path, &json!({"score": 3})).await.has_faults(&["/other_scale not_allowed"]);
    user.patch(&path, &json!({"other_scale": null})).await.has_faults(&["/score missing"]);
    let moved = user.patch(&path, &json!({"score": 3, "other_scale": null})).await.is(200).json();
    assert_eq!((&moved["score"], moved.get("other_scale")), (&json!(3), None));
}

async fn other_scales_stay_out_of_statistics(app: &TestApp) {
    let user = app.register().await;
    let other = json!({"recorded_at": AT, "time_zone": "UTC", "other_scale": {"name": "VAS", "value": 1e300}});
    let path = "/v1/pain-scores/01920000-0000-7000-8000-000000000001";
    user.put(path, &other).await.is(201);
    assert_eq!(user.get(path).await.json()["other_scale"]["value"].as_f64(), Some(1e300));
    assert_eq!(user.get("/v1/trends/pain").await.is(200).json()["points"], json!([]));
    user.put(path, &pain_score(AT, 6)).await.is(200);
    assert_eq!(user.get("/v1/trends/pain").await.is(200).json()["points"][0]["mean"], 6.0);
    user.put(path, &other).await.is(200);
    assert_eq!(user.get("/v1/trends/pain").await.is(200).json()["points"], json!([]));
}

async fn every_word_of_the_vocabulary_is_taken(app: &TestApp) {
    let user = app.register().await;
    let vocabulary = app.get("/v1/vocabulary").await.is(200).json();
    let lists = vocabulary["lists"].as_array().unwrap();
    let words = |name: &str| {
        let list = lists.iter().find(|list| list["name"] == name).unwrap_or_else(|| panic!("no list {name}"));
        list["entries"].as_array().unwrap().iter().map(|entry| entry["value"].clone()).collect::<Vec<_>>()
    };
    for (list, field, many) in [
        ("region", "region", false),
        ("side", "side", false),
        ("vertebra", "vertebra", false),
        ("quality", "qualities", true),
        ("trigger", "triggers", true),
        ("moment", "moment", false),
        ("red_flag", "red_flags", true),
    ] {
        for word in words(list) {
            let mut body = pain_score(AT, 4);
            body[field] = if many { json!([word]) } else { word };
            user.post("/v1/pain-scores", &body).await.is(201);
        }
        let mut body = pain_score(AT, 4);
        body[field] = if many { json!(["other_"]) } else { json!("other_") };
        let place = if many { format!("/{field}/0 unknown_value") } else { format!("/{field} unknown_value") };
        user.post("/v1/pain-scores", &body).await.has_faults(&[&place]);
    }
}
