//! Parameters after `?` as types, which say once how they are read and how they are described.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{RefOr, Required, Schema};
use utoipa::{IntoParams, ToSchema};

use super::{Problem, Query};

/// Some parameters of a query.
pub trait QueryParams: Sized {
    /// Takes them out of a query, which notes what is wrong.
    fn take(query: &mut Query) -> Self;

    /// Their description.
    fn describe() -> Vec<Parameter>;
}

/// All parameters of a query. Others are refused.
pub struct Params<P>(pub P);

impl<P: QueryParams> FromRequest for Params<P> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Query::of(request).and_then(|mut query| {
            let params = P::take(&mut query);
            query.finish()?;
            Ok(Self(params))
        }))
    }
}

impl<P: QueryParams> IntoParams for Params<P> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        P::describe()
    }
}

impl QueryParams for () {
    fn take(_: &mut Query) -> Self {}

    fn describe() -> Vec<Parameter> {
        Vec::new()
    }
}

impl<A: QueryParams, B: QueryParams> QueryParams for (A, B) {
    fn take(query: &mut Query) -> Self {
        (A::take(query), B::take(query))
    }

    fn describe() -> Vec<Parameter> {
        [A::describe(), B::describe()].concat()
    }
}

impl<A: QueryParams, B: QueryParams, C: QueryParams> QueryParams for (A, B, C) {
    fn take(query: &mut Query) -> Self {
        (A::take(query), B::take(query), C::take(query))
    }

    fn describe() -> Vec<Parameter> {
        [A::describe(), B::describe(), C::describe()].concat()
    }
}

/// The description of a parameter that may be left out, of a type that has a schema of its own.
pub fn parameter<T: ToSchema>(name: &str, description: impl Into<String>) -> Parameter {
    parameter_with(name, description, utoipa::openapi::Ref::from_schema_name(T::name()))
}

/// The same with any schema.
pub fn parameter_with(name: &str, description: impl Into<String>, schema: impl Into<RefOr<Schema>>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}

/// Declares parameters that may be left out, each with its description.
macro_rules! query_params {
    ($(#[doc = $doc:literal])* pub struct $type:ident { $(#[doc = $about:literal] $name:ident: $value:ty,)+ }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $type {
            $(#[doc = $about] pub $name: Option<$value>,)+
        }

        impl $crate::platform::http::QueryParams for $type {
            fn take(query: &mut $crate::platform::http::Query) -> Self {
                Self { $($name: query.take(stringify!($name)),)+ }
            }

            fn describe() -> Vec<utoipa::openapi::path::Parameter> {
                vec![$($crate::platform::http::parameter::<$value>(stringify!($name), $about.trim()),)+]
            }
        }
    };
}
pub(crate) use query_params;
