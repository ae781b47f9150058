use chrono::NaiveDate;
use serde_json::{Value, json};

use super::*;
use crate::interop::import::{self, CATALOGUE_SLUGS, ColumnMap, Format, Options, REGIONS};

const OWNER: UserId = UserId(Uuid::from_u128(7));

fn items(format: Format, text: &str, map: &[&str]) -> Vec<Item> {
    let map = ColumnMap::parse(map).unwrap();
    import::read(format, text.as_bytes(), &Options { map }).unwrap().items
}

fn converted(format: Format, text: &str, map: &[&str]) -> Vec<NewRecord> {
    items(format, text, map).iter().map(|item| convert(item, OWNER, vienna()).unwrap()).collect()
}

fn vienna() -> Fill {
    Fill { zone: "Europe/Vienna".parse().unwrap(), goal_minutes: 10 }
}

fn value(record: &NewRecord) -> Value {
    match record {
        NewRecord::Session(_, session, _) => serde_json::to_value(session).unwrap(),
        NewRecord::PainScore(_, score) => serde_json::to_value(score).unwrap(),
        NewRecord::DayMark(_, mark) => serde_json::to_value(mark).unwrap(),
    }
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
    Item { line: 2, key: "key".to_owned(), what }
}

#[test]
fn the_readers_and_the_records_share_their_words() {
    let slugs: Vec<_> = catalogue::all().iter().map(|one| one.slug).collect();
    assert_eq!(CATALOGUE_SLUGS.to_vec(), slugs);
    assert_eq!(REGIONS, Region::WIRE_NAMES);
    assert_eq!(MarkKind::from_wire("rest"), Some(MarkKind::Rest));
    for kind in ["reps", "hold", "timed"] {
        assert!(ExerciseKind::from_wire(kind).is_some(), "{kind}");
    }
    for (slug, variation) in import::mapped_variations() {
        let forms = catalogue::find(slug).unwrap().variations;
        assert!(forms.iter().any(|form| form.slug == variation), "{slug} {variation}");
    }
    for slug in CATALOGUE_SLUGS {
        let kind = catalogue::find(slug).unwrap().kind;
        assert_eq!(import::kind_of(slug), kind.wire(), "{slug}");
    }
}

#[test]
fn a_workout_becomes_a_session_with_own_exercises() {
    let text = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
        2024-07-01 18:30:00,Back,45m,Pull Up,1,0,8,0,0,,,\n\
        2024-07-01 18:30:00,Back,45m,Plank,1,0,0,0,60,,,\n\
        2024-07-01 18:30:00,Back,45m,Seated Row,1,40,10,0,0,,,7\n\
        2024-07-01 18:30:00,Back,45m,Seated Row,2,40,9,0,0,,,8\n";
    let records = converted(Format::Strong, text, &["weight_unit=kg"]);
    let [NewRecord::Session(_, _, own)] = records.as_slice() else { panic!("{records:?}") };
    let [(id, exercise)] = own.as_slice() else { panic!("{own:?}") };
    assert_eq!((exercise.name.to_string(), exercise.kind), ("Seated Row".to_owned(), ExerciseKind::Reps));
    let session = value(&records[0]);
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
fn the_same_file_asks_for_the_same_ids_and_each_owner_for_their_own() {
    let text = "date,score\n2024-07-01,3\n2024-07-01,3\n2024-07-02,4.5\n";
    let id = |record: &NewRecord| match record {
        NewRecord::PainScore(id, _) => *id,
        other => panic!("{other:?}"),
    };
    let ids: Vec<_> = converted(Format::PainCsv, text, &[]).iter().map(id).collect();
    assert_eq!(ids, converted(Format::PainCsv, text, &[]).iter().map(id).collect::<Vec<_>>());
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
    let others = items(Format::PainCsv, text, &[]);
    let other = convert(&others[0], UserId(Uuid::from_u128(8)), vienna()).unwrap();
    assert_ne!(ids[0], id(&other));
}

#[test]
fn a_mark_is_at_the_address_of_its_day() {
    let text = "Date,Back\n2024-07-02,3\n2024-07-01,2\n2024-06-30,0\n";
    let records = converted(Format::Loop, text, &["Back=session"]);
    let day: LocalDay = "2024-07-02".parse().unwrap();
    assert!(matches!(&records[0], NewRecord::DayMark(id, mark) if *id == day_id(day) && mark.date == Some(day)));
    assert_eq!(value(&records[1])["duration_seconds"], 600);
}

#[test]
fn what_no_record_can_hold_is_told_apart() {
    let at = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
    let code = |item: &Item| convert(item, OWNER, vienna()).map_err(|(code, _)| code).err();
    assert_eq!(code(&pain("Knee", None, at)), None);
    assert_eq!(code(&pain(&"x".repeat(81), None, at)), Some("wrong_length"));
    assert_eq!(code(&pain("  ", None, at)), Some("wrong_length"));
    let nul = convert(&pain("Knee", Some("a\0b"), at), OWNER, vienna()).unwrap();
    assert_eq!(value(&nul)["note"], "ab");
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
    let seen = |record| (value(record)["recorded_at"].clone(), value(record)["local_date"].clone());
    assert_eq!(seen(&records[0]), (json!("2019-08-13T00:07:55.000Z"), json!("2019-08-12")));
    assert_eq!(seen(&records[1]), (json!("2019-08-10T10:00:00.000Z"), Value::Null));
    // Written at 01:30 on the 14th, in Vienna.
    assert_eq!(seen(&records[2]), (json!("2019-08-12T10:00:00.000Z"), Value::Null));
}
