use uuid::Uuid;

tokio::task_local! {
    static REQUEST_ID: Uuid;
}

/// Runs `serving` with `id` as the current request's id (a task-local).
pub(super) async fn within<T>(id: Uuid, serving: impl Future<Output = T>) -> T {
    REQUEST_ID.scope(id, serving).await
}

/// The id of the request being served; a nil one outside of any.
pub(super) fn current() -> String {
    REQUEST_ID.try_with(|id| *id).unwrap_or_default().to_string()
}
