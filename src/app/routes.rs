//! Every route of the API.

use actix_web::web;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig as DescribedConfig;

use super::web as pages;
use crate::core::access::visibility::{Field, Visible};
use crate::core::records::ReadVerbs;
use crate::features::acupuncture::{Appointment, Course};
use crate::features::pain::PainScore;
use crate::features::questionnaires::Questionnaire;
use crate::features::training::{DayMark, Exercise, Plan, Session};
use crate::features::{
    accounts, acupuncture, coaching, collections, guidance, insight, interop, learn, pain, progress, questionnaires,
    sync, today, training,
};
use crate::platform::http::Mount;

/// Mounts all routes of the service.
pub fn serve(config: &mut web::ServiceConfig) {
    config.service(web::scope("/v1").configure(v1)).configure(unversioned).configure(pages::undescribed_routes);
}

/// Describes all routes that are part of the API description.
pub fn describe(config: &mut DescribedConfig<'_>) {
    config.service(scope("/v1").configure(|config| v1(config))).configure(|config| unversioned(config));
}

/// The routes whose address has no version.
fn unversioned<M: Mount>(config: &mut M) {
    pages::routes(config);
    accounts::api::key_routes(config);
}

/// The routes below `/v1`. They are tried in this order, and a path with a parameter takes a regular expression to try, so
/// the most asked come first, and among those the ones without parameters.
fn v1<M: Mount>(config: &mut M) {
    for mount in [
        sync::api::routes::<M>,
        today::api::routes,
        progress::api::routes,
        collections::own,
        accounts::api::routes,
        training::api::routes,
        acupuncture::api::routes,
        pain::api::routes,
        guidance::api::routes,
        insight::api::routes,
        questionnaires::api::routes,
        interop::api::routes,
        learn::api::routes,
        pages::v1_routes,
        coaching::api::routes,
        // Their paths hold some of the routes before.
        collections::coaching,
    ] {
        mount(config);
    }
    // Last, since it takes every path below it.
    config.undescribed(web::scope("/clients/{client_id}").configure(client_routes));
}

/// What a coach can ask about a client: the handlers of the questions about oneself, which learn from the path whom they
/// are about. What each takes stands in [`crate::core::access::client_routes`]; what is not listed there answers no coach.
/// They are described from the own routes, so they are not part of the description here.
fn client_routes(config: &mut web::ServiceConfig) {
    config
        .service(ReadVerbs::<Session>::new())
        .service(ReadVerbs::<DayMark>::new())
        .service(progress::api::streak::streak)
        .service(progress::api::streak::calendar)
        .service(progress::api::streak::strength)
        .service(progress::api::streak::adherence)
        .service(progress::api::exercise_trend::exercise_trend)
        .service(ReadVerbs::<Exercise>::new())
        .service(ReadVerbs::<PainScore>::new())
        .service(ReadVerbs::<Questionnaire>::new())
        .service(pain::api::pain_trend)
        .service(questionnaires::api::questionnaire_trend)
        .service(ReadVerbs::<Appointment>::new())
        .service(ReadVerbs::<Course>::new())
        .service(acupuncture::api::course_progress::course_progress)
        .service(ReadVerbs::<Plan>::new())
        .service(training::api::plan)
        .service(insight::api::acupuncture::acupuncture_insight)
        .service(insight::api::exercise::exercise_insight);
}

/// The fields of what client routes answer, by own path; a list has those of its records.
pub const CLIENT_FIELDS: &[(&str, &[Field])] = &[
    ("/v1/sessions/{id}", Session::FIELDS),
    ("/v1/day-marks/{id}", DayMark::FIELDS),
    ("/v1/streak", progress::api::streak::StreakAnswer::FIELDS),
    ("/v1/calendar", progress::api::streak::CalendarAnswer::FIELDS),
    ("/v1/strength", progress::api::streak::StrengthAnswer::FIELDS),
    ("/v1/adherence", progress::api::streak::AdherenceAnswer::FIELDS),
    ("/v1/trends/exercise", progress::api::exercise_trend::ExerciseTrend::FIELDS),
    ("/v1/pain-scores/{id}", PainScore::FIELDS),
    ("/v1/questionnaires/{id}", Questionnaire::FIELDS),
    ("/v1/trends/pain", pain::api::PainTrend::FIELDS),
    ("/v1/trends/questionnaires", questionnaires::api::QuestionnaireTrend::FIELDS),
    ("/v1/appointments/{id}", Appointment::FIELDS),
    ("/v1/courses/{id}", Course::FIELDS),
    ("/v1/courses/{id}/progress", acupuncture::api::course_progress::CourseProgress::FIELDS),
    ("/v1/plans/{id}", Plan::FIELDS),
    ("/v1/plan", Plan::FIELDS),
    ("/v1/insights/acupuncture", insight::api::acupuncture::AcupunctureInsightAnswer::FIELDS),
    ("/v1/insights/exercise", insight::api::exercise::ExerciseInsightAnswer::FIELDS),
];
