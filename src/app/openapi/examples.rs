//! Examples of the operations that are not a collection's verbs; those come from the records themselves.

mod coaching;

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::features::questionnaires::vocabulary::Instrument;

const USER: &str = "019ab25c-0f4e-7a31-9d55-0c6a1b7e4f20";
const DEVICE: &str = "019ab25c-0f4e-7b0c-8a1e-5f1d2c3b4a59";
const PLAN: &str = "019ab25c-0f4e-7c11-b6f2-2d3e4f5a6b7c";
const OP: &str = "019ab25c-0f4e-7d22-a7e3-3e4f5a6b7c8d";
const CURSOR: &str = "WyIwMTlhYjI1Yy0wZjRlLTdlMzMtYjhmNC00ZjVhNmI3YzhkOWUiLDld";
const PASSWORD: &str = "seven calm herons at dawn";

/// The body to send, where the operation takes one.
pub(super) fn request(operation: &str) -> Option<Value> {
    Some(match operation {
        "register" => json!({
            "email": "maria@example.org", "password": PASSWORD, "display_name": "Maria",
            "time_zone": "Europe/Berlin", "device_name": "Phone",
        }),
        "login" => json!({"email": "maria@example.org", "password": PASSWORD, "device_name": "Tablet"}),
        "refresh" => json!({"refresh_token": "bdr_AaIJmcFrfXSD9IfBS2C7rQ…"}),
        "change_profile" => json!({"day_starts_at": "04:00"}),
        "put_health_profile" => json!({"pregnant": false, "anticoagulants": true}),
        "import_file" => json!("Date,Walking\n2026-11-22,2\n2026-11-21,0\n"),
        "push_changes" => json!({"ops": [{
            "op_id": OP, "collection": "day-marks", "id": "2026-11-23", "action": "put", "base_rev": 3,
            "record": {"kind": "rest", "note": "Long hike yesterday"},
        }]}),
        "change_password" => json!({"current_password": PASSWORD, "new_password": "nine quiet otters at dusk"}),
        _ => return coaching::request(operation),
    })
}

/// Answers that need a history of records, as produced by a test (tests/openapi/produced.rs).
static PRODUCED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("examples/produced.json")).unwrap_or_default());

/// What a success looks like, where it has a body.
pub(super) fn answer(operation: &str) -> Option<Value> {
    if let Some(produced) = PRODUCED.get(operation) {
        return Some(produced.clone());
    }
    Some(match operation {
        "register" | "login" | "refresh" => json!({
            "access_token": "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFUzI1NiJ9…", "token_type": "Bearer", "expires_in": 600,
            "refresh_token": "bdr_AaIJmcFrfXSD9IfBS2C7rQ…", "user": user(),
        }),
        "jwks" => json!({"keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "925d4a9619224b9fb2fde6d987496e43",
            "x": "pw8ykLDDZ_r_EOEfB4BH_Wqtr3Yz52fBUfgjQXYt5TI", "y": "9RaZiNkR83r-p9fwrHm_24MXBgCIXAL6OSMa3Erw5vU",
        }]}),
        "show_profile" | "change_profile" => user(),
        "list_devices" => json!({"items": [{
            "id": DEVICE, "name": "Phone", "signed_in_at": "2026-11-22T19:03:12.345Z",
            "renewed_at": "2026-11-23T06:38:01.002Z", "current": true,
        }]}),
        "plan_in_force" => plan(),
        "put_health_profile" => return answer("show_health_profile"),
        "pull_changes" => json!({"changes": [
            {"collection": "pain-scores", "id": "019ab25c-0f4e-7f44-a9b5-5a6b7c8d9e0f", "rev": 8, "deleted": true},
            {"collection": "day-marks", "id": "2026-11-23", "rev": 9, "deleted": false, "record": day_mark()},
        ], "next_cursor": CURSOR, "has_more": false}),
        "push_changes" => {
            json!({"results": [{"op_id": OP, "status": "applied", "rev": 9, "record": day_mark()}]})
        }
        "events" => json!(format!("retry: 3000\n\nevent: ready\nid: {CURSOR}\ndata: {{}}\n\n")),
        "streak" => with_as_of(streak()),
        "calendar" => json!({"as_of": "2026-11-23", "days": [day()]}),
        "strength" => json!({"as_of": "2026-11-23", "points": [
            {"date": "2026-11-22", "strength": 0.052}, {"date": "2026-11-23", "strength": 0.101},
        ]}),
        "adherence" => {
            let adherence = json!({
                "done": 1, "planned": 1, "ratio": 1.0, "sets_done": 2, "sets_prescribed": 4, "sets_ratio": 0.5,
            });
            let mut week = adherence.clone();
            week["start"] = json!("2026-11-23");
            json!({"as_of": "2026-11-23", "total": adherence, "weeks": [week]})
        }
        "exercise_trend" => json!({"as_of": "2026-11-23", "points": [{
            "start": "2026-11-23", "minutes": 12, "sessions": 1, "days_done": 1, "days_planned": 1, "adherence": 1.0,
        }]}),
        "instruments" => json!({"instruments": [Instrument::Rmdq.facts()]}),
        "acupoints" => json!({
            "channels": [{
                "code": "BL", "name": "Bladder channel", "pinyin": "Zutaiyang Pangguangjing", "maximum": 67,
                "aliases": ["UB"],
            }],
            "extra": [{
                "point": "EX-B2", "name": "Jiaji", "aliases": ["Jiaji", "Huatuojiaji"], "needs": ["level", "side"],
                "description": "A row of points close beside the spine, one on each side at every vertebra from T1 to L5.",
            }],
            "common": [{"point": "BL23", "name": "Shenshu", "place": "Low back, beside L2"}],
        }),
        "list_cards" => json!({"items": [card()]}),
        "get_card" => card(),
        "vocabulary" => json!({"lists": [{"name": "weekday", "entries": [{"value": "mon", "label": "Monday"}]}]}),
        "about" => json!({
            "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION"), "minimum_client_version": "0.1.0",
            "ruleset": "2026-2", "disclaimer": "Birddog helps you to keep a record … It is not medical advice …",
        }),
        "import_file" => json!({
            "format": "loop", "dry_run": false, "summary": {
                "lines": 2, "sessions": 1, "pain_scores": 0, "other_scale": 0, "day_marks": 0, "own_exercises": 0,
                "created": 1, "unchanged": 0, "changed": 0, "kept_edited": 0, "kept_deleted": 0,
                "skipped": 0, "refused": 0, "kept": 0,
            }, "notes": [], "notes_left_out": 0,
        }),
        "healthz" => json!({"status": "ok"}),
        "readyz" => json!({"status": "ready", "engine": "sqlite"}),
        "openapi_json" => json!({"openapi": "3.1.0"}),
        "openapi_yaml" => json!("openapi: 3.1.0\n"),
        _ => return coaching::answer(operation),
    })
}

fn plan() -> Value {
    json!({
        "id": PLAN, "rev": 1, "created_at": "2026-11-22T19:03:12.345Z", "updated_at": "2026-11-22T19:03:12.345Z",
        "effective_from": "2026-11-22", "schedule": {"kind": "times_per_week", "times": 4},
        "goal_minutes": 10, "flare_goal_minutes": 3, "items": [],
    })
}

fn card() -> Value {
    json!({
        "id": "phone-slouch", "topic": "everyday", "title": "Bent over the phone",
        "body": "Looking down at a phone for long can feel uncomfortable. …",
        "sources": [{
            "title": "Association between text neck and neck pain in adults", "publisher": "Spine", "year": 2021,
            "url": "https://doi.org/10.1097/BRS.0000000000003854",
        }],
        "triggers": ["phone_slouch"], "note": "General information, not a diagnosis. …",
    })
}

fn day_mark() -> Value {
    json!({
        "id": "2026-11-23", "rev": 9, "created_at": "2026-11-23T06:12:40.118Z", "updated_at": "2026-11-23T17:03:12.345Z",
        "date": "2026-11-23", "kind": "rest", "note": "Long hike yesterday",
    })
}

fn user() -> Value {
    json!({
        "id": USER, "email": "maria@example.org", "display_name": "Maria", "time_zone": "Europe/Berlin",
        "day_starts_at": "00:00", "streak_freezes": true, "rev": 4, "created_at": "2026-11-22T19:03:12.345Z",
        "updated_at": "2026-11-22T19:03:12.345Z",
    })
}

fn day() -> Value {
    json!({
        "date": "2026-11-23", "state": "done", "reason": "goal_met", "minutes": 12, "goal_minutes": 10, "sessions": 1,
        "plan_id": PLAN, "mark": null, "scheduled": true, "strength": 0.101,
    })
}

fn streak() -> Value {
    json!({
        "current": {"length": 2, "unit": "days", "started_on": "2026-11-22", "last_done_on": "2026-11-23"},
        "longest": {"length": 2, "unit": "days", "started_on": "2026-11-22", "ended_on": "2026-11-23"},
        "freezes": {"held": 0, "used_on": []}, "today": day(), "at_risk": false, "ruleset": "2026-2",
    })
}

fn with_as_of(mut answer: Value) -> Value {
    answer["as_of"] = json!("2026-11-23");
    answer
}
