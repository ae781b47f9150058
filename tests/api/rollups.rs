//! The stored sums by day are the sums of the records, whatever was written in whichever order.

use std::collections::BTreeMap;

use birddog::core::records::Collection;
use birddog::platform::db::AnyConnection;
use birddog::platform::db::schema::{pain_days, records, training_days, users};
use birddog::platform::db::types::JsonText;
use birddog::platform::ids::UserId;
use chrono::NaiveDate;
use diesel::prelude::*;
use futures_util::future::join_all;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::support::{Calls, Engine, TestApp, User, run};

/// Seconds, sessions, mark and sets by exercise.
type TrainingSums = (i64, i64, Value, BTreeMap<String, i64>);

/// How often each score was given.
type PainSums = [i64; 11];

/// Compares the stored sums with the stored records, for everybody.
pub fn agree(connection: &mut AnyConnection) {
    let everybody: Vec<UserId> = users::table.select(users::id).load(connection).unwrap();
    for user in everybody {
        agree_for(connection, user);
    }
}

/// The same for one person.
pub fn agree_for(connection: &mut AnyConnection, user: UserId) {
    assert_eq!(stored_training(connection, user), summed_training(connection, user), "{user}");
    assert_eq!(stored_pain(connection, user), summed_pain(connection, user), "{user}");
}

fn live(connection: &mut AnyConnection, user: UserId, collection: Collection) -> Vec<(NaiveDate, Value)> {
    let rows: Vec<(Option<NaiveDate>, Option<JsonText>)> = records::table
        .filter(records::user_id.eq(user))
        .filter(records::collection.eq(collection.number()))
        .filter(records::body.is_not_null())
        .select((records::local_date, records::body))
        .load(connection)
        .unwrap();
    rows.into_iter().map(|(day, body)| (day.unwrap(), body.unwrap().read().unwrap())).collect()
}

fn summed_training(connection: &mut AnyConnection, user: UserId) -> BTreeMap<NaiveDate, TrainingSums> {
    let mut sums = BTreeMap::<_, TrainingSums>::new();
    for (day, session) in live(connection, user, Collection::Sessions) {
        let day = sums.entry(day).or_default();
        day.0 += session["duration_seconds"].as_i64().unwrap();
        day.1 += 1;
        for done in session["exercises"].as_array().unwrap() {
            let sets = done["sets"].as_array().unwrap();
            let on = |side: &str| i64::try_from(sets.iter().filter(|set| set["side"] == side).count()).unwrap();
            let (left, right, all) = (on("left"), on("right"), i64::try_from(sets.len()).unwrap());
            if all > 0 {
                // A left and a right set make one.
                *day.3.entry(done["exercise"].as_str().unwrap().to_owned()).or_default() += all - left.min(right);
            }
        }
    }
    for (day, mark) in live(connection, user, Collection::DayMarks) {
        sums.entry(day).or_default().2 = mark["kind"].clone();
    }
    sums
}

fn stored_training(connection: &mut AnyConnection, user: UserId) -> BTreeMap<NaiveDate, TrainingSums> {
    type Row = (UserId, NaiveDate, i64, i32, Option<String>, JsonText);
    let rows: Vec<Row> = training_days::table.filter(training_days::user_id.eq(user)).load(connection).unwrap();
    rows.into_iter()
        .map(|(_, day, seconds, sessions, mark, sets)| {
            (day, (seconds, sessions.into(), mark.map_or(Value::Null, Value::from), sets.read().unwrap()))
        })
        .collect()
}

fn summed_pain(connection: &mut AnyConnection, user: UserId) -> BTreeMap<(NaiveDate, String), PainSums> {
    let mut sums = BTreeMap::<_, PainSums>::new();
    for (day, score) in live(connection, user, Collection::PainScores) {
        if let Some(number) = score["score"].as_u64() {
            let region = score["region"].as_str().unwrap_or_default().to_owned();
            sums.entry((day, region)).or_default()[usize::try_from(number).unwrap()] += 1;
        }
    }
    sums
}

fn stored_pain(connection: &mut AnyConnection, user: UserId) -> BTreeMap<(NaiveDate, String), PainSums> {
    let rows: Vec<(UserId, NaiveDate, String, JsonText)> =
        pain_days::table.filter(pain_days::user_id.eq(user)).load(connection).unwrap();
    rows.into_iter().map(|(_, day, region, counts)| ((day, region), counts.read().unwrap())).collect()
}

/// A write by one of two people to one of a few records, so that most of them meet one that is there already.
#[derive(Debug, Clone)]
struct Edit {
    person: usize,
    record: u8,
    action: Action,
}

#[derive(Debug, Clone)]
enum Action {
    Put(Value),
    Patch(Value),
    Delete,
}

fn edits(collection: &'static str) -> impl Strategy<Value = (&'static str, Edit)> {
    let body = match collection {
        "sessions" => session().boxed(),
        "pain-scores" => pain_score().boxed(),
        _ => {
            prop::sample::select(vec!["rest", "sick", "travel", "flare"]).prop_map(|kind| json!({"kind": kind})).boxed()
        }
    };
    let patch = body.clone().prop_map(|mut body| {
        // Two fields of three, so that a patch meets a record that differs in the others.
        let mut index = 0;
        body.as_object_mut().unwrap().retain(|_, _| {
            index += 1;
            index % 3 != 0
        });
        body
    });
    let action =
        prop_oneof![3 => body.prop_map(Action::Put), 2 => patch.prop_map(Action::Patch), 1 => Just(Action::Delete)];
    (0_usize..2, 1_u8..6, action)
        .prop_map(move |(person, record, action)| (collection, Edit { person, record, action }))
}

fn session() -> impl Strategy<Value = Value> {
    let side = prop::sample::select(vec![json!("left"), json!("right"), json!("both"), Value::Null]);
    let set = side.prop_map(|side| if side.is_null() { json!({"reps": 5}) } else { json!({"side": side}) });
    let exercise = prop::sample::select(vec!["bridge", "bird-dog", "side-plank"]);
    let done = (exercise, vec(set, 0..5)).prop_map(|(exercise, sets)| json!({"exercise": exercise, "sets": sets}));
    (1_u8..5, 1_u32..2000, vec(done, 0..4)).prop_map(|(day, seconds, exercises)| {
        let at = format!("2026-11-0{day}T23:30:00Z");
        json!({"started_at": at, "time_zone": "UTC", "duration_seconds": seconds, "exercises": exercises})
    })
}

fn pain_score() -> impl Strategy<Value = Value> {
    let region = prop::sample::select(vec![json!("neck"), json!("low_back"), Value::Null]);
    (1_u8..5, prop::option::of(0_u32..=10), region).prop_map(|(day, score, region)| {
        let mut body = json!({"recorded_at": format!("2026-11-0{day}T23:30:00Z"), "time_zone": "UTC"});
        match score {
            Some(score) => body["score"] = json!(score),
            None => body["other_scale"] = json!({"name": "VAS", "value": 3.5}),
        }
        if !region.is_null() {
            body["region"] = region;
        }
        body
    })
}

async fn carry_out(people: &[User<'_>; 2], (collection, edit): &(&'static str, Edit)) {
    let id = match *collection {
        "day-marks" => format!("2026-11-0{}", edit.record),
        _ => format!("01920000-0000-7000-8000-00000000000{}", edit.record),
    };
    let (user, path) = (&people[edit.person], format!("/v1/{collection}/{id}"));
    let reply = match &edit.action {
        Action::Put(body) => user.put(&path, body).await,
        Action::Patch(changes) => user.patch(&path, changes).await,
        Action::Delete => user.delete(&path).await,
    };
    // A patch may meet no record, or make one with two scales of pain.
    assert!(reply.status < 300 || matches!(edit.action, Action::Patch(_)), "{reply}");
}

fn random_edits(engine: Engine) {
    let config = Config { cases: 6, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let one = prop_oneof![3 => edits("sessions"), 2 => edits("pain-scores"), 1 => edits("day-marks")];
    let outcome = TestRunner::new(config).run(&vec(one, 100), |edits| {
        run(engine, async |app: &TestApp| {
            let people = [app.register().await, app.register().await];
            // Some after each other, some at once: writes that share a commit or wait for each other.
            for (index, some) in edits.chunks(5).enumerate() {
                if index % 2 == 0 {
                    for edit in some {
                        carry_out(&people, edit).await;
                    }
                } else {
                    join_all(some.iter().map(|edit| carry_out(&people, edit))).await;
                }
                agree(&mut app.connect());
            }
        });
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn sqlite() {
    random_edits(Engine::Sqlite);
}

#[test]
fn postgres() {
    random_edits(Engine::Postgres);
}
