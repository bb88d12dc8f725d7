use super::*;

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;

fn granted(token: &str, expires_at: i64) -> Granted {
    Granted { access: token.to_owned().into(), expires_at: Timestamp(expires_at), refresh: None, claims: None }
}

fn shown(outcome: Option<Result<SecretString, Failure>>) -> String {
    match outcome {
        None => "ask".into(),
        Some(Ok(token)) => token.expose_secret().to_owned(),
        Some(Err(failure)) => failure.to_string(),
    }
}

#[test]
fn a_token_is_renewed_five_minutes_before_its_end_and_belongs_to_its_connection() {
    let mut latest = Latest::default();
    latest.keep("1", &granted("a", 3_600_000), Timestamp(0));
    assert_eq!(shown(latest.settled("1", Timestamp(3_299_999))), "a");
    assert_eq!(shown(latest.settled("1", Timestamp(3_300_000))), "ask");
    assert!(latest.usable("1", Timestamp(3_594_999)).is_some() && latest.usable("1", Timestamp(3_595_000)).is_none());
    assert_eq!(shown(latest.settled("2", Timestamp(1))), "ask", "another connection begins afresh");
    latest.keep("2", &granted("b", 60_000), Timestamp(0));
    assert_eq!(shown(latest.settled("2", Timestamp(29_999))), "b", "a short one at half its time");
    assert_eq!(shown(latest.settled("2", Timestamp(30_000))), "ask");
}

#[test]
fn an_old_token_serves_while_entra_is_away_but_not_once_the_connection_has_ended() {
    let mut latest = Latest::default();
    latest.keep("1", &granted("a", 3_600_000), Timestamp(0));
    let away = Failure::of(&crate::azure::entra::EntraError::Unavailable { address: "https://login".into(), reason: "gone".into() });
    assert_eq!(shown(Some(latest.fail("1", away, None, Timestamp(3_400_000)))), "a");
    assert_eq!(shown(latest.settled("1", Timestamp(3_429_999))), "a");
    assert_eq!(shown(latest.settled("1", Timestamp(3_430_000))), "ask");
    let ended = Failure::Connect(ConnectReason::Ended);
    assert!(latest.fail("1", ended, None, Timestamp(3_430_000)).is_err());
    assert_eq!(shown(latest.settled("1", Timestamp(3_430_001))), "the person has to connect: ended");
    assert_eq!(shown(latest.settled("1", Timestamp(3_460_000))), "ask");
}

#[test]
fn a_challenge_is_met_by_a_token_first_and_by_the_person_then() {
    let mut latest = Latest::default();
    let old = latest.keep("1", &granted("old", 3_600_000), Timestamp(0));
    assert!(latest.reject(&old, Some(CLAIMS), Timestamp(1)));
    assert_eq!(latest.demand_on_token("1").as_deref(), Some(CLAIMS));
    assert_eq!(shown(latest.settled("1", Timestamp(2))), "ask");
    let new = latest.keep("1", &granted("new", 3_600_000), Timestamp(3));
    assert!(latest.reject(&old, Some(CLAIMS), Timestamp(4)), "a late answer to the old one");
    assert_eq!(shown(latest.settled("1", Timestamp(5))), "new");
    assert!(latest.reject(&new, Some(CLAIMS), Timestamp(6)));
    assert_eq!(latest.demand_on_person().as_deref(), Some(CLAIMS));
    assert_eq!(shown(latest.settled("1", Timestamp(7))), "the person has to connect: policy");
    latest.keep("2", &granted("after", 3_600_000), Timestamp(8));
    assert_eq!(latest.demand_on_person(), None);
}

#[test]
fn a_token_that_is_refused_for_nothing_is_replaced_once() {
    let mut latest = Latest::default();
    let old = latest.keep("1", &granted("old", 3_600_000), Timestamp(0));
    assert!(latest.reject(&old, None, Timestamp(1)));
    let new = latest.keep("1", &granted("new", 3_600_000), Timestamp(2));
    assert!(!latest.reject(&new, None, Timestamp(3)), "it is not the token");
    assert_eq!(shown(latest.settled("1", Timestamp(4))), "new");
    assert!(latest.reject(&new, None, Timestamp(62_000)), "a minute later it may be");
}
