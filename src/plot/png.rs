//! A figure as PNG, set in the font that the binary carries: the same picture on any machine.

use super::{Picture, PlotError, font};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};
use std::sync::{Arc, OnceLock};

/// Least and most pixels for a point.
const SCALES: std::ops::RangeInclusive<f64> = 0.25..=8.0;

impl Picture {
    /// The drawing as PNG with `scale` pixels for a point (a figure is 720 points wide), 0.25 to 8. Signs that the carried
    /// font lacks are left out.
    ///
    /// # Errors
    /// [`PlotError::Scale`] outside that range; [`PlotError::Image`] when the drawing cannot be made into pixels.
    pub fn png(&self, scale: f64) -> Result<Vec<u8>, PlotError> {
        if !SCALES.contains(&scale) {
            return Err(PlotError::Scale { scale, low: *SCALES.start(), high: *SCALES.end() });
        }
        let image = |why: String| PlotError::Image { title: self.title.clone(), why };
        let options = Options { fontdb: fonts(), font_family: font::OWN.to_owned(), ..Options::default() };
        let tree = Tree::from_str(&self.svg, &options).map_err(|e| image(e.to_string()))?;
        let size = tree.size().to_int_size();
        let pixels = |points: u32| (f64::from(points) * scale).round() as u32;
        let sized = Pixmap::new(pixels(size.width()), pixels(size.height()));
        let mut map = sized.ok_or_else(|| image("it has no extent".to_owned()))?;
        resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut map.as_mut());
        map.encode_png().map_err(|e| image(e.to_string()))
    }
}

/// The carried font and no other: what a machine has installed changes nothing.
fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut fonts = Database::new();
        font::FILES.iter().for_each(|file| fonts.load_font_data(file.to_vec()));
        fonts.set_sans_serif_family(font::OWN);
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}
