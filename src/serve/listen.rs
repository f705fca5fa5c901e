//! Connections: each has its limits, so that one that says nothing, or half of it, holds nothing for long.

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Connections at once; the next ones wait for their turn.
const CONNECTIONS_MAX: usize = 600;

/// How long a request may take to say its head, and a connection may be idle.
const HEAD_S: Duration = Duration::from_secs(15);

/// How long answers under way get when the server stops.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Serves until `stopped` is.
pub(super) async fn until(socket: TcpListener, router: Router, stopped: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let place = tokio::select! {
            place = places.clone().acquire_owned() => place,
            () = &mut stopped => break,
        };
        let accepted = tokio::select! {
            accepted = socket.accept() => accepted,
            () = &mut stopped => break,
        };
        // Out of files for the moment: others will end.
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD_S).max_buf_size(64 * 1024);
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that broke is the other side's affair.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(socket);
    let _ = tokio::time::timeout(LAST_WORDS, graceful.shutdown()).await;
}
