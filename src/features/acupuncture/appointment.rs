use std::borrow::Cow;

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::point::{AcuPoint, Technique};
use super::vocabulary::{AppointmentStatus, Severity, SideEffect, TechniqueKind};
use crate::core::access::visibility::visible;
use crate::core::advisory::Advisory;
use crate::core::records::{Moment, Record};
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedInt, BoundedString, FieldErrors, List, parsed_text};
use crate::platform::time::{DayStart, LocalDay, Timestamp, Zone};

/// A visit to an acupuncturist, planned or past.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Appointment {
    /// When it begins.
    pub scheduled_at: Timestamp,
    /// The zone it is in.
    pub time_zone: Zone,
    /// Its local day; worked out when left out (rules §1).
    #[deserr(default)]
    pub local_date: Option<LocalDay>,
    /// How long it takes, in minutes.
    pub duration_minutes: BoundedInt<1, 480>,
    /// What became of it.
    pub status: AppointmentStatus,
    /// The course it belongs to.
    #[deserr(default)]
    pub course_id: Option<CourseId>,
    /// Who treats.
    #[deserr(default)]
    pub practitioner: Option<Practitioner>,
    /// Where.
    #[deserr(default)]
    pub clinic: Option<BoundedString<1, 200>>,
    /// How the needles were used.
    #[deserr(default)]
    #[schema(inline)]
    pub techniques: Option<List<Technique, 10>>,
    /// Where they were put.
    #[deserr(default)]
    #[schema(inline)]
    pub points: Option<List<AcuPoint, 80>>,
    /// How long they stayed, in minutes.
    #[deserr(default)]
    pub retention_minutes: Option<BoundedInt<0, 240>>,
    /// What it cost.
    #[deserr(default)]
    pub cost: Option<Cost>,
    /// Pain before it, NRS-11.
    #[deserr(default)]
    pub pain_before: Option<BoundedInt<0, 10>>,
    /// Pain after it, NRS-11.
    #[deserr(default)]
    pub pain_after: Option<BoundedInt<0, 10>>,
    /// Side effects of the visit.
    #[deserr(default)]
    #[schema(inline)]
    pub side_effects: Option<List<ReportedSideEffect, 20>>,
    /// Codes of the advisories that the person has read and accepted.
    #[deserr(default)]
    #[schema(inline)]
    pub acknowledged: Option<List<BoundedString<1, 64>, 20>>,
    /// For oneself.
    #[deserr(default)]
    pub note: Option<BoundedString<0, 2000>>,
    /// What the person should know of it (rules §8), as of the last change of the appointment or, while it is still to
    /// come, of the health profile.
    #[deserr(skip)]
    #[serde(default)]
    #[schema(read_only)]
    pub advisories: Vec<Advisory>,
}

visible!(
    Appointment:
    always[scheduled_at, time_zone, local_date, duration_minutes, status, course_id, practitioner: Practitioner,
        clinic, techniques: Technique, points: AcuPoint, retention_minutes, cost: Cost, side_effects: ReportedSideEffect],
    Notes[note],
    Pain[pain_before, pain_after],
    never[acknowledged, advisories],
);

/// Who treats.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Practitioner {
    /// Name.
    pub name: BoundedString<1, 120>,
    /// Whether they are licensed, as far as the person knows; left out when unknown.
    #[deserr(default)]
    pub licensed: Option<bool>,
}

visible!(Practitioner: always[name, licensed]);

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Cost {
    /// In the currency's minor unit: cents, pence.
    pub amount_minor: BoundedInt<0, 100_000_000>,
    /// ISO 4217 code.
    pub currency: Currency,
}

visible!(Cost: always[amount_minor, currency]);

/// A side effect and how strong it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct ReportedSideEffect {
    /// What.
    pub effect: SideEffect,
    /// How strong.
    pub severity: Severity,
}

visible!(ReportedSideEffect: always[effect, severity]);

/// The form of an ISO 4217 currency code: three capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Currency(String);

impl std::str::FromStr for Currency {
    type Err = Cow<'static, str>;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let formed = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        if formed { Ok(Self(code.to_owned())) } else { Err("must be an ISO 4217 code, like EUR".into()) }
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

parsed_text!(Currency, "currency");

impl utoipa::__dev::ComposeSchema for Currency {
    fn compose(
        _: Vec<utoipa::openapi::RefOr<utoipa::openapi::Schema>>,
    ) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .pattern(Some("^[A-Z]{3}$"))
            .examples(["EUR"])
            .into()
    }
}

/// The id of a course, as a reference to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourseId(pub RecordId);

impl std::str::FromStr for CourseId {
    type Err = Cow<'static, str>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        super::Course::id_of(text).map(Self).ok_or(Cow::Borrowed("must be the id of a course"))
    }
}

impl std::fmt::Display for CourseId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

parsed_text!(CourseId, "course_id");

impl utoipa::__dev::ComposeSchema for CourseId {
    fn compose(
        _: Vec<utoipa::openapi::RefOr<utoipa::openapi::Schema>>,
    ) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Uuid)))
            .into()
    }
}

impl Appointment {
    pub(super) fn moment(&self) -> Moment {
        Moment { at: self.scheduled_at, zone: self.time_zone, local_date: self.local_date }
    }

    /// Whether it is a visit: still to come or completed, neither cancelled nor missed.
    #[must_use]
    pub fn takes_place(&self) -> bool {
        matches!(self.status, AppointmentStatus::Scheduled | AppointmentStatus::Completed)
    }

    /// Whether it had been completed by a day.
    #[must_use]
    pub fn is_completed(&self, by: LocalDay) -> bool {
        self.status == AppointmentStatus::Completed && self.day() <= by
    }

    /// Whether it is scheduled for a day or later.
    #[must_use]
    pub fn is_booked(&self, from: LocalDay) -> bool {
        self.status == AppointmentStatus::Scheduled && self.day() >= from
    }

    /// Whether a current goes through its needles.
    #[must_use]
    pub fn is_electric(&self) -> bool {
        let mut techniques = self.techniques.iter().flat_map(|techniques| techniques.iter());
        techniques.any(|technique| technique.kind == TechniqueKind::Electroacupuncture)
    }

    /// The advisories that the person has not acknowledged, be they asked to or not.
    pub fn open_advisories(&self) -> impl Iterator<Item = &Advisory> {
        let accepted = |code: &str| {
            let mut codes = self.acknowledged.iter().flat_map(|codes| codes.iter());
            codes.any(|accepted| **accepted == *code)
        };
        self.advisories.iter().filter(move |advisory| !accepted(&advisory.code))
    }

    /// The local day it is on.
    #[must_use]
    pub fn day(&self) -> LocalDay {
        self.local_date.unwrap_or_else(|| LocalDay::of(self.scheduled_at, self.time_zone, DayStart::default()))
    }
}
