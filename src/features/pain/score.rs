use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::vocabulary::{Moment as TimeOfDay, Quality, RedFlag, Region, Side, Trigger, Vertebra};
use super::{days, red_flags};
use crate::core::access::Owner;
use crate::core::access::visibility::visible;
use crate::core::advisory::Advisory;
use crate::core::records::{ClientWritable, Collection, Moment, Record, SortKey, check_has_happened};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedInt, BoundedString, FieldErrors, List};
use crate::platform::time::{DayStart, LocalDay, Timestamp, Zone};

/// How much it hurts at one moment: a whole number on the NRS-11 scale or, from elsewhere, a number on another scale.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct PainScore {
    /// The moment it is about.
    pub recorded_at: Timestamp,
    /// The zone it was in.
    pub time_zone: Zone,
    /// The local day it counts for; worked out when left out (rules §1).
    #[deserr(default)]
    pub local_date: Option<LocalDay>,
    /// NRS-11: 0 no pain, 10 the worst imaginable. Either this or `other_scale`.
    #[deserr(default)]
    pub score: Option<BoundedInt<0, 10>>,
    /// An intensity that is not NRS-11. It is kept and shown, and stays out of all statistics (rules §12).
    #[deserr(default)]
    pub other_scale: Option<OtherScale>,
    /// Where.
    #[deserr(default)]
    pub region: Option<Region>,
    /// Which side.
    #[deserr(default)]
    pub side: Option<Side>,
    /// At which vertebra.
    #[deserr(default)]
    pub vertebra: Option<Vertebra>,
    /// What it feels like.
    #[deserr(default)]
    #[schema(inline)]
    pub qualities: Option<List<Quality, 20>>,
    /// What may have set it off, as the person sees it.
    #[deserr(default)]
    #[schema(inline)]
    pub triggers: Option<List<Trigger, 20>>,
    /// When in the day.
    #[deserr(default)]
    pub moment: Option<TimeOfDay>,
    /// Whether it is a flare-up.
    #[deserr(default)]
    pub flare: Option<bool>,
    /// Warning signs that need a doctor (rules §10).
    #[deserr(default)]
    #[schema(inline)]
    pub red_flags: Option<List<RedFlag, 20>>,
    /// What was taken against it.
    #[deserr(default)]
    pub medication: Option<BoundedString<0, 500>>,
    /// For oneself.
    #[deserr(default)]
    pub note: Option<BoundedString<0, 2000>>,
    /// What the person should know: where to turn with the red flags that were ticked (rules §10).
    #[deserr(skip)]
    #[serde(default)]
    #[schema(read_only)]
    pub advisories: Vec<Advisory>,
}

visible!(
    PainScore:
    always[recorded_at, time_zone, local_date, score, other_scale: OtherScale, region, side, vertebra, qualities,
        triggers, moment, flare],
    Notes[medication, note],
    never[red_flags, advisories],
);

/// A number on a scale of one's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct OtherScale {
    /// What the scale is called.
    pub name: BoundedString<1, 80>,
    /// The number.
    pub value: f64,
}

visible!(OtherScale: always[name, value]);

impl PainScore {
    fn when(&self) -> Moment {
        Moment { at: self.recorded_at, zone: self.time_zone, local_date: self.local_date }
    }

    /// The local day it counts for.
    #[must_use]
    pub fn day(&self) -> LocalDay {
        self.local_date.unwrap_or_else(|| LocalDay::of(self.recorded_at, self.time_zone, DayStart::default()))
    }
}

impl Record for PainScore {
    const COLLECTION: Collection = Collection::PainScores;
    const NOUN: &'static str = "pain score";
    const DERIVED: &'static [&'static str] = &["local_date", "advisories"];

    fn check(&self, owner: &Owner) -> FieldErrors {
        check_has_happened(self.recorded_at, "/recorded_at", owner)
    }

    fn normalize(&mut self, _: RecordId, prior: Option<&Self>, owner: &Owner) -> FieldErrors {
        let mut errors = FieldErrors::none();
        match (&self.score, &self.other_scale) {
            (None, None) => errors.add("/score", "missing", "is required, unless other_scale is given"),
            (Some(_), Some(_)) => errors.add("/other_scale", "not_allowed", "must be left out when score is given"),
            _ => {}
        }
        match self.when().normalize(prior.map(Self::when), owner) {
            Ok(day) => self.local_date = Some(day),
            Err(error) => errors.extend(error),
        }
        self.advisories = red_flags::advisories(self.red_flags.iter().flat_map(|flags| flags.iter().copied()));
        errors
    }

    fn sort_key(&self, _: RecordId, _: Timestamp) -> SortKey {
        SortKey { day: self.day(), at: self.recorded_at }
    }

    fn after_change(tx: &mut Tx<'_>, _: RecordId, before: Option<&Self>, after: Option<&Self>) -> Result<(), DbError> {
        if let Some((day, region, score)) = before.and_then(days::part) {
            days::change(tx, day, region, |counts| counts.remove(score))?;
        }
        if let Some((day, region, score)) = after.and_then(days::part) {
            days::change(tx, day, region, |counts| counts.add(score))?;
        }
        Ok(())
    }

    fn example() -> Value {
        json!({
            "recorded_at": "2026-11-23T06:30:00.000Z", "time_zone": "Europe/Berlin", "score": 4,
            "region": "low_back", "side": "left", "vertebra": "L5", "qualities": ["dull", "stiff"],
            "triggers": ["desk_slouch"], "moment": "morning"
        })
    }
}

impl ClientWritable for PainScore {
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["advisories"];
}
