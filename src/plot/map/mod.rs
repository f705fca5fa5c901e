//! A map of companies, hubs and sinks with the flows between them, on outlines of communes. No tiles, no network.

mod legend;
mod project;

use super::borders::borders;
use super::canvas::{Align, Canvas, Look, Point, Rect, Stroke, WIDTH};
use super::error::{count, drawable, not_negative};
use super::frame::{Key, MARGIN, picture};
use super::labels::{TICK, fit};
use super::palette::{INK, PAPER, QUIET, fill, tint};
use super::place::{Places, middle};
use super::table::{csv, with_unit};
use super::{Heading, Picture, PlotError};
use legend::Numbered;
use plotters::style::RGBColor;
use project::{Projection, Region, at_the_edge, clipped, thinned};
use std::sync::Arc;

/// A commune.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Outline {
    /// Its name.
    pub name: String,
    /// Inhabitants: larger ones are named first.
    pub population: f64,
    /// Where its name goes: longitude, latitude, degrees.
    pub centre: (f64, f64),
    /// Its borders, each a closed line of (longitude, latitude), degrees.
    pub rings: Vec<Vec<(f64, f64)>>,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MapRole {
    /// Flows start there.
    Company,
    /// Flows pass there.
    Hub,
    /// Flows end there.
    Sink,
}

/// A place on the map.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct MapPlace {
    /// Its name.
    pub label: String,
    /// What it is.
    pub role: MapRole,
    /// Degrees north.
    pub lat_deg: f64,
    /// Degrees east.
    pub lon_deg: f64,
    /// What it sends or takes, in the unit of the figure; zero for a place that is not used.
    pub amount: f64,
    /// Index of its colour in the palette, as in the other figures.
    pub tone: usize,
}

/// A flow between two places.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct MapFlow {
    /// Index of the place it leaves.
    pub from: usize,
    /// Index of the place it reaches.
    pub to: usize,
    /// In the unit of the figure.
    pub amount: f64,
    /// Index of its colour in the palette.
    pub tone: usize,
}

/// The map.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FlowMap {
    /// Title and language.
    pub heading: Heading,
    /// What flows, e.g. `Wet mass`.
    pub quantity: String,
    /// Its unit, e.g. `t/a`.
    pub unit: String,
    /// Outlines below it all; places far from all of them stand at the edge.
    pub outlines: Arc<[Outline]>,
    /// Whose outlines they are, as their licence asks.
    pub credit: String,
    /// Names of the colours that mean something: index in the palette, words.
    pub tones: Vec<(usize, String)>,
    /// The places.
    pub places: Vec<MapPlace>,
    /// The flows.
    pub flows: Vec<MapFlow>,
}

const MOST_PLACES: usize = 2000;
/// Width of the map, points.
const MAP_WIDTH: f64 = WIDTH - 2.0 * MARGIN;
const MAP_HEIGHT: (f64, f64) = (330.0, 560.0);
/// Free space around the places, points.
const AROUND: f64 = 34.0;
/// Radius of the largest symbol and of the smallest, points.
const RADIUS: (f64, f64) = (17.0, 2.0);
/// Width of the largest flow and of the smallest, points.
const THICK: (f64, f64) = (9.0, 0.7);
/// Half of a place that is not used, points.
const UNUSED: f64 = 4.0;
/// Companies that are named where there is room, and communes.
const NAMED: (usize, usize) = (14, 24);
const LAND: RGBColor = RGBColor(0xF3, 0xF5, 0xF2);
const BORDER: RGBColor = RGBColor(0xB9, 0xC1, 0xC6);

/// What was worked out before drawing.
struct Plan {
    frame: Rect,
    map: Projection,
    at: Vec<Point>,
    far: Vec<bool>,
    largest: f64,
    thickest: f64,
    outlines: bool,
}

impl FlowMap {
    /// Draws the figure.
    ///
    /// # Errors
    /// [`PlotError`] when there is no place, when a coordinate or an amount cannot be drawn, and when a flow names a place
    /// that does not exist.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let drawn = self.drawn()?;
        let shown = Self { outlines: borders(&self.outlines).into(), ..self.clone() };
        Ok(drawn.charted("flow_map", &shown))
    }

    fn drawn(&self) -> Result<Picture, PlotError> {
        self.check()?;
        let (region, outlines) = self.region();
        let height = (MAP_WIDTH * region.aspect()).clamp(MAP_HEIGHT.0, MAP_HEIGHT.1);
        let numbered = Numbered::new(self);
        let key = self.key();
        let foot = 26.0 + key.height() + numbered.height() + 20.0;
        Ok(picture(&self.heading, height + foot, self.csv(), |canvas, top| {
            let frame = Rect::new((MARGIN, MARGIN + MAP_WIDTH), (top, top + height));
            let plan = self.plan(frame, region, outlines);
            self.paint(canvas, &plan, &numbered);
            self.draw_scale(canvas, &plan);
            self.draw_sizes(canvas, &plan, frame.bottom + 12.0);
            key.draw(canvas, frame.bottom + 22.0);
            numbered.draw(canvas, frame.bottom + 26.0 + key.height());
            if outlines {
                let credit = fit(&self.credit, 9.0, false, MAP_WIDTH);
                canvas.text((MARGIN, frame.bottom + foot - 10.0), &credit, Look::new(9.0, QUIET));
            }
        }))
    }

    fn check(&self) -> Result<(), PlotError> {
        count("places", self.places.len(), MOST_PLACES)?;
        for place in &self.places {
            drawable(&format!("coordinates of {}", place.label), [place.lat_deg, place.lon_deg])?;
            not_negative(&place.label, [place.amount])?;
        }
        for flow in &self.flows {
            let node = |k: usize| self.places.get(k).ok_or(PlotError::UnknownNode { node: k });
            let (from, to) = (node(flow.from)?, node(flow.to)?);
            not_negative(&format!("flow from {} to {}", from.label, to.label), [flow.amount])?;
        }
        Ok(())
    }

    /// What the map shows, and whether the outlines are of this region.
    fn region(&self) -> (Region, bool) {
        let points = || self.places.iter().map(|p| (p.lon_deg, p.lat_deg));
        let land = Region::around(self.outlines.iter().flat_map(|o| o.rings.iter().flatten().copied()));
        let inside = |p: &(f64, f64)| land.is_some_and(|l| l.holds(*p));
        let outlines = 2 * points().filter(inside).count() > self.places.len();
        // What is not used does not stretch the map; it stands at the edge where it lies beyond.
        let shown = |p: &&MapPlace| p.role == MapRole::Company || p.amount > 0.0;
        let used = || self.places.iter().filter(shown).map(|p| (p.lon_deg, p.lat_deg));
        let region = Region::around(used().filter(|p| !outlines || inside(p)));
        (region.unwrap_or(Region { lon: (0.0, 0.0), lat: (0.0, 0.0) }), outlines)
    }

    fn plan(&self, frame: Rect, region: Region, outlines: bool) -> Plan {
        let map = Projection::new(region, frame, AROUND);
        let position = |p: &MapPlace| map.at((p.lon_deg, p.lat_deg));
        let inside = |p: Point| p.0 > frame.left && p.0 < frame.right && p.1 > frame.top && p.1 < frame.bottom;
        let far: Vec<bool> = self.places.iter().map(|p| !inside(position(p))).collect();
        let at = self.places.iter().map(|p| at_the_edge(frame, position(p), RADIUS.0 + 1.0)).collect();
        let most = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
        let largest = most(&mut self.places.iter().map(|p| p.amount));
        // A flow between neighbours at one place has no length, and must not make hairlines of the others.
        let here = |k: usize| (self.places[k].lat_deg, self.places[k].lon_deg);
        let seen = self.flows.iter().filter(|f| here(f.from) != here(f.to));
        let thickest = most(&mut seen.map(|f| f.amount));
        Plan { frame, map, at, far, largest, thickest, outlines }
    }

    fn paint(&self, canvas: &Canvas<'_>, plan: &Plan, numbered: &Numbered) {
        canvas.rect(plan.frame, LAND);
        if plan.outlines {
            self.draw_land(canvas, plan);
        }
        self.draw_flows(canvas, plan);
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by(|a, b| self.places[*b].amount.total_cmp(&self.places[*a].amount).then(a.cmp(b)));
        let mut places = Places::new(plan.frame);
        places
            .take(Rect::new((plan.frame.left, plan.frame.left + 190.0), (plan.frame.bottom - 26.0, plan.frame.bottom)));
        for k in &order {
            self.draw_place(canvas, plan, *k);
            places.take_around(plan.at[*k], self.radius(plan, *k));
        }
        self.draw_numbers(canvas, plan, numbered, &mut places);
        self.draw_names(canvas, plan, &order, &mut places);
        canvas.outline(plan.frame, Stroke::full(BORDER, 1.0));
    }

    fn draw_land(&self, canvas: &Canvas<'_>, plan: &Plan) {
        for ring in self.outlines.iter().flat_map(|o| &o.rings) {
            let points: Vec<Point> = ring.iter().map(|p| plan.map.at(*p)).collect();
            let cut = thinned(&clipped(&points, plan.frame), 1.5);
            if cut.len() >= 3 {
                let closed: Vec<Point> = cut.iter().chain(cut.first()).copied().collect();
                canvas.line(&closed, Stroke::full(BORDER, 0.6));
            }
        }
    }

    fn draw_flows(&self, canvas: &Canvas<'_>, plan: &Plan) {
        for flow in self.flows.iter().filter(|f| f.amount > 0.0) {
            let (from, to) = (plan.at[flow.from], plan.at[flow.to]);
            let thick = thickness(plan, flow.amount);
            canvas.polygon(&ribbon(from, to, thick), fill(flow.tone).colour, 0.6);
        }
    }

    fn draw_place(&self, canvas: &Canvas<'_>, plan: &Plan, k: usize) {
        let (place, at, r) = (&self.places[k], plan.at[k], self.radius(plan, k));
        let square = |r: f64| Rect::new((at.0 - r, at.0 + r), (at.1 - r, at.1 + r));
        let diamond = [(at.0, at.1 - r), (at.0 + r, at.1), (at.0, at.1 + r), (at.0 - r, at.1), (at.0, at.1 - r)];
        match place.role {
            MapRole::Company => {
                canvas.dot(at, r + 0.8, PAPER);
                canvas.dot(at, r, INK);
            }
            MapRole::Sink if place.amount > 0.0 => {
                canvas.bar(square(r), fill(place.tone));
                canvas.outline(square(r), Stroke::full(INK, 1.0));
            }
            MapRole::Hub if place.amount > 0.0 => {
                canvas.area(&diamond, fill(place.tone));
                canvas.line(&diamond, Stroke::full(INK, 1.2));
            }
            MapRole::Sink => {
                canvas.rect(square(r), PAPER);
                canvas.outline(square(r), Stroke::full(QUIET, 1.0));
            }
            MapRole::Hub => {
                canvas.polygon(&diamond, PAPER, 1.0);
                canvas.line(&diamond, Stroke::full(QUIET, 1.0));
            }
        }
    }

    fn radius(&self, plan: &Plan, k: usize) -> f64 {
        let place = &self.places[k];
        let least = if place.role == MapRole::Company { RADIUS.1 } else { UNUSED };
        radius_of(plan, place.amount).max(least)
    }

    /// Numbers of hubs and sinks beside them; a line leads to one that had to go further away.
    fn draw_numbers(&self, canvas: &Canvas<'_>, plan: &Plan, numbered: &Numbered, places: &mut Places) {
        for (number, k) in numbered.places.iter().enumerate() {
            let (text, at, r) = ((number + 1).to_string(), plan.at[*k], self.radius(plan, *k));
            let Some(rect) = places.beside(at, r + 2.0, &text, (TICK, true, 40)) else { continue };
            let (x, y) = middle(rect);
            let reach = libm::hypot(x - at.0, y - at.1);
            if reach > r + 18.0 {
                let to = |d: f64| (at.0 + (x - at.0) * d / reach, at.1 + (y - at.1) * d / reach);
                canvas.line(&[to(r), to(reach - 9.0)], Stroke::full(QUIET, 0.7));
            }
            canvas.rect(rect, PAPER);
            canvas.text((x, y), &text, Look::new(TICK, INK).bold().align(Align::Middle));
        }
    }

    fn draw_names(&self, canvas: &Canvas<'_>, plan: &Plan, order: &[usize], places: &mut Places) {
        let companies = order.iter().filter(|k| self.places[**k].role == MapRole::Company && !plan.far[**k]);
        for k in companies.take(NAMED.0) {
            let text = fit(&self.places[*k].label, 9.0, false, 130.0);
            let at = plan.at[*k];
            if let Some(rect) = places.beside(at, self.radius(plan, *k) + 2.0, &text, (9.0, false, 1)) {
                canvas.text(middle(rect), &text, Look::new(9.0, INK).align(Align::Middle));
            }
        }
        if !plan.outlines {
            return;
        }
        let mut communes: Vec<&Outline> = self.outlines.iter().collect();
        communes.sort_by(|a, b| b.population.total_cmp(&a.population).then_with(|| a.name.cmp(&b.name)));
        for commune in communes.into_iter().take(NAMED.1) {
            let at = plan.map.at(commune.centre);
            if places.centred(at, &commune.name, 9.0, false).is_some() {
                canvas.text(at, &commune.name, Look::new(9.0, tint(QUIET, 0.85)).align(Align::Middle));
            }
        }
    }

    fn key(&self) -> Key {
        let entries: Vec<_> = self.tones.iter().map(|(tone, name)| (fill(*tone), name.clone())).collect();
        Key::new(&entries)
    }

    fn csv(&self) -> String {
        let l = self.heading.locale;
        let header = [
            l.say("kind").to_owned(),
            l.say("from").to_owned(),
            l.say("to").to_owned(),
            with_unit(&self.quantity, &self.unit),
            l.say("latitude (deg)").to_owned(),
            l.say("longitude (deg)").to_owned(),
        ];
        let place = |p: &MapPlace| {
            let (lat, lon) = (p.lat_deg.to_string(), p.lon_deg.to_string());
            vec![self.role_word(p.role).to_owned(), p.label.clone(), String::new(), p.amount.to_string(), lat, lon]
        };
        let name = |k: usize| self.places[k].label.clone();
        let flow = |f: &MapFlow| {
            let kind = l.say("flow").to_owned();
            vec![kind, name(f.from), name(f.to), f.amount.to_string(), String::new(), String::new()]
        };
        csv(&header, self.places.iter().map(place).chain(self.flows.iter().map(flow)))
    }

    fn role_word(&self, role: MapRole) -> &'static str {
        let l = self.heading.locale;
        match role {
            MapRole::Company => l.say("company"),
            MapRole::Hub => l.say("hub"),
            MapRole::Sink => l.say("outlet"),
        }
    }
}

/// Radius of a symbol whose area stands for an amount, points.
fn radius_of(plan: &Plan, amount: f64) -> f64 {
    if plan.largest > 0.0 { RADIUS.0 * libm::sqrt(amount / plan.largest) } else { 0.0 }
}

/// Width of a flow, points; the smallest are drawn as a hairline.
fn thickness(plan: &Plan, amount: f64) -> f64 {
    if plan.thickest > 0.0 { (THICK.0 * amount / plan.thickest).max(THICK.1) } else { THICK.1 }
}

/// A straight band between two points.
fn ribbon(from: Point, to: Point, thick: f64) -> [Point; 4] {
    let long = libm::hypot(to.0 - from.0, to.1 - from.1);
    let half = if long > 0.0 { thick / 2.0 / long } else { 0.0 };
    let (ox, oy) = ((from.1 - to.1) * half, (to.0 - from.0) * half);
    [(from.0 + ox, from.1 + oy), (to.0 + ox, to.1 + oy), (to.0 - ox, to.1 - oy), (from.0 - ox, from.1 - oy)]
}
