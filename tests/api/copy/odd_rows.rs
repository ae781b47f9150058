//! Rows in every table whose values the engines could take for different ones, carried there and back.

use birddog::platform::db::rows::{
    CheckpointRow, DeviceRow, GrantRow, HealthProfileRow, IdempotencyKeyRow, ImportedRow, PainDayRow, Reading,
    RecordRow, Row, ShareCodeRow, TrainingDayRow, UserRow, VisitRow,
};
use birddog::platform::db::types::JsonText;
use birddog::platform::db::{self, AnyConnection, DbError};
use birddog::platform::ids::{DeviceId, HistoryId, ImportKey, RecordId, UserId, VisitId};
use birddog::platform::time::Timestamp;
use chrono::NaiveDate;
use uuid::Uuid;

use super::content::{assert_same, content};
use super::{copied, verified};
use crate::support::{Engine, TestDatabase};

/// Text that an encoding, a quoting, a trimming or a normalisation would change.
const TEXTS: [&str; 6] =
    ["", " O'Brien \"x\" \\ \\N \n\r\t ", "é is not e\u{301}", "Zürich 💉 腰痛", "\u{feff}\u{1}\u{7f}", "a,b;{null}"];

const DOCUMENTS: [&str; 4] = [
    r#" {"b": 1, "a": [1.0, 2.50, -0.0, 1e-7, 1.7976931348623157e308, 18446744073709551615, -9223372036854775808]} "#,
    r#"{"":"","é":"\ud83d\udc89","e\u0301":"\\ \" \n \u0001","list":[[],{},null,true,false]}"#,
    "null",
    r#""a text""#,
];

fn day(of: usize) -> NaiveDate {
    [NaiveDate::from_ymd_opt(1900, 1, 1), NaiveDate::from_ymd_opt(9999, 12, 31), NaiveDate::from_ymd_opt(2024, 2, 29)]
        [of % 3]
        .unwrap()
}

/// The first and the last moment that a timestamp can be, and one between milliseconds of either sign.
fn moment(of: usize) -> Timestamp {
    Timestamp::from_millis([-2_208_988_800_000, 253_402_300_799_999, -1, 1_700_000_000_001][of % 4]).unwrap()
}

fn text(of: usize) -> String {
    TEXTS[of % TEXTS.len()].to_owned()
}

fn document(of: usize) -> JsonText {
    JsonText(DOCUMENTS[of % DOCUMENTS.len()].to_owned())
}

fn number(of: usize) -> i64 {
    i64::try_from(of).unwrap()
}

/// In an order of their bytes that is not the order of making.
fn uuid(of: usize) -> Uuid {
    Uuid::from_u128((of as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
}

fn insert<R: Row>(connection: &mut AnyConnection, row: impl Fn(usize) -> R) -> Result<(), DbError> {
    R::insert(connection, &(0..24).map(row).collect::<Vec<_>>())
}

/// A user's rows share the user: the rest of each key has to tell them apart.
fn user(of: usize) -> UserId {
    UserId(uuid(of / 12))
}

/// Twenty-four rows in each table.
fn filled(engine: Engine) -> TestDatabase {
    let place = TestDatabase::migrated(engine);
    let filled = db::transaction(&mut place.connect(), |connection| {
        insert_accounts(connection)?;
        insert_records(connection)
    });
    filled.unwrap();
    assert!(content(&place).values().all(|rows| rows.len() == 24));
    place
}

fn insert_accounts(connection: &mut AnyConnection) -> Result<(), DbError> {
    insert(connection, |of| UserRow {
        id: UserId(uuid(of)),
        email: format!("{of}{}", text(of)),
        display_name: text(of + 1),
        password_hash: text(of + 2),
        time_zone: text(of + 3),
        day_starts_at: text(of + 4),
        streak_freezes: of % 2 == 0,
        rev: [0, i64::MAX, i64::MIN][of % 3],
        created_at: moment(of),
        updated_at: moment(of + 1),
        history: HistoryId(uuid(of + 7)),
        coach_profile: (of % 2 == 0).then(|| document(of)),
    })?;
    insert(connection, |of| DeviceRow {
        user_id: user(of),
        id: DeviceId(uuid(of)),
        name: text(of),
        created_at: moment(of),
        auth_time: moment(of + 1),
        generation: [0, i32::MAX, i32::MIN][of % 3],
        rotated_at: moment(of + 2),
        generation_used_at: (of % 2 == 0).then(|| moment(of)),
        revoked_at: (of % 3 == 0).then(|| moment(of)),
        revoked_reason: (of % 2 == 1).then(|| text(of)),
    })?;
    insert(connection, |of| IdempotencyKeyRow {
        user_id: user(of),
        path: text(of / 6),
        key: text(of),
        body_hash: uuid(of).as_bytes().to_vec(),
        answer: document(of),
        created_at: moment(of),
    })?;
    insert(connection, |of| GrantRow {
        user_id: user(of),
        client_id: UserId(uuid(of / 2)),
        share_id: RecordId(uuid(of)),
        scopes: [0, i32::MAX, i32::MIN][of % 3],
        expires_at: (of % 2 == 0).then(|| moment(of)),
        created_at: moment(of),
    })?;
    insert(connection, |of| ShareCodeRow {
        user_id: user(of),
        // Of all lengths, the empty one among them.
        code_hash: vec![u8::try_from(255 - of).unwrap(); of],
        share_id: RecordId(uuid(of)),
        valid_until: moment(of),
    })?;
    insert(connection, |of| VisitRow {
        user_id: user(of),
        at: moment(of),
        id: VisitId(uuid(of)),
        coach_id: UserId(uuid(of + 1)),
        coach_name: text(of),
        share_id: RecordId(uuid(of)),
        operation: text(of + 1),
        detail: (of % 2 == 0).then(|| text(of)),
    })
}

fn insert_records(connection: &mut AnyConnection) -> Result<(), DbError> {
    insert(connection, |of| RecordRow {
        user_id: user(of),
        collection: [1, 300, i16::MAX][of % 3],
        id: RecordId(uuid(of)),
        rev: number(of),
        created_at: (of % 5 > 0).then(|| moment(of)),
        updated_at: (of % 5 > 0).then(|| moment(of)),
        local_date: (of % 5 > 1).then(|| day(of)),
        at: (of % 5 > 2).then(|| moment(of)),
        body: (of % 5 > 0).then(|| document(of)),
    })?;
    insert(connection, |of| TrainingDayRow {
        user_id: UserId(uuid(of)),
        local_date: day(of),
        seconds: [0, i64::MAX, i64::MIN][of % 3],
        sessions: [0, i32::MAX, i32::MIN][of % 3],
        mark: (of % 2 == 0).then(|| text(of)),
        sets: document(of),
    })?;
    insert(connection, |of| PainDayRow {
        user_id: user(of),
        local_date: day(of / 6),
        region: text(of),
        counts: document(of),
    })?;
    insert(connection, |of| CheckpointRow { user_id: UserId(uuid(of)), through: day(of), state: document(of) })?;
    insert(connection, |of| HealthProfileRow {
        user_id: UserId(uuid(of)),
        rev: number(of),
        updated_at: moment(of),
        body: document(of),
    })?;
    insert(connection, |of| ImportedRow {
        user_id: user(of),
        key: ImportKey(uuid(of / 3)),
        nth: [1, i16::MAX, i16::MIN][of % 3],
        collection: i16::MIN,
        record_id: RecordId(uuid(of)),
        series: ImportKey(uuid(of)),
        day: day(of),
        measure: text(of),
        digest: vec![0; of],
        rev: number(of),
    })
}

fn there_and_back(home: Engine, away: Engine) {
    let (first, second, third) = (filled(home), TestDatabase::new(away), TestDatabase::new(home));
    let (well, forth) = copied(&first, &second);
    assert!(well, "{forth}");
    assert_same(&first, &second);
    let (well, back) = copied(&second, &third);
    assert!(well, "{back}");
    assert_same(&first, &third);
    assert_eq!(verified(&forth), verified(&back));
}

#[test]
fn from_sqlite_to_postgres_and_back() {
    there_and_back(Engine::Sqlite, Engine::Postgres);
}

#[test]
fn from_postgres_to_sqlite_and_back() {
    there_and_back(Engine::Postgres, Engine::Sqlite);
}

/// Reads on from each key, as a copy that was broken off there does, and finds the rows behind it.
fn goes_on_anywhere<R: Row>(connection: &mut AnyConnection) {
    let keys_after = |connection: &mut AnyConnection, after: Option<&R::Key>| {
        let mut keys = Vec::new();
        let read = R::read(connection, Reading::InOrder(after), |row| {
            keys.push(serde_json::to_string(&row.key()).unwrap());
            Ok::<_, DbError>(())
        });
        read.unwrap();
        keys
    };
    let keys = keys_after(connection, None);
    assert_eq!(keys.len(), 24, "{}", R::TABLE);
    for (place, key) in keys.iter().enumerate() {
        let after = serde_json::from_str(key).unwrap();
        assert_eq!(keys_after(connection, Some(&after)), keys[place + 1..], "{} after {key}", R::TABLE);
    }
}

#[test]
fn a_copy_goes_on_from_any_key() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = filled(engine);
        let mut connection = place.connect();
        goes_on_anywhere::<UserRow>(&mut connection);
        goes_on_anywhere::<DeviceRow>(&mut connection);
        goes_on_anywhere::<RecordRow>(&mut connection);
        goes_on_anywhere::<TrainingDayRow>(&mut connection);
        goes_on_anywhere::<PainDayRow>(&mut connection);
        goes_on_anywhere::<CheckpointRow>(&mut connection);
        goes_on_anywhere::<IdempotencyKeyRow>(&mut connection);
        goes_on_anywhere::<HealthProfileRow>(&mut connection);
        goes_on_anywhere::<GrantRow>(&mut connection);
        goes_on_anywhere::<ShareCodeRow>(&mut connection);
        goes_on_anywhere::<VisitRow>(&mut connection);
        goes_on_anywhere::<ImportedRow>(&mut connection);
    }
}
