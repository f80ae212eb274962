use std::time::{Duration, SystemTime};

use aws_sdk_s3::presigning::PresigningConfig;
use axum::extract::State;
use axum::response::Response;
use input::{Field, Fields, Name, Read, Wrong};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use web::openapi::{Refused, RefusedBody};
use web::{ApiError, Call, Input, no_store, ok};

use crate::App;
use crate::object_key::object_key;

const VALID: Duration = Duration::from_secs(15 * 60);
const LARGEST: i64 = 25 * 1024 * 1024;

/// What may be uploaded: images, PDF, plain text, Word, PowerPoint, Excel.
const CONTENT_TYPES: [&str; 12] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "application/pdf",
    "text/plain",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];

/// What is to be uploaded.
#[derive(ToSchema)]
pub struct CreatePresignedUrl {
    #[schema(value_type = web::shape::Name, example = "notes.pdf")]
    file_name: Name,
    /// JPEG, PNG, WebP, GIF, PDF, plain text, Word, PowerPoint or Excel.
    #[schema(value_type = String, example = "application/pdf", pattern = r"^(image/(jpeg|png|webp|gif)|text/plain|application/(pdf|msword|vnd\.ms-(powerpoint|excel)|vnd\.openxmlformats-officedocument\.(wordprocessingml\.document|presentationml\.presentation|spreadsheetml\.sheet)))$")]
    content_type: ContentType,
    /// The size in bytes, at most 25 MiB. When it is given, the upload must
    /// have just this size.
    #[schema(minimum = 1, maximum = 26_214_400, example = 1024)]
    size_bytes: Option<i64>,
}

struct ContentType(&'static str);

impl Field for ContentType {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let given = value
            .as_str()
            .ok_or_else(|| Wrong::type_error("must be a string"))?
            .trim();
        let known = CONTENT_TYPES
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(given));
        known.map(Self).ok_or_else(|| {
            Wrong::value("must be the type of a JPEG, PNG, WebP, GIF, PDF, plain text, Word, PowerPoint or Excel file")
        })
    }
}

impl Read for CreatePresignedUrl {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (file_name, content_type) = (
            fields.required("file_name"),
            fields.required("content_type"),
        );
        let size_bytes: Option<i64> = fields.optional("size_bytes");
        if size_bytes.is_some_and(|size| !(1..=LARGEST).contains(&size)) {
            return fields.rule(
                "size_bytes",
                Err(Wrong::value("must be from 1 to 26214400 (25 MiB)")),
            );
        }
        Some(Self {
            file_name: file_name?,
            content_type: content_type?,
            size_bytes,
        })
    }
}

/// Where to upload, and where the file can be read afterwards.
#[derive(Serialize, ToSchema)]
pub struct PresignedUrl {
    /// Takes one PUT of this content type within 15 minutes.
    upload_url: String,
    /// Where whoever has it can read the file.
    file_url: String,
}

/// Signs an upload.
#[utoipa::path(
    post, path = "/presigned-url", tag = "files", request_body = CreatePresignedUrl, security(("bearer" = [])),
    responses((status = 200, body = PresignedUrl), Refused, RefusedBody)
)]
pub async fn create_presigned_url(
    State(app): State<App>,
    call: Call,
    Input(request): Input<CreatePresignedUrl>,
) -> Result<Response, ApiError> {
    let key = object_key(
        &call.caller.id,
        Uuid::new_v4(),
        &request.file_name.to_string(),
    );
    let signed = app
        .s3
        .put_object()
        .bucket(&app.settings.files_bucket)
        .key(&key)
        .content_type(request.content_type.0)
        .set_content_length(request.size_bytes)
        .presigned(validity(call.now)?)
        .await
        .map_err(ApiError::internal)?;
    let base = app.settings.files_base_url.trim_end_matches('/');
    let file_url = format!("{base}/{}", escaped(&key));
    Ok(no_store(ok(PresignedUrl {
        upload_url: signed.uri().to_owned(),
        file_url,
    })))
}

fn validity(now: Timestamp) -> Result<PresigningConfig, ApiError> {
    let start = SystemTime::from(now);
    PresigningConfig::builder()
        .start_time(start)
        .expires_in(VALID)
        .build()
        .map_err(ApiError::internal)
}

/// User ids may hold characters that mean something in a URL.
fn escaped(key: &str) -> String {
    let part =
        |part: &str| url::form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>();
    key.split('/').map(part).collect::<Vec<_>>().join("/")
}
