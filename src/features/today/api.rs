//! The route of the first screen.

use actix_web::get;
use actix_web::web::Data;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::facts::facts;
use crate::core::access::{Caller, DataAccess};
use crate::core::advisory::Advisory;
use crate::core::computed::{AsOf, computed_for_owner};
use crate::core::records::store::{self, Look};
use crate::core::records::{Shown, Stored};
use crate::core::tx::Tx;
use crate::features::acupuncture::Appointment;
use crate::features::acupuncture::vocabulary::AppointmentStatus;
use crate::features::guidance::api::hint_for;
use crate::features::guidance::past_session::Recent;
use crate::features::guidance::pause::{Alarms, Pause, pause, recent_scores};
use crate::features::guidance::progression::{ProgressionHint, SESSIONS};
use crate::features::guidance::weekly_minutes::{WeeklyMinutes, weekly_minutes};
use crate::features::learn::choose::{ChosenCard, choose};
use crate::features::pain::PainScore;
use crate::features::progress::history::History;
use crate::features::progress::judged_day::JudgedDay;
use crate::features::progress::streak::StreakReport;
use crate::features::training::{Plan, PlanItem, plan_in_force};
use crate::platform::db::DbError;
use crate::platform::http::{Answer, Conditions, Mount, Params, Problem};
use crate::platform::time::LocalDay;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(today);
}

/// How many appointments ahead are looked at for one that still stands; those before it were cancelled.
const APPOINTMENTS_AHEAD: i64 = 100;

type ShownAppointment = Shown<Appointment>;
type ShownPainScore = Shown<PainScore>;

/// The app's first screen.
#[derive(Serialize, ToSchema)]
pub struct Today {
    /// The day it is about.
    as_of: LocalDay,
    /// That day with its state; nothing before the first session and plan.
    day: Option<JudgedDay>,
    /// The streak.
    streak: StreakReport,
    /// Habit strength, 0 to 1.
    strength: f64,
    /// What the plan in force asks for.
    plan: Option<TodaysPlan>,
    /// Why exercise prompts pause today; null when they don't.
    pause: Option<Pause>,
    /// What the person should know today: red flags that stand, alarming side effects of the last two weeks, and what the next appointment asks for.
    advisories: Vec<Advisory>,
    /// One to three learning cards that suit what the records show, the most important first (rules §13).
    learn: Vec<ChosenCard>,
    /// The next appointment that still stands.
    #[schema(value_type = Option<ShownAppointment>)]
    next_appointment: Option<Box<RawValue>>,
    /// The latest pain score.
    #[schema(value_type = Option<ShownPainScore>)]
    last_pain_score: Option<Box<RawValue>>,
}

/// The plan in force, as far as the day needs it.
#[derive(Serialize, ToSchema)]
pub struct TodaysPlan {
    /// Its id.
    id: String,
    /// Whether it plans the day.
    scheduled: bool,
    /// The exercises it prescribes.
    items: Vec<TodaysItem>,
    /// How many minutes a week to go up to; null when the last seven days have none, and while prompts pause.
    weekly_minutes: Option<WeeklyMinutes>,
}

/// What the plan prescribes of one exercise.
#[derive(Serialize, ToSchema)]
pub struct TodaysItem {
    /// The prescription.
    #[serde(flatten)]
    item: PlanItem,
    /// How it could go on (rules §6); null while prompts pause.
    hint: Option<ProgressionHint>,
}

/// The first screen in one call
#[utoipa::path(tag = "progress", security(("bearer" = [])),
    params(Params<AsOf>),
    responses((status = 200, description = "Today", body = Today), (status = 304, description = "Not modified")))]
#[get("/today")]
pub async fn today(
    access: Data<DataAccess>,
    caller: Caller,
    Params(as_of): Params<AsOf>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    access
        .read_records(caller, move |tx| {
            // An appointment that has begun is not the next one any more, though nothing was written.
            let next = next_appointment(tx)?;
            let version = next.as_ref().map(|stored| format!(".{}", stored.id)).unwrap_or_default();
            computed_for_owner(tx, &conditions, as_of, &version, |tx, day| {
                let outcome = History::load(tx, day.date(), day.date())?.replay(tx, |_| {})?;
                let mark = outcome.streak.today.as_ref().and_then(|today| today.mark);
                let scores = recent_scores(tx, day)?;
                let alarms = Alarms::load(tx, day, &scores)?;
                let mut advisories = alarms.all();
                let pause = pause(&advisories, mark);
                let learn = choose(&facts(tx, day, &scores, &alarms, mark)?);
                // Days gone by knew nothing of what is to come now.
                if let Some(next) = next.as_ref().filter(|_| day >= tx.owner.today(None)) {
                    advisories.extend(next.read::<Appointment>()?.open_advisories().cloned());
                }
                let today = Today {
                    as_of: day,
                    day: outcome.streak.today.clone(),
                    strength: outcome.strength,
                    plan: todays_plan(tx, day, pause.is_some())?,
                    pause,
                    advisories,
                    learn,
                    next_appointment: next.as_ref().map(Stored::raw::<Appointment>).transpose()?,
                    last_pain_score: last_pain_score(tx)?,
                    streak: outcome.streak,
                };
                Ok(today)
            })
        })
        .await
}

fn todays_plan(tx: &mut Tx<'_>, day: LocalDay, paused: bool) -> Result<Option<TodaysPlan>, Problem> {
    let Some(stored) = plan_in_force(tx, day)? else { return Ok(None) };
    let plan: Plan = stored.read()?;
    let scheduled = plan.schedule.plans(day.date());
    let recent = if paused || plan.items.is_empty() { None } else { Some(Recent::load(tx, day)?) };
    let items = plan.items.iter().map(|item| {
        let sessions = recent.as_ref().map(|recent| recent.with(item.exercise, Some(item), SESSIONS));
        TodaysItem { item: item.clone(), hint: sessions.map(|sessions| hint_for(item, &sessions, day)) }
    });
    let items = items.collect();
    let weekly_minutes = if paused { None } else { weekly_minutes(tx, day)? };
    Ok(Some(TodaysPlan { id: stored.id.to_string(), scheduled, items, weekly_minutes }))
}

fn next_appointment(tx: &mut Tx<'_>) -> Result<Option<Stored>, DbError> {
    let stands = |appointment: &Appointment| appointment.status == AppointmentStatus::Scheduled;
    store::nearest(tx, Look::Ahead(tx.owner.now), APPOINTMENTS_AHEAD, stands)
}

fn last_pain_score(tx: &mut Tx<'_>) -> Result<Option<Box<RawValue>>, DbError> {
    // Clocks of devices may run ahead by as much as records may.
    let latest = tx.owner.now.plus(chrono::Duration::days(1));
    let last = store::nearest::<PainScore>(tx, Look::Back(latest), 1, |_| true)?;
    last.map(|stored| stored.raw::<PainScore>()).transpose()
}
