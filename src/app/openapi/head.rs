//! What stands before the paths: title, servers, tags, and how to sign in.

use serde_json::{Value, json};

const ABOUT: &str = "The backend for people who train their back every day: sessions, pain scores and acupuncture \
    appointments in; honest streaks, trends and calendars out.\n\n\
    Collections share one set of verbs. `PUT` with an id of the client's own choice creates or replaces, so records can be \
    made offline and sent again without harm. Every change raises the owner's change counter, `rev`; it is also the entity \
    tag. Answers may gain fields, and problems may gain codes: take what you know and pass over the rest. An unknown field \
    in a body is refused, and so is U+0000 in any text. What GET gave can be PUT back as it is: fields that only the service \
    writes (`readOnly`) are passed over in a body, whatever they say, and only an `id` that is another one than the \
    address's is refused. What guards a write is `If-Match`.\n\n\
    HEAD is answered wherever GET is, with the same status and headers. Answers are compressed (gzip, br, zstd) for clients \
    that send `Accept-Encoding`, unless they are short or show a secret; bodies of requests are not taken compressed. A \
    browser app on another origin can use all of this once the operator has listed its origin.\n\n\
    Dates are `YYYY-MM-DD`. Instants are RFC 3339: any offset is read, UTC with milliseconds and `Z` is written. Every \
    failure is `application/problem+json` (RFC 9457) with a stable `code`. Where the text says *rules §*, see the rules \
    in the documentation.\n\n\
    Birddog keeps a record and shows patterns in it. It is not medical advice.";

const TAGS: [(&str, &str); 20] = [
    ("accounts", "Signing up and in, the profile, devices."),
    ("exercises", "The built-in exercises and one's own."),
    ("plans", "Versions of the training plan, each in force from its date."),
    ("sessions", "What was trained."),
    ("day-marks", "Days let off: rest, illness, travel, a flare-up."),
    ("pain-scores", "How much it hurts, where, and what may have set it off."),
    ("questionnaires", "Filled-in questionnaires: PEG, RMDQ, totals of the ODI."),
    ("courses", "Courses of acupuncture."),
    ("appointments", "Visits to an acupuncturist, planned or past."),
    ("progress", "What the records add up to. Computed; an unchanged poll is a 304."),
    ("insight", "What the pain diary says: trends, visits, training. Never more than it carries."),
    ("shares", "What one shares with coaches, and who looked at it."),
    ("comments", "What one and one's coaches write to each other."),
    ("plan-proposals", "Plans that coaches propose."),
    ("client-notes", "A coach's own notes on clients."),
    ("clients", "What coaches see of those who share with them."),
    ("sync", "Offline first: the change feed, what was done offline, events as they happen."),
    ("interop", "Records of other apps."),
    ("reference", "Lists that are the same for everybody."),
    ("operations", "Health, version, this description."),
];

pub(super) fn complete(document: &mut Value) {
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "Birddog",
        "version": env!("CARGO_PKG_VERSION"),
        "description": ABOUT,
        "license": {"name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE")},
    });
    document["servers"] = json!([
        {"url": "/", "description": "The service that this description came from"},
        {"url": "http://127.0.0.1:8080", "description": "A service started without settings"},
    ]);
    document["tags"] =
        TAGS.iter().map(|(name, description)| json!({"name": name, "description": description})).collect();
    document["components"]["securitySchemes"]["bearer"] = json!({
        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
        "description": "The `access_token` of a session. It lives for ten minutes; `POST /v1/auth/refresh` gives the next.",
    });
}
