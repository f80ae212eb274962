//! The OpenAPI document of the whole platform, put together from what the
//! functions say of their endpoints. `docs/openapi.json` is its text.

use http::StatusCode;
use utoipa::OpenApi as _;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, RefOr, Required,
    Schema, Server,
};

/// The document: OpenAPI 3.1.
pub fn openapi() -> OpenApi {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "`sub` is the user id, `role` or `roles` what the user may do.",
        ))
        .build();
    let info = InfoBuilder::new()
        .title("Sessions")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .build();
    let mut document = OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new("/")]))
        .components(Some(
            ComponentsBuilder::new()
                .security_scheme("bearer", SecurityScheme::Http(bearer))
                .build(),
        ))
        .build();
    for function in [
        health::Docs::openapi(),
        profiles::Docs::openapi(),
        availability::Docs::openapi(),
        bookings::Docs::openapi(),
        sessions::Docs::openapi(),
        meetings::Docs::openapi(),
        attendees::Docs::openapi(),
        search::Docs::openapi(),
        presigned_url::Docs::openapi(),
        consultations_api::Docs::openapi(),
        appointments_api::Docs::openapi(),
        meeting_links_api::Docs::openapi(),
        live_sessions::Docs::openapi(),
        scheduled_sessions::Docs::openapi(),
    ] {
        document.merge(function);
    }
    let optional = bodies_without_a_required_field(&document);
    for item in document.paths.paths.values_mut() {
        describe(item, &optional);
    }
    document
}

/// References to the schemas that an empty object fits.
fn bodies_without_a_required_field(document: &OpenApi) -> Vec<String> {
    let schemas = document.components.iter().flat_map(|all| &all.schemas);
    let fits = |schema: &RefOr<Schema>| matches!(schema, RefOr::T(Schema::Object(object)) if object.required.is_empty());
    schemas
        .filter(|(_, schema)| fits(schema))
        .map(|(name, _)| format!("#/components/schemas/{name}"))
        .collect()
}

/// OpenAPI wants a description of every response; where an endpoint has nothing
/// to say, its status does. A body of which all fields are optional may be left
/// out.
fn describe(item: &mut PathItem, optional: &[String]) {
    let operations = [
        &mut item.get,
        &mut item.post,
        &mut item.put,
        &mut item.patch,
        &mut item.delete,
    ];
    for operation in operations.into_iter().flatten() {
        if let Some(RefOr::T(body)) = &mut operation.request_body {
            let may_be_left_out = |content: &RefOr<Content>| matches!(content, RefOr::T(Content { schema: Some(RefOr::Ref(of)), .. }) if optional.contains(&of.ref_location));
            if body.content.values().all(may_be_left_out) {
                body.required = Some(Required::False);
            }
        }
        for (status, response) in &mut operation.responses.responses {
            let phrase = status
                .parse()
                .ok()
                .and_then(|status: StatusCode| status.canonical_reason());
            if let (RefOr::T(response), Some(phrase)) = (response, phrase)
                && response.description.is_empty()
            {
                response.description = phrase.to_owned();
            }
        }
    }
}

const DESCRIPTION: &str = "One-to-one sessions, consultations and live classes.\n\n\
    Every answer carries `x-request-id`, and with a valid token the headers `RateLimit-Limit`, \
    `RateLimit-Remaining` and `RateLimit-Reset`. Times are RFC 3339: any offset is taken, UTC is given. \
    Lists name their next page in a `Link` header. A POST that stores something new takes an \
    `Idempotency-Key`.";
