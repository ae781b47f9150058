use serde_json::{Value, json};

use crate::support::{Calls, TestApp, collections, on_both_engines, own_fields};

on_both_engines![
    put_creates_repeats_and_replaces,
    post_chooses_an_id,
    get_gives_what_was_written,
    delete_leaves_nothing_and_can_be_repeated,
    ids_belong_to_their_owner,
    bad_ids_name_nothing,
];

async fn put_creates_repeats_and_replaces(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        let made = user.put(&path, &kind.example).await.is(201);
        assert_eq!(made.header("Location"), Some(path.as_str()), "{}", kind.name);
        let record = made.json();
        assert_eq!(made.etag(), format!("\"{}\"", record["rev"]), "{}", kind.name);
        assert_eq!(record["created_at"], record["updated_at"], "{}", kind.name);
        for (name, value) in kind.example.as_object().unwrap() {
            assert_eq!(&record[name], value, "{} {name}", kind.name);
        }

        app.clock.advance(chrono::Duration::seconds(1));
        assert_eq!(user.put(&path, &kind.example).await.is(200).json(), record, "{}", kind.name);
        // Derived fields may be sent back, and are then no change either.
        assert_eq!(user.put(&path, &Value::Object(own_fields(&record))).await.is(200).json(), record, "{}", kind.name);

        let replaced = user.put(&path, &kind.changed()).await.is(200).json();
        assert!(replaced["rev"].as_i64() > record["rev"].as_i64(), "{replaced}");
        assert_eq!(replaced["created_at"], record["created_at"], "{}", kind.name);
        assert_eq!(replaced["updated_at"], app.clock.now().to_text(), "{}", kind.name);
        assert_ne!(own_fields(&replaced), own_fields(&record), "{}", kind.name);
    }
}

async fn post_chooses_an_id(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        if !kind.takes_post {
            continue;
        }
        let made = user.post(&kind.list(), &kind.example).await.is(201);
        let location = made.header("Location").unwrap();
        let record = made.json();
        assert_eq!(location, format!("{}/{}", kind.list(), record["id"].as_str().unwrap()), "{}", kind.name);
        assert_eq!(user.get(location).await.is(200).json(), record, "{}", kind.name);
        let id: uuid::Uuid = record["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(id.get_version_num(), 7, "{}", kind.name);
        assert_ne!(user.post(&kind.list(), &kind.example).await.is(201).json()["id"], record["id"], "{}", kind.name);
    }
}

async fn get_gives_what_was_written(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        user.get(&path).await.is_problem(404, "not_found");
        let made = user.put(&path, &kind.example).await.is(201);
        let read = user.get(&path).await.is(200);
        assert_eq!(read.json(), made.json(), "{}", kind.name);
        assert_eq!(read.etag(), made.etag(), "{}", kind.name);
        assert_eq!(read.header("Cache-Control"), Some("private, no-cache"), "{}", kind.name);
        // Another spelling of the same id.
        assert_eq!(user.get(&upper_id(&path)).await.is(200).json(), made.json(), "{}", kind.name);
    }
}

fn upper_id(path: &str) -> String {
    let (collection, id) = path.rsplit_once('/').unwrap();
    format!("{collection}/{}", id.to_uppercase())
}

async fn delete_leaves_nothing_and_can_be_repeated(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        user.delete(&path).await.is(204);
        let first = user.put(&path, &kind.example).await.is(201).json();
        for _ in 0..2 {
            assert_eq!(user.delete(&path).await.is(204).text(), "", "{}", kind.name);
            user.get(&path).await.is_problem(404, "not_found");
            user.patch(&path, &kind.change).await.is_problem(404, "not_found");
        }
        let listed = user.get(&kind.list()).await.is(200).json();
        assert!(!listed["items"].as_array().unwrap().iter().any(|item| item["id"] == first["id"]), "{listed}");

        app.clock.advance(chrono::Duration::seconds(1));
        let again = user.put(&path, &kind.example).await.is(201).json();
        assert!(again["rev"].as_i64() >= first["rev"].as_i64().map(|rev| rev + 2), "{first} {again}");
        assert_eq!(again["created_at"], app.clock.now().to_text(), "{}", kind.name);
    }
}

async fn ids_belong_to_their_owner(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    for kind in collections() {
        let path = kind.path(1);
        let hers = maria.put(&path, &kind.example).await.is(201);
        tom.get(&path).await.is_problem(404, "not_found");
        tom.get(&path).header("If-None-Match", hers.etag()).await.is_problem(404, "not_found");
        tom.patch(&path, &kind.change).await.is_problem(404, "not_found");
        let missing = tom.put(&path, &kind.changed()).header("If-Match", hers.etag()).await;
        assert_eq!(missing.is_problem(412, "precondition_failed").json()["current"], Value::Null, "{}", kind.name);
        tom.delete(&path).await.is(204);
        assert_eq!(maria.get(&path).await.is(200).json(), hers.json(), "{}", kind.name);

        tom.put(&path, &kind.changed()).await.is(201);
        assert_eq!(maria.get(&path).await.is(200).json(), hers.json(), "{}", kind.name);
        tom.delete(&path).await.is(204);
        assert_eq!(maria.get(&path).await.is(200).json(), hers.json(), "{}", kind.name);
    }
}

async fn bad_ids_name_nothing(app: &TestApp) {
    let user = app.register().await;
    let bad = [
        "1",
        "null",
        "%20",
        "%00",
        "%FF",
        "..%2Fsessions",
        "2026-02-30",
        "2026-1-1",
        "0000-01-01",
        "10000-01-01",
        "{01920000-0000-7000-8000-000000000001}",
        "urn:uuid:01920000-0000-7000-8000-000000000001",
        "01920000000070008000000000000001",
        "01920000-0000-7000-8000-00000000000g",
    ];
    for kind in collections() {
        for id in bad {
            let path = format!("{}/{id}", kind.list());
            user.get(&path).await.is_problem(404, "not_found");
            user.put(&path, &kind.example).await.is_problem(404, "not_found");
            user.patch(&path, &json!({})).await.is_problem(404, "not_found");
            user.delete(&path).await.is_problem(404, "not_found");
        }
    }
    // Built-in exercises are there to read only.
    for call in [user.delete("/v1/exercises/bird-dog"), user.put("/v1/exercises/bird-dog", &json!({}))] {
        call.await.is_problem(404, "not_found");
    }
    assert_eq!(user.get("/v1/exercises/bird-dog").await.is(200).json()["built_in"], true);
}
