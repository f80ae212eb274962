use tokio::sync::watch;

/// Tells everything that runs that it is over. Dropping it tells the same.
pub(crate) struct Stopper(watch::Sender<bool>);

/// What a task that runs listens to.
#[derive(Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stopper {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    pub(crate) fn listener(&self) -> Stop {
        Stop(self.0.subscribe())
    }

    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Ends when it is over.
    pub(crate) async fn told(&mut self) {
        let _ = self.0.wait_for(|over| *over).await;
    }
}
