use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig as DescribedConfig;

/// What routes are mounted on: the service, or the API description, which is made from the same lists. The service has no
/// part of the description in it.
pub trait Mount {
    /// Mounts routes that the API description has.
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, routes: F) -> &mut Self;

    /// Mounts routes that the API description does not have.
    fn undescribed<F: HttpServiceFactory + 'static>(&mut self, routes: F) -> &mut Self;
}

impl Mount for web::ServiceConfig {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, routes: F) -> &mut Self {
        Self::service(self, routes)
    }

    fn undescribed<F: HttpServiceFactory + 'static>(&mut self, routes: F) -> &mut Self {
        Self::service(self, routes)
    }
}

impl Mount for DescribedConfig<'_> {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, routes: F) -> &mut Self {
        Self::service(self, routes)
    }

    fn undescribed<F: HttpServiceFactory + 'static>(&mut self, _: F) -> &mut Self {
        self
    }
}
