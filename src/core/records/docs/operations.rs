//! The operations of the verbs. What all operations share (problems, most headers) is added by `app::openapi`.

use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::{
    Content, ContentBuilder, Ref, RefOr, Required, Response, ResponseBuilder, Schema, SecurityRequirement,
};

use super::example;
use super::schemas::{Shown, any_id, change_name, found, id, page_name};
use crate::core::records::ClientWritable;
use crate::core::records::Record;
use crate::platform::http::{PageRequest, QueryParams};

/// The collection's name as prose.
fn plural<R: Record>() -> String {
    R::COLLECTION.name().replace('-', " ")
}

fn a<R: Record>() -> String {
    let article = if R::NOUN.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {}", R::NOUN)
}

fn operation<R: Record>(verb: &str, of_all: bool, summary: String) -> OperationBuilder {
    // DayMark → day_mark, as other operations are named.
    let mut name = String::new();
    for letter in R::name().chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    let name = if of_all { R::COLLECTION.name().replace('-', "_") } else { name };
    OperationBuilder::new()
        .operation_id(Some(format!("{verb}_{name}")))
        .tag(R::COLLECTION.name())
        .summary(Some(summary))
        .security(SecurityRequirement::new("bearer", Vec::<String>::new()))
}

pub(super) fn list<R: Record>() -> Operation {
    let built_in = if R::built_in().is_empty() {
        ""
    } else {
        " The built-in ones come after one's own, unless days are asked for."
    };
    operation::<R>("list", true, format!("List {}", plural::<R>()))
        .description(Some(format!(
            "Newest first, page by page; a page stays the same while records are added.{built_in}"
        )))
        .parameters(Some(PageRequest::describe()))
        .response("200", answer("A page", json(Ref::from_schema_name(page_name::<R>()), example::page::<R>())))
        .response("304", Response::new("Not modified"))
        .build()
}

pub(super) fn create<R: ClientWritable>() -> Operation {
    let created = operation::<R>("create", false, format!("Record {}", a::<R>()))
        .description(Some(
            "The service chooses the id. With an `Idempotency-Key` a repeated request has no further effect.",
        ))
        .parameter_ref(header("IdempotencyKey"))
        .request_body(Some(body("application/json", R::name().into_owned(), R::example())))
        .response("201", written::<R>("Created"));
    refusing(created, R::REFUSES_WRITES).build()
}

pub(super) fn get<R: Record>() -> Operation {
    let mut content = ContentBuilder::new().schema(Some(found::<R>()));
    let named = |value: Value| ExampleBuilder::new().value(Some(value));
    content = match example::built_in::<R>() {
        None => content.example(Some(example::shown::<R>())),
        Some(built_in) => {
            content.examples_from_iter([("own", named(example::shown::<R>())), ("built_in", named(built_in))])
        }
    };
    operation::<R>("get", false, format!("Show {}", a::<R>()))
        .parameter(address(any_id::<R>()))
        .response("200", answer("The record", content.build()))
        .response("304", Response::new("Not modified"))
        .build()
}

pub(super) fn put<R: ClientWritable>() -> Operation {
    let put = operation::<R>("put", false, format!("Create or replace {}", a::<R>()))
        .description(Some(
            "The client chooses the id, so that records can be made offline. The same body again changes nothing.",
        ))
        .parameter(address(id::<R>()))
        .parameter_ref(header("IfMatch"))
        .parameter_ref(header("IfNoneMatch"))
        .request_body(Some(body("application/json", R::name().into_owned(), R::example())))
        .response("200", written::<R>("Replaced, or already so"))
        .response("201", written::<R>("Created"));
    refusing(put, R::REFUSES_WRITES).build()
}

pub(super) fn patch<R: ClientWritable>() -> Operation {
    let changed = operation::<R>("patch", false, format!("Change {}", a::<R>()))
        .description(Some(
            "A JSON Merge Patch (RFC 7396): what is left out stays, null removes, lists are replaced as a whole.",
        ))
        .parameter(address(id::<R>()))
        .parameter_ref(header("IfMatch"))
        .request_body(Some(body("application/merge-patch+json", change_name::<R>(), example::patch::<R>())))
        .response("200", written::<R>("The record now"));
    refusing(changed, R::REFUSES_WRITES).build()
}

pub(super) fn delete<R: ClientWritable>() -> Operation {
    let deleted = operation::<R>("delete", false, format!("Delete {}", a::<R>()))
        .description(Some("Deleting what is not there, or no longer, is answered alike."))
        .parameter(address(id::<R>()))
        .parameter_ref(header("IfMatch"))
        .response("204", Response::new("Gone"));
    refusing(deleted, R::REFUSES_DELETIONS).build()
}

/// Adds the 409 of a collection that refuses some changes.
fn refusing(operation: OperationBuilder, refusal: Option<&str>) -> OperationBuilder {
    match refusal {
        Some(refusal) => operation.response("409", Response::new(refusal)),
        None => operation,
    }
}

fn address(schema: RefOr<Schema>) -> Parameter {
    let parameter = ParameterBuilder::new().name("id").parameter_in(ParameterIn::Path).required(Required::True);
    parameter.description(Some("The record's id")).schema(Some(schema)).build()
}

fn header(component: &str) -> Ref {
    Ref::new(format!("#/components/parameters/{component}"))
}

fn body(media_type: &str, schema: String, example: Value) -> RequestBody {
    let content = json(Ref::from_schema_name(schema), example);
    RequestBodyBuilder::new().content(media_type, content).required(Some(Required::True)).build()
}

fn json(schema: Ref, example: Value) -> Content {
    ContentBuilder::new().schema(Some(schema)).example(Some(example)).build()
}

fn answer(description: &str, content: Content) -> Response {
    ResponseBuilder::new().description(description).content("application/json", content).build()
}

/// A record with its entity tag.
fn written<R: Record>(description: &str) -> Response {
    let content = json(Ref::from_schema_name(Shown::<R>::name()), example::shown::<R>());
    let etag = Ref::new("#/components/headers/ETag");
    ResponseBuilder::new()
        .description(description)
        .content("application/json", content)
        .header_ref("ETag", etag)
        .build()
}
