//! The schemas of a collection: that of the body comes from the type, the others are derived from it.
//!
//! Which fields a body must have and which an answer always has is found by decoding an empty document and a minimal one.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::marker::PhantomData;

use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::schema::{RefBuilder, SchemaType};
use utoipa::openapi::{ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema, SchemaFormat, Type};

use crate::core::records::ClientWritable;
use crate::core::records::Record;
use crate::platform::input::{FieldErrors, decode};
use crate::platform::time::{LocalDay, Timestamp};

/// An extension that marks a schema: it gets the fields of the named one, none of which is ever null.
pub const FIELDS_OF: &str = "x-fields-of";

/// An extension that marks a schema: it describes merge patches to the named one.
pub const CHANGE_OF: &str = "x-change-of";

/// The schema of a record as it is answered, with its head, for use in other answers.
pub struct Shown<R>(PhantomData<R>);

impl<R: Record> utoipa::__dev::ComposeSchema for Shown<R> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        shown::<R>()
    }
}

impl<R: Record> ToSchema for Shown<R> {
    fn name() -> Cow<'static, str> {
        format!("{}Record", R::name()).into()
    }
}

/// The schema of a page of records, for use in other answers.
pub struct Paged<R>(PhantomData<R>);

impl<R: Record> utoipa::__dev::ComposeSchema for Paged<R> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        page::<R>()
    }
}

impl<R: Record> ToSchema for Paged<R> {
    fn name() -> Cow<'static, str> {
        page_name::<R>().into()
    }
}

/// Whether the collection's ids are UUIDs; they are dates otherwise.
pub(super) fn has_uuids<R: Record>() -> bool {
    R::id_of(&uuid::Uuid::nil().to_string()).is_some()
}

/// What can be in a list of the collection, or at the address of a record.
pub(super) fn found<R: Record>() -> RefOr<Schema> {
    match R::describe_built_in(&mut Vec::new()) {
        None => Ref::from_schema_name(Shown::<R>::name()).into(),
        Some(_) => Ref::from_schema_name(any_name::<R>()).into(),
    }
}

pub(super) fn id<R: Record>() -> RefOr<Schema> {
    let schema = ObjectBuilder::new().schema_type(Type::String);
    if has_uuids::<R>() {
        let words = "A UUID in its usual form of 36 characters";
        schema.format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid))).description(Some(words)).into()
    } else {
        Ref::from_schema_name(LocalDay::name()).into()
    }
}

/// The id in an address where built-in records are too.
pub(super) fn any_id<R: Record>() -> RefOr<Schema> {
    let built_in: Vec<_> = R::built_in().iter().map(|built_in| built_in.segment).collect();
    if built_in.is_empty() { id::<R>() } else { slug_or_id(&built_in) }
}

/// The slug of a built-in record or the id of an own one. One string with a pattern: generators do not support `anyOf`.
pub fn slug_or_id(slugs: &[&str]) -> RefOr<Schema> {
    let uuid = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(format!("^({}|{uuid})$", slugs.join("|"))))
        .description(Some("The slug of a built-in one or the id of an own one"))
        .into()
}

pub(super) fn page_name<R: Record>() -> String {
    format!("{}Page", R::name())
}

/// The name of the schema of what is built in or one's own.
fn any_name<R: Record>() -> String {
    format!("Any{}", R::name())
}

pub(super) fn change_name<R: Record>() -> String {
    format!("{}Change", R::name())
}

pub(super) fn add<R: Record>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    R::schemas(schemas);
    if let Some(built_in) = R::describe_built_in(schemas) {
        let any = OneOfBuilder::new()
            .item(Ref::from_schema_name(Shown::<R>::name()))
            .item(Ref::from_schema_name(built_in))
            .description(Some(format!("{}, or a built-in one.", capitalised(R::NOUN))));
        schemas.push((any_name::<R>(), any.into()));
    }
    schemas.push((R::name().into_owned(), R::schema()));
    schemas.push((Shown::<R>::name().into_owned(), shown::<R>()));
    schemas.push((page_name::<R>(), page::<R>()));
}

/// The same with what clients send.
pub(super) fn add_writable<R: ClientWritable>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    add::<R>(schemas);
    for (_, schema) in schemas.iter_mut().filter(|(name, _)| *name == R::name()) {
        if let RefOr::T(Schema::Object(body)) = schema {
            body.required = required::<R>().into_iter().collect();
        }
    }
    let change = ObjectBuilder::new()
        .description(Some("A JSON Merge Patch (RFC 7396): what is left out stays, null removes."))
        .extensions(Some(ExtensionsBuilder::new().add(CHANGE_OF, R::name()).build()));
    schemas.push((change_name::<R>(), change.into()));
}

fn shown<R: Record>() -> RefOr<Schema> {
    let text = |words: &'static str, name: Cow<'static, str>| {
        RefOr::<Schema>::Ref(RefBuilder::new().ref_location_from_schema_name(name).description(Some(words)).build())
    };
    let rev = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(1))
        .description(Some("The owner's change counter at its last change; also its entity tag."));
    let schema = ObjectBuilder::new()
        .description(Some(format!("{} as the service keeps it.", capitalised(R::NOUN))))
        .property("id", id::<R>())
        .property("rev", rev)
        .property("created_at", text("When it was first written.", Timestamp::name()))
        .property("updated_at", text("When it was last changed.", Timestamp::name()))
        .extensions(Some(ExtensionsBuilder::new().add(FIELDS_OF, R::name()).build()));
    let head = ["id", "rev", "created_at", "updated_at"].map(String::from);
    head.into_iter().chain(always::<R>()).fold(schema, ObjectBuilder::required).into()
}

fn page<R: Record>() -> RefOr<Schema> {
    let next = ObjectBuilder::new()
        .schema_type(SchemaType::Array(vec![Type::String, Type::Null]))
        .description(Some("The `cursor` of the next page; null on the last."));
    ObjectBuilder::new()
        .description(Some("A page of a list."))
        .property("items", ArrayBuilder::new().items(found::<R>()).description(Some("Newest first.")))
        .property("next_cursor", next)
        .required("items")
        .required("next_cursor")
        .into()
}

/// The fields without which a body is refused.
pub(super) fn required<R: ClientWritable>() -> BTreeSet<String> {
    let errors = decode::<R>(Value::Object(Map::new())).err().map(FieldErrors::into_vec).unwrap_or_default();
    let missing = errors.into_iter().filter(|error| error.code == "missing");
    missing.map(|error| error.pointer.trim_start_matches('/').to_owned()).collect()
}

/// The fields of the body that every answer has.
fn always<R: Record>() -> BTreeSet<String> {
    let RefOr::T(Schema::Object(object)) = R::schema() else { return BTreeSet::new() };
    let more = R::DERIVED.iter().chain(R::DEFAULTED).map(ToString::to_string);
    object.required.into_iter().chain(more).collect()
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
