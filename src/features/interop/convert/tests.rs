use chrono::NaiveDate;
use serde_json::{Value, json};

use super::*;
use crate::features::interop::import::{self, ColumnMap, Format, Options};
use crate::features::training::vocabulary::ExerciseKind;

const OWNER: UserId = UserId(Uuid::from_u128(7));

fn items(format: Format, text: &str, map: &[&str]) -> Vec<Item> {
    let map = ColumnMap::parse(map).unwrap();
    import::read(format, text.as_bytes(), &Options { map, file_name: None }).unwrap().items
}

fn converted(format: Format, text: &str, map: &[&str]) -> Vec<Value> {
    items(format, text, map).iter().map(|item| made(item, None).unwrap()).collect()
}

/// The record that an item becomes, in the place of another.
fn made(item: &Item, prior: Option<(Value, bool)>) -> Result<Value, Misfit> {
    fn of<R: FromItem>(item: &Item, prior: Option<(Value, bool)>) -> Result<Value, Misfit> {
        let prior =
            prior.map(|(record, edited)| Prior::<R> { record: serde_json::from_value(record).unwrap(), edited });
        R::from_item(item, OWNER, vienna(), prior).map(|record| serde_json::to_value(record).unwrap())
    }
    match item.what {
        Imported::Session { .. } => of::<Session>(item, prior),
        Imported::PainScore { .. } => of::<PainScore>(item, prior),
        Imported::DayMark { .. } => of::<DayMark>(item, prior),
    }
}

fn vienna() -> Fill {
    Fill { zone: "Europe/Vienna".parse().unwrap(), goal_minutes: 10 }
}

fn pain(name: &str, note: Option<&str>, day: NaiveDate) -> Item {
    let other_scale = Some(import::OtherScale { name: name.to_owned(), value: 4.5 });
    let what = Imported::PainScore {
        recorded_at: Moment::Day(day),
        local_date: None,
        score: None,
        other_scale,
        region: None,
        note: note.map(str::to_owned),
    };
    Item { line: 2, key: "key".to_owned(), series: "series".to_owned(), label: None, what }
}

#[test]
fn a_workout_becomes_a_session_with_own_exercises() {
    let text = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
        2024-07-01 18:30:00,Back,45m,Pull Up,1,0,8,0,0,,,\n\
        2024-07-01 18:30:00,Back,45m,Plank,1,0,0,0,60,,,\n\
        2024-07-01 18:30:00,Back,45m,Seated Row,1,40,10,0,0,,,7\n\
        2024-07-01 18:30:00,Back,45m,Seated Row,2,40,9,0,0,,,8\n";
    let items = items(Format::Strong, text, &["weight_unit=kg"]);
    let own = own_exercises(&items[0], OWNER.0).unwrap();
    let [(id, exercise)] = own.as_slice() else { panic!("{own:?}") };
    assert_eq!((exercise.name.to_string(), exercise.kind), ("Seated Row".to_owned(), ExerciseKind::Reps));
    let session = made(&items[0], None).unwrap();
    assert_eq!(session["started_at"], "2024-07-01T16:30:00.000Z");
    assert_eq!(session["duration_seconds"], 2700);
    assert_eq!(session["effort"], 8);
    assert_eq!(
        session["exercises"],
        json!([
            {"exercise": "pull-up", "sets": [{"reps": 8, "variation": "full"}]},
            {"exercise": "front-plank", "sets": [{"hold_seconds": 60}]},
            {"exercise": id, "sets": [{"reps": 10, "load_kg": 40.0}, {"reps": 9, "load_kg": 40.0}]},
        ])
    );
}

#[test]
fn a_day_is_at_noon_and_a_tick_lasts_the_goal() {
    let text = "Date,Back,Walk\n2024-07-02,3,-1\n2024-07-01,2,2\n2024-06-30,0,-1\n";
    let records = converted(Format::Loop, text, &["Back=session", "Walk=exercise:walking"]);
    assert_eq!(records[0], json!({"kind": "rest", "date": "2024-07-02", "note": "Back"}));
    assert_eq!(records[1]["started_at"], "2024-07-01T10:00:00.000Z");
    assert_eq!((&records[1]["duration_seconds"], &records[1]["note"]), (&json!(600), &json!("Back")));
    assert_eq!(records[2]["exercises"][0]["sets"][0]["duration_seconds"], 600);
}

#[test]
fn what_the_file_does_not_say_stays() {
    let tick = |cell: &str| {
        format!("Date,Walk\n2024-07-01,{cell}\n2024-06-30,0\n2024-06-29,\"Entry(timestamp=1, value=2, notes=x)\"\n")
    };
    let map = ["Walk=exercise:walking"];
    let prior = json!({
        "started_at": "2024-07-01T05:00:00.000Z", "time_zone": "Asia/Tokyo", "duration_seconds": 1500,
        "pain_before": 3, "note": "mine", "effort": 4, "exercises": [],
    });
    let items_of = |cell| items(Format::Loop, &tick(cell), &map);
    for edited in [false, true] {
        let ticked = made(&items_of("2")[0], Some((prior.clone(), edited))).unwrap();
        assert_eq!(ticked["started_at"], "2024-07-01T05:00:00.000Z");
        assert_eq!((&ticked["time_zone"], &ticked["pain_before"]), (&json!("Asia/Tokyo"), &json!(3)));
        assert_eq!((&ticked["duration_seconds"], &ticked["note"]), (&json!(1500), &json!("Walk")));
        assert_eq!(ticked["exercises"][0]["sets"][0]["duration_seconds"], 1500);
        assert_eq!(ticked["effort"], if edited { json!(4) } else { Value::Null });
        let measured = made(&items_of("20000")[0], Some((prior.clone(), edited))).unwrap();
        assert_eq!(measured["exercises"][0]["sets"][0]["duration_seconds"], 1200);
    }
    // The person's day is another one, so the file's is recomputed, in the zone of the first import.
    let moved = made(&items_of("2")[1], Some((prior, true))).unwrap();
    assert_eq!((&moved["started_at"], &moved["note"]), (&json!("2024-06-29T03:00:00.000Z"), &json!("Walk: x")));
}

#[test]
fn a_pain_score_keeps_what_no_file_tells() {
    let items = items(Format::PainCsv, "date,pain,note\n2024-07-01 08:00,4,\n", &[]);
    let prior = json!({
        "recorded_at": "2024-07-01T06:00:00.000Z", "time_zone": "Europe/Vienna", "local_date": "2024-06-30", "score": 7,
        "region": "low_back", "red_flags": ["fever_with_back_pain"], "qualities": ["dull"], "note": "mine", "advisories": [],
    });
    let made = |edited| made(&items[0], Some((prior.clone(), edited))).unwrap();
    for edited in [false, true] {
        assert_eq!((&made(edited)["score"], &made(edited)["red_flags"]), (&json!(4), &json!(["fever_with_back_pain"])));
    }
    assert_eq!((&made(true)["region"], &made(true)["note"]), (&json!("low_back"), &json!("mine")));
    assert_eq!((&made(false)["region"], &made(false)["note"]), (&Value::Null, &Value::Null));
}

#[test]
fn what_no_record_can_hold_is_told_apart() {
    let at = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
    let code = |item: &Item| made(item, None).map_err(|(code, _)| code).err();
    assert_eq!(code(&pain("Knee", None, at)), None);
    assert_eq!(code(&pain(&"x".repeat(81), None, at)), Some("wrong_length"));
    assert_eq!(code(&pain("  ", None, at)), Some("wrong_length"));
    let nul = made(&pain("Knee", Some("a\0b"), at), None).unwrap();
    assert_eq!(nul["note"], "ab");
    let far = NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap();
    assert_eq!(code(&pain("Knee", None, far)), Some("no_such_time"));
}

#[test]
fn an_entry_written_down_days_later_is_at_noon_of_its_day() {
    let records = converted(
        Format::PainCsv,
        "startday,startmonth,startyear,pain,date\n\
            12,8,2019,4,2019-08-13 02:07:55\n\
            10,8,2019,4,2019-08-14 00:51:50\n\
            12,8,2019,4,2019-08-13T23:30:00Z\n",
        &[],
    );
    let seen = |record: &Value| (record["recorded_at"].clone(), record["local_date"].clone());
    assert_eq!(seen(&records[0]), (json!("2019-08-13T00:07:55.000Z"), json!("2019-08-12")));
    assert_eq!(seen(&records[1]), (json!("2019-08-10T10:00:00.000Z"), Value::Null));
    // Written at 01:30 on the 14th, in Vienna.
    assert_eq!(seen(&records[2]), (json!("2019-08-12T10:00:00.000Z"), Value::Null));
}
