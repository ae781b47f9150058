//! Access tokens whose header says something else than ours do.

use std::net::TcpListener;

use aws_lc_rs::signature::KeyPair;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::forge::{Forge, encoded, foreign_key, signed};
use crate::support::{TestApp, on_both_engines};

on_both_engines![
    only_our_type_is_taken,
    no_extension_is_critical,
    keys_are_never_taken_from_the_token,
    key_ids_are_names_and_nothing_else,
    headers_are_one_object_without_repeats,
];

async fn only_our_type_is_taken(app: &TestApp) {
    let forge = Forge::new(app).await;
    for typ in [
        json!("JWT"),
        json!("jwt"),
        json!("AT+JWT"),
        json!("application/at+jwt"),
        json!("dpop+jwt"),
        json!(""),
        json!(7),
        Value::Null,
    ] {
        forge.is_refused(&forge.with_header(json!({"typ": typ}))).await;
    }
}

async fn no_extension_is_critical(app: &TestApp) {
    let forge = Forge::new(app).await;
    for crit in [json!(["exp"]), json!(["b64"]), json!(["x"]), json!([]), json!("exp"), json!([7]), json!({})] {
        forge.is_refused(&forge.with_header(json!({"crit": crit}))).await;
    }
    forge.is_refused(&forge.with_header(json!({"crit": ["b64"], "b64": false}))).await;
}

async fn keys_are_never_taken_from_the_token(app: &TestApp) {
    let forge = Forge::new(app).await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/keys.json", listener.local_addr().unwrap());
    let key = foreign_key();
    let point = key.public_key().as_ref();
    let half = |range| URL_SAFE_NO_PAD.encode(&point[range]);
    let jwk = json!({"kty": "EC", "crv": "P-256", "x": half(1..33), "y": half(33..65), "kid": "theirs", "alg": "ES256", "use": "sig"});
    for changes in [
        json!({"jku": url}),
        json!({"x5u": url}),
        json!({"jku": url, "kid": "theirs"}),
        json!({"jwk": jwk}),
        json!({"jwk": jwk, "kid": "theirs"}),
        json!({"jwk": jwk, "kid": null}),
        json!({"x5c": ["MIIB"], "kid": "theirs"}),
        json!({"kid": url}),
        json!({"iss": url, "kid": "theirs"}),
    ] {
        let mut header = forge.header.clone();
        json_patch::merge(&mut header, &changes);
        forge.is_refused(&signed(&key, &header.to_string(), &forge.claims.to_string())).await;
    }
    // Not even with our own signature.
    for changes in [json!({"jku": url}), json!({"x5u": url}), json!({"jwk": jwk})] {
        forge.is_refused(&forge.with_header(changes)).await;
    }
    let issuer = forge.with_claims(json!({"iss": url}));
    forge.is_refused(&issuer).await;
    assert!(listener.accept().is_err(), "the service has called out");
}

async fn key_ids_are_names_and_nothing_else(app: &TestApp) {
    let forge = Forge::new(app).await;
    let own = forge.header["kid"].as_str().unwrap().to_owned();
    for kid in [
        json!("../../../../../../dev/null"),
        json!("keys.json"),
        json!("/etc/passwd"),
        json!("x' UNION SELECT 'a' --"),
        json!("x' OR '1'='1"),
        json!("| sleep 9"),
        json!("\u{0}"),
        json!(format!("{own}\u{0}")),
        json!(format!("{own} ")),
        json!(own.to_uppercase() + "x"),
        json!("k".repeat(10_000)),
        json!(""),
        json!(0),
        json!([own]),
        Value::Null,
    ] {
        forge.is_refused(&forge.with_header(json!({"kid": kid}))).await;
    }
}

async fn headers_are_one_object_without_repeats(app: &TestApp) {
    let forge = Forge::new(app).await;
    let (header, claims) = (forge.header.to_string(), forge.claims.to_string());
    let open = header.trim_end_matches('}');
    for bad in [
        format!("{open},\"alg\":\"none\"}}"),
        format!("{open},\"alg\":\"ES256\"}}"),
        format!("{open},\"kid\":\"theirs\"}}"),
        format!("[{header}]"),
        open.to_owned(),
        String::new(),
        "{}".to_owned(),
        "null".to_owned(),
        format!("{}{}", "[".repeat(500), "]".repeat(500)),
    ] {
        forge.is_refused(&signed(&forge.own_key, &bad, &claims)).await;
    }
    // Bytes that are no text.
    forge.is_refused(&format!("{}.{}.{}", encoded([0xff, 0xfe]), encoded(&claims), encoded([0; 64]))).await;
}
