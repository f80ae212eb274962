use ids::UserId;
use uuid::Uuid;

const LONGEST_NAME: usize = 100;

/// Where an upload goes: `uploads/<user id>/<unique>/<safe file name>`. Whoever
/// knows the key can read the file, so its unique part is all chance.
pub(crate) fn object_key(user: &UserId, unique: Uuid, file_name: &str) -> String {
    format!(
        "uploads/{user}/{}/{}",
        unique.simple(),
        safe_name(file_name)
    )
}

/// The last part of a path, in characters that mean nothing to a URL, a shell
/// or a file system. The end of the name, with its extension, is what is kept.
fn safe_name(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|c| if is_plain(c) { c } else { '-' })
        .collect();
    let plain = plain.trim_matches(['.', '-']);
    let start = plain.len().saturating_sub(LONGEST_NAME);
    let name = plain[start..].trim_start_matches(['.', '-']);
    // Of a name in other letters only the extension is left.
    let is_extension = !name.contains('.') && last.ends_with(&format!(".{name}"));
    match name {
        "" => "file".to_owned(),
        extension if is_extension => format!("file.{extension}"),
        name => name.to_owned(),
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}
