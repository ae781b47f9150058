use serde_json::{Value, json};

use crate::support::{Calls, TestApp, collections, on_both_engines, own_fields};

on_both_engines![
    a_patch_changes_what_it_names,
    null_takes_a_field_out,
    a_patched_moment_has_its_own_local_date,
    a_patch_is_checked_like_a_whole_record,
];

async fn a_patch_changes_what_it_names(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        let before = user.put(&path, &kind.example).await.is(201).json();
        let after = user.patch(&path, &kind.change).await.is(200);
        let mut expected = own_fields(&before);
        expected.extend(kind.change.as_object().unwrap().clone());
        assert_eq!(own_fields(&after.json()), expected, "{}", kind.name);
        assert_eq!(user.get(&path).await.is(200).json(), after.json(), "{}", kind.name);

        let same = user.patch(&path, &kind.change).await.is(200);
        assert_eq!((same.json(), same.etag()), (after.json(), after.etag()), "{}", kind.name);
        // Plain JSON is taken for a merge patch as well.
        let plain = user.patch(&path, &json!({})).header("Content-Type", "application/json");
        assert_eq!(plain.await.is(200).json(), after.json(), "{}", kind.name);
    }
}

async fn null_takes_a_field_out(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let (path, without) = (kind.path(1), kind.path(2));
        user.put(&path, &kind.example).await.is(201);
        let patched = user.patch(&path, &json!({kind.optional: null})).await.is(200).json();
        let mut body = kind.example.clone();
        assert!(body.as_object_mut().unwrap().remove(kind.optional).is_some(), "{}", kind.name);
        let put = user.put(&without, &body).await.is(201).json();
        let (mut patched, mut put) = (own_fields(&patched), own_fields(&put));
        if kind.name == "day-marks" {
            // Two marks have two dates.
            assert_ne!(patched.remove("date"), put.remove("date"), "{}", kind.name);
        }
        assert_eq!(patched, put, "{}", kind.name);
    }
}

async fn a_patched_moment_has_its_own_local_date(app: &TestApp) {
    let user = app.register().await;
    let dated = collections().into_iter().filter_map(|kind| Some((kind.moment?, kind)));
    for (moment, kind) in dated {
        let path = kind.path(1);
        let zone = json!({"time_zone": "UTC", moment: "2026-11-20T12:00:00Z"});
        user.put(&path, &kind.example).await.is(201);
        assert_eq!(user.patch(&path, &zone).await.is(200).json()["local_date"], "2026-11-20", "{}", kind.name);
        // In Auckland that is one o'clock in the morning.
        let patched = user.patch(&path, &json!({"time_zone": "Pacific/Auckland"})).await.is(200).json();
        assert_eq!(patched["local_date"], "2026-11-21", "{}", kind.name);
        let patched = user.patch(&path, &json!({moment: "2026-11-20T10:00:00+13:00"})).await.is(200).json();
        assert_eq!(
            (&patched["local_date"], &patched[moment]),
            (&json!("2026-11-20"), &json!("2026-11-19T21:00:00.000Z")),
            "{}",
            kind.name
        );

        let stated = user.patch(&path, &json!({"local_date": "2026-11-21"})).await.is(200).json();
        assert_eq!(stated["local_date"], "2026-11-21", "{}", kind.name);
        // What is not about the moment leaves what was stated.
        let patched = user.patch(&path, &json!({"note": "x"})).await.is(200).json();
        assert_eq!(patched["local_date"], "2026-11-21", "{}", kind.name);
        user.patch(&path, &json!({"local_date": "2026-11-22"})).await.has_faults(&["/local_date local_date_differs"]);
    }
}

async fn a_patch_is_checked_like_a_whole_record(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = kind.path(1);
        let record = user.put(&path, &kind.example).await.is(201).json();
        for patch in [json!(null), json!([]), json!("x"), json!(1)] {
            user.patch(&path, &patch).await.has_faults(&[" wrong_type"]);
        }
        let smuggled = json!({"rev": 1, "user_id": "x", "id": "y", "note/~": {"deep": null}});
        let errors = ["/id differs", "/note~1~0 unknown_field", "/user_id unknown_field"];
        user.patch(&path, &smuggled).await.has_faults(&errors);
        let required = kind.change.as_object().unwrap().keys().next().unwrap();
        let cleared: Value = json!({required: null});
        let reply = user.patch(&path, &cleared).await;
        assert!([200, 422].contains(&reply.status), "{reply}");
        user.put(&path, &kind.example).await.is(200);
        assert_eq!(own_fields(&user.get(&path).await.json()), own_fields(&record), "{}", kind.name);
    }
}
