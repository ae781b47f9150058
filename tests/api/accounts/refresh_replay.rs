//! Refresh tokens in the wrong hands: replayed, forged, swapped, used for something else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use serde_json::json;

use super::{Device, all_at_once};
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    a_replaced_token_counts_for_ten_seconds_more,
    a_replayed_token_ends_the_session_at_once,
    a_token_from_further_back_ends_the_session,
    a_replay_ends_no_other_session,
    replays_and_renewals_at_once_leave_nothing_half_done,
    altered_tokens_are_refused_and_end_nothing,
    parts_of_two_tokens_make_none,
    each_token_is_for_one_thing,
    a_copy_of_the_database_opens_nothing,
];

async fn a_replaced_token_counts_for_ten_seconds_more(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let renewed = device.renewed().await;
    app.clock.advance(Duration::days(2));
    let renewed = Device { access: device.renewed().await.access, ..renewed };
    renewed.is_in().await;
    app.clock.advance(Duration::seconds(10));
    assert_eq!(device.renewed().await.refresh, renewed.refresh);
    renewed.is_in().await;
}

async fn a_replayed_token_ends_the_session_at_once(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let renewed = device.renewed().await;
    renewed.is_in().await;
    app.clock.advance(Duration::milliseconds(10_001));
    device.renewal().await.is_problem(401, "refresh_refused");
    renewed.is_out().await;
    device.is_out().await;
    Device::login(app, "maria@example.org", "Phone").await.is_in().await;
}

async fn a_token_from_further_back_ends_the_session(app: &TestApp) {
    for (steps, email) in [(2, "a@example.org"), (5, "b@example.org")] {
        let first = Device::register(app, email).await;
        let mut newest = first.renewed().await;
        for _ in 1..steps {
            newest = newest.renewed().await;
        }
        first.renewal().await.is_problem(401, "refresh_refused");
        newest.is_out().await;
    }
}

async fn a_replay_ends_no_other_session(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let tablet = Device::login(app, "maria@example.org", "Tablet").await;
    let other = Device::register(app, "other@example.org").await;
    let newest = phone.renewed().await.renewed().await;
    phone.renewal().await.is_problem(401, "refresh_refused");
    newest.is_out().await;
    tablet.is_in().await;
    tablet.renewed().await.is_in().await;
    other.renewed().await.is_in().await;
}

async fn replays_and_renewals_at_once_leave_nothing_half_done(app: &TestApp) {
    let first = Device::register(app, "maria@example.org").await;
    let newest = first.renewed().await.renewed().await;
    let calls = (0..16).map(|index| if index % 4 == 1 { first.renewal() } else { newest.renewal() });
    let replies = all_at_once(calls).await;
    for (index, reply) in replies.iter().enumerate() {
        assert!(reply.status == 401 || (reply.status == 200 && index % 4 != 1), "{reply}");
    }
    for reply in replies.iter().filter(|reply| reply.status == 200) {
        Device::of(app, &reply.json()).is_out().await;
    }
    newest.is_out().await;
}

async fn altered_tokens_are_refused_and_end_nothing(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let token = device.refresh.clone();
    let bytes = URL_SAFE_NO_PAD.decode(token.strip_prefix("bdr_").unwrap()).unwrap();
    let mut bad = Vec::new();
    for index in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[index] ^= 1 << (index % 8);
        bad.push(format!("bdr_{}", URL_SAFE_NO_PAD.encode(flipped)));
    }
    for length in (0..token.len()).step_by(7) {
        bad.push(token[..length].to_owned());
    }
    bad.extend([
        format!("{token}A"),
        format!("{token}="),
        format!(" {token}"),
        format!("{token}\n"),
        token.to_uppercase(),
        token.replacen("bdr_", "", 1),
        token.replacen("bdr_", "bdr_bdr_", 1),
        format!("bdr_{}", "A".repeat(60_000)),
        device.access.clone(),
        "bdr_\u{1f9a9}".to_owned(),
    ]);
    for bad in bad {
        let reply = app.post("/v1/auth/refresh", &json!({"refresh_token": bad})).await;
        reply.is_problem(401, "refresh_refused");
    }
    device.is_in().await;
    device.renewed().await.is_in().await;
}

async fn parts_of_two_tokens_make_none(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let thief = Device::register(app, "thief@example.org").await;
    let bytes = |device: &Device| URL_SAFE_NO_PAD.decode(device.refresh.strip_prefix("bdr_").unwrap()).unwrap();
    let (of_owner, of_thief) = (bytes(&owner), bytes(&thief));
    // User, session, generation, MAC.
    for part in [0..16, 16..32, 0..32, 0..36, 32..36, 36..68] {
        let mut spliced = of_thief.clone();
        spliced[part.clone()].copy_from_slice(&of_owner[part.clone()]);
        if spliced == of_thief {
            continue;
        }
        let token = format!("bdr_{}", URL_SAFE_NO_PAD.encode(spliced));
        app.post("/v1/auth/refresh", &json!({"refresh_token": token})).await.is_problem(401, "refresh_refused");
    }
    // A generation that nobody was given.
    let mut ahead = of_thief.clone();
    ahead[35] += 1;
    let token = format!("bdr_{}", URL_SAFE_NO_PAD.encode(ahead));
    app.post("/v1/auth/refresh", &json!({"refresh_token": token})).await.is_problem(401, "refresh_refused");
    owner.renewed().await.is_in().await;
    thief.renewed().await.is_in().await;
}

async fn each_token_is_for_one_thing(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let swapped = Device { access: device.refresh.clone(), refresh: device.access.clone(), app, user: device.user.clone() };
    swapped.is_out().await;
    device.is_in().await;
    device.renewed().await.is_in().await;
}

async fn a_copy_of_the_database_opens_nothing(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let keys = app.place().folder().join("keys.json");
    let aside = app.place().folder().join("keys.aside");
    std::fs::rename(&keys, &aside).unwrap();
    // Over the same database, with keys of its own.
    let thief = app.another_node();
    device.get("/v1/me").at(&thief).await.is_problem(401, "unauthenticated");
    device.renewal().at(&thief).await.is_problem(401, "refresh_refused");
    let credentials = json!({"email": "maria@example.org", "password": crate::support::PASSWORD});
    let minted = app.post("/v1/auth/login", &credentials).at(&thief).await.is(200).json();
    let minted = Device::of(app, &minted);
    minted.get("/v1/me").at(&thief).await.is(200);
    // And what is minted there is worth nothing here.
    minted.is_out().await;
    device.is_in().await;
    drop(thief);
    std::fs::rename(&aside, &keys).unwrap();
    app.restart();
    device.is_in().await;
    device.renewed().await.is_in().await;
}
