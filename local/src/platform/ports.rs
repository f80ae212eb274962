use super::StartError;
use crate::functions::Urls;
use crate::port::Port;

/// The ports, all open before anything is told where they are.
pub(super) struct Ports {
    pub(super) gateway: Port,
    pub(super) dynamodb: Port,
    pub(super) s3: Port,
    pub(super) chime: Port,
    pub(super) eventbridge: Port,
}

impl Ports {
    /// Opens all; the gateway's is the only one that is asked for by number.
    pub(super) async fn open(gateway: u16) -> Result<Self, StartError> {
        let open = async |port| {
            Port::open(port)
                .await
                .map_err(|source| StartError::Port { port, source })
        };
        Ok(Self {
            gateway: open(gateway).await?,
            dynamodb: open(0).await?,
            s3: open(0).await?,
            chime: open(0).await?,
            eventbridge: open(0).await?,
        })
    }

    /// Where they are called.
    pub(super) fn urls(&self) -> Urls {
        Urls {
            gateway: self.gateway.url(),
            dynamodb: self.dynamodb.url(),
            s3: self.s3.url(),
            chime: self.chime.url(),
            eventbridge: self.eventbridge.url(),
        }
    }
}
