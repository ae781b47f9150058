use actix_web::HttpRequest;
use actix_web::dev::ResourceDef;
use actix_web::web::Data;

use super::Problem;

/// Every path of the service with its methods, to distinguish a wrong method from a wrong path.
pub struct RouteTable(Vec<(ResourceDef, Vec<String>)>);

impl RouteTable {
    /// A table of path patterns like `/v1/plans/{id}` and their methods in capitals.
    #[must_use]
    pub fn new(routes: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        Self(routes.into_iter().map(|(pattern, methods)| (ResourceDef::new(pattern), methods)).collect())
    }

    fn methods(&self, path: &str) -> Vec<String> {
        // A literal path takes precedence over those with a parameter in that place.
        let spelled_out = self.0.iter().any(|(pattern, _)| pattern.pattern() == Some(path));
        let fitting = self
            .0
            .iter()
            .filter(|(pattern, _)| if spelled_out { pattern.pattern() == Some(path) } else { pattern.is_match(path) });
        let mut methods: Vec<_> = fitting.flat_map(|(_, methods)| methods.iter().cloned()).collect();
        if let Some(get) = methods.iter().position(|method| method == "GET") {
            methods.insert(get + 1, "HEAD".to_owned());
        }
        methods
    }
}

/// Answers a request that matched no route: 405 with `Allow` where the path has other methods, 404 elsewhere.
///
/// # Errors
/// Always.
pub async fn no_route(request: HttpRequest, table: Data<RouteTable>) -> Result<String, Problem> {
    let methods = table.methods(request.path());
    if methods.is_empty() || methods.iter().any(|method| method == request.method().as_str()) {
        return Err(Problem::not_found());
    }
    Err(Problem::method_not_allowed(methods.join(", ")))
}
