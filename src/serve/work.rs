//! Long work aside: one job after the other, each stoppable, its answer kept while the server runs.

use super::error::ApiError;
use super::state::{State, locked};
use crate::ask::{Asked, Failed, Tell, Watch, calibrate, channels, compare, run, sensitivity, size};
use crate::words::Locale;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Jobs that wait at once.
const WAITING_MAX: usize = 20;

/// Jobs that are kept; the oldest finished one goes first.
const KEPT_MAX: usize = 50;

/// How long a job may take: what takes longer belongs to the command line, which keeps what it has.
const JOB_MAX: Duration = Duration::from_secs(3600);

/// What is asked.
pub(super) enum Task {
    Run { samples: Option<usize>, seed: Option<u64> },
    Size(crate::sizing::SizeOptions),
    Channels(crate::allocation::Options, bool),
    Sensitivity(crate::study::Asked),
    Calibrate { data: calibrate::Data, parameters: Vec<String>, options: crate::calibration::CalibrateOptions },
    Compare(Vec<Asked>),
}

impl Task {
    /// Name of its command.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Run { .. } => "run",
            Self::Size(_) => "size",
            Self::Channels(..) => "channels",
            Self::Sensitivity(_) => "sensitivity",
            Self::Calibrate { .. } => "calibrate",
            Self::Compare(_) => "compare",
        }
    }

    fn solve(self, asked: Asked, watch: &Watch) -> Result<Arc<dyn Tell>, Failed> {
        Ok(match self {
            Self::Run { samples, seed } => Arc::new(run::run(asked, samples, seed, watch)?),
            Self::Size(options) => Arc::new(size::size(asked, &options, watch)?),
            Self::Channels(options, hide) => Arc::new(channels::channels(asked, &options, hide, watch)?),
            Self::Sensitivity(how) => Arc::new(sensitivity::analyse(asked, how, None, watch)?),
            Self::Calibrate { data, parameters, options } => {
                let job = calibrate::Job { asked, measured: data, parameters, digester: None, options };
                Arc::new(calibrate::calibrate(job, watch)?)
            }
            Self::Compare(all) => {
                let all = all.into_iter().map(compare::Wanted::of).collect();
                Arc::new(compare::compare(all, compare::Options::default(), watch)?)
            }
        })
    }
}

/// Where a job stands.
enum Stage {
    Waiting(Task),
    Running(Instant),
    /// With what was found, also of a job that was stopped and had something by then.
    Done {
        found: Arc<dyn Tell>,
        seconds: f64,
        stopped: bool,
    },
    Failed {
        why: Why,
        seconds: f64,
        stopped: bool,
    },
}

/// Why a job found nothing; told in the language of whoever reads it.
enum Why {
    Failed(Failed),
    NeverBegun,
    Defect,
}

/// A job.
pub(super) struct Job {
    id: u64,
    kind: &'static str,
    asked: Asked,
    /// It was forgotten.
    gone: AtomicBool,
    watch: Watch,
    stage: Mutex<Stage>,
}

impl Job {
    /// The job as the interface shows it.
    pub(super) fn json(&self, lang: Locale) -> Value {
        let stage = locked(&self.stage);
        let (done, total) = self.watch.so_far();
        let (state, seconds, error) = match &*stage {
            Stage::Waiting(_) => ("waiting", 0.0, None),
            Stage::Running(since) => ("running", since.elapsed().as_secs_f64(), None),
            Stage::Done { seconds, stopped, .. } => (if *stopped { "cancelled" } else { "done" }, *seconds, None),
            Stage::Failed { why, seconds, stopped } => {
                (if *stopped { "cancelled" } else { "failed" }, *seconds, Some(self.error(why, lang)))
            }
        };
        let told = error.as_ref().map(ApiError::told);
        json!({
            "id": self.id, "kind": self.kind, "file": self.asked.file, "title": self.asked.scenario.name, "state": state,
            "done": done.min(total), "total": total, "seconds": seconds,
            "answer": matches!(*stage, Stage::Done { .. }),
            "error": told.map(|(message, help)| json!({ "message": message, "help": help })),
            "problems": error.as_ref().map_or(&[][..], ApiError::problem_list),
            "gone": self.gone.load(Ordering::Relaxed),
        })
    }

    fn error(&self, why: &Why, lang: Locale) -> ApiError {
        match why {
            Why::Failed(failed) => super::answer::failure(failed, &self.asked.scenario.sources, lang),
            Why::NeverBegun => ApiError::wrong(lang.say("cancelled before it began")),
            Why::Defect => ApiError::defect(lang),
        }
    }

    /// What was found.
    pub(super) fn found(&self) -> Option<Arc<dyn Tell>> {
        match &*locked(&self.stage) {
            Stage::Done { found, .. } => Some(found.clone()),
            _ => None,
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    pub(super) fn file(&self) -> &str {
        &self.asked.file
    }

    fn is_over(&self) -> bool {
        matches!(*locked(&self.stage), Stage::Done { .. } | Stage::Failed { .. })
    }

    fn is_waiting(&self) -> bool {
        matches!(*locked(&self.stage), Stage::Waiting(_))
    }
}

/// All jobs.
#[derive(Default)]
pub(super) struct Work {
    jobs: Mutex<VecDeque<Arc<Job>>>,
    more: Condvar,
    next: AtomicU64,
    stopped: AtomicBool,
}

impl Work {
    /// Jobs, oldest first.
    pub(super) fn list(&self) -> Vec<Arc<Job>> {
        locked(&self.jobs).iter().cloned().collect()
    }

    pub(super) fn find(&self, id: u64) -> Option<Arc<Job>> {
        locked(&self.jobs).iter().find(|job| job.id == id).cloned()
    }

    /// Puts a job in the queue.
    pub(super) fn add(&self, task: Task, asked: Asked, lang: Locale) -> Result<Arc<Job>, ApiError> {
        let mut jobs = locked(&self.jobs);
        if jobs.iter().filter(|job| job.is_waiting()).count() >= WAITING_MAX {
            let busy = ApiError::new(StatusCode::TOO_MANY_REQUESTS, "busy", lang.say("too many jobs are waiting"));
            return Err(busy.help(lang.say("wait for some, or cancel them")));
        }
        let (id, kind) = (self.next.fetch_add(1, Ordering::Relaxed) + 1, task.kind());
        let stage = Mutex::new(Stage::Waiting(task));
        let job = Arc::new(Job { id, kind, asked, gone: AtomicBool::new(false), watch: Watch::default(), stage });
        jobs.push_back(job.clone());
        while jobs.len() > KEPT_MAX {
            let Some(k) = jobs.iter().position(|job| job.is_over()) else { break };
            jobs.remove(k);
        }
        self.more.notify_all();
        Ok(job)
    }

    /// Stops a job that is not over; one that is, is forgotten where `forget` says so.
    pub(super) fn end(&self, job: &Arc<Job>, forget: bool) {
        let mut stage = locked(&job.stage);
        match &*stage {
            Stage::Waiting(_) => {
                *stage = Stage::Failed { why: Why::NeverBegun, seconds: 0.0, stopped: true };
            }
            Stage::Running(_) => job.watch.stop.store(true, Ordering::Relaxed),
            Stage::Done { .. } | Stage::Failed { .. } if !forget => {}
            Stage::Done { .. } | Stage::Failed { .. } => {
                drop(stage);
                job.gone.store(true, Ordering::Relaxed);
                locked(&self.jobs).retain(|other| other.id != job.id);
            }
        }
    }

    /// Stops everything.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        self.list().iter().for_each(|job| job.watch.stop.store(true, Ordering::Relaxed));
        self.more.notify_all();
    }

    /// Waits for the next job; none when everything stops.
    fn next(&self) -> Option<(Arc<Job>, Task)> {
        let mut jobs = locked(&self.jobs);
        loop {
            if self.stopped.load(Ordering::Relaxed) {
                return None;
            }
            for job in jobs.iter() {
                let mut stage = locked(&job.stage);
                if matches!(*stage, Stage::Waiting(_))
                    && let Stage::Waiting(task) = std::mem::replace(&mut *stage, Stage::Running(Instant::now()))
                {
                    drop(stage);
                    return Some((job.clone(), task));
                }
            }
            jobs = self.more.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Stack of the thread that works: as large as a main thread's usually is.
const STACK: usize = 8 * 1024 * 1024;

/// Starts the thread that does the jobs, and the one that tells how far they are.
pub(super) fn start(state: &Arc<State>) -> std::io::Result<()> {
    let (worker, teller) = (state.clone(), state.clone());
    let named = |name: &str| std::thread::Builder::new().name(name.to_owned()).stack_size(STACK);
    named("gisement-jobs").spawn(move || {
        while let Some((job, task)) = worker.work.next() {
            worker.tell_job(&job);
            solve(&job, task);
            worker.tell_job(&job);
        }
    })?;
    named("gisement-news").spawn(move || tell(&teller))?;
    Ok(())
}

fn solve(job: &Job, task: Task) {
    let start = Instant::now();
    // A defect fails this job and nothing else.
    let solved = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| task.solve(job.asked.clone(), &job.watch)));
    let (seconds, stopped) = (start.elapsed().as_secs_f64(), job.watch.stop.load(Ordering::Relaxed));
    *locked(&job.stage) = match solved {
        Ok(Ok(found)) => Stage::Done { found, seconds, stopped },
        Ok(Err(failed)) => Stage::Failed { why: Why::Failed(failed), seconds, stopped },
        Err(_) => Stage::Failed { why: Why::Defect, seconds, stopped },
    };
}

/// How often progress and files are looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Looks at files each so many looks.
const FILES_EACH: u32 = 10;

/// Tells how far the running job is, stops one that takes too long, and tells when an open file changes on the disk.
fn tell(state: &State) {
    let mut told = Vec::new();
    let mut looks = 0_u32;
    while !state.work.stopped.load(Ordering::Relaxed) {
        std::thread::sleep(LOOK);
        for job in state.work.list() {
            if let Stage::Running(since) = &*locked(&job.stage)
                && since.elapsed() > JOB_MAX
            {
                job.watch.stop.store(true, Ordering::Relaxed);
            }
            let running = matches!(*locked(&job.stage), Stage::Running(_));
            if running {
                state.tell_job(&job);
            }
        }
        looks = looks.wrapping_add(1);
        if looks.is_multiple_of(FILES_EACH) {
            let now = state.on_disk();
            for (file, revision, on_disk) in now.iter().filter(|one| !told.contains(*one)) {
                state.tell(json!({ "file": file, "revision": revision, "on_disk": on_disk.word() }));
            }
            told = now;
        }
    }
}
