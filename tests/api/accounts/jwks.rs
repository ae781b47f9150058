//! The public keys.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};

use super::Device;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![keys_are_public_and_nothing_else, anybody_can_verify_a_token, keys_outlive_a_restart];

async fn keys_are_public_and_nothing_else(app: &TestApp) {
    let reply = app.get("/.well-known/jwks.json").await.is(200);
    assert_eq!(reply.header("Content-Type"), Some("application/json"), "{reply}");
    assert!(reply.header("Cache-Control").is_some_and(|value| value.contains("max-age")), "{reply}");
    let set = reply.json();
    assert_eq!(set.as_object().unwrap().keys().collect::<Vec<_>>(), ["keys"]);
    let keys = set["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    for key in keys {
        // Not even a name that private parts go by: d, p, q, k.
        let names: Vec<_> = key.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["alg", "crv", "kid", "kty", "use", "x", "y"], "{key:?}");
        assert_eq!(
            (&key["kty"], &key["crv"], &key["alg"], &key["use"]),
            (&json!("EC"), &json!("P-256"), &json!("ES256"), &json!("sig")),
            "{key:?}"
        );
        for coordinate in ["x", "y"] {
            assert_eq!(
                URL_SAFE_NO_PAD.decode(key[coordinate].as_str().unwrap()).unwrap().len(),
                32,
                "{key:?} {coordinate:?}"
            );
        }
    }
    let file: Value = serde_json::from_slice(&std::fs::read(app.place().folder().join("keys.json")).unwrap()).unwrap();
    assert!(!reply.text().contains(file["refresh_secret"].as_str().unwrap()));
}

async fn anybody_can_verify_a_token(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let set: JwkSet = serde_json::from_value(app.get("/.well-known/jwks.json").await.is(200).json()).unwrap();
    let header = decode_header(&device.access).unwrap();
    assert_eq!((header.alg, header.typ.as_deref()), (Algorithm::ES256, Some("at+jwt")));
    let key = DecodingKey::from_jwk(set.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_audience(&["birddog-api"]);
    // The service's time stands still.
    validation.validate_exp = false;
    let claims = decode::<Value>(&device.access, &key, &validation).unwrap().claims;
    let now = app.clock.now().unix_seconds();
    let expected = json!({
        "iss": claims["iss"], "aud": "birddog-api", "sub": device.user_id(), "sid": device.device_ids().await[0],
        "iat": now, "nbf": now, "exp": now + 600, "auth_time": now, "amr": ["pwd"], "jti": claims["jti"],
    });
    assert_eq!(claims, expected, "no roles, and nothing about the person");
}

async fn keys_outlive_a_restart(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let before = app.get("/.well-known/jwks.json").await.is(200).json();
    let node = app.another_node();
    device.get("/v1/me").await.is(200);
    assert_eq!(app.get("/.well-known/jwks.json").at(&node).await.is(200).json(), before);
    drop(node);
    app.restart();
    assert_eq!(app.get("/.well-known/jwks.json").await.is(200).json(), before);
}
