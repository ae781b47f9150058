use std::io::Read;

use serde_json::{Value, json};

use super::long_session;
use crate::support::{Calls, PASSWORD, Reply, TestApp, on_both_engines};

on_both_engines![
    long_answers_are_compressed_as_the_client_likes,
    the_version_is_known_through_compression,
    what_is_short_goes_out_as_it_is,
    no_answer_with_a_secret_is_compressed,
    a_large_batch_is_answered_in_few_bytes,
    events_are_not_held_back,
];

/// The body as it was before it was compressed.
pub fn unpacked(reply: &Reply) -> Vec<u8> {
    let (packed, mut bytes) = (reply.bytes(), Vec::new());
    match reply.header("Content-Encoding") {
        None => packed.to_vec(),
        Some("zstd") => zstd::stream::decode_all(packed).unwrap(),
        Some("br") => {
            brotli::Decompressor::new(packed, 4096).read_to_end(&mut bytes).unwrap();
            bytes
        }
        Some("gzip") => {
            flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
            bytes
        }
        Some(other) => panic!("{other} was not asked for: {reply}"),
    }
}

async fn long_answers_are_compressed_as_the_client_likes(app: &TestApp) {
    let user = app.register().await;
    let made = user.post("/v1/sessions", &long_session()).await.is(201);
    for path in [made.header("Location").unwrap(), "/v1/sessions", "/v1/vocabulary", "/v1/exercises"] {
        let plain = user.get(path).await.is(200);
        assert_eq!(
            (plain.header("Content-Encoding"), plain.header("Vary")),
            (None, Some("Accept-Encoding")),
            "{path:?}"
        );
        assert!(plain.bytes().len() > 1024, "{plain}");
        for (accepted, coding) in [
            ("gzip", "gzip"),
            ("br", "br"),
            ("zstd", "zstd"),
            ("gzip, deflate, br, zstd", "zstd"),
            ("gzip;q=1.0, br;q=0.8, *;q=0.1", "gzip"),
        ] {
            let packed = user.get(path).header("Accept-Encoding", accepted).await.is(200);
            assert_eq!(packed.header("Content-Encoding"), Some(coding), "{path} {accepted}");
            assert_eq!(packed.header("Vary"), Some("Accept-Encoding"), "{path:?} {accepted:?}");
            assert_eq!(
                packed.header("Content-Length"),
                Some(packed.bytes().len().to_string().as_str()),
                "{path:?} {accepted:?}"
            );
            assert!(packed.bytes().len() < plain.bytes().len() / 2, "{path} {coding} {}", packed.bytes().len());
            assert_eq!(unpacked(&packed), plain.bytes(), "{path} {coding}");
        }
        for accepted in ["", "identity", "deflate", "gzip;q=0, *;q=0"] {
            let bare = user.get(path).header("Accept-Encoding", accepted).await.is(200);
            assert_eq!((bare.header("Content-Encoding"), bare.bytes()), (None, plain.bytes()), "{path} {accepted}");
        }
    }
    // Failures come compressed too, and are problems all the same.
    let query: Vec<_> = (0..40).map(|number| format!("nonsense{number}=1")).collect();
    let path = format!("/v1/sessions?{}", query.join("&"));
    let bare = user.get(&path).await.is_problem(422, "invalid_input").json();
    let packed = user.call("GET", &path).header("Accept-Encoding", "gzip").unchecked().await.is(422);
    assert_eq!(packed.header("Content-Encoding"), Some("gzip"), "{packed}");
    let problem: Value = serde_json::from_slice(&unpacked(&packed)).unwrap();
    assert_eq!(problem["errors"], bare["errors"]);
}

async fn the_version_is_known_through_compression(app: &TestApp) {
    let user = app.register().await;
    let path = user.post("/v1/sessions", &long_session()).await.is(201).header("Location").unwrap().to_owned();
    let strong = user.get(&path).await.is(200).etag();
    let packed = user.get(&path).header("Accept-Encoding", "gzip").await.is(200);
    // It names the version; the bytes are those of one coding.
    assert_eq!(packed.etag(), format!("W/{strong}"));
    for tag in [&strong, &packed.etag()] {
        for accepted in ["gzip", "identity"] {
            let read = user.get(&path).header("If-None-Match", tag).header("Accept-Encoding", accepted).await.is(304);
            let named = if accepted == "gzip" { tag } else { &strong };
            assert_eq!(
                (&read.etag(), read.header("Vary"), read.text().as_str()),
                (named, Some("Accept-Encoding"), ""),
                "{tag:?} {accepted:?}"
            );
        }
    }
    let changed = user.patch(&path, &json!({"effort": 7})).header("If-Match", packed.etag()).await.is(200);
    user.patch(&path, &json!({"effort": 8}))
        .header("If-Match", packed.etag())
        .await
        .is_problem(412, "precondition_failed");
    user.get(&path).header("If-None-Match", packed.etag()).header("Accept-Encoding", "gzip").await.is(200);
    user.delete(&path).header("If-Match", format!("W/{}", changed.etag())).await.is(204);
}

async fn what_is_short_goes_out_as_it_is(app: &TestApp) {
    let user = app.register().await;
    for path in ["/healthz", "/v1/me", "/v1/plan"] {
        let reply = user.get(path).header("Accept-Encoding", "gzip, br, zstd").await.is(200);
        assert!(reply.bytes().len() < 1024 && reply.header("Content-Encoding").is_none(), "{reply}");
        assert_eq!(reply.bytes(), user.get(path).await.is(200).bytes(), "{path:?}");
    }
}

async fn no_answer_with_a_secret_is_compressed(app: &TestApp) {
    let name = "M".repeat(80);
    let person = json!({"email": "maria@example.org", "password": PASSWORD, "display_name": name, "time_zone": "UTC"});
    let session = app.post("/v1/auth/register", &person).header("Accept-Encoding", "gzip, br, zstd").await.is(201);
    let token = session.json()["refresh_token"].clone();
    let login = json!({"email": "maria@example.org", "password": PASSWORD});
    let user = app.register().await;
    let share = json!({"scopes": ["sessions"], "label": "L".repeat(80)});
    for reply in [
        session,
        app.post("/v1/auth/login", &login).header("Accept-Encoding", "gzip, br, zstd").await.is(200),
        app.post("/v1/auth/refresh", &json!({"refresh_token": token})).header("Accept-Encoding", "gzip").await.is(200),
        user.post("/v1/shares", &share).header("Accept-Encoding", "gzip").await.is(201),
        // Nor is any other write's, however long.
        user.post("/v1/sessions", &long_session()).header("Accept-Encoding", "gzip").await.is(201),
    ] {
        assert_eq!((reply.header("Content-Encoding"), reply.header("Vary")), (None, None), "{reply}");
    }
}

async fn a_large_batch_is_answered_in_few_bytes(app: &TestApp) {
    let user = app.register().await;
    let ops: Vec<_> = (0..20)
        .map(|_| {
            json!({"op_id": uuid::Uuid::new_v4(), "collection": "sessions", "id": uuid::Uuid::now_v7(), "action": "put",
                   "record": long_session()})
        })
        .collect();
    let reply = user.post("/v1/sync", &json!({"ops": ops})).header("Accept-Encoding", "gzip").await.is(200);
    assert_eq!(reply.header("Content-Encoding"), Some("gzip"));
    let results: Value = serde_json::from_slice(&unpacked(&reply)).unwrap();
    assert_eq!(results["results"][19]["status"], "applied");
}

async fn events_are_not_held_back(app: &TestApp) {
    let user = app.register().await;
    let mut stream = user.get("/v1/events").header("Accept-Encoding", "gzip, br, zstd").events().await;
    stream.expect("ready").await;
    user.post("/v1/sessions", &long_session()).await.is(201);
    assert_eq!(stream.expect("changes").await.changes().len(), 1);
}
