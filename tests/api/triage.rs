//! A coach's triage as it is loaded from the records (rules §14).

use std::sync::Arc;

use birddog::core::access::{Actor, Owner};
use birddog::core::tx::{Effects, Job, Tx};
use birddog::features::coaching::triage::cache::Cache;
use birddog::features::coaching::triage::row::Triage;
use birddog::features::coaching::triage::{Client, Sight, rows};
use birddog::platform::db::schema::users;
use birddog::platform::ids::UserId;
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines, session};

on_both_engines![
    a_line_is_what_the_records_say,
    a_line_is_told_anew_after_a_change_and_on_a_new_day,
    checkpoints_are_offered_once,
    clients_are_told_on_their_own_today,
];

/// Everybody, as a coach with all scopes sees them.
fn clients(app: &TestApp) -> Vec<Client> {
    let connection = &mut app.connect();
    let ids: Vec<UserId> = users::table.select(users::id).load(connection).unwrap();
    ids.into_iter()
        .map(|id| {
            let owner = Owner::load(connection, id, app.clock.now()).unwrap().unwrap();
            Client { owner, sight: Sight::ALL }
        })
        .collect()
}

type Lines = Vec<(UserId, Arc<Triage>)>;

/// The lines of some clients, and the checkpoints to store.
fn triage_with(app: &TestApp, clients: &[Client], cache: &Cache) -> (Lines, Vec<Job>) {
    let (connection, mut effects) = (&mut app.connect(), Effects::default());
    let Some(client) = clients.first() else { return (Vec::new(), Vec::new()) };
    let lines = rows(&mut Tx::new(connection, &mut effects, client.owner, Actor::Service), clients, cache).unwrap();
    (lines, effects.into_jobs())
}

fn triage(app: &TestApp) -> (Lines, Vec<Job>) {
    triage_with(app, &clients(app), &Cache::new(10))
}

fn all(app: &TestApp) -> Lines {
    triage(app).0
}

fn only(lines: &Lines) -> &Triage {
    let [(_, line)] = lines.as_slice() else { panic!("{} lines", lines.len()) };
    line
}

/// The codes and dates of the signals.
fn told(line: &Triage) -> Value {
    line.signals.iter().map(|signal| json!([signal.code, signal.since])).collect()
}

/// A day before Monday 2026-11-23, which is today.
fn ago(days: u64) -> String {
    (chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap() - chrono::Days::new(days)).to_string()
}

async fn train(user: &User<'_>, days: impl Iterator<Item = u64>) {
    let bodies: Vec<_> = days.map(|days| session(&format!("{}T07:00:00Z", ago(days)), 10)).collect();
    join_all(bodies.iter().map(|body| async { user.post("/v1/sessions", body).await.is(201) })).await;
}

async fn hurt(user: &User<'_>, days: impl Iterator<Item = u64>, score: u32, flare: bool) {
    for days in days {
        let body = json!({
            "recorded_at": format!("{}T08:00:00Z", ago(days)), "time_zone": "UTC", "score": score,
            "flare": flare
        });
        user.post("/v1/pain-scores", &body).await.is(201);
    }
}

async fn visit(user: &User<'_>, days: u64, more: Value) {
    let mut body = json!({
        "scheduled_at": format!("{}T09:00:00Z", ago(days)), "time_zone": "UTC", "duration_minutes": 45,
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    user.post("/v1/appointments", &body).await.is(201);
}

async fn a_line_is_what_the_records_say(app: &TestApp) {
    let user = app.register().await;
    train(&user, 4..60).await;
    let line = all(app);
    assert_eq!(only(&line).last_session_on.map(|day| day.to_string()), Some(ago(4)));
    assert_eq!(told(only(&line)), json!([["no_session_3_planned_days", ago(3)]]));

    hurt(&user, 8..30, 3, false).await;
    hurt(&user, 1..5, 6, false).await;
    hurt(&user, 0..1, 6, true).await;
    user.put(&format!("/v1/day-marks/{}", ago(1)), &json!({"kind": "flare"})).await.is(201);
    let course = json!({"condition": "Low back pain", "started_on": ago(40)});
    let course = user.post("/v1/courses", &course).await.is(201).json()["id"].clone();
    visit(&user, 38, json!({"status": "completed", "course_id": course})).await;
    let soreness = json!([{"effect": "soreness", "severity": "mild"}]);
    visit(&user, 13, json!({"status": "completed", "course_id": course, "side_effects": soreness})).await;
    let loaded = all(app);
    let line = only(&loaded);
    assert_eq!(
        told(line),
        json!([["pain_up", ago(2)], ["flare", ago(1)], ["side_effect", ago(13)], ["visit_due", ago(5)],])
    );
    assert_eq!(line.need, 4 + 3 + 3 + 1);
    assert_eq!((line.pain_7d, line.pain_change), (Some(6.0), Some(3.0)));

    let days = |days: u64| format!("/v1/adherence?from={}&to={}", ago(days), ago(1));
    for (days, ratio) in [(days(7), line.adherence_7d), (days(28), line.adherence_28d)] {
        assert_eq!(user.get(&days).await.is(200).json()["total"]["ratio"], json!(ratio), "{days:?} {ratio:?}");
    }
    let streak = user.get("/v1/streak").await.is(200).json();
    assert_eq!(streak["current"], json!(line.streak));

    let blind = Sight { sessions: false, pain: false, appointments: false };
    let blind: Vec<_> = clients(app).into_iter().map(|client| Client { sight: blind, ..client }).collect();
    let (line, _) = triage_with(app, &blind, &Cache::new(10));
    assert_eq!(
        json!(only(&line)),
        json!({"streak": null, "adherence_7d": null, "adherence_28d": null, "last_session_on": null, "pain_7d": null,
            "pain_change": null, "signals": [], "need": 0})
    );
}

async fn a_line_is_told_anew_after_a_change_and_on_a_new_day(app: &TestApp) {
    let user = app.register().await;
    train(&user, 3..20).await;
    let cache = Cache::new(10);
    let told_now = || told(only(&triage_with(app, &clients(app), &cache).0));
    assert_eq!((told_now(), told_now()), (json!([]), json!([])));
    app.clock.advance(chrono::Duration::days(1));
    assert_eq!(told_now(), json!([["no_session_3_planned_days", ago(2)]]));
    train(&user, std::iter::once(0)).await;
    assert_eq!(told_now(), json!([]));
}

async fn checkpoints_are_offered_once(app: &TestApp) {
    let user = app.register().await;
    train(&user, (0..200).filter(|days| days % 5 > 0)).await;
    let (first, jobs) = triage(app);
    assert_eq!(jobs.len(), 1);
    jobs.into_iter().try_for_each(|mut job| job(&mut app.connect())).unwrap();
    let (second, jobs) = triage(app);
    assert_eq!(jobs.len(), 0);
    assert_eq!(only(&second), only(&first));
    // A recent change leaves the months before it.
    train(&user, std::iter::once(10)).await;
    assert_eq!(triage(app).1.len(), 0);
}

async fn clients_are_told_on_their_own_today(app: &TestApp) {
    let (west, east) = (app.register_in("Pacific/Pago_Pago").await, app.register_in("Pacific/Kiritimati").await);
    for user in [&west, &east] {
        train(user, 3..20).await;
    }
    // In the east it is the 24th already, and the 23rd was the third day.
    let lines = all(app);
    let told: Vec<_> = lines.iter().map(|(_, line)| told(line)).collect();
    assert_eq!(told, [json!([["no_session_3_planned_days", ago(2)]]), json!([])]);
}
