//! The description of the record verbs, written once for every collection.

mod example;
mod operations;
mod schemas;

pub use schemas::{CHANGE_OF, FIELDS_OF, Paged, Shown, slug_or_id};

use utoipa::ToSchema;
use utoipa::openapi::path::Paths;
use utoipa::openapi::{HttpMethod, PathItem, RefOr, Schema};
use utoipa_actix_web::OpenApiFactory;

use super::{Record, Verbs};

impl<R: Record> OpenApiFactory for Verbs<R> {
    fn paths(&self) -> Paths {
        let collection = format!("/{}", R::COLLECTION.name());
        let record = format!("{collection}/{{id}}");
        let mut paths = Paths::new();
        paths.add_path_operation(&collection, vec![HttpMethod::Get], operations::list::<R>());
        if R::WRITTEN_BY_OWNER && R::SERVER_MAY_CHOOSE_ID {
            paths.add_path_operation(&collection, vec![HttpMethod::Post], operations::create::<R>());
        }
        let mut verbs = PathItem::builder().operation(HttpMethod::Get, operations::get::<R>());
        if R::WRITTEN_BY_OWNER {
            verbs = verbs
                .operation(HttpMethod::Put, operations::put::<R>())
                .operation(HttpMethod::Patch, operations::patch::<R>())
                .operation(HttpMethod::Delete, operations::delete::<R>());
        }
        paths.paths.insert(record, verbs.build());
        paths
    }

    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas::add::<R>(schemas);
    }
}

/// Adds the schema of `T` and all that it refers to; its name.
pub(crate) fn add_schema<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) -> String {
    T::schemas(schemas);
    schemas.push((T::name().into_owned(), T::schema()));
    T::name().into_owned()
}
