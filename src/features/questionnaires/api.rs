//! The routes of questionnaires that are not a collection's verbs.

use actix_web::get;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use super::Questionnaire;
use super::instrument::InstrumentFacts;
use super::trend::{InstrumentScore, InstrumentSeries, series};
use super::vocabulary::Instrument;
use crate::core::access::visibility::visible;
use crate::core::access::{DataAccess, Viewer};
use crate::core::computed::{AsOf, Range, computed};
use crate::core::records::store;
use crate::platform::http::{Answer, Conditions, Mount, Params, Problem, query_params};
use crate::platform::time::LocalDay;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(instruments).service(questionnaire_trend);
}

/// The questionnaires that can be filled in.
#[derive(Serialize, ToSchema)]
pub struct Instruments {
    /// In the order to show them.
    instruments: Vec<InstrumentFacts>,
}

/// Scores of questionnaires over time.
#[derive(Serialize, ToSchema)]
pub struct QuestionnaireTrend {
    /// The day that counts as today.
    as_of: LocalDay,
    /// Of each instrument that was filled in.
    series: Vec<InstrumentSeries>,
}

visible!(QuestionnaireTrend: always[as_of, series: InstrumentSeries]);

/// Questionnaires that can be filled in
///
/// What each measures, how it is scored, its range, and the least improvement that matters, with sources (rules §11). The
/// items are in the vocabulary; those of the ODI are under copyright.
#[utoipa::path(tag = "reference", responses((status = 200, description = "The instruments", body = Instruments)))]
#[get("/instruments")]
pub async fn instruments() -> Result<Answer, Problem> {
    Answer::json(&Instruments { instruments: Instrument::ALL.iter().map(|instrument| instrument.facts()).collect() })
}

query_params! {
    /// What the trend is narrowed to.
    pub struct InstrumentFilter {
        /// One instrument only; all when left out
        instrument: Instrument,
    }
}

/// Questionnaires over time
///
/// Every score in order, and for each instrument the change from the first to the last of the range (rules §11).
#[utoipa::path(tag = "questionnaires", security(("bearer" = [])),
    params(Params<(Range<365, 4000>, InstrumentFilter, AsOf)>),
    responses((status = 200, description = "The trend", body = QuestionnaireTrend), (status = 304, description = "Not modified")))]
#[get("/trends/questionnaires")]
pub async fn questionnaire_trend(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params((range, filter, as_of)): Params<(Range<365, 4000>, InstrumentFilter, AsOf)>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let wanted = filter.instrument;
    access
        .answer(viewer, move |tx| {
            computed(tx, &conditions, as_of, |tx, day| {
                let range = range.days(day)?;
                let mut scored = Vec::new();
                // Nobody fills in more than a few a month.
                for stored in store::all::<Questionnaire>(tx)? {
                    let record: Questionnaire = stored.read()?;
                    let (instrument, date) = (record.answers.instrument(), record.day());
                    if range.contains(&date.date()) && wanted.is_none_or(|wanted| wanted == instrument) {
                        scored
                            .push((instrument, InstrumentScore { date, id: stored.id, score: record.answers.score() }));
                    }
                }
                Ok(QuestionnaireTrend { as_of: day, series: series(&scored) })
            })
        })
        .await
}
