use std::sync::Arc;

use serde_json::Value;
use tokio::task::JoinSet;

use crate::bus::{Bus, Happened};
use crate::clock::MovableClock;
use crate::deliveries::{Deliveries, Invocations};
use crate::dynamodb::DynamoDb;
use crate::functions::{Functions, TABLE};
use crate::schedules;
use crate::stop::Stopper;
use crate::store::Store;
use crate::stream::{Reader, Records};
use crate::template::{Schedule, StreamMapping};

/// What gives functions their events.
pub(super) struct Events {
    pub(super) streams: Vec<StreamMapping>,
    pub(super) schedules: Vec<Schedule>,
    pub(super) functions: Functions,
    pub(super) invocations: Invocations,
    pub(super) bus: Bus,
    pub(super) store: Store,
    pub(super) clock: MovableClock,
}

impl Events {
    /// Starts it all.
    pub(super) fn run(self, tasks: &mut JoinSet<()>, dynamodb: &DynamoDb, stop: &Stopper) {
        for mapping in self.streams {
            let records = Records::new(dynamodb.database(), TABLE);
            let reader = Reader::new(
                mapping,
                records,
                self.functions.clone(),
                &self.invocations,
                self.store.clone(),
            );
            tasks.spawn(reader.run(stop.listener()));
        }
        let put = self.bus.on_put();
        tasks.spawn(schedules::run(
            self.schedules,
            self.bus,
            self.clock,
            stop.listener(),
        ));
        let deliveries = Deliveries::new(self.store, self.functions, self.invocations);
        tasks.spawn(deliveries.run(put, stop.listener()));
    }
}

/// Puts Chime's events on the bus.
pub(super) fn chimes(bus: Bus) -> Arc<dyn Fn(Value) + Send + Sync> {
    Arc::new(move |detail| {
        let event = Happened {
            source: "aws.chime",
            detail_type: "Chime Meeting State Change",
            detail,
        };
        // Chime gives its events no guarantee either.
        let _ = bus.happened(event);
    })
}
