use tokio::task::JoinSet;

use super::events::chimes;
use super::ports::ServicePorts;
use crate::bus::{self, Bus};
use crate::chime::{self, Meetings};
use crate::clock::MovableClock;
use crate::config::Config;
use crate::daily;
use crate::dynamodb::DynamoDb;
use crate::faults::Service;
use crate::functions;
use crate::port::{Guards, Port};
use crate::s3::{self, Bucket};
use crate::stop::Stopper;
use crate::store::{Store, StoreError};
use crate::template::Rule;
use crate::twilio;

/// The stand-ins for what functions call, beside the table.
pub(super) struct Services {
    pub(super) bucket: Bucket,
    pub(super) meetings: Meetings,
    pub(super) twilio: twilio::Rooms,
    pub(super) daily: daily::Domain,
    pub(super) bus: Bus,
}

impl Services {
    /// The services as the store has them.
    pub(super) fn open(
        config: &Config,
        rules: Vec<Rule>,
        store: &Store,
        clock: &MovableClock,
    ) -> Result<Self, StoreError> {
        let bus = Bus::new(rules, store.clone(), clock.clone());
        let bucket = Bucket::new(
            functions::BUCKET,
            functions::signer(),
            &config.cors_allowed_origins,
            store.clone(),
            clock.clone(),
        );
        let account = twilio::Account {
            account_sid: config.twilio_account_sid.clone(),
            key_sid: config.twilio_key_sid.clone(),
            key_secret: config.twilio_key_secret.clone(),
        };
        Ok(Self {
            bucket,
            meetings: Meetings::open(store.clone(), clock.clone(), chimes(bus.clone()))?,
            twilio: twilio::Rooms::open(account, store.clone(), clock.clone())?,
            daily: daily::Domain::open(&config.daily_key, store.clone(), clock.clone())?,
            bus,
        })
    }

    /// Serves each, and the table, on its port, guards and all.
    pub(super) fn serve(
        &self,
        tasks: &mut JoinSet<()>,
        ports: ServicePorts,
        dynamodb: &DynamoDb,
        guards: &Guards,
        stop: &Stopper,
    ) {
        let mut serve = |port: Port, service, inner| {
            tasks.spawn(port.serve_service(service, inner, guards.clone(), stop.listener()));
        };
        serve(ports.dynamodb, Service::Dynamodb, dynamodb.service());
        serve(ports.s3, Service::S3, s3::router(self.bucket.clone()));
        let meetings = chime::router(self.meetings.clone());
        serve(ports.chime, Service::Chime, meetings);
        let bus = bus::router(self.bus.clone());
        serve(ports.eventbridge, Service::Eventbridge, bus);
        let twilio = twilio::router(self.twilio.clone());
        serve(ports.twilio, Service::Twilio, twilio);
        let daily = daily::router(self.daily.clone());
        serve(ports.daily, Service::Daily, daily);
    }
}
