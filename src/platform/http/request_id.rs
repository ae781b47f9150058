use uuid::Uuid;

tokio::task_local! {
    static REQUEST_ID: Uuid;
}

/// Runs `serving` as the request with this id.
pub(super) async fn within<T>(id: Uuid, serving: impl Future<Output = T>) -> T {
    REQUEST_ID.scope(id, serving).await
}

/// The id of the request being served; a nil one outside of any.
pub(super) fn current() -> String {
    REQUEST_ID.try_with(|id| *id).unwrap_or_default().to_string()
}
