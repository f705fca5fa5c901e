//! A cloud of candidates over two aims: what each is, which stand on the front, and the few that have a name.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::chart::sampled;
use super::error::{count, drawable};
use super::frame::{
    AXIS_FOOT, AXIS_TITLE, MARGIN, axis_title, bottom_axis, bottom_title, picture, tick_width, value_axis,
};
use super::front::Aim;
use super::labels::{LABEL, fit, width};
use super::palette::{BLUE, GREEN, INK, ORANGE, PAPER, QUIET, VERMILLION, readable, tint};
use super::place::{Places, middle};
use super::scale::{Scale, Ticks, extent};
use super::table::{csv, with_unit};
use super::{Heading, Level, Picture, PlotError};
use plotters::style::RGBColor;
use serde_json::{Value, json};

/// One candidate.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CloudPoint {
    /// What it is, for the table.
    pub name: String,
    /// In the unit of the first aim.
    pub x: f64,
    /// In the unit of the second aim.
    pub y: f64,
    /// Place of its group in [`Cloud::groups`].
    pub group: usize,
    /// No other is better in every aim.
    pub on_front: bool,
    /// Keeps every limit; those that do not are drawn pale.
    pub allowed: bool,
}

/// Candidates over two aims.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Cloud {
    /// Title and language.
    pub heading: Heading,
    /// The aim along the horizontal axis.
    pub across: Aim,
    /// The aim along the vertical axis.
    pub up: Aim,
    /// Names of one to four groups, each with a colour and a shape of its own.
    pub groups: Vec<String>,
    /// One to twenty thousand candidates. Those that would cover each other are drawn once; the table keeps all.
    pub points: Vec<CloudPoint>,
    /// Up to six candidates by place, with the words beside them; the first is the most important.
    pub named: Vec<(usize, String)>,
    /// A level of the second aim, e.g. its target; none for none.
    pub level: Option<Level>,
}

const PLOT_HEIGHT: f64 = 320.0;
const MOST_POINTS: usize = 20_000;
const MOST_GROUPS: usize = 4;
const MOST_NAMED: usize = 6;
const KEY_LINE: f64 = 17.0;
const RADIUS: f64 = 3.6;
/// Outer radius of the ring around a candidate with a name.
const RING: f64 = RADIUS + 5.0;
/// Widest name beside a candidate, points.
const WIDEST_NAME: f64 = 330.0;
/// Boxes that are tried for one name.
const TRIES: usize = 40;
/// Points of one group this near to each other are drawn once.
const CELL: f64 = 2.5;
/// Share of the colour that is left to those that break a limit.
const PALE: f64 = 0.3;
const COLOURS: [RGBColor; MOST_GROUPS] = [BLUE, ORANGE, GREEN, VERMILLION];

impl Cloud {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no candidate or group, or more than can be told apart, when a number cannot be
    /// drawn, and when a group or a named candidate is none of the list.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let drawn = self.drawn()?;
        Ok(drawn.with_chart("cloud", self.chart()))
    }

    /// The candidates that a screen shows: the named ones and the ends of both aims, then the front, then others. `named` are
    /// places in this list, `named_at` where they stand; `candidates` is the number of all.
    fn chart(&self) -> Value {
        let ends = [|p: &CloudPoint| p.x, |p: &CloudPoint| -p.x, |p: &CloudPoint| p.y, |p: &CloudPoint| -p.y];
        let all = || 0..self.points.len();
        let end = |along: fn(&CloudPoint) -> f64| {
            all().max_by(|a, b| along(&self.points[*a]).total_cmp(&along(&self.points[*b])))
        };
        let mut first: Vec<usize> = ends.into_iter().filter_map(end).collect();
        first.extend(self.named.iter().map(|(k, _)| *k));
        let rank = |k: usize| if first.contains(&k) { 0 } else { 2 - usize::from(self.points[k].on_front) };
        let kept = sampled(self.points.len(), rank);
        let place = |(k, text): &(usize, String)| kept.binary_search(k).ok().map(|at| (at, text.clone()));
        json!({
            "heading": self.heading, "across": self.across, "up": self.up, "groups": self.groups,
            "points": kept.iter().map(|k| &self.points[*k]).collect::<Vec<_>>(), "candidates": self.points.len(),
            "named": self.named.iter().filter_map(place).collect::<Vec<_>>(),
            "named_at": self.named.iter().map(|(k, _)| [self.points[*k].x, self.points[*k].y]).collect::<Vec<_>>(),
            "level": self.level,
        })
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        self.check()?;
        let height = self.key_height() + 6.0 + AXIS_TITLE + PLOT_HEIGHT + AXIS_FOOT;
        Ok(picture(&self.heading, height, self.csv(), |canvas, top| {
            self.key(canvas, top);
            let start = top + self.key_height() + 6.0 + AXIS_TITLE;
            self.body(canvas, (start, start + PLOT_HEIGHT));
        }))
    }

    fn check(&self) -> Result<(), PlotError> {
        count("candidates", self.points.len(), MOST_POINTS)?;
        count("groups", self.groups.len(), MOST_GROUPS)?;
        if !self.named.is_empty() {
            count("named candidates", self.named.len(), MOST_NAMED)?;
        }
        drawable("candidates", self.points.iter().flat_map(|p| [p.x, p.y]))?;
        drawable("level", self.level.iter().map(|l| l.value))?;
        let stray = self.points.iter().any(|p| p.group >= self.groups.len());
        if stray || self.named.iter().any(|(k, _)| *k >= self.points.len()) {
            let what = if stray { "group of a candidate" } else { "named candidate" };
            return Err(PlotError::Empty { what: what.to_owned() });
        }
        Ok(())
    }

    /// Entries of the key: shape, filling, words.
    fn entries(&self) -> Vec<(Option<usize>, RGBColor, String)> {
        let l = self.heading.locale;
        let mut list: Vec<_> = self.groups.iter().enumerate().map(|(k, g)| (Some(k), COLOURS[k], g.clone())).collect();
        if self.points.iter().any(|p| !p.allowed) {
            let words = l.say("pale: breaks a limit");
            list.push((Some(0), tint(QUIET, PALE), words.to_owned()));
        }
        if self.points.iter().any(|p| p.on_front) {
            let words = l.say("ringed: on the front");
            list.push((None, INK, words.to_owned()));
        }
        list
    }

    /// Place and words of each entry of the key.
    fn laid_out(&self) -> Vec<(Point, Option<usize>, RGBColor, String)> {
        let (mut x, mut line, mut list) = (MARGIN, 0.0, Vec::new());
        for (shape, colour, text) in self.entries() {
            let wide = 16.0 + width(&text, LABEL, false);
            if x + wide > WIDTH - MARGIN && x > MARGIN {
                (x, line) = (MARGIN, line + 1.0);
            }
            list.push(((x, KEY_LINE * (line + 0.5)), shape, colour, text));
            x += wide + 18.0;
        }
        list
    }

    fn key_height(&self) -> f64 {
        self.laid_out().last().map_or(0.0, |entry| entry.0.1 + KEY_LINE / 2.0)
    }

    fn key(&self, canvas: &Canvas<'_>, top: f64) {
        for ((x, y), shape, colour, text) in self.laid_out() {
            let at = (x + 6.0, top + y);
            match shape {
                Some(group) => draw_shape(canvas, at, group, RADIUS + 0.6, colour),
                None => {
                    canvas.dot(at, RADIUS + 1.8, INK);
                    canvas.dot(at, RADIUS + 0.4, PAPER);
                }
            }
            canvas.text((x + 16.0, top + y), &fit(&text, LABEL, false, WIDTH - MARGIN - x), Look::new(LABEL, INK));
        }
    }

    fn body(&self, canvas: &Canvas<'_>, (top, bottom): (f64, f64)) {
        let l = self.heading.locale;
        let level = self.level.iter().map(|x| x.value);
        let (x_lo, x_hi) = extent(self.points.iter().map(|p| p.x)).unwrap_or((0.0, 1.0));
        let (y_lo, y_hi) = extent(self.points.iter().map(|p| p.y).chain(level)).unwrap_or((0.0, 1.0));
        let (x_ticks, y_ticks) = (Ticks::enclosing(x_lo, x_hi, 7), Ticks::enclosing(y_lo, y_hi, 6));
        let plot = Rect::new((MARGIN + tick_width(&y_ticks, l), WIDTH - MARGIN - 20.0), (top, bottom));
        let across = Scale::new(x_ticks.range(), (plot.left, plot.right));
        let up = Scale::new(y_ticks.range(), (plot.bottom, plot.top));
        let name = |aim: &Aim| format!("{} ({})", self.heading.measured(&aim.quantity, &aim.unit), aim.better.word(l));
        axis_title(canvas, plot, &name(&self.up));
        value_axis(canvas, plot, &y_ticks, up, l);
        bottom_axis(canvas, plot, &x_ticks, across, l);
        bottom_title(canvas, plot, &name(&self.across));
        let mut places = Places::new(Rect::new((plot.left + 2.0, WIDTH - 4.0), (plot.top - 6.0, plot.bottom - 2.0)));
        if let Some(level) = &self.level {
            draw_level(canvas, level, plot, up.at(level.value), &mut places);
        }
        let at: Vec<Point> = self.points.iter().map(|p| (across.at(p.x), up.at(p.y))).collect();
        self.dots(canvas, &at, &mut places);
        self.names(canvas, &at, &mut places);
    }

    /// All candidates, the pale ones first and those of the front last.
    fn dots(&self, canvas: &Canvas<'_>, at: &[Point], places: &mut Places) {
        let rank = |k: &usize| (self.points[*k].allowed, self.points[*k].on_front);
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        order.sort_by_key(rank);
        let mut drawn = std::collections::HashSet::new();
        // From the top of the pile down, so that what is kept is what would be seen.
        let seen: Vec<usize> = order
            .into_iter()
            .rev()
            .filter(|k| {
                let (point, (x, y)) = (&self.points[*k], at[*k]);
                drawn.insert((point.group, rank(k), (x / CELL).round() as i64, (y / CELL).round() as i64))
            })
            .collect();
        for k in seen.into_iter().rev() {
            let point = &self.points[k];
            let colour = COLOURS[point.group];
            if point.on_front {
                canvas.dot(at[k], RADIUS + 1.8, INK);
                canvas.dot(at[k], RADIUS + 0.9, PAPER);
                places.take_around(at[k], RADIUS);
            }
            draw_shape(canvas, at[k], point.group, RADIUS, if point.allowed { colour } else { tint(colour, PALE) });
        }
    }

    /// The candidates with a name: a wide ring, and words that are led to it.
    fn names(&self, canvas: &Canvas<'_>, at: &[Point], places: &mut Places) {
        self.named.iter().for_each(|(k, _)| places.take_around(at[*k], RADIUS + 4.0));
        // Clear of every candidate where there is room for that, of those on the front otherwise.
        let mut clear = places.clone();
        at.iter().for_each(|p| clear.take_around(*p, RADIUS));
        // The most important ring last, so that no other covers it.
        for (rank, (k, _)) in self.named.iter().enumerate().rev() {
            canvas.dot(at[*k], RING, ring_colour(rank));
            canvas.dot(at[*k], RADIUS + 3.0, PAPER);
            draw_shape(canvas, at[*k], self.points[*k].group, RADIUS + 0.4, COLOURS[self.points[*k].group]);
        }
        let mut labels: Vec<Rect> = Vec::new();
        for (rank, (k, text)) in self.named.iter().enumerate() {
            let (point, colour) = (at[*k], ring_colour(rank));
            let text = fit(text, LABEL, true, WIDEST_NAME);
            let found = beside(&mut clear, point, &text, &labels).or_else(|| beside(places, point, &text, &labels));
            let Some(rect) = found else { continue };
            let (from, to) = leader(point, rect);
            for sheet in [&mut *places, &mut clear] {
                sheet.take(rect);
                along(from, to).for_each(|p| sheet.take_around(p, 1.0));
            }
            labels.push(rect);
            canvas.line(&[from, to], Stroke::full(colour, 0.9));
            canvas.rect(rect, PAPER);
            canvas.text(middle(rect), &text, Look::new(LABEL, readable(colour)).bold().align(Align::Middle));
        }
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("candidate").to_owned(),
            l.say("group").to_owned(),
            with_unit(&self.across.quantity, &self.across.unit),
            with_unit(&self.up.quantity, &self.up.unit),
            l.say("on the front").to_owned(),
            l.say("keeps the limits").to_owned(),
            l.say("mark").to_owned(),
        ];
        let yes = |b: bool| if b { l.say("yes") } else { l.say("no") }.to_owned();
        let rows = self.points.iter().enumerate().map(|(k, p)| {
            let marks = self.named.iter().filter(|(n, _)| *n == k).map(|(_, text)| text.as_str());
            vec![
                p.name.clone(),
                self.groups[p.group].clone(),
                p.x.to_string(),
                p.y.to_string(),
                yes(p.on_front),
                yes(p.allowed),
                marks.collect::<Vec<_>>().join("; "),
            ]
        });
        csv(&header, rows)
    }
}

/// A level with its name above its right end.
fn draw_level(canvas: &Canvas<'_>, level: &Level, plot: Rect, y: f64, places: &mut Places) {
    canvas.line(&[(plot.left, y), (plot.right, y)], Stroke::dashed(INK, 1.1));
    let text = fit(&level.name, LABEL, false, plot.right - plot.left);
    let wide = width(&text, LABEL, false);
    let rect = Rect::new((plot.right - wide - 4.0, plot.right), (y - 16.0, y - 2.0));
    canvas.rect(rect, PAPER);
    canvas.text((plot.right - 2.0, y - 9.0), &text, Look::new(LABEL, INK).align(Align::Right));
    places.take(rect);
}

/// Colour of a ring and its words: the first stands out.
fn ring_colour(rank: usize) -> RGBColor {
    if rank == 0 { GREEN } else { INK }
}

/// A free box near a point whose leader crosses no other label.
fn beside(places: &mut Places, point: Point, text: &str, labels: &[Rect]) -> Option<Rect> {
    // Every box that is tried is taken on the sheet, so that the next one is another.
    for _ in 0..TRIES {
        let rect = places.beside(point, 14.0, text, (LABEL, true, 26))?;
        let (from, to) = leader(point, rect);
        let inside = |p: Point, r: &Rect| (r.left..=r.right).contains(&p.0) && (r.top..=r.bottom).contains(&p.1);
        if !along(from, to).any(|p| labels.iter().any(|r| inside(p, r))) {
            return Some(rect);
        }
    }
    None
}

/// The line from a ring to the nearest place of its label.
fn leader(point: Point, rect: Rect) -> (Point, Point) {
    let to = ((rect.left + 2.0).max(point.0.min(rect.right - 2.0)), middle(rect).1);
    let (dx, dy) = (to.0 - point.0, to.1 - point.1);
    let far = libm::hypot(dx, dy).max(RING);
    ((point.0 + dx / far * RING, point.1 + dy / far * RING), to)
}

/// Points along a line, four points of the sheet apart.
fn along(from: Point, to: Point) -> impl Iterator<Item = Point> {
    let steps = (libm::hypot(to.0 - from.0, to.1 - from.1) / 4.0).ceil().max(1.0);
    (0..=steps as usize).map(move |k| {
        let t = k as f64 / steps;
        (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1))
    })
}

/// The shape of a group: circle, square, triangle, diamond.
fn draw_shape(canvas: &Canvas<'_>, (x, y): Point, group: usize, r: f64, colour: RGBColor) {
    match group {
        0 => canvas.dot((x, y), r, colour),
        1 => canvas.rect(Rect::new((x - 0.88 * r, x + 0.88 * r), (y - 0.88 * r, y + 0.88 * r)), colour),
        2 => canvas.polygon(&[(x, y - 1.2 * r), (x + 1.1 * r, y + 0.8 * r), (x - 1.1 * r, y + 0.8 * r)], colour, 1.0),
        _ => canvas.polygon(&[(x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y)], colour, 1.0),
    }
}
