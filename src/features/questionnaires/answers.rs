//! What was answered, and the score that it comes to.

use std::collections::BTreeSet;

use deserr::{Deserr, IntoValue, Sequence, Value, ValuePointerRef};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::vocabulary::{Instrument, RmdqItem};
use crate::core::access::visibility::visible;
use crate::platform::input::{Amount, BoundedInt, FieldErrors};

/// The answers to one instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Deserr, ToSchema)]
#[serde(tag = "instrument", rename_all = "snake_case")]
#[deserr(error = FieldErrors, tag = "instrument", rename_all = lowercase, deny_unknown_fields)]
pub enum Answers {
    /// PEG; the questions are the vocabulary `peg_item`.
    Peg {
        /// Pain on average in the past week.
        pain: BoundedInt<0, 10>,
        /// How it interfered with enjoyment of life.
        enjoyment: BoundedInt<0, 10>,
        /// How it interfered with general activity.
        general_activity: BoundedInt<0, 10>,
    },
    /// Roland-Morris Disability Questionnaire; the statements are the vocabulary `rmdq_item`.
    Rmdq {
        /// The statements that describe the person today, each once and in any order; none is an answer too.
        #[schema(value_type = BTreeSet<RmdqItem>, max_items = 24)]
        ticked: Ticked,
    },
    /// Oswestry Disability Index, of which only the total is kept: its items are under copyright.
    Odi {
        /// In percent of the greatest total of the sections answered.
        total: Amount<100>,
    },
}

visible!(enum Answers as instrument: Peg[pain, enjoyment, general_activity], Rmdq[ticked], Odi[total]);

impl Answers {
    /// Which instrument was filled in.
    #[must_use]
    pub fn instrument(&self) -> Instrument {
        match self {
            Self::Peg { .. } => Instrument::Peg,
            Self::Rmdq { .. } => Instrument::Rmdq,
            Self::Odi { .. } => Instrument::Odi,
        }
    }

    /// The published score; higher is worse (rules §11).
    ///
    /// - PEG: the mean of the three answers, 0 to 10, not rounded. Krebs et al. 2009, J Gen Intern Med 24:733–738.
    /// - RMDQ: the number of ticks, 0 to 24. Roland and Morris 1983, Spine 8:141–144.
    /// - ODI: the total, 0 to 100 percent. Fairbank and Pynsent 2000, Spine 25:2940–2953.
    #[must_use]
    pub fn score(&self) -> f64 {
        match self {
            Self::Peg { pain, enjoyment, general_activity } => {
                f64::from(pain.get() + enjoyment.get() + general_activity.get()) / 3.0
            }
            Self::Rmdq { ticked } => ticked.0.iter().map(|_| 1.0).sum(),
            Self::Odi { total } => total.get(),
        }
    }
}

/// The ticked statements of an RMDQ, kept in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ticked(BTreeSet<RmdqItem>);

impl FromIterator<RmdqItem> for Ticked {
    fn from_iter<I: IntoIterator<Item = RmdqItem>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl Deserr<FieldErrors> for Ticked {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let Value::Sequence(entries) = value else {
            return Err(FieldErrors::at(location, "wrong_type", "must be an array"));
        };
        let (mut ticked, mut errors) = (BTreeSet::new(), FieldErrors::none());
        for (index, entry) in entries.into_iter().enumerate() {
            let place = location.push_index(index);
            match RmdqItem::deserialize_from_value(entry.into_value(), place) {
                // Counted once it would hide that a client lost its place.
                Ok(item) if !ticked.insert(item) => {
                    errors.extend(FieldErrors::at(place, "repeated", "is ticked already"));
                }
                Ok(_) => {}
                Err(error) => errors.extend(error),
            }
        }
        errors.or(Self(ticked))
    }
}
