//! Calling a backend's address from the console's host: does the name resolve, does it connect, is
//! the certificate accepted, does it answer. No credential is sent.

use crate::{
    Control, Error, Op,
    audited::{Change, Finish},
};
use domain::{
    FieldError, Operation,
    audit::Outcome,
    backend::{TestReport, TestStep},
};
use std::{
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};
use tokio::net::{TcpStream, lookup_host};
use url::Url;

/// For each step.
const STEP_TIMEOUT: Duration = Duration::from_secs(5);

impl Control {
    /// Tests the address that the backend has now. `Permission:` invoke.
    pub async fn test_backend(&self, op: &Op, gateway: &str, name: &str) -> Result<TestReport, Error> {
        let permit = op.authorise(Operation::BackendTest)?;
        let connected = self.gateway(&permit, gateway)?;
        let backend = self.read_backend(op, &connected, name).await?.value;
        let Some(address) = backend.url() else {
            return Err(Error::Invalid(vec![FieldError::new("", format!("{name} is a pool: test its members."))]));
        };
        let url = Url::parse(address).map_err(|_| Error::Invalid(vec![FieldError::new("url", format!("{address} is not an address."))]))?;
        let change = Change {
            operation: Operation::BackendTest,
            target: connected.target("backend", "backends", name),
            if_match: None,
            before: None,
            after: None,
            is_settleable: false,
            note: String::new(),
        };
        let audit = self.open_audit(op, change).await?;
        let report = probe(&url, connected.info.is_emulator).await;
        let note = report.steps.last().map(|step| format!("{}: {}", step.label, step.detail)).unwrap_or_default();
        audit.finish(Finish { note, ..Finish::of(Outcome::Applied) }).await;
        Ok(report)
    }
}

/// Runs the steps until one fails.
async fn probe(url: &Url, is_loopback_allowed: bool) -> TestReport {
    let mut report = TestReport { url: url.to_string(), steps: Vec::new(), is_ok: false };
    let started = Instant::now();
    let addresses = match resolve(url, is_loopback_allowed).await {
        Ok(addresses) => addresses,
        Err(detail) => return failed(report, "Name", detail, started),
    };
    let found = addresses.iter().map(|address| address.ip().to_string()).collect::<Vec<_>>().join(", ");
    passed(&mut report, "Name", format!("{} is {found}", url.host_str().unwrap_or_default()), started);

    let started = Instant::now();
    let address = match connect(&addresses).await {
        Ok(address) => address,
        Err(detail) => return failed(report, "Connection", detail, started),
    };
    passed(&mut report, "Connection", format!("Connected to {address}"), started);

    let started = Instant::now();
    match answer(url, address).await {
        Ok(detail) => {
            if url.scheme() == "https" {
                passed(&mut report, "TLS", "Handshake done, certificate accepted by this host".into(), started);
            }
            passed(&mut report, "Answer", detail, started);
            report.is_ok = true;
            report
        }
        Err((label, detail)) => failed(report, label, detail, started),
    }
}

fn passed(report: &mut TestReport, label: &str, detail: String, started: Instant) {
    report.steps.push(step(label, true, detail, started));
}

fn failed(mut report: TestReport, label: &str, detail: String, started: Instant) -> TestReport {
    report.steps.push(step(label, false, detail, started));
    report
}

fn step(label: &str, is_ok: bool, detail: String, started: Instant) -> TestStep {
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    TestStep { label: label.to_owned(), is_ok, detail, duration_ms }
}

async fn resolve(url: &Url, is_loopback_allowed: bool) -> Result<Vec<SocketAddr>, String> {
    let host = url.host_str().ok_or("The address names no host")?.trim_matches(['[', ']']).to_owned();
    let port = url.port_or_known_default().ok_or("The address names no port")?;
    let found = tokio::time::timeout(STEP_TIMEOUT, lookup_host((host.as_str(), port))).await;
    let found = found.map_err(|_| format!("{host} was not resolved within {} s", STEP_TIMEOUT.as_secs()))?;
    let addresses: Vec<_> = found.map_err(|error| format!("{host} does not resolve: {error}"))?.collect();
    match addresses.iter().find(|address| is_forbidden(address.ip(), is_loopback_allowed)) {
        Some(address) => Err(format!("{} is not called from here: it is an address of this host or its platform", address.ip())),
        None if addresses.is_empty() => Err(format!("{host} does not resolve")),
        None => Ok(addresses),
    }
}

/// Addresses that would let a test reach what only this host may: its own services and the cloud's
/// metadata endpoint.
fn is_forbidden(ip: IpAddr, is_loopback_allowed: bool) -> bool {
    let ip = ip.to_canonical();
    if ip.is_loopback() {
        return !is_loopback_allowed;
    }
    match ip {
        IpAddr::V4(ip) => ip.is_link_local() || ip.is_unspecified() || ip.is_multicast() || ip.is_broadcast(),
        IpAddr::V6(ip) => ip.is_unicast_link_local() || ip.is_unspecified() || ip.is_multicast(),
    }
}

async fn connect(addresses: &[SocketAddr]) -> Result<SocketAddr, String> {
    let mut last = String::new();
    for address in addresses {
        match tokio::time::timeout(STEP_TIMEOUT, TcpStream::connect(address)).await {
            Ok(Ok(_)) => return Ok(*address),
            Ok(Err(error)) => last = format!("{address}: {error}"),
            Err(_) => last = format!("{address} does not answer within {} s", STEP_TIMEOUT.as_secs()),
        }
    }
    Err(last)
}

/// One GET, pinned to the address that was checked; any status is an answer.
async fn answer(url: &Url, address: SocketAddr) -> Result<String, (&'static str, String)> {
    let host = url.host_str().unwrap_or_default();
    let client = reqwest::Client::builder()
        .resolve(host, address)
        .redirect(reqwest::redirect::Policy::none())
        .timeout(STEP_TIMEOUT)
        .no_proxy()
        .build()
        .map_err(|error| ("Answer", error.to_string()))?;
    match client.get(url.clone()).send().await {
        Ok(response) => Ok(format!("HTTP {}", response.status())),
        Err(error) if error.is_timeout() => Err(("Answer", format!("No answer within {} s", STEP_TIMEOUT.as_secs()))),
        Err(error) => {
            let label = if error.is_connect() && url.scheme() == "https" { "TLS" } else { "Answer" };
            Err((label, causes(&error)))
        }
    }
}

/// The innermost cause says what is wrong with a certificate.
fn causes(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_platform_are_forbidden() {
        for ip in ["169.254.169.254", "0.0.0.0", "fe80::1", "::ffff:169.254.169.254", "224.0.0.1"] {
            assert!(ip.parse().is_ok_and(|ip| is_forbidden(ip, true)), "{ip}");
        }
        for ip in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert!(ip.parse().is_ok_and(|ip| is_forbidden(ip, false) && !is_forbidden(ip, true)), "{ip}");
        }
        assert!("10.0.0.4".parse().is_ok_and(|ip| !is_forbidden(ip, false)));
    }
}
