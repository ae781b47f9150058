//! What a pain diary can tell, and what it can't.

use super::sources;
use crate::features::learn::card::Card;
use crate::features::learn::vocabulary::Topic::ReadingTheDiary;

pub static ONE_BAD_DAY: Card = Card::new(
    "one-bad-day",
    ReadingTheDiary,
    "One bad day says little",
    "Pain varies from day to day by itself, so a single high score is a weak sign, and so is a single low one. After a \
     day that is far from your usual, the next is likely to lie closer to it again, whatever you do. The app therefore \
     looks at weeks and says that there is too little to tell when that is so. Score your days as they come, the good \
     ones too. If it keeps rising for weeks, that is worth a talk with a doctor.",
    &[sources::REGRESSION, sources::FLARE_DEFINITION],
);

pub static BEFORE_AND_AFTER: Card = Card::new(
    "before-and-after-a-visit",
    ReadingTheDiary,
    "Before and after a visit",
    "People book a visit when it hurts most. After its worst, pain tends to ease on its own: statisticians call it \
     regression to the mean. Compare only the last score before a visit with the next one, and nearly every treatment \
     looks good. The app compares the days around your visits with what your own diary would lead one to expect \
     without one, and needs at least eight visits. Even then it shows what went along with the visits, and can't tell \
     why.",
    &[sources::REGRESSION],
);

pub static CARDS: [&Card; 2] = [&ONE_BAD_DAY, &BEFORE_AND_AFTER];
