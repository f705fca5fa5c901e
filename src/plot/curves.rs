//! Curves over a common axis, in plots that stand above each other: what a choice of size does to several quantities.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, drawable};
use super::frame::{
    AXIS_FOOT, AXIS_TITLE, MARGIN, axis_title, bottom_axis, bottom_title, picture, tick_width, value_axis,
};
use super::labels::{LABEL, MarginLabel, Sample, draw_margin, margin_width, width};
use super::palette::{INK, MOST, PAPER, QUIET, line};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Level, Picture, PlotError};

/// One curve.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Curve {
    /// What it is, short: written beside its end.
    pub name: String,
    /// Which colour and dashes, 0 to 7: the same thing looks the same in every plot.
    pub tone: usize,
    /// Along the common axis, increasing; in the unit of the plot.
    pub points: Vec<(f64, f64)>,
}

/// One plot of the stack.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CurvePanel {
    /// What is measured.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// One to eight curves.
    pub curves: Vec<Curve>,
    /// Levels to hold them against, e.g. a target.
    pub levels: Vec<Level>,
}

/// Curves over a common axis.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Curves {
    /// Title and language.
    pub heading: Heading,
    /// What runs along the common axis.
    pub across: String,
    /// Its unit.
    pub across_unit: String,
    /// One to four plots, top to bottom.
    pub panels: Vec<CurvePanel>,
    /// Places to mark on the common axis, e.g. what was chosen: up to four.
    pub marks: Vec<Level>,
}

const PANEL_HEIGHT: f64 = 190.0;
/// Between two plots: the foot of the upper and the title of the lower axis.
const GAP: f64 = 42.0;
const MOST_PANELS: usize = 4;
const MOST_MARKS: usize = 4;
/// Height of one line of names of marks.
const MARK_LINE: f64 = 15.0;

impl Curves {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no plot, curve or point, when a number cannot be drawn, when a curve goes backwards
    /// along the common axis, and when there are more of anything than a reader can tell apart.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("curves", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        self.check()?;
        let l = self.heading.locale;
        let ticks: Vec<Ticks> = self.panels.iter().map(value_ticks).collect();
        let left = MARGIN + ticks.iter().map(|t| tick_width(t, l)).fold(0.0, f64::max);
        let names = self
            .panels
            .iter()
            .flat_map(|p| p.curves.iter().map(|c| c.name.as_str()).chain(p.levels.iter().map(|x| x.name.as_str())));
        let right = WIDTH - margin_width(names);
        let above = MARK_LINE * self.marks.len() as f64 + AXIS_TITLE;
        let plots = self.panels.len() as f64;
        let height = above + PANEL_HEIGHT * plots + GAP * (plots - 1.0) + AXIS_FOOT;
        Ok(picture(&self.heading, height, self.csv(), |canvas, top| {
            let across = self.across_ticks();
            let places = Scale::new(across.range(), (left, right));
            for (k, (panel, ticks)) in self.panels.iter().zip(&ticks).enumerate() {
                let start = top + above + (PANEL_HEIGHT + GAP) * k as f64;
                let plot = Rect::new((left, right), (start, start + PANEL_HEIGHT));
                bottom_axis(canvas, plot, &across, places, l);
                self.draw_marks(canvas, plot, places, (k == 0).then_some(top));
                draw_panel(canvas, panel, plot, ticks, places, self);
                if k + 1 == self.panels.len() {
                    bottom_title(canvas, plot, &self.heading.measured(&self.across, &self.across_unit));
                }
            }
        }))
    }

    fn check(&self) -> Result<(), PlotError> {
        count("plots", self.panels.len(), MOST_PANELS)?;
        if !self.marks.is_empty() {
            count("marks", self.marks.len(), MOST_MARKS)?;
        }
        drawable("marks", self.marks.iter().map(|m| m.value))?;
        for panel in &self.panels {
            count(&format!("curves of {}", panel.quantity), panel.curves.len(), MOST)?;
            drawable("levels", panel.levels.iter().map(|x| x.value))?;
            for curve in &panel.curves {
                let name = format!("curve {}", curve.name);
                count(&name, curve.points.len(), usize::MAX)?;
                drawable(&name, curve.points.iter().flat_map(|p| [p.0, p.1]))?;
                if curve.points.windows(2).any(|w| w[1].0 < w[0].0) {
                    return Err(PlotError::Order { what: format!("{name}: places along the axis") });
                }
            }
        }
        Ok(())
    }

    fn across_ticks(&self) -> Ticks {
        let points = self.panels.iter().flat_map(|p| &p.curves).flat_map(|c| c.points.iter().map(|p| p.0));
        let (lo, hi) = extent(points.chain(self.marks.iter().map(|m| m.value))).unwrap_or((0.0, 1.0));
        let lo = if lo > 0.0 && lo < 0.4 * hi { 0.0 } else { lo };
        Ticks::enclosing(lo, hi, 8)
    }

    /// Vertical lines; their names stand above the first plot, one a line, so that none covers another.
    fn draw_marks(&self, canvas: &Canvas<'_>, plot: Rect, places: Scale, names_from: Option<f64>) {
        for (k, mark) in self.marks.iter().enumerate() {
            let x = places.at(mark.value);
            let stroke = if k == 0 { Stroke::full(INK, 1.3) } else { Stroke::dashed(QUIET, 1.2) };
            canvas.line(&[(x, plot.top), (x, plot.bottom)], stroke);
            let Some(top) = names_from else { continue };
            let y = top + MARK_LINE * (k as f64 + 0.5);
            canvas.line(&[(x, y), (x, plot.top)], Stroke { width: 0.7, ..stroke });
            let wide = width(&mark.name, LABEL, k == 0);
            // The lines of the marks above pass through this row: the name stands where none crosses it.
            let before: Vec<f64> = self.marks[..k].iter().map(|m| places.at(m.value)).collect();
            let crossed = |from: f64, to: f64| before.iter().any(|line| (from - 3.0..=to + 3.0).contains(line));
            let right_fits = x + wide + 8.0 <= WIDTH && !crossed(x + 5.0, x + 5.0 + wide);
            let left_fits = x - wide - 8.0 >= 0.0 && !crossed(x - 5.0 - wide, x - 5.0);
            let right = right_fits || (!left_fits && x + wide + 8.0 <= WIDTH);
            let (at, align) = if right { (x + 5.0, Align::Left) } else { (x - 5.0, Align::Right) };
            if !right_fits && !left_fits {
                let edge = if right { at + wide } else { at - wide };
                canvas.rect(Rect::new((at, edge), (y - 7.0, y + 7.0)), PAPER);
            }
            let look = Look::new(LABEL, INK).align(align);
            canvas.text((at, y), &mark.name, if k == 0 { look.bold() } else { look });
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("quantity").to_owned(),
            l.say("curve").to_owned(),
            with_unit(&self.across, &self.across_unit),
            l.say("value").to_owned(),
            l.say("unit").to_owned(),
        ];
        let rows = self.panels.iter().flat_map(|panel| {
            panel.curves.iter().flat_map(move |curve| {
                let row = move |(x, y): &(f64, f64)| {
                    vec![panel.quantity.clone(), curve.name.clone(), x.to_string(), y.to_string(), panel.unit.clone()]
                };
                curve.points.iter().map(row)
            })
        });
        csv(&header, rows)
    }
}

/// Amounts start at zero; levels are seen.
fn value_ticks(panel: &CurvePanel) -> Ticks {
    let points = panel.curves.iter().flat_map(|c| c.points.iter().map(|p| p.1));
    let (lo, hi) = extent(points.chain(panel.levels.iter().map(|x| x.value))).unwrap_or((0.0, 1.0));
    Ticks::enclosing(lo.min(0.0), hi.max(0.0), 5)
}

fn draw_panel(canvas: &Canvas<'_>, panel: &CurvePanel, plot: Rect, ticks: &Ticks, places: Scale, whole: &Curves) {
    let l = whole.heading.locale;
    let value = Scale::new(ticks.range(), (plot.bottom, plot.top));
    if whole.panels.first().is_some_and(|first| std::ptr::eq(first, panel)) {
        axis_title(canvas, plot, &whole.heading.measured(&panel.quantity, &panel.unit));
    } else {
        let text = whole.heading.measured(&panel.quantity, &panel.unit);
        canvas.text((MARGIN, plot.top - 13.0), &text, Look::new(LABEL, QUIET));
    }
    value_axis(canvas, plot, ticks, value, l);
    let level_stroke = Stroke::dashed(INK, 1.0);
    let mut labels = Vec::new();
    for level in &panel.levels {
        let y = value.at(level.value);
        canvas.line(&[(plot.left, y), (plot.right, y)], level_stroke);
        let sample = Sample::Line(level_stroke);
        labels.push(MarginLabel { y, text: level.name.clone(), colour: INK, sample });
    }
    for curve in &panel.curves {
        let (colour, dash) = line(curve.tone);
        let points: Vec<Point> = curve.points.iter().map(|(x, y)| (places.at(*x), value.at(*y))).collect();
        let stroke = Stroke { colour, width: 2.0, dash };
        if let [only] = points.as_slice() {
            canvas.dot(*only, 3.0, colour);
        } else {
            canvas.line(&points, stroke);
        }
        let y = points.last().map_or(plot.bottom, |p| p.1);
        labels.push(MarginLabel { y, text: curve.name.clone(), colour, sample: Sample::Line(stroke) });
    }
    draw_margin(canvas, &labels, plot.right, (plot.top, plot.bottom));
}
