use actix_web::get;
use actix_web::web::Data;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::answer::{AsOf, computed_at_a_moment};
use crate::access::{Caller, Gate, Owner};
use crate::acupuncture::Appointment;
use crate::acupuncture::vocabulary::AppointmentStatus;
use crate::db::AnyConnection;
use crate::http::{Answer, Conditions, Problem, Query};
use crate::pain::PainScore;
use crate::progress::history::History;
use crate::progress::judged_day::JudgedDay;
use crate::progress::streak::StreakReport;
use crate::records::store::{self, Look};
use crate::records::{Shown, Stored};
use crate::time::LocalDay;
use crate::training::{Plan, PlanItem, plan_in_force};

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
    items: Vec<PlanItem>,
}

/// The first screen in one call
#[utoipa::path(tag = "progress", security(("bearer" = [])),
    params(
        ("as_of" = Option<LocalDay>, Query, description = "The day to answer for, up to tomorrow; today when left out"),
        ("time_zone" = Option<crate::time::Zone>, Query, description = "The zone of today; the profile's when left out"),
    ),
    responses((status = 200, description = "Today", body = Today), (status = 304, description = "Not modified")))]
#[get("/v1/today")]
pub async fn today(
    gate: Data<Gate>,
    caller: Caller,
    mut query: Query,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let as_of = AsOf::take(&mut query);
    query.finish()?;
    // An appointment that has begun is not the next one any more, though nothing was written.
    let moment = |connection: &mut AnyConnection, owner: &Owner| {
        let next = next_appointment(connection, owner)?;
        Ok(next.map(|stored| format!(".{}", stored.id)).unwrap_or_default())
    };
    computed_at_a_moment(gate, caller, conditions, as_of, moment, |connection, owner, day| {
        let history = History::load(connection, owner, day.date(), day.date())?;
        let (outcome, kept) = history.replay(owner, |_| {})?;
        let today = Today {
            as_of: day,
            day: outcome.streak.today.clone(),
            strength: outcome.strength,
            plan: todays_plan(connection, owner, day)?,
            next_appointment: next_appointment(connection, owner)?
                .map(|stored| stored.raw::<Appointment>())
                .transpose()?,
            last_pain_score: last_pain_score(connection, owner)?,
            streak: outcome.streak,
        };
        Ok((today, Some(kept)))
    })
    .await
}

fn todays_plan(connection: &mut AnyConnection, owner: &Owner, day: LocalDay) -> Result<Option<TodaysPlan>, Problem> {
    let Some(stored) = plan_in_force(connection, owner.user, day)? else { return Ok(None) };
    let plan: Plan = stored.read()?;
    let scheduled = plan.schedule.plans(day.date());
    Ok(Some(TodaysPlan { id: stored.id.to_string(), scheduled, items: plan.items.to_vec() }))
}

fn next_appointment(connection: &mut AnyConnection, owner: &Owner) -> Result<Option<Stored>, Problem> {
    let stands = |appointment: &Appointment| appointment.status == AppointmentStatus::Scheduled;
    store::nearest(connection, owner.user, Look::Ahead(owner.now), APPOINTMENTS_AHEAD, stands)
}

fn last_pain_score(connection: &mut AnyConnection, owner: &Owner) -> Result<Option<Box<RawValue>>, Problem> {
    // Clocks of devices may run ahead by as much as records may.
    let latest = owner.now.plus(chrono::Duration::days(1));
    let last = store::nearest::<PainScore>(connection, owner.user, Look::Back(latest), 1, |_| true)?;
    last.map(|stored| stored.raw::<PainScore>()).transpose()
}
