//! A store through the year: what comes in and what goes out each month, and what lies there at its end.

use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, not_negative};
use super::frame::{AXIS_FOOT, AXIS_TITLE, Key, MARGIN, axis_title, bottom_title, picture, tick_width, value_axis};
use super::labels::{MarginLabel, Sample, TICK, draw_margin, margin_width};
use super::palette::{INK, MOST, PAPER, QUIET, VERMILLION, fill};
use super::scale::{Scale, Ticks};
use super::table::{csv, with_unit};
use super::{Heading, Level, MonthlyGroup, Picture, PlotError};

/// Months of a store.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StockYear {
    /// Title and language.
    pub heading: Heading,
    /// What is stored.
    pub quantity: String,
    /// Its unit, e.g. `t`.
    pub unit: String,
    /// What comes in each month, from the bottom up: bars at the left of the month.
    pub into: Vec<MonthlyGroup>,
    /// What goes out each month, from the bottom up: bars at its right.
    pub out_of: Vec<MonthlyGroup>,
    /// What lies in the store at the end of each month.
    pub stock: [f64; 12],
    /// What the store can hold; none for no limit.
    pub capacity: Option<Level>,
}

const PLOT_HEIGHT: f64 = 250.0;
/// Half of the free space between two months, as a share of a month.
const MONTH_GAP: f64 = 0.08;

impl StockYear {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when nothing comes in or goes out, when there are more than eight flows, and when a number is
    /// negative or cannot be drawn.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        Ok(self.drawn()?.charted("stock_year", self))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        count("flows", self.into.len() + self.out_of.len(), MOST)?;
        for group in self.into.iter().chain(&self.out_of) {
            not_negative(&format!("flow {}", group.name), group.values)?;
        }
        not_negative("stock", self.stock)?;
        not_negative("capacity", self.capacity.iter().map(|c| c.value))?;
        let l = self.heading.locale;
        let capacity = self.capacity.iter().map(|c| c.value);
        let highest = totals(&self.into).into_iter().chain(totals(&self.out_of)).chain(self.stock).chain(capacity);
        let ticks = Ticks::enclosing(0.0, highest.fold(0.0, f64::max), 5);
        let names = [self.stock_name()].into_iter().chain(self.capacity.iter().map(|c| c.name.as_str()));
        let (left, right) = (MARGIN + tick_width(&ticks, l), WIDTH - margin_width(names));
        let key = Key::new(&self.key());
        let above = key.height() + 6.0 + AXIS_TITLE;
        Ok(picture(&self.heading, above + PLOT_HEIGHT + AXIS_FOOT, self.csv(), |canvas, top| {
            key.draw(canvas, top);
            let plot = Rect::new((left, right), (top + above, top + above + PLOT_HEIGHT));
            self.body(canvas, plot, &ticks);
        }))
    }

    fn stock_name(&self) -> &'static str {
        self.heading.locale.say("In store")
    }

    fn key(&self) -> Vec<(super::palette::Fill, String)> {
        let l = self.heading.locale;
        let (came, went) = (l.say("in¦stock year"), l.say("out¦stock year"));
        let sides = self.into.iter().map(|g| (g, came)).chain(self.out_of.iter().map(|g| (g, went)));
        sides.enumerate().map(|(k, (g, side))| (fill(k), format!("{} ({side})", g.name))).collect()
    }

    fn body(&self, canvas: &Canvas<'_>, plot: Rect, ticks: &Ticks) {
        let l = self.heading.locale;
        let scale = Scale::new(ticks.range(), (plot.bottom, plot.top));
        axis_title(canvas, plot, &self.heading.measured(&self.quantity, &self.unit));
        value_axis(canvas, plot, ticks, scale, l);
        let pitch = (plot.right - plot.left) / 12.0;
        let gap = MONTH_GAP * pitch;
        for (month, name) in l.months().into_iter().enumerate() {
            let start = plot.left + pitch * month as f64;
            let middle = start + pitch / 2.0;
            bars(canvas, &self.into, month, 0, (start + gap, middle - 0.5), scale);
            bars(canvas, &self.out_of, month, self.into.len(), (middle + 0.5, start + pitch - gap), scale);
            canvas.text((middle, plot.bottom + 11.0), name, Look::new(TICK, QUIET).align(Align::Middle));
        }
        bottom_title(canvas, plot, l.say("Month of the year"));
        let end = |month: usize| plot.left + pitch * (month + 1) as f64;
        let curve: Vec<Point> = self.stock.iter().enumerate().map(|(m, v)| (end(m), scale.at(*v))).collect();
        canvas.line(&curve, Stroke::full(PAPER, 4.0));
        canvas.line(&curve, Stroke::full(INK, 2.0));
        curve.iter().for_each(|p| canvas.dot(*p, 2.8, INK));
        let sample = Sample::Line(Stroke::full(INK, 2.0));
        let text = self.stock_name().to_owned();
        let mut labels = vec![MarginLabel { y: curve[11].1, text, colour: INK, sample }];
        if let Some(capacity) = &self.capacity {
            let (y, stroke) = (scale.at(capacity.value), Stroke::dashed(VERMILLION, 1.2));
            canvas.line(&[(plot.left, y), (plot.right, y)], stroke);
            let sample = Sample::Line(stroke);
            labels.push(MarginLabel { y, text: capacity.name.clone(), colour: VERMILLION, sample });
        }
        draw_margin(canvas, &labels, plot.right, (plot.top, plot.bottom));
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let mut header = vec![l.say("side").to_owned(), with_unit(&self.quantity, &self.unit)];
        header.extend(l.months().map(str::to_owned));
        let row = |side: &str, name: &str, values: &[f64; 12]| {
            let mut row = vec![side.to_owned(), name.to_owned()];
            row.extend(values.iter().map(f64::to_string));
            row
        };
        let came = self.into.iter().map(|g| row(l.say("in¦stock year"), &g.name, &g.values));
        let went = self.out_of.iter().map(|g| row(l.say("out¦stock year"), &g.name, &g.values));
        csv(&header, came.chain(went).chain([row(l.say("end of month"), self.stock_name(), &self.stock)]))
    }
}

fn totals(groups: &[MonthlyGroup]) -> [f64; 12] {
    std::array::from_fn(|m| groups.iter().map(|g| g.values[m]).sum())
}

/// The stack of one side of a month.
fn bars(
    canvas: &Canvas<'_>,
    groups: &[MonthlyGroup],
    month: usize,
    first_fill: usize,
    (left, right): (f64, f64),
    scale: Scale,
) {
    let mut below = 0.0;
    for (k, group) in groups.iter().enumerate() {
        let value = group.values[month];
        if value > 0.0 {
            let rect = Rect::new((left, right), (scale.at(below), scale.at(below + value)));
            canvas.bar(rect, fill(first_fill + k));
        }
        below += value;
    }
}
