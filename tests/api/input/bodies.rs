use serde_json::json;

use crate::support::{Calls, TestApp, collections, exchange, on_both_engines};

on_both_engines![
    what_is_not_json_is_malformed,
    ordinary_json_of_any_form_is_read,
    other_media_types_are_not_taken,
    compressed_bodies_are_not_taken,
    a_body_has_at_most_64_kib,
    a_body_without_a_length_has_a_limit_too,
];

async fn what_is_not_json_is_malformed(app: &TestApp) {
    let user = app.register().await;
    let deep =
        |open: &str, close: &str| format!("{{\"note\":{}1{}}}", open.repeat(200), close.repeat(200)).into_bytes();
    let bad: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b" ".to_vec(),
        b"{".to_vec(),
        br#"{"note":"#.to_vec(),
        br#"{"note":"x"#.to_vec(),
        br#"{"note":"x"}}"#.to_vec(),
        br#"{"note":"x"} {"note":"y"}"#.to_vec(),
        br#"{"note":"x",}"#.to_vec(),
        br#"{"note":"x","note":"y"}"#.to_vec(),
        br#"{"exercises":[{"sets":[],"sets":[]}]}"#.to_vec(),
        br#"{"n\u006fte":"x","note":"y"}"#.to_vec(),
        br#"{"note":"\u0000"}"#.to_vec(),
        br#"{"\u0000":"x"}"#.to_vec(),
        b"{\"note\":\"\0\"}".to_vec(),
        br#"{"note":"\ud800"}"#.to_vec(),
        br#"{"note":"\udc00\ud800"}"#.to_vec(),
        b"{\"note\":\"\xff\"}".to_vec(),
        b"{\"note\":\"\xed\xa0\x80\"}".to_vec(),
        b"\xef\xbb\xbf{}".to_vec(),
        b"\xff\xfe{\0}\0".to_vec(),
        br#"{"effort":NaN}"#.to_vec(),
        br#"{"effort":1e999}"#.to_vec(),
        br#"{"effort":01}"#.to_vec(),
        br#"{"effort":+1}"#.to_vec(),
        b"{'note':'x'}".to_vec(),
        b"note=x".to_vec(),
        deep("[", "]"),
        deep("{\"a\":", "}"),
    ];
    for kind in collections() {
        for body in &bad {
            for method in ["PUT", "PATCH"] {
                let call = user.call(method, &kind.path(1)).header("Content-Type", "application/json");
                call.bytes(body.clone()).await.is_problem(400, "malformed");
            }
        }
        user.get(&kind.path(1)).await.is(404);
    }
    for path in ["/v1/auth/register", "/v1/auth/login", "/v1/auth/refresh", "/v1/me/password", "/v1/sessions"] {
        for body in &bad {
            let call = user.call("POST", path).header("Content-Type", "application/json");
            call.bytes(body.clone()).await.is_problem(400, "malformed");
        }
    }
}

async fn ordinary_json_of_any_form_is_read(app: &TestApp) {
    let user = app.register().await;
    let put = |body: &str| {
        let call =
            user.call("PUT", "/v1/day-marks/2026-11-20").header("Content-Type", "application/json; charset=utf-8");
        call.bytes(body)
    };
    put("\n\t{ \"kind\" :\r\n \"sick\", \"note\": \"\\ud83e\\udd86 \\u00e9\\n\\\"\" }\n ").await.is(201);
    let note = user.get("/v1/day-marks/2026-11-20").await.json()["note"].clone();
    assert_eq!(note, "🦆 é\n\"");
    put(r#"{"kind":"sick","note":"🦆 é\n\""}"#).await.is(200);
    // Control and odd characters, other than the one that no database keeps, are kept as typed.
    for text in ["\u{1}\u{7f}", "\u{feff}x", "\u{202e}abc", "e\u{301}", "\u{10ffff}", "'; DROP TABLE users; --", "%00"]
    {
        put(&json!({"kind": "sick", "note": text}).to_string()).await.is(200);
        assert_eq!(user.get("/v1/day-marks/2026-11-20").await.json()["note"], text, "{text:?}");
    }
}

async fn other_media_types_are_not_taken(app: &TestApp) {
    let user = app.register().await;
    let other =
        ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "", "application/json-patch+json"];
    for kind in collections() {
        let body = kind.example.to_string();
        for media_type in other {
            for method in ["PUT", "PATCH"] {
                let call = user.call(method, &kind.path(1)).header("Content-Type", media_type);
                call.bytes(body.clone()).await.is_problem(415, "unsupported_media_type");
            }
        }
        let bare = user.call("PUT", &kind.path(1)).bytes(body.clone());
        bare.await.is_problem(415, "unsupported_media_type");
        let merge = user.put(&kind.path(1), &kind.example).header("Content-Type", "application/merge-patch+json");
        merge.await.is_problem(415, "unsupported_media_type");
    }
    user.call("POST", "/v1/auth/login").bytes("{}").await.is_problem(415, "unsupported_media_type");
}

async fn compressed_bodies_are_not_taken(app: &TestApp) {
    let user = app.register().await;
    for encoding in ["gzip", "br", "identity"] {
        for kind in collections() {
            let call = user.put(&kind.path(1), &kind.example).header("Content-Encoding", encoding);
            call.await.is_problem(415, "unsupported_media_type");
        }
    }
}

async fn a_body_has_at_most_64_kib(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let mut body = kind.example.to_string().into_bytes();
        body.resize(64 * 1024, b' ');
        let put = |body: &[u8]| user.call("PUT", &kind.path(1)).bytes(body).header("Content-Type", "application/json");
        put(&body).await.is(201);
        body.push(b' ');
        put(&body).await.is_problem(413, "too_large");
        let patch = user.call("PATCH", &kind.path(1)).bytes(body).header("Content-Type", "application/json");
        patch.await.is_problem(413, "too_large");
    }
}

async fn a_body_without_a_length_has_a_limit_too(app: &TestApp) {
    let user = app.register().await;
    let head = format!(
        "PUT /v1/day-marks/2026-11-20 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
        user.token().await,
    );
    let chunk = format!("1000\r\n{}\r\n", " ".repeat(4096));
    let request = |chunks: usize| format!("{head}{}10\r\n{{\"kind\": \"sick\"}}\r\n0\r\n\r\n", chunk.repeat(chunks));
    let answer = exchange(app.address(), request(3).as_bytes());
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    let answer = exchange(app.address(), request(17).as_bytes());
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("\"too_large\""), "{answer}");
}
