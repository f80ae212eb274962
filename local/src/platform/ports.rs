use super::StartError;
use crate::functions::Urls;
use crate::port::Port;

/// The ports, all open before anything is told where they are.
pub(super) struct Ports {
    pub(super) gateway: Port,
    pub(super) services: ServicePorts,
}

/// Those that only functions call.
pub(super) struct ServicePorts {
    pub(super) dynamodb: Port,
    pub(super) s3: Port,
    pub(super) chime: Port,
    pub(super) eventbridge: Port,
    pub(super) twilio: Port,
    pub(super) daily: Port,
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
            services: ServicePorts {
                dynamodb: open(0).await?,
                s3: open(0).await?,
                chime: open(0).await?,
                eventbridge: open(0).await?,
                twilio: open(0).await?,
                daily: open(0).await?,
            },
        })
    }

    /// Where they are called.
    pub(super) fn urls(&self) -> Urls {
        let services = &self.services;
        Urls {
            gateway: self.gateway.url(),
            dynamodb: services.dynamodb.url(),
            s3: services.s3.url(),
            chime: services.chime.url(),
            eventbridge: services.eventbridge.url(),
            twilio: services.twilio.url(),
            daily: services.daily.url(),
        }
    }
}
