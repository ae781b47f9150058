//! The SQL of the record core, on a SQLite file: the transaction of a write without its fsync, and reads.

use birddog::core::access::Owner;
use birddog::core::records::{Expected, page, store};
use birddog::core::tx::{Tx, as_operator};
use birddog::features::accounts::{NewUser, sign_up};
use birddog::features::training::Session;
use birddog::platform::db::{self, AnyConnection, Durability, Location};
use birddog::platform::http::PageRequest;
use birddog::platform::ids::{DeviceId, RecordId, UserId};
use birddog::platform::time::Timestamp;
use criterion::Criterion;
use uuid::Uuid;

use super::codec::session;

/// Sessions that the person has before anything is measured.
const SESSIONS: u32 = 1_000;

pub fn measure(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Sqlite(folder.path().join("birddog.db"));
    db::migrate(&location).unwrap();
    let mut connection = db::connect(&location, Durability::Normal).unwrap();
    let now: Timestamp = "2026-03-02T07:30:00Z".parse().unwrap();
    let owner = somebody(&mut connection, now);
    let ids: Vec<_> = (0..SESSIONS).map(|_| RecordId(Uuid::now_v7())).collect();
    in_transaction(&mut connection, owner, |tx| {
        for id in &ids {
            store::put(tx, *id, session(), Expected::Anything).unwrap();
        }
    });

    criterion.bench_function("write a session", |bencher| {
        bencher.iter(|| {
            in_transaction(&mut connection, owner, |tx| {
                store::put(tx, RecordId(Uuid::now_v7()), session(), Expected::Anything).unwrap()
            })
        });
    });
    criterion.bench_function("read a session", |bencher| {
        bencher
            .iter(|| as_operator(&mut connection, owner, |tx| store::find::<Session>(tx, ids[500]).unwrap().unwrap()));
    });
    criterion.bench_function("page of 30 sessions", |bencher| {
        let request = PageRequest { from: None, to: None, limit: 30, cursor: None };
        bencher.iter(|| as_operator(&mut connection, owner, |tx| page::<Session>(tx, &request).map_err(drop).unwrap()));
    });
}

fn somebody(connection: &mut AnyConnection, now: Timestamp) -> Owner {
    let new = NewUser {
        id: UserId::new(now),
        email: "somebody@example.org".parse().unwrap(),
        display_name: "Somebody".to_owned(),
        password_hash: "none".to_owned(),
        time_zone: "Europe/Berlin".parse().unwrap(),
    };
    sign_up(connection, &new, DeviceId::new(now), "A phone", now).unwrap();
    Owner::load(connection, new.id, now).unwrap().unwrap()
}

fn in_transaction<T>(connection: &mut AnyConnection, owner: Owner, mut work: impl FnMut(&mut Tx<'_>) -> T) -> T {
    let done =
        db::transaction(connection, |connection| Ok::<_, db::DbError>(as_operator(connection, owner, &mut work)));
    done.unwrap()
}
