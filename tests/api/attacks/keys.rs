//! The key file.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use birddog::platform::tokens::{AccessTokens, KeyFile};

use crate::accounts::Device;
use crate::support::{Calls, Engine, Node, TestApp, TestClock, TestDatabase, on_both_engines};

on_both_engines![it_is_made_for_its_owner_only];

async fn it_is_made_for_its_owner_only(app: &TestApp) {
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let keys = app.place().folder().join("keys.json");
    assert_eq!(mode(&keys), 0o600);
    let names =
        fs::read_dir(app.place().folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<_> = names.filter(|name| name.contains("tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
    let bytes = fs::read(&keys).unwrap();
    let device = Device::register(app, "maria@example.org").await;
    app.restart();
    device.is_in().await;
    device.get("/v1/me").await.is(200);
    assert_eq!(fs::read(&keys).unwrap(), bytes);
}

fn start_error(place: &TestDatabase) -> String {
    match Node::start(place, TestClock::at("2026-11-23T12:00:00Z").for_service()) {
        Ok(_) => panic!("it has started"),
        Err(error) => format!("{error:#}"),
    }
}

#[test]
fn a_file_that_others_can_read_stops_the_start() {
    let place = TestDatabase::new(Engine::Sqlite);
    let keys = place.folder().join("keys.json");
    KeyFile::load_or_create(&keys).unwrap();
    for mode in [0o640, 0o604, 0o660, 0o644, 0o777] {
        fs::set_permissions(&keys, fs::Permissions::from_mode(mode)).unwrap();
        let error = start_error(&place);
        assert!(error.contains("keys.json") && error.contains("chmod 600"), "{error}");
    }
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o600)).unwrap();
    drop(Node::start(&place, TestClock::at("2026-11-23T12:00:00Z").for_service()).unwrap());
}

#[test]
fn a_damaged_file_stops_the_start_and_is_not_replaced() {
    let place = TestDatabase::new(Engine::Sqlite);
    let keys = place.folder().join("keys.json");
    KeyFile::load_or_create(&keys).unwrap();
    let whole = fs::read_to_string(&keys).unwrap();
    for damaged in [
        "",
        "{}",
        &whole[..whole.len() / 2],
        r#"{"signing": [], "refresh_secret": "AAAA"}"#,
        &whole.replace("MIG", "AAA"),
    ] {
        fs::write(&keys, damaged).unwrap();
        let error = start_error(&place);
        assert!(error.contains("key"), "{error}");
        assert!(!error.contains("refresh_secret\": \""), "{error}");
        assert_eq!(fs::read_to_string(&keys).unwrap(), damaged, "{damaged:?}");
    }
}

#[test]
fn services_that_start_together_share_one_file() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let sets: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        let keys = KeyFile::load_or_create(&path).unwrap();
                        AccessTokens::new(&keys, "http://localhost".to_owned()).unwrap().jwks().clone()
                    })
                })
                .collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(sets.iter().all(|set| *set == sets[0]));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
