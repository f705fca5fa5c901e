//! The local page: scenarios built by forms, answered while a slider moves.
//!
//! A small server on 127.0.0.1 works on the scenario files of one folder. Whoever has the token may use it, nobody else
//! reaches it (`guard`). Files change only when they are saved (`draft`); long work runs aside (`work`); what an edit does to
//! the results is streamed while samples arrive (`live`). The interface is described by OpenAPI from the handlers
//! themselves (`/api/openapi.json`).

mod answer;
mod assets;
mod draft;
mod error;
mod extract;
mod files;
mod folder;
mod form;
mod guard;
mod inputs;
mod inventory;
mod jobs;
mod library;
mod listen;
mod live;
mod problems;
mod routes;
mod state;
mod tables;
mod work;

pub use folder::FolderError;

use folder::Folder;
use state::State;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// What is served and how.
pub struct Options<'a> {
    /// A folder of scenarios, or one scenario file in it that is shown first.
    pub place: &'a Path,
    /// Port on 127.0.0.1; 0 for a free one.
    pub port: u16,
    /// Becomes true when the server shall stop.
    pub stop: &'a AtomicBool,
    /// Gets the address of the page, token included, once the server listens.
    pub ready: &'a mut dyn FnMut(&str),
}

/// Why the page could not be served.
#[derive(Debug)]
pub enum ServeError {
    /// The folder cannot be used.
    Folder(FolderError),
    /// The system gave no random numbers, no port or no threads.
    System(std::io::Error),
}

impl std::fmt::Display for ServeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(error) => error.fmt(f),
            Self::System(error) => write!(f, "the page cannot be served: {error}"),
        }
    }
}

impl std::error::Error for ServeError {}

/// How often a stop is looked for.
const LOOK: Duration = Duration::from_millis(50);

/// Serves until a stop. Work that runs then is asked to end, and answers that are under way get a moment.
///
/// # Errors
/// The folder cannot be read, or the port is taken.
pub fn serve(options: Options<'_>) -> Result<(), ServeError> {
    let (folder, first) = Folder::open(options.place).map_err(ServeError::Folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("gisement-page")
        .enable_all()
        .build()
        .map_err(ServeError::System)?;
    let token = guard::new_token().map_err(ServeError::System)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let socket = runtime.block_on(tokio::net::TcpListener::bind(address)).map_err(ServeError::System)?;
    let port = socket.local_addr().map_err(ServeError::System)?.port();
    let state = Arc::new(State::new(folder, first.clone(), guard::Guard::new(token, port)));
    work::start(&state).map_err(ServeError::System)?;
    let shown = first.map_or_else(String::new, |file| format!("#/{file}"));
    (options.ready)(&format!("http://127.0.0.1:{port}/?token={}{shown}", state.guard.token()));
    runtime.block_on(async {
        let stopped = async {
            while !options.stop.load(std::sync::atomic::Ordering::Relaxed) {
                tokio::time::sleep(LOOK).await;
            }
        };
        listen::until(socket, routes::router(state.clone()), stopped).await;
    });
    state.work.stop();
    // Streams that nobody reads any more must not hold the program.
    runtime.shutdown_timeout(Duration::from_secs(2));
    Ok(())
}
