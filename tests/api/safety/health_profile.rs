use serde_json::{Value, json};

use crate::accounts::tables::count;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    it_says_nothing_until_it_is_given,
    only_known_words_are_taken,
    two_devices_do_not_overwrite_each_other,
    it_is_its_owners_alone,
];

const PATH: &str = "/v1/me/health-profile";

async fn it_says_nothing_until_it_is_given(app: &TestApp) {
    let user = app.register().await;
    let empty = user.get(PATH).await.is(200);
    assert_eq!(empty.json(), json!({"rev": 0, "updated_at": null}));
    assert_eq!(empty.etag(), "\"0\"");

    let profile = json!({"pregnant": false, "anticoagulants": true});
    let given = user.put(PATH, &profile).await.is(200);
    assert_eq!((&given.json()["pregnant"], &given.json()["anticoagulants"]), (&json!(false), &json!(true)));
    assert_eq!(given.json()["updated_at"], "2026-11-23T12:00:00.000Z");
    assert_eq!(given.json().get("epilepsy"), None);
    assert_eq!(user.get(PATH).await.json(), given.json());
    user.get(PATH).header("If-None-Match", given.etag()).await.is(304);

    // The same again changes nothing; less of it takes back the rest.
    assert_eq!(user.put(PATH, &profile).await.is(200).json(), given.json());
    let less = user.put(PATH, &json!({})).await.is(200).json();
    assert_eq!((less.get("pregnant"), less.get("anticoagulants")), (None, None));
    assert_ne!(less["rev"], given.json()["rev"]);
}

async fn only_known_words_are_taken(app: &TestApp) {
    let user = app.register().await;
    let wrong = json!({"pregnant": "yes", "epilepsy": 1, "allergies": true, "rev": 3});
    user.put(PATH, &wrong).await.has_faults(&[
        "/pregnant wrong_type",
        "/epilepsy wrong_type",
        "/allergies unknown_field",
    ]);
    user.put(PATH, &Value::Null).await.is_problem(422, "invalid_input");
    assert_eq!(user.get(PATH).await.json()["updated_at"], Value::Null);
}

async fn two_devices_do_not_overwrite_each_other(app: &TestApp) {
    let user = app.register().await;
    let first = user.put(PATH, &json!({"epilepsy": true})).header("If-Match", "\"0\"").await.is(200);
    let stale = user.put(PATH, &json!({"epilepsy": false})).header("If-Match", "\"0\"").await;
    assert_eq!(stale.is_problem(412, "precondition_failed").json()["current"], first.json());
    assert_eq!(user.get(PATH).await.json(), first.json());
    user.put(PATH, &json!({"epilepsy": false})).header("If-Match", first.etag()).await.is(200);
}

async fn it_is_its_owners_alone(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    maria.put(PATH, &json!({"pregnant": true})).await.is(200);
    assert_eq!(tom.get(PATH).await.json()["updated_at"], Value::Null);
    app.get(PATH).await.is_problem(401, "unauthenticated");
    maria.delete("/v1/me").await.is(204);
    assert_eq!(count(app, "SELECT count(*) FROM health_profiles"), 0);
}
