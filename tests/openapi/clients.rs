//! What the generators of clients can make something of.

use std::collections::BTreeSet;

use birddog::app::startup::document;
use serde_json::{Value, json};

use crate::schemas::{Schemas, operations};

/// Names that are taken in the languages that clients are generated for: by the language, by what every file sees, by
/// the toolkits that apps are made with, or by what the generators write in addition to the models.
const TAKEN: [(&str, &str); 6] = [
    (
        "Kotlin with Java's `java.lang` and Compose",
        "Annotation Any Array Boolean Box Button Byte Card Char Character CharSequence Class ClassLoader Collection Column \
         Comparable Compiler Deprecated Double Duration Enum Error Exception File Float Function Icon Image Instant Int \
         Integer Iterable Iterator Lazy LazyColumn List Long Map Math Module Modifier MutableList MutableMap MutableSet \
         Nothing Number Object Override Package Pair Process Record Regex Result Row Runnable Runtime Scaffold Sequence \
         Serializable Set Short StackTraceElement String StringBuilder Surface Switch System Text TextField Thread \
         Throwable Throws Triple UByte UInt ULong UShort Unit Uuid Void",
    ),
    (
        "Swift with Foundation and SwiftUI",
        "Actor Any AnyObject Array Bool Bundle Button Calendar Character Circle Clock Codable Collection Color Comparable \
         Data Date DateComponents Decimal Decodable Decoder Dictionary Divider Double Duration Encodable Encoder Equatable \
         Error FileManager Float Font Form Formatter Grid Group Hashable Host IndexPath IndexSet Int Label Link List Locale \
         Measurement Menu Never Notification Operation Optional Picker Port Process Progress Protocol Range Result Scanner \
         Scene Section Self Sendable Sequence Set Shape Slider Spacer State Stream String Substring Table Task Text Thread \
         TimeInterval TimeZone Timer Toggle Type Unit Url URL Uuid UUID View Void Void",
    ),
    (
        "Dart with Flutter",
        "Action BigInt Builder Card Center Checkbox Chip Color Column Comparable Container DateTime Deprecated Dialog \
         Divider Drawer Duration Enum Error Exception Expando File Form Function Future Icon Image Intent Invocation \
         Iterable Iterator Key List Map MapEntry Match Material Never Null Num Object Padding Page Path Pattern Radio \
         Record RegExp Route Row Set Sink Size Slider Source Stack StackTrace State Step Stepper Stopwatch Stream String \
         StringBuffer Switch Symbol Tab Table Text Theme Timer Title Tooltip Type Uri Visibility Widget",
    ),
    (
        "Python",
        "Annotated Any ArithmeticError BaseModel Bool Bytes Callable ClassVar Decimal Dict Enum Exception Field Float From \
         Generic Global Import In Int Is Iterable Json Lambda List Literal Mapping None NoneType Nonlocal Not Object On \
         Optional Or Pass Property Raise Self Sequence Set StrictStr Str Super Tuple Type Union UUID Validator Warning",
    ),
    (
        "TypeScript and the web",
        "AbortSignal Array ArrayBuffer Blob Body Boolean Cache Client Comment DataView Date Document Element Error Event \
         Exclude Extract File FormData Function Headers History Image Infinity Intl Iterator Json JSON Location Lock Map \
         Math Module NaN Navigator Never Node Notification Number Object Omit Option Partial Pick Plugin Position Promise \
         Proxy Range ReadableStream Readonly Record Reflect RegExp Request Required Response Selection Set Storage String \
         Symbol Text Touch URL Unknown WeakMap WeakSet Window Worker",
    ),
    (
        "the generators' own files",
        "ApiAbstractions ApiClient ApiException ApiResponse Authentication BaseAPI ClientError ClientException Configuration \
         Errors Extensions HttpBearerAuth Informational JSONValue Models OAuth QueryParam Redirection RequestConfig \
         RequestMethod ResponseExtensions ResponseType Runtime Serializer ServerError ServerException Success Validation",
    ),
];

#[test]
fn no_schema_takes_a_name_that_a_language_has() {
    let document = document();
    // Of a text with a format no type is made.
    let mut types = document["components"]["schemas"].as_object().unwrap().clone();
    types.retain(|_, schema| ["properties", "enum", "allOf", "oneOf"].iter().any(|key| schema.get(key).is_some()));
    for (language, taken) in TAKEN {
        for taken in taken.split_whitespace() {
            let found = types.keys().find(|name| name.eq_ignore_ascii_case(taken));
            assert_eq!(found, None, "{language}");
        }
    }
    // File systems and Dart's file names ignore case.
    assert_eq!(types.keys().map(|name| name.to_lowercase()).collect::<BTreeSet<_>>().len(), types.len());
}

fn visit(part: &Value, place: &str, look: &mut impl FnMut(&str, &Value)) {
    match part {
        Value::Object(map) => {
            look(place, part);
            for (key, inner) in map.iter().filter(|(key, _)| !["example", "examples"].contains(&key.as_str())) {
                visit(inner, &format!("{place}/{key}"), look);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| visit(inner, place, look)),
        _ => {}
    }
}

#[test]
fn no_schema_has_alternatives_but_null() {
    let mut nullable = 0;
    visit(&document(), "", &mut |place, part| {
        assert!(part.get("anyOf").is_none(), "{place}");
        if let Some(alternatives) = part.get("oneOf").and_then(Value::as_array) {
            assert!(alternatives.len() == 2 && alternatives[1] == json!({"type": "null"}), "{place}");
            nullable += 1;
        }
    });
    assert!(nullable > 40);
}

#[test]
fn what_is_a_constant_is_not_in_a_schema_that_becomes_a_type() {
    // Of `const` generators make a field of any type; it may stand in a condition, which they pass by.
    visit(&document()["components"]["schemas"], "", &mut |place, part| {
        assert!(part.get("const").is_none() || place.contains("/if/") || place.contains("/else/"), "{place}");
        assert!(part.get("then").is_none(), "{place}");
    });
}

#[test]
fn each_kind_has_its_own_fields() {
    let document = document();
    let mut schemas = Schemas::of(&document);
    let mut errors = |name: &str, value: Value| {
        schemas.errors(&json!({"$ref": format!("#/components/schemas/{name}")}), &value).len()
    };
    for (schedule, wrong) in [
        (json!({"kind": "weekdays", "days": ["mon"]}), false),
        (json!({"kind": "times_per_week", "times": 3}), false),
        (json!({"kind": "weekdays"}), true),
        (json!({"kind": "times_per_week"}), true),
        (json!({"kind": "weekdays", "days": ["mon"], "times": 3}), true),
        (json!({"kind": "times_per_week", "times": 3, "days": ["mon"]}), true),
        (json!({"kind": "monthly", "times": 3}), true),
        (json!({"times": 3}), true),
    ] {
        assert_eq!(errors("Schedule", schedule.clone()) > 0, wrong, "{schedule}");
    }
    for (answers, wrong) in [
        (json!({"instrument": "peg", "pain": 1, "enjoyment": 2, "general_activity": 3}), false),
        (json!({"instrument": "rmdq", "ticked": []}), false),
        (json!({"instrument": "odi", "total": 12.5}), false),
        (json!({"instrument": "peg", "pain": 1, "enjoyment": 2}), true),
        (json!({"instrument": "rmdq", "total": 3}), true),
        (json!({"instrument": "odi", "total": 3, "ticked": []}), true),
    ] {
        assert_eq!(errors("Answers", answers.clone()) > 0, wrong, "{answers}");
    }
    let (_, _, list) = operations(&document).find(|(_, _, one)| one["operationId"] == "list_exercises").unwrap();
    let mut page = list["responses"]["200"]["content"]["application/json"]["example"].clone();
    assert_eq!(errors("ExercisePage", page.clone()), 0, "{page:#}");
    let built_in = page["items"].as_array_mut().unwrap().iter_mut().find(|one| one["built_in"] == true).unwrap();
    built_in["rev"] = json!(1);
    assert_eq!(errors("AnyExercise", built_in.clone()), 1, "{built_in:#}");
}
