//! Schedules of the template, by the platform's clock.

use std::time::Duration;

use serde_json::{Value, json};

use crate::bus::{Bus, Happened};
use crate::clock::MovableClock;
use crate::stop::Stop;
use crate::template::Schedule;

/// How often is looked for what has come due.
const LOOK: Duration = Duration::from_millis(250);

/// When a schedule ticks next.
struct Next {
    schedule: Schedule,
    at_second: i64,
}

impl Next {
    fn new(schedule: Schedule, now: i64) -> Self {
        let at_second = now.saturating_add(every(&schedule));
        Self {
            schedule,
            at_second,
        }
    }

    /// Whether it ticks now. After a jump it does so once, however often it
    /// would have; when the clock went back it starts anew.
    fn ticks(&mut self, now: i64) -> bool {
        let following = now.saturating_add(every(&self.schedule));
        let due = now >= self.at_second;
        if due || self.at_second > following {
            self.at_second = following;
        }
        due
    }
}

fn every(schedule: &Schedule) -> i64 {
    i64::try_from(schedule.every.as_secs()).unwrap_or(i64::MAX)
}

/// Lets schedules tick until it is over.
pub(crate) async fn run(schedules: Vec<Schedule>, bus: Bus, clock: MovableClock, mut stop: Stop) {
    let now = clock.now().as_second();
    let mut all: Vec<Next> = schedules
        .into_iter()
        .map(|schedule| Next::new(schedule, now))
        .collect();
    let mut moved = clock.on_move();
    loop {
        tokio::select! {
            () = stop.told() => return,
            _ = moved.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
        let now = clock.now().as_second();
        for next in &mut all {
            if next.ticks(now) {
                // A store that fails now is no reason to miss the next tick.
                let _ = bus.deliver(&next.schedule.function, event(&next.schedule, &bus));
            }
        }
    }
}

/// What the function is given: the constant input, or the scheduler's own
/// event. The newer scheduler sends the detail as text.
fn event(schedule: &Schedule, bus: &Bus) -> Value {
    if let Some(input) = &schedule.input {
        return input.clone();
    }
    let detail = match schedule.source {
        "aws.scheduler" => json!("{}"),
        _ => json!({}),
    };
    bus.envelope(&Happened {
        source: schedule.source,
        detail_type: "Scheduled Event",
        detail,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stop::Stopper;
    use crate::store::Store;
    use crate::testing::until;

    #[tokio::test]
    async fn a_tick_is_delivered_within_a_second_of_a_jump() {
        let store = Store::open(None).unwrap();
        let clock = MovableClock::open(store.clone()).unwrap();
        let bus = Bus::new(Vec::new(), store.clone(), clock.clone());
        let stop = Stopper::new();
        let schedule = |function: &str, input| Schedule {
            function: function.to_owned(),
            every: Duration::from_secs(60),
            source: "aws.events",
            input,
        };
        let all = vec![
            schedule("own", None),
            schedule("constant", Some(json!({ "a": 1 }))),
        ];
        tokio::spawn(run(all, bus, clock.clone(), stop.listener()));
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(store.deliveries_after(0).unwrap().is_empty());
        clock.set_ahead(3_600).unwrap();
        until(async || store.deliveries_after(0).unwrap().len() == 2).await;
        tokio::time::sleep(LOOK * 2).await;
        let ticks = store.deliveries_after(0).unwrap();
        let functions: Vec<&str> = ticks.iter().map(|tick| tick.function.as_str()).collect();
        assert_eq!(functions, ["own", "constant"]);
        assert_eq!(ticks[0].event["detail-type"], "Scheduled Event");
        assert_eq!(ticks[0].event["source"], "aws.events");
        assert_eq!(ticks[1].event, json!({ "a": 1 }));
    }

    #[test]
    fn a_jump_is_one_tick_and_going_back_starts_anew() {
        let schedule = Schedule {
            function: "sweep".to_owned(),
            every: Duration::from_secs(60),
            source: "aws.scheduler",
            input: None,
        };
        let mut next = Next::new(schedule, 1_000);
        assert!(!next.ticks(1_059));
        assert!(next.ticks(1_060));
        assert!(!next.ticks(1_061));
        assert!(next.ticks(9_000));
        assert!(!next.ticks(9_059));
        assert!(!next.ticks(100));
        assert!(next.ticks(160));
    }
}
