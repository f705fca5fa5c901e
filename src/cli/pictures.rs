//! `--pictures`: the figures of a page as files of their own, with their data beside them.

use super::files::{self, FileError};
use crate::report::Page;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// Pixels for a point of a PNG: 1,440 across, enough for a slide and for half a page at 300 dots an inch.
const SCALE: f64 = 2.0;

/// Kinds of picture files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PictureKind {
    /// Drawings that stay sharp at any size
    Svg,
    /// Pixels, for programs that take no drawings
    Png,
}

/// Writes the figures into `FOLDER/figures/`: `chapter_1.svg` or `.png`, and `chapter_1.csv`.
pub(super) fn write(page: &Page, kind: Option<PictureKind>, folder: &Path) -> Result<(), FileError> {
    let Some(kind) = kind else { return Ok(()) };
    let folder = folder.join("figures");
    files::make_folder(&folder)?;
    let mut list: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (stem, picture) in page.figures() {
        let (name, bytes) = match kind {
            PictureKind::Svg => (format!("{stem}.svg"), picture.svg.clone().into_bytes()),
            PictureKind::Png => {
                let path = folder.join(format!("{stem}.png"));
                let failed = |e: crate::plot::PlotError| FileError::Io {
                    path,
                    action: crate::words::word("draw"),
                    error: std::io::Error::other(e.to_string()),
                };
                (format!("{stem}.png"), picture.png(SCALE).map_err(failed)?)
            }
        };
        list.push((folder.join(name), bytes));
        list.push((folder.join(format!("{stem}.csv")), picture.csv.clone().into_bytes()));
    }
    let list: Vec<(PathBuf, &[u8])> = list.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    files::write_together(&list)
}
