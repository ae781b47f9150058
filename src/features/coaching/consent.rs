//! What a person agrees to when they share. The version is stored with each share, so that it is always known to what.

use serde::Serialize;
use utoipa::ToSchema;

use crate::core::access::Scope;

/// The version of the text. It changes with any change of the text below.
pub(super) const VERSION: u32 = 1;

const TEXT: &str = "You let a coach of your choice see the parts of your record that you tick, and no more. They see what is \
    there now and what you add while you share. They can write to you and, if you tick the plan, propose one; nothing \
    changes unless you accept it. You see every look they take in your access log. You can end it at any time, and so can \
    they: from that moment they see nothing. What they have seen they may remember.";

const NEVER: [&str; 5] = [
    "Warning signs (red flags) that you ticked",
    "Your health profile, and the advisories that come of it",
    "Your e-mail address, your devices and your access log",
    "What you share with others",
    "Your first screen, learning cards and exercise prompts",
];

/// What a person agrees to when they share.
#[derive(Serialize, ToSchema)]
pub(super) struct ConsentText {
    /// Kept with each share, as `consent.version`.
    version: u32,
    /// What it means to share.
    text: &'static str,
    /// What each scope opens.
    scopes: Vec<ScopeText>,
    /// What no coach ever sees.
    never: [&'static str; 5],
}

/// What a scope opens.
#[derive(Serialize, ToSchema)]
pub(super) struct ScopeText {
    /// The scope.
    scope: Scope,
    /// What a coach with it sees.
    shows: &'static str,
}

impl ConsentText {
    /// The text in force.
    pub(super) fn current() -> Self {
        let scopes = Scope::ALL.iter().map(|scope| ScopeText { scope: *scope, shows: shows(*scope) });
        Self { version: VERSION, text: TEXT, scopes: scopes.collect(), never: NEVER }
    }
}

fn shows(scope: Scope) -> &'static str {
    match scope {
        Scope::Sessions => {
            "Your training sessions, days marked as rest, illness, travel or flare-up, and what they add up to: streak, \
            calendar, strength, adherence. Also your own exercises. Pain noted with a session only together with pain."
        }
        Scope::Pain => {
            "Your pain scores, with place, kind and triggers, your questionnaires, and how both go over time; together with \
            sessions or appointments also the pain noted there, and what the days after them look like."
        }
        Scope::Appointments => {
            "Your acupuncture visits and courses, with practitioner, cost and side effects. Pain before and after a visit only \
            together with pain."
        }
        Scope::Notes => "The notes you wrote on what you share, and the medication you noted with a pain score.",
        Scope::Plan => "Your training plan in all its versions, and your own exercises. The coach may propose a plan.",
    }
}
