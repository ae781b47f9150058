//! How back pain goes.

use super::sources;
use crate::features::learn::card::Card;
use crate::features::learn::vocabulary::Topic::BackPain;

pub static MOST_BACK_PAIN_EASES: Card = Card::new(
    "most-back-pain-eases",
    BackPain,
    "Most back pain eases",
    "A new bout of low back pain usually eases a lot within six weeks: across many studies the average fell to less \
     than half. Pain that has gone on for three months or more eases too, but slower and by less. Averages hide a lot, \
     and bouts often come back, which needn't mean that something is damaged. If you aren't getting better after some \
     weeks, that is a good time to see a doctor or physiotherapist.",
    &[sources::COURSE_OF_PAIN],
);

pub static STAYING_ACTIVE: Card = Card::new(
    "staying-active",
    BackPain,
    "Staying active",
    "With a new bout of low back pain, people told to stay active had slightly less pain and managed slightly more \
     than people told to rest in bed. With pain running down the leg it made little difference either way. So keep up \
     what you can of your day, in smaller portions if need be. Lying down for a while is fine; days in bed aren't \
     needed.",
    &[sources::STAY_ACTIVE, sources::NICE_BACK_PAIN],
);

pub static FLARE_UPS: Card = Card::new(
    "rest-days-and-flare-ups",
    BackPain,
    "Rest days and flare-ups",
    "Back pain goes up and down. People who live with it call it a flare-up when it gets worse for hours to weeks, is \
     hard to bear and gets in the way of life. A bad spell is not a failure. Do less, keep moving gently, mark the day \
     as a flare-up so that the goal shrinks, and build up again afterwards. Rest days belong to training as well. If a \
     flare-up feels unlike the earlier ones, ask a doctor; with numbness between the legs or a weak leg, seek care \
     now.",
    &[sources::FLARE_DEFINITION, sources::STAY_ACTIVE],
);

pub static CARDS: [&Card; 3] = [&MOST_BACK_PAIN_EASES, &STAYING_ACTIVE, &FLARE_UPS];
