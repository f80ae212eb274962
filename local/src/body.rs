use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;

/// A body is read on, and thrown away, until this many times its limit: a
/// client that is still sending would not see the answer.
const READ_ON: usize = 4;

/// Why a body was not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It has more bytes than allowed.
    TooLong,
    /// The client stopped sending.
    Broken,
}

/// A whole body of at most `limit` bytes.
pub(crate) async fn read<B>(body: B, limit: usize) -> Result<Bytes, Unread>
where
    B: hyper::body::Body<Data = Bytes>,
{
    let mut body = std::pin::pin!(body);
    let mut whole = BytesMut::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else {
            continue;
        };
        length += data.len();
        if length <= limit {
            whole.extend_from_slice(&data);
        } else if length > limit * READ_ON {
            break;
        }
    }
    if length > limit {
        Err(Unread::TooLong)
    } else {
        Ok(whole.freeze())
    }
}
