//! Training: what it can do, and how to go on.

use super::sources;
use crate::features::learn::card::Card;
use crate::features::learn::vocabulary::Topic::Exercise;

pub static EXERCISE_EVIDENCE: Card = Card::new(
    "exercise-for-back-pain",
    Exercise,
    "What exercise can do",
    "A Cochrane review of 249 trials found that exercise probably eases chronic low back pain compared with no \
     treatment, usual care or placebo: on average by about 15 points of 100. It helped less with what people could do. \
     The WHO counts exercise among the things that may be offered. No kind of exercise is right for everybody; one \
     that you like and keep up is a good choice. Passing soreness is the usual side effect.",
    &[sources::EXERCISE, sources::WHO_BACK_PAIN],
);

pub static STARTING_SLOW: Card = Card::new(
    "starting-slow",
    Exercise,
    "Starting slow",
    "Some activity is better than none, and small amounts count. The WHO's advice for people who are not active yet is \
     to begin with a little and to raise how often, how long and how hard over time. For the first two weeks choose \
     the easiest form of each exercise and stop while it still feels easy. A few minutes on most days make a better \
     beginning than one long session that leaves you sore for three days.",
    &[sources::WHO_ACTIVITY],
);

pub static ONE_STEP: Card = Card::new(
    "one-step-at-a-time",
    Exercise,
    "One step at a time",
    "Change one thing at a time: a few more repetitions, or a longer hold, or a harder form. Then you can tell what \
     your back made of it. Guidance for strength training is to add 2 to 10 percent once you manage one or two \
     repetitions more than planned, and to give beginners two or three days of it a week. That guidance is for healthy \
     adults; with back pain, take the small end and let the next day tell.",
    &[sources::PROGRESSION],
);

pub static PAIN_WHILE_TRAINING: Card = Card::new(
    "pain-while-training",
    Exercise,
    "When training hurts a little",
    "A little pain during exercise needn't mean harm. In trials on long-lasting muscle and joint pain, exercise that \
     was allowed to hurt did about as well as exercise without pain. A rule of thumb from tendon rehabilitation: up to \
     5 of 10 is acceptable if it has settled by the next morning and doesn't climb from week to week. If it hasn't \
     settled, do less next time. Stop and seek care now for new weakness, or numbness between the legs.",
    &[sources::PAINFUL_EXERCISE, sources::PAIN_MONITORING],
);

pub static CARDS: [&Card; 4] = [&EXERCISE_EVIDENCE, &STARTING_SLOW, &ONE_STEP, &PAIN_WHILE_TRAINING];
