//! Access tokens with our signature and wrong claims.

use chrono::Duration;
use serde_json::{Value, json};

use super::forge::{Forge, signed};
use crate::accounts::Device;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    every_claim_is_needed,
    every_claim_has_its_type,
    claims_of_others_are_refused,
    a_token_counts_in_its_ten_minutes_only,
    times_that_cannot_be_reckoned_with_are_refused,
    claims_are_one_object_without_repeats,
];

const CLAIMS: [&str; 9] = ["iss", "aud", "sub", "exp", "nbf", "iat", "jti", "sid", "auth_time"];

async fn every_claim_is_needed(app: &TestApp) {
    let forge = Forge::new(app).await;
    for claim in CLAIMS {
        forge.is_refused(&forge.with_claims(json!({claim: null}))).await;
    }
    forge.is_refused(&signed(&forge.own_key, &forge.header.to_string(), "{}")).await;
    forge.device.is_in().await;
}

async fn every_claim_has_its_type(app: &TestApp) {
    let forge = Forge::new(app).await;
    for claim in CLAIMS {
        let value = &forge.claims[claim];
        // A number for a text, and a text for a number.
        let mistyped = value.as_str().map_or_else(|| json!(value.to_string()), |_| json!(7));
        let others = [mistyped, json!([value]), json!({"is": value}), json!(true), json!(""), json!(1.5)];
        for other in others {
            forge.is_refused(&forge.with_claims(json!({claim: other}))).await;
        }
        // A null in place, which a merge would take away.
        let mut claims = forge.claims.clone();
        claims[claim] = Value::Null;
        forge.is_refused(&signed(&forge.own_key, &forge.header.to_string(), &claims.to_string())).await;
    }
}

async fn claims_of_others_are_refused(app: &TestApp) {
    let forge = Forge::new(app).await;
    let other = Device::register(app, "other@example.org").await;
    let nobody = "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";
    let issuer = forge.claims["iss"].as_str().unwrap().to_owned();
    for changes in [
        json!({"iss": "https://birddog.example"}),
        json!({"iss": format!("{issuer}/")}),
        json!({"iss": issuer.to_uppercase()}),
        json!({"aud": "another-api"}),
        json!({"aud": ["birddog-api", "another-api"]}),
        json!({"sub": other.user_id()}),
        json!({"sub": nobody}),
        json!({"sub": "maria@example.org"}),
        json!({"sub": "*"}),
        json!({"sid": other.device_ids().await[0]}),
        json!({"sid": nobody}),
        json!({"sid": "' OR 1=1 --"}),
        json!({"jti": "1"}),
        json!({"jti": "x.y"}),
        json!({"jti": "99999999999.x"}),
        json!({"jti": ".x"}),
    ] {
        forge.is_refused(&forge.with_claims(changes)).await;
    }
    other.is_in().await;
    forge.device.is_in().await;
}

async fn a_token_counts_in_its_ten_minutes_only(app: &TestApp) {
    let forge = Forge::new(app).await;
    let now = app.clock.now().unix_seconds();
    let window = |from: i64, to: i64| json!({"iat": now + from, "nbf": now + from, "exp": now + to});
    for (from, to) in [(0, 600), (-600, 0), (-604, -4), (5, 605), (-1, 1)] {
        forge.is_taken(&forge.with_claims(window(from, to))).await;
    }
    for (from, to) in [(-605, -5), (-86_400, -85_800), (6, 606), (86_400, 87_000), (0, 601), (0, 86_400), (-1, 600), (0, -1)] {
        forge.is_refused(&forge.with_claims(window(from, to))).await;
    }
    // Each of the three on its own.
    for changes in [json!({"nbf": now + 6}), json!({"nbf": now - 1}), json!({"iat": now + 1}), json!({"iat": now - 1}), json!({"exp": now - 5})] {
        forge.is_refused(&forge.with_claims(changes)).await;
    }
    let token = forge.with_claims(json!({}));
    app.clock.advance(Duration::seconds(604));
    forge.is_taken(&token).await;
    app.clock.advance(Duration::seconds(1));
    forge.is_refused(&token).await;
    forge.is_refused(&forge.device.access).await;
    forge.device.renewed().await.is_in().await;
}

async fn times_that_cannot_be_reckoned_with_are_refused(app: &TestApp) {
    let forge = Forge::new(app).await;
    let now = app.clock.now().unix_seconds();
    for changes in [
        json!({"iat": i64::MIN}),
        json!({"iat": i64::MIN, "nbf": i64::MIN, "exp": i64::MAX}),
        json!({"iat": i64::MIN, "nbf": now, "exp": now + 60}),
        json!({"exp": i64::MAX}),
        json!({"iat": i64::MAX, "nbf": i64::MAX, "exp": i64::MAX}),
        json!({"exp": u64::MAX}),
        json!({"exp": 1e300}),
        json!({"exp": -1}),
        json!({"nbf": i64::MAX}),
        json!({"iat": 0}),
        json!({"exp": 0}),
    ] {
        forge.is_refused(&forge.with_claims(changes)).await;
    }
    // Far from any sign-in there was, it must not pass for a fresh one.
    for auth_time in [i64::MIN, -1, 0, now - 301] {
        let bearer = format!("Bearer {}", forge.with_claims(json!({"auth_time": auth_time})));
        app.delete("/v1/me").header("Authorization", bearer).await.is_problem(403, "step_up_required");
    }
}

async fn claims_are_one_object_without_repeats(app: &TestApp) {
    let forge = Forge::new(app).await;
    let (header, claims) = (forge.header.to_string(), forge.claims.to_string());
    let open = claims.trim_end_matches('}');
    let other = json!("019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e");
    for bad in [
        format!("{open},\"sub\":{other}}}"),
        format!("{open},\"exp\":99999999999}}"),
        format!("[{claims}]"),
        format!("{claims}{claims}"),
        open.to_owned(),
        String::new(),
        "null".to_owned(),
        format!("{}{}", "[".repeat(500), "]".repeat(500)),
    ] {
        forge.is_refused(&signed(&forge.own_key, &header, &bad)).await;
    }
}
