//! Every route of the API.

use actix_web::web;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use super::web as pages;
use crate::core::records::ClientVerbs;
use crate::features::acupuncture::{Appointment, Course};
use crate::features::pain::PainScore;
use crate::features::questionnaires::Questionnaire;
use crate::features::training::{DayMark, Exercise, Plan, Session};
use crate::features::{
    accounts, acupuncture, coaching, collections, guidance, insight, interop, learn, pain, progress, questionnaires,
    sync, today, training,
};

/// All routes that are part of the API description.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(scope("/v1").configure(v1)).configure(accounts::api::key_routes).configure(pages::routes);
}

fn v1(config: &mut ServiceConfig<'_>) {
    config
        .configure(accounts::api::routes)
        .configure(training::api::routes)
        .configure(acupuncture::api::routes)
        .configure(pain::api::routes)
        .configure(progress::api::routes)
        .configure(guidance::api::routes)
        .configure(insight::api::routes)
        .configure(today::api::routes)
        .configure(questionnaires::api::routes)
        .configure(interop::api::routes)
        .configure(learn::api::routes)
        .configure(coaching::api::routes)
        .configure(sync::api::routes)
        .configure(pages::v1_routes);
    for collection in collections::ALL {
        collection.mount(config);
    }
    // Last, since it takes every path below it.
    config.map(|config| config.service(web::scope("/clients/{client_id}").configure(client_routes)));
}

/// What a coach can ask about a client: the handlers of the questions about oneself, which learn from the path whom they
/// are about. What each takes stands in [`crate::core::access::client_routes`]; what is not listed there answers no coach.
/// They are described from the own routes, so they are not part of the description here.
fn client_routes(config: &mut web::ServiceConfig) {
    config
        .service(ClientVerbs::<Session>::new())
        .service(ClientVerbs::<DayMark>::new())
        .service(progress::api::streak::streak)
        .service(progress::api::streak::calendar)
        .service(progress::api::streak::strength)
        .service(progress::api::streak::adherence)
        .service(progress::api::exercise_trend::exercise_trend)
        .service(ClientVerbs::<Exercise>::new())
        .service(ClientVerbs::<PainScore>::new())
        .service(ClientVerbs::<Questionnaire>::new())
        .service(pain::api::pain_trend)
        .service(questionnaires::api::questionnaire_trend)
        .service(ClientVerbs::<Appointment>::new())
        .service(ClientVerbs::<Course>::new())
        .service(acupuncture::api::course_progress::course_progress)
        .service(ClientVerbs::<Plan>::new())
        .service(training::api::plan)
        .service(insight::api::acupuncture::acupuncture_insight)
        .service(insight::api::exercise::exercise_insight);
}
