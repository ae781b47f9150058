//! Access tokens that somebody else signed, or nobody, or that were changed after signing.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::forge::{Forge, decoded, encoded, foreign_key, signed};
use crate::accounts::Device;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    a_token_without_signature_is_refused,
    the_public_key_is_no_shared_secret,
    a_foreign_key_under_our_key_id_is_refused,
    every_part_is_covered_by_the_signature,
    a_token_has_three_parts,
    a_signature_is_for_one_token,
];

async fn a_token_without_signature_is_refused(app: &TestApp) {
    let forge = Forge::new(app).await;
    let claims = encoded(forge.claims.to_string());
    let signature = forge.device.access.rsplit_once('.').unwrap().1;
    for alg in
        ["none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS256", "PS256", "ES384", "EdDSA", "ES256K", "es256"]
    {
        let mut header = forge.header.clone();
        header["alg"] = json!(alg);
        let header = encoded(header.to_string());
        for end in ["", ".", &format!(".{signature}")] {
            forge.is_refused(&format!("{header}.{claims}{end}")).await;
        }
        forge.is_refused(&forge.with_header(json!({"alg": alg}))).await;
    }
    forge.is_refused(&forge.with_header(json!({"alg": null}))).await;
    let message = forge.device.access.rsplit_once('.').unwrap().0;
    for signature in [vec![], vec![0; 64], vec![0xff; 64], vec![0; 63], vec![0; 65], vec![0; 72]] {
        forge.is_refused(&format!("{message}.{}", encoded(signature))).await;
    }
}

async fn the_public_key_is_no_shared_secret(app: &TestApp) {
    /// The bytes before the point of a P-256 key in DER.
    const SPKI: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE";
    let forge = Forge::new(app).await;
    let point = forge.public_point();
    let mut der = STANDARD.decode(SPKI).unwrap();
    der.extend_from_slice(&point[1..]);
    let body = STANDARD.encode(&der);
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n{}\n-----END PUBLIC KEY-----", &body[..64], &body[64..]);
    let set = app.get("/.well-known/jwks.json").await.is(200);
    let secrets = [
        point.clone(),
        point[1..].to_vec(),
        der,
        pem.clone().into_bytes(),
        format!("{pem}\n").into_bytes(),
        set.json()["keys"][0].to_string().into_bytes(),
        set.text().into_bytes(),
        set.json()["keys"][0]["x"].as_str().unwrap().into(),
        forge.header["kid"].as_str().unwrap().into(),
        Vec::new(),
    ];
    for secret in secrets {
        for (alg, algorithm) in
            [("HS256", hmac::HMAC_SHA256), ("HS512", hmac::HMAC_SHA512), ("ES256", hmac::HMAC_SHA256)]
        {
            let mut header = forge.header.clone();
            header["alg"] = json!(alg);
            let message = format!("{}.{}", encoded(header.to_string()), encoded(forge.claims.to_string()));
            let tag = hmac::sign(&hmac::Key::new(algorithm, &secret), message.as_bytes());
            forge.is_refused(&format!("{message}.{}", encoded(tag))).await;
        }
    }
}

async fn a_foreign_key_under_our_key_id_is_refused(app: &TestApp) {
    let forge = Forge::new(app).await;
    for _ in 0..3 {
        forge.is_refused(&signed(&foreign_key(), &forge.header.to_string(), &forge.claims.to_string())).await;
    }
}

async fn every_part_is_covered_by_the_signature(app: &TestApp) {
    let forge = Forge::new(app).await;
    let parts: Vec<_> = forge.device.access.split('.').collect();
    for part in 0..3 {
        let bytes = decoded(parts[part]);
        for index in (0..bytes.len()).step_by(3) {
            let mut flipped = bytes.clone();
            flipped[index] ^= 1 << (index % 8);
            let mut changed: Vec<_> = parts.iter().map(ToString::to_string).collect();
            changed[part] = encoded(flipped);
            forge.is_refused(&changed.join(".")).await;
        }
    }
    // The same bytes spelled in another way are another token.
    let token = &forge.device.access;
    let (rest, last) = token.split_at(token.len() - 1);
    for other in "ABCDEFGHwxyz0123456789-_".chars().filter(|other| !last.starts_with(*other)) {
        forge.is_refused(&format!("{rest}{other}")).await;
    }
    for other in
        [format!("{token}="), format!("{token}=="), format!("{token}A"), rest.to_owned(), token.replace('.', "..")]
    {
        forge.is_refused(&other).await;
    }
    forge.device.is_in().await;
}

async fn a_token_has_three_parts(app: &TestApp) {
    let forge = Forge::new(app).await;
    let token = forge.device.access.clone();
    let parts: Vec<_> = token.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    for bad in [
        header.to_owned(),
        format!("{header}.{claims}"),
        format!("{claims}.{signature}"),
        format!("{token}."),
        format!(".{token}"),
        format!("{token}.{signature}"),
        format!("{header}.{header}.{claims}.{signature}"),
        // Five parts: the encrypted form.
        format!("{header}..{claims}.{signature}."),
        format!("{header}.{claims}.{claims}.{claims}.{signature}"),
        "..".to_owned(),
        ".".to_owned(),
        ".".repeat(1_000),
        "a.b.c".to_owned(),
    ] {
        forge.is_refused(&bad).await;
    }
}

async fn a_signature_is_for_one_token(app: &TestApp) {
    let forge = Forge::new(app).await;
    let other = Device::register(app, "other@example.org").await;
    let parts = |token: &str| token.split('.').map(str::to_owned).collect::<Vec<_>>();
    let (own, theirs) = (parts(&forge.device.access), parts(&other.access));
    forge.is_refused(&format!("{}.{}.{}", own[0], theirs[1], own[2])).await;
    forge.is_refused(&format!("{}.{}.{}", own[0], own[1], theirs[2])).await;
    other.is_in().await;
}
