use actix_web::get;
use serde::Serialize;
use utoipa::ToSchema;

use crate::core::RULESET;
use crate::core::advisory;
use crate::features::acupuncture;
use crate::features::coaching;
use crate::features::guidance;
use crate::features::learn;
use crate::features::pain;
use crate::features::questionnaires;
use crate::features::training;
use crate::platform::http::{Answer, Problem};
use crate::platform::vocabulary::VocabularyList;

/// About this service.
#[derive(Serialize, ToSchema)]
pub struct About {
    /// `birddog`.
    name: &'static str,
    /// Its version.
    version: &'static str,
    /// The oldest version of the app that it works with.
    minimum_client_version: &'static str,
    /// The rules by which days are judged.
    ruleset: &'static str,
    /// What it is not.
    disclaimer: &'static str,
}

/// Every enumeration with words to show.
#[derive(Serialize, ToSchema)]
pub struct Vocabulary {
    /// By slice, in the order to show them.
    lists: Vec<VocabularyList>,
}

const DISCLAIMER: &str = "Birddog helps you to keep a record and to see patterns in it. It is not medical advice, it does \
    not diagnose, and it cannot tell whether a symptom is harmless. If you feel numb in the saddle area, have new trouble \
    with bladder or bowels, weakness that spreads in a leg, fever with back pain, or pain after a bad fall or accident, \
    seek medical care now.";

/// About this service
#[utoipa::path(tag = "operations", responses((status = 200, description = "Version and disclaimer", body = About)))]
#[get("/about")]
pub async fn about() -> Result<Answer, Problem> {
    Answer::json(&About {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        minimum_client_version: "0.1.0",
        ruleset: RULESET,
        disclaimer: DISCLAIMER,
    })
}

/// Every enumeration with labels
#[utoipa::path(tag = "reference", responses((status = 200, description = "The enumerations", body = Vocabulary)))]
#[get("/vocabulary")]
pub async fn vocabulary() -> Result<Answer, Problem> {
    let slices = [
        training::vocabulary::lists(),
        pain::vocabulary::lists(),
        acupuncture::vocabulary::lists(),
        advisory::lists(),
        guidance::lists(),
        learn::vocabulary::lists(),
        questionnaires::vocabulary::lists(),
        coaching::vocabulary::lists(),
    ];
    Answer::json(&Vocabulary { lists: slices.into_iter().flatten().collect() })
}
