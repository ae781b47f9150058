//! When an app is not enough.

use super::sources;
use crate::features::learn::card::Card;
use crate::features::learn::vocabulary::Topic::SeeingADoctor;

pub static SEEK_CARE_NOW: Card = Card::new(
    "seek-care-now",
    SeeingADoctor,
    "When to seek care now",
    "Go to an emergency department or call the emergency number now if you feel numb between the legs or around the \
     back passage, have new trouble with bladder, bowels or sex, or a leg is getting weaker. Also after a serious fall \
     or crash. With fever, or if you lose weight without trying, seek medical care today. Something serious is rare, \
     but pressure on the nerves at the base of the spine has to be treated fast, and waiting can do lasting harm. No \
     app can check this.",
    &[sources::RED_FLAGS, sources::NHS_BACK_PAIN],
);

pub static ASK_A_DOCTOR: Card = Card::new(
    "ask-a-doctor",
    SeeingADoctor,
    "When to ask a doctor",
    "Ask for an appointment if the pain hasn't eased after a few weeks, keeps getting worse, stops you from doing what \
     matters to you, runs down a leg with tingling, or comes with a history of cancer, thin bones or steroid medicine. \
     Numbness between the legs, new bladder or bowel trouble, a leg that is getting weaker or fever are different: \
     with those, seek care now. Asking early is no fuss. A doctor or physiotherapist can examine you, and an app \
     can't.",
    &[sources::NHS_BACK_PAIN, sources::RED_FLAGS, sources::NICE_BACK_PAIN],
);

pub static ALARM_AFTER_NEEDLES: Card = Card::new(
    "alarm-after-needles",
    SeeingADoctor,
    "Alarming signs after needles",
    "If you are short of breath or feel pain in the chest after acupuncture, even hours later, call the emergency \
     number now and say that you had needles. A needle can, very rarely, reach a lung. Seek care the same day for \
     fever, spreading redness, pus, a needle left in, new weakness, or numbness that stays. A small bruise or a sore \
     spot is common and goes by itself. Injuries like these appear mostly in single case reports, which say little \
     about how often they happen.",
    &[sources::CASE_REPORTS, sources::ADVERSE_EVENTS],
);

pub static CARDS: [&Card; 3] = [&SEEK_CARE_NOW, &ASK_A_DOCTOR, &ALARM_AFTER_NEEDLES];
