use super::*;

#[tokio::test]
async fn why_the_counter_could_not_be_asked_is_told() {
    let lost = Admission::Unknown(Arc::new(std::io::Error::other("no permission")));
    let gate = Gate::on(async { lost });
    let Err(Trouble::Unavailable(cause)) = gate.admitted().await else {
        panic!("it is not known whether the request may pass");
    };
    assert_eq!(cause.to_string(), "no permission");
}
