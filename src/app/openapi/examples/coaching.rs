use serde_json::{Value, json};

use super::{USER, plan};
use crate::core::records::Record;
use crate::features::coaching::{ClientNote, Comment, PlanProposal};
use crate::features::training::Plan;

const COACH: &str = "019ab25c-0f4e-7b52-8d11-7c2b3d4e5f60";
const SHARE: &str = "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";
const COMMENT: &str = "The left side feels stiff in the morning.";
const CODE: &str = "7K2M-9QXT-4HBD-0ZRW";

pub(super) fn request(operation: &str) -> Option<Value> {
    Some(match operation {
        "create_share" => json!({"scopes": ["sessions", "pain", "plan"], "label": "My physio"}),
        "redeem_share" => json!({"code": CODE}),
        "create_comment" => json!({"text": COMMENT, "coach_id": COACH}),
        "create_comment_to_client" => json!({"text": COMMENT}),
        "put_plan_proposal" => json!({"plan": Plan::example(), "message": "Three days are enough for now."}),
        "decline_plan_proposal" => json!({"reason": "I would rather stay with short sessions."}),
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
        "list_clients" => json!({"items": [{
            "client": {"id": USER, "name": "Maria"}, "scopes": ["sessions", "pain"],
            "streak": {"length": 0, "unit": "days", "started_on": null, "last_done_on": "2026-11-18"},
            "adherence_7d": 0.43, "adherence_28d": 0.86, "last_session_on": "2026-11-18", "pain_7d": 5.5, "pain_change": 2.3,
            "signals": [{"code": "pain_up", "since": "2026-11-21", "text": "Pain in the last seven days is 2.3 points above …"}],
            "need": 4,
        }]}),
        "create_comment" => comment("client", "client"),
        "read_comment" => comment("client", "coach"),
        "create_comment_to_client" => comment("coach", "coach"),
        "read_comment_of_client" => comment("coach", "client"),
        "list_comments_with_client" => json!({"items": [comment("coach", "client")], "next_cursor": null}),
        "put_plan_proposal" | "get_plan_proposal_to_client" => proposal("coach", "proposed"),
        "list_plan_proposals_to_client" => json!({"items": [proposal("coach", "proposed")], "next_cursor": null}),
        "decline_plan_proposal" => proposal("client", "declined"),
        "accept_plan_proposal" => json!({"proposal": proposal("client", "accepted"), "plan": plan()}),
        "list_notes_on_client" => {
            let mut note = ClientNote::example();
            head(&mut note);
            json!({"items": [note], "next_cursor": null})
        }
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

fn comment(role: &str, author: &str) -> Value {
    let mut comment = Comment::example();
    head(&mut comment);
    comment["role"] = json!(role);
    comment["author"] = json!(author);
    comment["author_name"] = json!(if author == "coach" { "Jonas Weber" } else { "Maria" });
    comment["text"] = json!(COMMENT);
    comment
}

fn proposal(role: &str, state: &str) -> Value {
    let mut proposal = PlanProposal::example();
    head(&mut proposal);
    proposal["role"] = json!(role);
    proposal["state"] = json!(state);
    if state != "proposed" {
        proposal["closed_at"] = json!("2026-11-23T07:00:00.000Z");
    }
    proposal
}

fn head(record: &mut Value) {
    record["id"] = json!(SHARE);
    record["rev"] = json!(42);
    record["created_at"] = json!("2026-11-23T06:38:01.002Z");
    record["updated_at"] = json!("2026-11-23T06:38:01.002Z");
}
