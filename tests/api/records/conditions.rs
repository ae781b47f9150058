use serde_json::{Value, json};

use crate::support::{Calls, TestApp, collections, on_both_engines};

on_both_engines![
    an_unchanged_record_is_not_sent_again,
    a_write_upon_an_old_version_is_refused,
    a_write_that_must_create_does_not_replace,
];

async fn an_unchanged_record_is_not_sent_again(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        let etag = user.put(&path, &kind.example).await.is(201).etag();
        for tags in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
            let unchanged = user.get(&path).header("If-None-Match", tags).await.is(304);
            assert_eq!((unchanged.etag(), unchanged.text()), (etag.clone(), String::new()), "{}", kind.name);
        }
        user.patch(&path, &kind.change).await.is(200);
        user.get(&path).header("If-None-Match", etag).await.is(200);
    }
}

async fn a_write_upon_an_old_version_is_refused(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        let old = user.put(&path, &kind.example).await.is(201).etag();
        let present = user.put(&path, &kind.changed()).header("If-Match", &old).await.is(200);
        for call in [user.put(&path, &kind.example), user.patch(&path, &json!({})), user.delete(&path)] {
            let refused = call.header("If-Match", &old).await.is_problem(412, "precondition_failed");
            assert_eq!(refused.json()["current"], present.json(), "{}", kind.name);
            assert_eq!(refused.etag(), present.etag(), "{}", kind.name);
        }
        assert_eq!(user.get(&path).await.is(200).json(), present.json(), "{}", kind.name);

        user.delete(&path).header("If-Match", present.etag()).await.is(204);
        for tags in [present.etag(), "*".to_owned()] {
            let refused = user.put(&path, &kind.example).header("If-Match", &tags).await;
            assert_eq!(refused.is_problem(412, "precondition_failed").json()["current"], Value::Null, "{}", kind.name);
            user.delete(&path).header("If-Match", &tags).await.is_problem(412, "precondition_failed");
        }
        user.get(&path).await.is_problem(404, "not_found");
    }
}

async fn a_write_that_must_create_does_not_replace(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        let made = user.put(&path, &kind.example).header("If-None-Match", "*").await.is(201);
        let refused = user.put(&path, &kind.changed()).header("If-None-Match", "*").await;
        assert_eq!(refused.is_problem(412, "precondition_failed").json()["current"], made.json(), "{}", kind.name);
        user.delete(&path).await.is(204);
        user.put(&path, &kind.example).header("If-None-Match", "*").await.is(201);
    }
}
