use serde_json::{Value, json};

use super::USER;

const COACH: &str = "019ab25c-0f4e-7b52-8d11-7c2b3d4e5f60";
const SHARE: &str = "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";
const CODE: &str = "7K2M-9QXT-4HBD-0ZRW";

pub(super) fn request(operation: &str) -> Option<Value> {
    Some(match operation {
        "create_share" => json!({"scopes": ["sessions", "pain", "plan"], "label": "My physio"}),
        "redeem_share" => json!({"code": CODE}),
        _ => return None,
    })
}

pub(super) fn answer(operation: &str) -> Option<Value> {
    Some(match operation {
        "create_share" => {
            let mut share = share("client", "waiting");
            share["label"] = json!("My physio");
            share["code_valid_until"] = json!("2026-11-30T06:38:01.002Z");
            share["code"] = json!(CODE);
            share
        }
        "redeem_share" => {
            let mut share = share("coach", "active");
            share["client"] = json!({"id": USER, "name": "Maria"});
            share["since"] = json!("2026-11-23T06:38:01.002Z");
            share
        }
        "consent_text" => json!({
            "version": 1, "text": "You let a coach of your choice see the parts of your record that you tick, and no more. …",
            "scopes": [{"scope": "plan", "shows": "Your training plan in all its versions, and your own exercises. …"}],
            "never": ["Warning signs (red flags) that you ticked"],
        }),
        "show_coach" => json!({"id": COACH, "name": "Jonas Weber", "about": "Physiotherapist in Leipzig"}),
        "list_access_log" => json!({
            "items": [{
                "id": "019ab27e-7b60-7d2f-8c44-6b1a2c3d4e5f", "at": "2026-11-23T06:40:12.345Z",
                "coach": {"id": COACH, "name": "Jonas Weber"}, "share_id": SHARE,
                "operation": "GET /v1/clients/{client_id}/sessions", "detail": "/v1/sessions?from=2026-11-01",
            }],
            "next_cursor": null,
        }),
        _ => return None,
    })
}

fn share(role: &str, state: &str) -> Value {
    json!({
        "id": SHARE, "rev": 42, "created_at": "2026-11-23T06:38:01.002Z", "updated_at": "2026-11-23T06:38:01.002Z",
        "role": role, "state": state, "scopes": ["sessions", "pain", "plan"],
        "consent": {"version": 1, "agreed_at": "2026-11-23T06:38:01.002Z"},
    })
}
