//! The routes of the learning cards.

use actix_web::get;
use actix_web::web::Path;
use serde::Serialize;
use utoipa::ToSchema;

use super::card::Card;
use super::cards;
use super::vocabulary::Topic;
use crate::platform::http::{Answer, Mount, Params, Problem, query_params};

/// Learning cards.
#[derive(Serialize, ToSchema)]
#[schema(as = LearningCards)]
pub struct Cards {
    /// By topic, in the order to show them.
    #[schema(value_type = Vec<Card>)]
    items: Vec<&'static Card>,
}

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(list_cards).service(get_card);
}

query_params! {
    /// Which cards are asked for.
    pub struct CardFilter {
        /// Only the cards about this; all when left out
        topic: Topic,
    }
}

/// Learning cards
///
/// Short texts with their sources: how back pain goes, training, what people name as triggers, what studies and
/// guidelines say about acupuncture (those against it included), its risks and costs, and when to see a doctor.
#[utoipa::path(tag = "reference",
    params(Params<CardFilter>),
    responses((status = 200, description = "The cards", body = Cards)))]
#[get("/learn")]
pub async fn list_cards(Params(CardFilter { topic }): Params<CardFilter>) -> Result<Answer, Problem> {
    let wanted = |card: &&Card| topic.is_none_or(|topic| card.topic == topic);
    Answer::json(&Cards { items: cards::all().filter(wanted).collect() })
}

/// One learning card
#[utoipa::path(tag = "reference",
    params(("id" = String, Path, description = "The card's id", example = "phone-slouch")),
    responses((status = 200, description = "The card", body = Card)))]
#[get("/learn/{id}")]
pub async fn get_card(path: Path<String>) -> Result<Answer, Problem> {
    Answer::json(cards::find(&path).ok_or_else(Problem::not_found)?)
}
