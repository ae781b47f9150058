//! The description of the record verbs, written once for every collection.

mod example;
mod operations;
mod schemas;

pub use schemas::{CHANGE_OF, FIELDS_OF, Paged, Shown, slug_or_id};

use utoipa::ToSchema;
use utoipa::openapi::path::Paths;
use utoipa::openapi::{HttpMethod, RefOr, Schema};
use utoipa_actix_web::OpenApiFactory;

use super::{ClientWritable, ReadVerbs, Record, Verbs};

impl<R: ClientWritable> OpenApiFactory for Verbs<R> {
    fn paths(&self) -> Paths {
        let mut paths = ReadVerbs::<R>::new().paths();
        let [collection, record] = addresses::<R>();
        if R::SERVER_MAY_CHOOSE_ID {
            paths.add_path_operation(&collection, vec![HttpMethod::Post], operations::create::<R>());
        }
        paths.add_path_operation(&record, vec![HttpMethod::Put], operations::put::<R>());
        paths.add_path_operation(&record, vec![HttpMethod::Patch], operations::patch::<R>());
        paths.add_path_operation(&record, vec![HttpMethod::Delete], operations::delete::<R>());
        paths
    }

    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas::add_writable::<R>(schemas);
    }
}

impl<R: Record> OpenApiFactory for ReadVerbs<R> {
    fn paths(&self) -> Paths {
        let [collection, record] = addresses::<R>();
        let mut paths = Paths::new();
        paths.add_path_operation(&collection, vec![HttpMethod::Get], operations::list::<R>());
        paths.add_path_operation(&record, vec![HttpMethod::Get], operations::get::<R>());
        paths
    }

    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas::add::<R>(schemas);
    }
}

/// The paths of a collection and of its records, below `/v1`.
fn addresses<R: Record>() -> [String; 2] {
    let collection = format!("/{}", R::COLLECTION.name());
    let record = format!("{collection}/{{id}}");
    [collection, record]
}

/// Adds the schema of `T` and all that it refers to; its name.
pub(crate) fn add_schema<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) -> String {
    T::schemas(schemas);
    schemas.push((T::name().into_owned(), T::schema()));
    T::name().into_owned()
}
