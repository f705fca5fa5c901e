//! The front between two aims: what one costs in the other, which sites are open along it, and where one stands today.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, drawable};
use super::frame::{
    AXIS_FOOT, AXIS_TITLE, MARGIN, axis_title, bottom_axis, bottom_title, picture, tick_width, value_axis,
};
use super::labels::{LABEL, TICK, wrap};
use super::palette::{BLUE, GREEN, INK, PAPER, QUIET, VERMILLION, readable};
use super::place::{Places, middle};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Locale, Picture, PlotError};
use crate::words::significant;
use plotters::style::RGBColor;

/// Which end of an axis is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Less of it.
    Less,
    /// More of it.
    More,
}

impl Better {
    /// In words.
    pub fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Less => locale.say("less is better"),
            Self::More => locale.say("more is better"),
        }
    }
}

/// One aim of a front.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Aim {
    /// What is measured; for carbon with method and reference.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// Which end is wished for.
    pub better: Better,
}

/// One best allocation of a front.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FrontPoint {
    /// In the unit of the first aim.
    pub x: f64,
    /// In the unit of the second aim.
    pub y: f64,
    /// What is open there, in words; neighbours with the same words are one group.
    pub open: String,
}

/// A front, in the order of its points.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Front {
    /// Title and language.
    pub heading: Heading,
    /// The aim along the horizontal axis.
    pub across: Aim,
    /// The aim along the vertical axis.
    pub up: Aim,
    /// The points, from one end of the front to the other.
    pub points: Vec<FrontPoint>,
    /// Which of them was chosen.
    pub chosen: Option<usize>,
    /// Where one stands today.
    pub today: Option<(f64, f64)>,
}

const PLOT_HEIGHT: f64 = 270.0;
const MOST_POINTS: usize = 400;
/// Groups that are numbered and named below the plot.
const MOST_GROUPS: usize = 30;
const LINE: f64 = 14.0;

/// Neighbours with the same open sites.
struct Group {
    first: usize,
    last: usize,
    lines: Vec<String>,
}

impl Front {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no point, when a number cannot be drawn, when there are more groups of open sites than
    /// can be named, and when the chosen point is none of the front.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let groups: Vec<(usize, usize)> = self.groups().iter().map(|g| (g.first, g.last)).collect();
        Ok(self.drawn()?.charted("front", self).also("groups", &groups))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("points", self.points.len(), MOST_POINTS)?;
        drawable("points", self.points.iter().flat_map(|p| [p.x, p.y]))?;
        drawable("today", self.today.iter().flat_map(|t| [t.0, t.1]))?;
        if self.chosen.is_some_and(|k| k >= self.points.len()) {
            return Err(PlotError::Empty { what: "chosen point".to_owned() });
        }
        let groups = self.groups();
        count("groups of open sites", groups.len(), MOST_GROUPS)?;
        let listed: usize = groups.iter().map(|g| g.lines.len()).sum();
        let height = AXIS_TITLE + PLOT_HEIGHT + AXIS_FOOT + LINE * listed as f64 + 8.0;
        Ok(picture(&self.heading, height, self.csv(), |canvas, top| {
            let plot_top = top + AXIS_TITLE;
            self.body(canvas, (plot_top, plot_top + PLOT_HEIGHT), &groups);
            draw_list(canvas, &groups, plot_top + PLOT_HEIGHT + AXIS_FOOT);
        }))
    }

    fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (k, point) in self.points.iter().enumerate() {
            match groups.last_mut() {
                Some(group) if self.points[group.first].open == point.open => group.last = k,
                _ => {
                    let lines = wrap(&point.open, LABEL, false, WIDTH - 2.0 * MARGIN - 30.0, 3);
                    let lines = if lines.is_empty() { vec!["–".to_owned()] } else { lines };
                    groups.push(Group { first: k, last: k, lines });
                }
            }
        }
        groups
    }

    fn body(&self, canvas: &Canvas<'_>, (top, bottom): (f64, f64), groups: &[Group]) {
        let l = self.heading.locale;
        let all = || self.points.iter().map(|p| (p.x, p.y)).chain(self.today);
        let (x_lo, x_hi) = extent(all().map(|p| p.0)).unwrap_or((0.0, 1.0));
        let (y_lo, y_hi) = extent(all().map(|p| p.1)).unwrap_or((0.0, 1.0));
        let (x_ticks, y_ticks) = (Ticks::enclosing(x_lo, x_hi, 6), Ticks::enclosing(y_lo, y_hi, 5));
        let left = MARGIN + tick_width(&y_ticks, l);
        let plot = Rect::new((left, WIDTH - MARGIN - 20.0), (top, bottom));
        let across = Scale::new(x_ticks.range(), (plot.left, plot.right));
        let up = Scale::new(y_ticks.range(), (plot.bottom, plot.top));
        let name = |aim: &Aim| format!("{} ({})", self.heading.measured(&aim.quantity, &aim.unit), aim.better.word(l));
        axis_title(canvas, plot, &name(&self.up));
        value_axis(canvas, plot, &y_ticks, up, l);
        bottom_axis(canvas, plot, &x_ticks, across, l);
        bottom_title(canvas, plot, &name(&self.across));
        let at = |x: f64, y: f64| (across.at(x), up.at(y));
        let points: Vec<Point> = self.points.iter().map(|p| at(p.x, p.y)).collect();
        canvas.line(&points, Stroke::dashed(QUIET, 1.0));
        for group in groups {
            canvas.line(&points[group.first..=group.last], Stroke::full(BLUE, 2.0));
        }
        let limits = Rect::new((plot.left + 2.0, WIDTH - 4.0), (plot.top - 8.0, plot.bottom - 2.0));
        let mut places = Places::new(limits);
        points.iter().for_each(|p| places.take_around(*p, 4.0));
        points.windows(2).for_each(|w| take_line(&mut places, w[0], w[1]));
        let today = self.today.map(|(x, y)| at(x, y));
        today.iter().for_each(|p| places.take_around(*p, 6.0));
        points.iter().for_each(|p| canvas.dot(*p, 3.2, BLUE));
        self.marks(canvas, &points, today, &mut places);
        numbers(canvas, &points, groups, &mut places);
    }

    /// The chosen point and today, with their words.
    fn marks(&self, canvas: &Canvas<'_>, points: &[Point], today: Option<Point>, places: &mut Places) {
        let l = self.heading.locale;
        let said = |x: f64, y: f64| format!("({} · {})", significant(x, 3, l), significant(y, 3, l));
        let mut name = |at: Point, text: String, colour: RGBColor| {
            let text = super::labels::fit(&text, LABEL, true, 250.0);
            if let Some(rect) = places.beside(at, 9.0, &text, (LABEL, true, 6)) {
                canvas.rect(rect, PAPER);
                let look = Look::new(LABEL, readable(colour)).bold().align(Align::Middle);
                canvas.text(middle(rect), &text, look);
            }
        };
        if let (Some(at), Some((x, y))) = (today, self.today) {
            let cross = Stroke::full(VERMILLION, 2.4);
            canvas.line(&[(at.0 - 5.0, at.1 - 5.0), (at.0 + 5.0, at.1 + 5.0)], cross);
            canvas.line(&[(at.0 - 5.0, at.1 + 5.0), (at.0 + 5.0, at.1 - 5.0)], cross);
            name(at, format!("{} {}", l.say("today"), said(x, y)), VERMILLION);
        }
        if let Some(k) = self.chosen {
            let (at, point) = (points[k], &self.points[k]);
            canvas.dot(at, 7.5, GREEN);
            canvas.dot(at, 4.8, PAPER);
            canvas.dot(at, 3.2, INK);
            name(at, format!("{} {}", l.say("chosen"), said(point.x, point.y)), GREEN);
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("point").to_owned(),
            with_unit(&self.across.quantity, &self.across.unit),
            with_unit(&self.up.quantity, &self.up.unit),
            l.say("open").to_owned(),
        ];
        let word = |k: usize| {
            let chosen = if self.chosen == Some(k) { l.say(" (chosen)") } else { "" };
            format!("{}{chosen}", k + 1)
        };
        let rows = self.points.iter().enumerate();
        let rows = rows.map(|(k, p)| vec![word(k), p.x.to_string(), p.y.to_string(), p.open.clone()]);
        let today =
            self.today.map(|(x, y)| vec![l.say("today").to_owned(), x.to_string(), y.to_string(), String::new()]);
        csv(&header, rows.chain(today))
    }
}

/// Keeps labels off a line between two points.
fn take_line(places: &mut Places, from: Point, to: Point) {
    let steps = (libm::hypot(to.0 - from.0, to.1 - from.1) / 5.0).ceil();
    for k in 0..=steps as usize {
        let t = if steps > 0.0 { k as f64 / steps } else { 0.0 };
        places.take_around((from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1)), 1.5);
    }
}

/// The number of each group beside the middle of its points.
fn numbers(canvas: &Canvas<'_>, points: &[Point], groups: &[Group], places: &mut Places) {
    for (k, group) in groups.iter().enumerate() {
        let (at, text) = (points[(group.first + group.last) / 2], (k + 1).to_string());
        if let Some(rect) = places.beside(at, 6.0, &text, (TICK, true, 12)) {
            canvas.rect(rect, PAPER);
            canvas.text(middle(rect), &text, Look::new(TICK, INK).bold().align(Align::Middle));
        }
    }
}

/// What is open in each group, by its number.
fn draw_list(canvas: &Canvas<'_>, groups: &[Group], top: f64) {
    let mut y = top + 4.0;
    for (k, group) in groups.iter().enumerate() {
        let look = Look::new(TICK, INK).bold().align(Align::Right);
        canvas.text((MARGIN + 16.0, y), &(k + 1).to_string(), look);
        for line in &group.lines {
            canvas.text((MARGIN + 24.0, y), line, Look::new(LABEL, INK));
            y += LINE;
        }
    }
}
