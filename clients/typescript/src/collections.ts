import type { components } from './openapi.js';

type Schemas = components['schemas'];

/** The collections: what an app writes, what it may change by a JSON Merge Patch, and what the service answers. */
export interface Collections {
    plans: { body: Schemas['Plan']; change: Schemas['PlanChange']; record: Schemas['PlanRecord'] };
    sessions: { body: Schemas['Session']; change: Schemas['SessionChange']; record: Schemas['SessionRecord'] };
    'pain-scores': {
        body: Schemas['PainScore'];
        change: Schemas['PainScoreChange'];
        record: Schemas['PainScoreRecord'];
    };
    appointments: {
        body: Schemas['Appointment'];
        change: Schemas['AppointmentChange'];
        record: Schemas['AppointmentRecord'];
    };
    courses: { body: Schemas['Course']; change: Schemas['CourseChange']; record: Schemas['CourseRecord'] };
    exercises: { body: Schemas['Exercise']; change: Schemas['ExerciseChange']; record: Schemas['ExerciseRecord'] };
    questionnaires: {
        body: Schemas['Questionnaire'];
        change: Schemas['QuestionnaireChange'];
        record: Schemas['QuestionnaireRecord'];
    };
    'day-marks': { body: Schemas['DayMark']; change: Schemas['DayMarkChange']; record: Schemas['DayMarkRecord'] };
    'client-notes': {
        body: Schemas['ClientNote'];
        change: Schemas['ClientNoteChange'];
        record: Schemas['ClientNoteRecord'];
    };
}

export type Collection = keyof Collections;
export type Body<C extends Collection = Collection> = Collections[C]['body'];
export type Change<C extends Collection = Collection> = Collections[C]['change'];
export type ServiceRecord<C extends Collection = Collection> = Collections[C]['record'];

/** Records of these are named by records of others, so they have to reach the service first. */
const NAMED_BY_OTHERS: ReadonlySet<Collection> = new Set(['exercises', 'courses']);

export function isNamedByOthers(collection: Collection): boolean {
    return NAMED_BY_OTHERS.has(collection);
}

/** What only the service writes. */
type Written = Exclude<keyof ServiceRecord<'appointments'>, keyof Body<'appointments'>>;
const WRITTEN: Record<Written, true> = { id: true, rev: true, created_at: true, updated_at: true, advisories: true };

/** What the service works out when a body leaves it out, and works out anew when what it hangs on has changed. */
const DERIVED: { [C in Collection]: readonly (keyof Body<C>)[] } = {
    plans: [],
    sessions: ['local_date'],
    'pain-scores': ['local_date'],
    appointments: ['local_date'],
    courses: [],
    exercises: [],
    questionnaires: ['local_date', 'score'],
    'day-marks': ['date'],
    'client-notes': [],
};

/** The body that would write `record` again: without what the service writes and works out. */
export function bodyOf<C extends Collection>(collection: C, record: ServiceRecord<C>): Body<C> {
    const derived: readonly PropertyKey[] = DERIVED[collection];
    const own = Object.entries(record).filter(([name]) => !(name in WRITTEN) && !derived.includes(name));
    return Object.fromEntries(own) as Body<C>;
}

/** What a JSON Merge Patch (RFC 7396) makes of `target`. */
export function merged(target: unknown, patch: unknown): unknown {
    if (!isObject(patch)) {
        return patch;
    }
    const result = isObject(target) ? { ...target } : {};
    for (const [name, value] of Object.entries(patch)) {
        if (value === null) {
            delete result[name];
        } else if (value !== undefined) {
            result[name] = merged(result[name], value);
        }
    }
    return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
