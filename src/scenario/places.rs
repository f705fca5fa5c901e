//! Places of companies: coordinates that were swapped, or that lie on another continent.

use super::Scenario;
use super::providers::ProviderEntry;
use super::section::Context;
use crate::case::ProviderParams;
use crate::diag::{Diagnostic, Location};
use crate::logistics::{Place, great_circle_km};
use crate::text;

/// Farther from the rest than this, km, no waste is pooled: the place is wrong.
const FAR_KM: f64 = 1500.0;

/// Within this distance of the rest, km, swapped coordinates are taken for what was meant.
const NEAR_KM: f64 = 400.0;

/// Where there are too few companies to say where the rest is: a box around Europe, degrees.
const LATITUDES: std::ops::RangeInclusive<f64> = 34.0..=72.0;
const LONGITUDES: std::ops::RangeInclusive<f64> = -25.0..=45.0;

/// Companies needed to say where most of them are.
const CROWD: usize = 3;

type Degrees = (f64, f64);

fn km_between(one: Degrees, other: Degrees) -> f64 {
    let place = |(lat_deg, lon_deg): Degrees| Place { lat_deg, lon_deg };
    great_circle_km(place(one), place(other))
}

/// Reports companies whose coordinates were swapped or lie far from all others; `site` is the place of the plant, and
/// where it is written.
pub(super) fn check(context: &mut Context<'_>, providers: &[ProviderEntry], site: Option<(Degrees, Option<Location>)>) {
    let placed: Vec<(&ProviderEntry, Degrees)> =
        providers.iter().filter_map(|p| place_of(context, p).map(|place| (p, place))).collect();
    let crowd = median(&placed);
    if let (Some((site, location)), Some(crowd)) = (&site, crowd) {
        check_site(context, *site, location.clone(), crowd);
    }
    let middle = crowd.or(site.map(|(place, _)| place));
    for (provider, place) in placed {
        let near = |p: Degrees| match middle {
            Some(middle) => km_between(p, middle) <= NEAR_KM,
            None => LATITUDES.contains(&p.0) && LONGITUDES.contains(&p.1),
        };
        let far = match middle {
            Some(middle) => km_between(place, middle) > FAR_KM,
            None => !near(place),
        };
        if far {
            let swapped = place.1.abs() <= 90.0 && near((place.1, place.0));
            tell(context, provider, place, swapped, middle);
        }
    }
}

/// A company and where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CompanyPlace<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Name shown.
    pub name: &'a str,
    /// Latitude and longitude, degrees; none where the scenario does not say it.
    pub place: Option<(f64, f64)>,
}

impl Scenario {
    /// All companies, in the order of the scenario.
    pub fn company_places(&self) -> impl Iterator<Item = CompanyPlace<'_>> {
        let values = self.inputs.values();
        self.providers.iter().map(move |company| {
            let params = ProviderParams::from_slice(company.block.of(&values));
            let place =
                (params.lat_deg.is_finite() && params.lon_deg.is_finite()).then_some((params.lat_deg, params.lon_deg));
            CompanyPlace { id: &company.id, name: &company.name, place }
        })
    }

    /// Latitude and longitude of the plant, degrees; none where the scenario does not say it.
    pub fn site_place(&self) -> Option<(f64, f64)> {
        self.site.place
    }
}

fn check_site(context: &mut Context<'_>, site: Degrees, location: Option<Location>, crowd: Degrees) {
    let km = km_between(site, crowd);
    if km <= FAR_KM {
        return;
    }
    let found = Diagnostic::error(text!("the site lies {km} km from the companies", km = format!("{km:.0}")));
    let swapped = site.1.abs() <= 90.0 && km_between((site.1, site.0), crowd) <= NEAR_KM;
    let (label, help) = if swapped {
        (
            text!("did you swap?"),
            text!("did you swap latitude and longitude? write lat_deg = {a}, lon_deg = {b}", a = site.1, b = site.0),
        )
    } else {
        (text!("far from all"), text!("write degrees north and degrees east of the site (west is negative)"))
    };
    context.diagnostics.push(found.at(location, label).help(help));
}

fn place_of(context: &Context<'_>, provider: &ProviderEntry) -> Option<Degrees> {
    let values: Vec<f64> = context.inputs.list()[provider.block.0.clone()].iter().map(|i| i.value).collect();
    let params = ProviderParams::from_slice(&values);
    let known = params.lat_deg.is_finite() && params.lon_deg.is_finite();
    (known && context.inputs.is_sound(&provider.block)).then_some((params.lat_deg, params.lon_deg))
}

/// The median latitude and longitude: a wrong place moves it little.
fn median(placed: &[(&ProviderEntry, Degrees)]) -> Option<Degrees> {
    if placed.len() < CROWD {
        return None;
    }
    let middle = |pick: fn(&Degrees) -> f64| {
        let mut list: Vec<f64> = placed.iter().map(|(_, p)| pick(p)).collect();
        list.sort_by(f64::total_cmp);
        list[list.len() / 2]
    };
    Some((middle(|p| p.0), middle(|p| p.1)))
}

fn tell(
    context: &mut Context<'_>,
    provider: &ProviderEntry,
    (lat, lon): Degrees,
    swapped: bool,
    middle: Option<Degrees>,
) {
    let at = latitude_location(context, provider);
    let id = &provider.id;
    let found = match middle {
        Some(middle) => {
            let km = km_between((lat, lon), middle);
            Diagnostic::error(text!(
                "provider `{id}` lies {km} km from the others, at {lat} degrees north, {lon} east",
                id,
                km = format!("{km:.0}"),
                lat,
                lon
            ))
        }
        None => Diagnostic::error(text!(
            "provider `{id}` lies on another continent, at {lat} degrees north, {lon} east",
            id,
            lat,
            lon
        )),
    };
    let (label, help) = if swapped {
        (
            text!("did you swap?"),
            text!("did you swap latitude and longitude? write lat_deg = {lon}, lon_deg = {lat}", lon, lat),
        )
    } else {
        (text!("on another continent"), text!("write degrees north and degrees east of its address (west is negative)"))
    };
    context.diagnostics.push(found.at(at, label).help(help));
}

fn latitude_location(context: &Context<'_>, provider: &ProviderEntry) -> Option<Location> {
    let (k, _) = ProviderParams::<f64>::table().find("lat_deg")?;
    match &context.inputs.list()[provider.block.0.start + k].origin {
        super::inputs::Origin::Given(location) => Some(location.clone()),
        _ => provider.location.clone(),
    }
}
