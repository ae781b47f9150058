//! The route of guidance.

use actix_web::get;
use actix_web::web::{Data, Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::past_session::{PastSession, Recent};
use super::pause::{Alarms, Pause, pause, recent_scores};
use super::progression::{ProgressionHint, SESSIONS, hint};
use crate::core::access::{Caller, DataAccess};
use crate::core::computed::{AsOf, computed_for_owner};
use crate::core::records::store;
use crate::core::tx::Tx;
use crate::features::training::mark_kind::MarkKind;
use crate::features::training::{DayMark, Exercise, ExerciseKey, Plan, PlanItem, catalogue, day_id, plan_in_force};
use crate::platform::http::{Answer, Conditions, Mount, Params, Problem};
use crate::platform::time::LocalDay;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(progression);
}

/// How one exercise could go on.
#[derive(Serialize, ToSchema)]
pub struct Progression {
    /// The day that counts as today.
    as_of: LocalDay,
    /// The exercise.
    exercise: ExerciseKey,
    /// What the plan in force prescribes of it; null when it is not in the plan.
    prescribed: Option<PlanItem>,
    /// The sessions that the hint looks at, newest first, two at most.
    sessions: Vec<PastSession>,
    /// The hint; null while prompts pause, and for an exercise that is not in the plan.
    hint: Option<ProgressionHint>,
    /// Why prompts pause; null when they don't.
    pause: Option<Pause>,
}

/// How one exercise could go on
///
/// A hint from the last two sessions with it, and the rule that spoke (rules §6). Nothing changes by itself.
#[utoipa::path(tag = "progress", security(("bearer" = [])),
    params(
        ("id" = ExerciseKey, Path, description = "Slug of a built-in exercise or id of an own one"),
        Params<AsOf>,
    ),
    responses((status = 200, description = "The hint", body = Progression), (status = 304, description = "Not modified")))]
#[get("/exercises/{id}/progression")]
pub async fn progression(
    access: Data<DataAccess>,
    caller: Caller,
    path: Path<String>,
    Params(as_of): Params<AsOf>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let exercise: ExerciseKey = path.parse().map_err(|_| Problem::not_found())?;
    access
        .read_records(caller, move |tx| {
            computed_for_owner(tx, &conditions, as_of, "", |tx, day| {
                if let ExerciseKey::Own(id) = exercise {
                    store::find::<Exercise>(tx, id)?.ok_or_else(Problem::not_found)?;
                }
                let plan = plan_in_force(tx, day)?.map(|stored| stored.read::<Plan>()).transpose()?;
                let items = plan.iter().flat_map(|plan| plan.items.iter());
                let prescribed = items.into_iter().find(|item| item.exercise == exercise).cloned();
                let sessions = Recent::load(tx, day)?.with(exercise, prescribed.as_ref(), SESSIONS);
                let scores = recent_scores(tx, day)?;
                let alarms = Alarms::load(tx, day, &scores)?.all();
                let pause = pause(&alarms, mark(tx, day)?);
                let hint = prescribed.as_ref().filter(|_| pause.is_none()).map(|item| hint_for(item, &sessions, day));
                Ok(Progression { as_of: day, exercise, prescribed, sessions, hint, pause })
            })
        })
        .await
}

/// The hint for what a plan prescribes of an exercise.
pub(crate) fn hint_for(item: &PlanItem, sessions: &[PastSession], day: LocalDay) -> ProgressionHint {
    let exercise = match item.exercise {
        ExerciseKey::BuiltIn(slug) => catalogue::find(slug),
        ExerciseKey::Own(_) => None,
    };
    hint(sessions, item, exercise, day)
}

fn mark(tx: &mut Tx<'_>, day: LocalDay) -> Result<Option<MarkKind>, Problem> {
    let stored = store::find::<DayMark>(tx, day_id(day))?;
    Ok(stored.map(|stored| stored.read::<DayMark>()).transpose()?.map(|mark| mark.kind))
}
