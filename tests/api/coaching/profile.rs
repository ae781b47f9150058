use serde_json::json;

use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    a_coach_profile_comes_and_goes,
    what_is_wrong_with_it_is_told,
    the_consent_text_is_there_for_everybody
];

async fn a_coach_profile_comes_and_goes(app: &TestApp) {
    let (coach, other) = (app.register().await, app.register().await);
    let path = format!("/v1/coaches/{}", coach.id);
    assert_eq!(coach.get("/v1/me").await.is(200).json().get("coach_profile"), None);
    other.get(&path).await.is_problem(404, "not_found");
    let whole = json!({"name": "Jonas Weber", "about": "Physiotherapist in Leipzig"});
    let changed = coach.patch("/v1/me", &json!({"coach_profile": whole})).await.is(200).json();
    assert_eq!(changed["coach_profile"], whole);
    let mut shown = whole.clone();
    shown["id"] = json!(coach.id);
    assert_eq!(other.get(&path).await.is(200).json(), shown);
    app.get(&path).await.is_problem(401, "unauthenticated");
    let patches = [
        (json!({"about": null}), json!({"name": "Jonas Weber"})),
        (json!({"name": "Jonas"}), json!({"name": "Jonas"})),
        (json!({"about": "Leipzig"}), json!({"name": "Jonas", "about": "Leipzig"})),
        (json!({}), json!({"name": "Jonas", "about": "Leipzig"})),
    ];
    for (patch, expected) in patches {
        let now = coach.patch("/v1/me", &json!({"coach_profile": patch})).await.is(200).json();
        assert_eq!(now["coach_profile"], expected, "{patch:?} {expected:?}");
    }
    let rev = coach.get("/v1/me").await.is(200).json()["rev"].clone();
    let same = coach.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas"}})).await.is(200).json();
    assert_eq!(same["rev"], rev);
    coach.patch("/v1/me", &json!({"display_name": "Jo"})).await.is(200);
    assert_eq!(other.get(&path).await.is(200).json()["name"], "Jonas");
    coach.patch("/v1/me", &json!({"coach_profile": null})).await.is(200);
    other.get(&path).await.is_problem(404, "not_found");
}

async fn what_is_wrong_with_it_is_told(app: &TestApp) {
    let coach = app.register().await;
    let patch = json!({"coach_profile": {"name": "", "about": 1, "role": "admin"}, "time_zone": null});
    let errors = [
        "/coach_profile/name wrong_length",
        "/coach_profile/about wrong_type",
        "/coach_profile/role unknown_field",
        "/time_zone wrong_type",
    ];
    coach.patch("/v1/me", &patch).await.has_faults(&errors);
    let null = json!({"coach_profile": {"name": null}});
    coach.patch("/v1/me", &null).await.has_faults(&["/coach_profile/name wrong_type"]);
    let nameless = json!({"coach_profile": {"about": "Leipzig"}});
    coach.patch("/v1/me", &nameless).await.has_faults(&["/coach_profile/name missing"]);
    coach.get("/v1/coaches/me").await.is_problem(404, "not_found");
}

async fn the_consent_text_is_there_for_everybody(app: &TestApp) {
    let text = app.get("/v1/consent-text").await.is(200).json();
    let scopes: Vec<_> = text["scopes"].as_array().unwrap().iter().map(|scope| scope["scope"].clone()).collect();
    assert_eq!(json!(scopes), json!(super::EVERYTHING));
    let client = app.register().await;
    let version = &text["version"];
    let share =
        client.post("/v1/shares", &json!({"scopes": ["pain"], "consent_version": version})).await.is(201).json();
    assert_eq!(share["consent"]["version"], *version);
}
