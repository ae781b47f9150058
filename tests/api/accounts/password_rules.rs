//! Which passwords are taken, and that they are taken as typed.

use serde_json::{Value, json};

use super::registration;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    guessable_passwords_are_refused,
    what_is_known_about_a_person_does_not_make_a_password,
    characters_are_counted_whatever_their_script,
    a_password_is_kept_as_typed,
    no_part_of_a_long_password_is_ignored,
    hard_to_judge_passwords_are_answered,
];

fn with_password(email: &str, password: &str) -> Value {
    let mut body = registration(email);
    body["password"] = json!(password);
    body
}

fn credentials(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

/// As many characters, none of which follows from the one before.
fn varied(length: u32) -> String {
    (0..length).filter_map(|index| char::from_u32(0x4e00 + index * 7919 % 20_000)).collect()
}

async fn guessable_passwords_are_refused(app: &TestApp) {
    for bad in [
        "password1234", "qwertyuiop", "1234567890", "iloveyou123", "aaaaaaaaaaaaaaaaaaaa", "abcdefghijkl", "letmein2026", "Passw0rd!!",
    ] {
        app.post("/v1/auth/register", &with_password("maria@example.org", bad)).await.has_faults(&["/password weak_password"]);
    }
    for bad in ["", "x", "zK#9!vQm2"] {
        app.post("/v1/auth/register", &with_password("maria@example.org", bad)).await.has_faults(&["/password wrong_length"]);
    }
}

async fn what_is_known_about_a_person_does_not_make_a_password(app: &TestApp) {
    for bad in [
        "thistlewood.quarrington@example.org", "thistlewood.quarrington", "quarrington1987", "Thistlewood!", "Ysoldevane1", "ysolde vane",
    ] {
        let mut body = with_password("Thistlewood.Quarrington@example.org", bad);
        body["display_name"] = json!("Ysolde Vane");
        app.post("/v1/auth/register", &body).await.has_faults(&["/password weak_password"]);
    }
}

async fn characters_are_counted_whatever_their_script(app: &TestApp) {
    let cases = [
        ("a@example.org", varied(9), 422), ("b@example.org", varied(10), 201),
        ("c@example.org", varied(128), 201), ("d@example.org", varied(129), 422),
    ];
    for (email, password, status) in cases {
        let reply = app.post("/v1/auth/register", &with_password(email, &password)).await.is(status);
        if status == 422 {
            reply.has_faults(&["/password wrong_length"]);
        } else {
            app.post("/v1/auth/login", &credentials(email, &password)).await.is(200);
        }
    }
    // The body is refused for its size before anybody counts.
    let huge = with_password("e@example.org", &"x".repeat(70_000));
    app.post("/v1/auth/register", &huge).await.is_problem(413, "too_large");
}

async fn a_password_is_kept_as_typed(app: &TestApp) {
    let typed = " Caf\u{e9} am Weiher, 5 Reiher\u{1f9a9} ";
    app.post("/v1/auth/register", &with_password("maria@example.org", typed)).await.is(201);
    app.post("/v1/auth/login", &credentials("maria@example.org", typed)).await.is(200);
    let decomposed = typed.replace('\u{e9}', "e\u{301}");
    for other in [typed.trim(), &typed.to_lowercase(), &typed.to_uppercase(), &decomposed, &typed.replace(' ', "\u{a0}")] {
        app.post("/v1/auth/login", &credentials("maria@example.org", other)).await.is_problem(401, "bad_credentials");
    }
}

async fn no_part_of_a_long_password_is_ignored(app: &TestApp) {
    let long = varied(128);
    app.post("/v1/auth/register", &with_password("maria@example.org", &long)).await.is(201);
    let shorter: String = long.chars().take(127).collect();
    let other_end = format!("{shorter}x");
    for other in [shorter, other_end, format!("{long}x"), long.repeat(20)] {
        app.post("/v1/auth/login", &credentials("maria@example.org", &other)).await.is_problem(401, "bad_credentials");
    }
    app.post("/v1/auth/login", &credentials("maria@example.org", &long)).await.is(200);
}

async fn hard_to_judge_passwords_are_answered(app: &TestApp) {
    let judged = std::time::Instant::now();
    for (index, hard) in ["@4$s0o1l!|7+3e".repeat(9), "1a2b".repeat(32), "zyxwvuts".repeat(16)].iter().enumerate() {
        let email = format!("m{index}@example.org");
        let reply = app.post("/v1/auth/register", &with_password(&email, hard)).await;
        assert!([201, 422].contains(&reply.status), "{reply}");
    }
    assert!(judged.elapsed().as_secs() < 30, "{:?}", judged.elapsed());
}
