use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// The system is up.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: &'static str,
    /// The version that is deployed.
    #[schema(example = "0.1.0")]
    version: &'static str,
}

/// Says that the system is up. It looks at no token and no store.
#[utoipa::path(get, path = "/health", tag = "health", responses((status = 200, body = Health)))]
pub async fn get_health() -> Json<Health> {
    Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
    })
}
