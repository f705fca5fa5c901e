//! Vehicles, containers, what is in them, and when they must be emptied: `models/logistics/`.

use super::error::LogisticsError;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// A vehicle of `models/logistics/vehicles.csv`, with its crew.
#[derive(Clone, Debug, PartialEq)]
pub struct Vehicle {
    /// Name.
    pub id: String,
    /// What it is.
    pub label: String,
    /// The same in French.
    pub label_fr: String,
    /// Gross weight, t.
    pub gross_t: f64,
    /// Most mass on it, t.
    pub payload_t: f64,
    /// Most volume on it, m3.
    pub volume_m3: f64,
    /// Cost per kilometre, low, typical, high, EUR/km.
    pub eur_per_km: [f64; 3],
    /// Cost per hour with its crew, low, typical, high, EUR/h.
    pub eur_per_h: [f64; 3],
    /// Diesel, l/km.
    pub diesel_l_per_km: f64,
    /// Vehicle of the French rule with the same diesel (`models/carbon/vehicles.csv`); none where it has none.
    pub level1: Option<String>,
    /// Time at a stop, min.
    pub stop_min: f64,
    /// Time at the destination, min.
    pub unload_min: f64,
    /// Mean speed, km/h.
    pub speed_km_h: f64,
    /// Containers it takes or empties.
    pub containers: Vec<String>,
    /// A tank: it takes liquids only.
    pub tank: bool,
    /// Skips it carries at a time; 0 for what carries none.
    pub skips: f64,
    /// Where the numbers are from.
    pub source: String,
    /// How far to trust them.
    pub flag: Flag,
}

/// How a container gives up what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerKind {
    /// Emptied at the stop, one by one.
    Bin,
    /// Taken away and brought back.
    Skip,
    /// Loaded from the yard.
    Stack,
    /// Pumped out.
    Tank,
    /// A store of the company's own that limits nothing: a vehicle takes a load at a time.
    Store,
}

/// A container of `models/logistics/containers.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// Name.
    pub id: String,
    /// What it is.
    pub label: String,
    /// The same in French.
    pub label_fr: String,
    /// How it is emptied.
    pub kind: ContainerKind,
    /// Volume, m3.
    pub volume_m3: f64,
    /// Mass when empty, kg.
    pub tare_kg: f64,
    /// Most mass in it, t.
    pub net_t_max: f64,
    /// Price, low and high, EUR.
    pub purchase_eur: [f64; 2],
    /// What a contractor asks for emptying it, EUR; shown beside our own cost, never added to it. None where not known.
    pub lift_fee_eur: Option<f64>,
    /// Rent, EUR a month.
    pub rent_eur_per_month: f64,
    /// Where the numbers are from.
    pub source: String,
    /// How far to trust them.
    pub flag: Flag,
}

/// What lies in a container: a row of `models/logistics/matter.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    /// Name.
    pub id: String,
    /// What it is.
    pub label: String,
    /// The same in French.
    pub label_fr: String,
    /// Bulk density, low, typical, high, kg/m3 as received.
    pub kg_per_m3: [f64; 3],
    /// When it must be collected.
    pub rule: &'static Rule,
    /// A liquid.
    pub liquid: bool,
    /// Feedstocks of the library that are this.
    pub feedstocks: Vec<String>,
    /// Where the numbers are from.
    pub source: String,
    /// How far to trust them.
    pub flag: Flag,
}

/// When something must be collected: a row of `models/logistics/rules.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Name.
    pub id: String,
    /// What it says.
    pub label: String,
    /// Fewest visits a week, October to May and June to September.
    pub visits_per_week_min: [f64; 2],
    /// Longest time between visits, months.
    pub interval_months_max: f64,
    /// What does not fill a load waits for the next month.
    pub carried_over: bool,
    /// Filling at which it is collected, m3/m3.
    pub fill_share: f64,
    /// Where the numbers are from.
    pub source: String,
    /// How far to trust them.
    pub flag: Flag,
}

/// Whole weeks of the months, January first: 52 a year.
const WEEKS: [f64; 12] = [4.0, 4.0, 5.0, 4.0, 4.0, 5.0, 4.0, 4.0, 5.0, 4.0, 4.0, 5.0];

/// Months of summer: June to September, counted from 0.
const SUMMER: std::ops::RangeInclusive<usize> = 5..=8;

impl Rule {
    /// Fewest visits in each month in which anything comes.
    pub fn visits_per_month_min(&self) -> [f64; 12] {
        std::array::from_fn(|m| (self.visits_per_week_min[usize::from(SUMMER.contains(&m))] * WEEKS[m]).ceil())
    }

    /// Fewest visits a year by the longest time between two.
    pub fn visits_per_year_min(&self) -> f64 {
        (12.0 / self.interval_months_max).ceil()
    }
}

const YES_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

fn words(text: &str) -> Vec<String> {
    text.split('|').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn read_vehicle(r: &SheetRow<'_>) -> Result<Vehicle, SheetError> {
    let positive = |column: &str| r.number_in(column, 1e-6..=1e4);
    Ok(Vehicle {
        id: r.filled("id")?,
        label: r.filled("label")?,
        label_fr: r.filled("label_fr")?,
        gross_t: positive("gross_t")?,
        payload_t: positive("payload_t")?,
        volume_m3: positive("volume_m3")?,
        eur_per_km: r.numbers(["eur_per_km_low", "eur_per_km", "eur_per_km_high"])?,
        eur_per_h: r.numbers(["eur_per_h_low", "eur_per_h", "eur_per_h_high"])?,
        diesel_l_per_km: positive("diesel_l_per_km")?,
        level1: r.text_if_any("level1")?,
        stop_min: r.number_in("stop_min", 0.0..=600.0)?,
        unload_min: r.number_in("unload_min", 0.0..=600.0)?,
        speed_km_h: positive("speed_km_h")?,
        containers: words(r.text("containers")?),
        tank: r.word("tank", &YES_NO)?,
        skips: r.number_in("skips", 0.0..=10.0)?,
        source: r.filled("source")?,
        flag: r.flag("flag")?,
    })
}

fn read_container(r: &SheetRow<'_>) -> Result<Container, SheetError> {
    let kinds = [
        ("bin", ContainerKind::Bin),
        ("skip", ContainerKind::Skip),
        ("stack", ContainerKind::Stack),
        ("tank", ContainerKind::Tank),
        ("store", ContainerKind::Store),
    ];
    Ok(Container {
        id: r.filled("id")?,
        label: r.filled("label")?,
        label_fr: r.filled("label_fr")?,
        kind: r.word("kind", &kinds)?,
        volume_m3: r.number_in("volume_m3", 1e-6..=1e6)?,
        tare_kg: r.number_in("tare_kg", 0.0..=1e5)?,
        net_t_max: r.number_in("net_t_max", 1e-6..=1e6)?,
        purchase_eur: r.numbers(["purchase_eur_low", "purchase_eur_high"])?,
        lift_fee_eur: r.number_if_any("lift_fee_eur")?,
        rent_eur_per_month: r.number_in("rent_eur_per_month", 0.0..=1e5)?,
        source: r.filled("source")?,
        flag: r.flag("flag")?,
    })
}

fn read_rule(r: &SheetRow<'_>) -> Result<Rule, SheetError> {
    Ok(Rule {
        id: r.filled("id")?,
        label: r.filled("label")?,
        visits_per_week_min: r.numbers(["visits_per_week_min", "visits_per_week_min_summer"])?,
        interval_months_max: r.number_in("interval_months_max", 0.1..=120.0)?,
        carried_over: r.word("carried_over", &YES_NO)?,
        fill_share: r.number_in("fill_share", 0.01..=1.0)?,
        source: r.filled("source")?,
        flag: r.flag("flag")?,
    })
}

fn read_matter(r: &SheetRow<'_>) -> Result<Matter, SheetError> {
    let name = r.filled("rule")?;
    let rule = rules().iter().find(|rule| rule.id == name);
    Ok(Matter {
        id: r.filled("id")?,
        label: r.filled("label")?,
        label_fr: r.filled("label_fr")?,
        kg_per_m3: r.numbers(["kg_per_m3_low", "kg_per_m3", "kg_per_m3_high"])?,
        rule: rule.ok_or_else(|| r.unknown_word("rule", &name, rules().iter().map(|rule| rule.id.as_str())))?,
        liquid: r.word("liquid", &YES_NO)?,
        feedstocks: words(r.text("feedstocks")?),
        source: r.filled("source")?,
        flag: r.flag("flag")?,
    })
}

shipped! {
    /// All vehicles.
    pub fn vehicles() -> [Vehicle] from "logistics/vehicles.csv" by read_vehicle
}

shipped! {
    /// All containers.
    pub fn containers() -> [Container] from "logistics/containers.csv" by read_container
}

shipped! {
    /// All rules of collection.
    pub fn rules() -> [Rule] from "logistics/rules.csv" by read_rule
}

shipped! {
    /// All kinds of matter.
    pub fn matters() -> [Matter] from "logistics/matter.csv" by read_matter
}

/// The vehicle of a name.
///
/// # Errors
/// No vehicle has the name.
pub fn vehicle(id: &str) -> Result<&'static Vehicle, LogisticsError> {
    let known = || vehicles().iter().map(|v| v.id.as_str());
    vehicles().iter().find(|v| v.id == id).ok_or_else(|| LogisticsError::unknown("vehicle", id, known()))
}

/// The container of a name.
///
/// # Errors
/// No container has the name.
pub fn container(id: &str) -> Result<&'static Container, LogisticsError> {
    let known = || containers().iter().map(|c| c.id.as_str());
    containers().iter().find(|c| c.id == id).ok_or_else(|| LogisticsError::unknown("container", id, known()))
}

/// The matter of a name.
///
/// # Errors
/// No matter has the name.
pub fn matter(id: &str) -> Result<&'static Matter, LogisticsError> {
    let known = || matters().iter().map(|m| m.id.as_str());
    matters().iter().find(|m| m.id == id).ok_or_else(|| LogisticsError::unknown("matter", id, known()))
}

/// What a feedstock of the library is as it lies in a container: pallets on the yard are stacked, in a skip they are not.
///
/// # Errors
/// No row of `models/logistics/matter.csv` lists the feedstock.
pub fn matter_of(feedstock: &str, container: &Container) -> Result<&'static Matter, LogisticsError> {
    let found = matters().iter().find(|m| m.feedstocks.iter().any(|f| f == feedstock));
    let found = found.ok_or_else(|| LogisticsError::Feedstock { id: feedstock.to_owned() })?;
    if container.kind == ContainerKind::Stack && found.id == "pallets_broken" {
        matter("pallets_stacked")
    } else {
        Ok(found)
    }
}

impl Vehicle {
    /// True when it can take this matter from this container.
    pub fn takes(&self, container: &Container, matter: &Matter) -> bool {
        let listed = self.containers.contains(&container.id);
        let pumped = matches!(container.kind, ContainerKind::Tank | ContainerKind::Store);
        listed && (!self.tank || matter.liquid) && (self.tank || !(pumped && matter.liquid))
    }

    /// Most mass on it of something of this density, kg.
    pub fn load_kg(&self, kg_per_m3: f64) -> f64 {
        (1000.0 * self.payload_t).min(self.volume_m3 * kg_per_m3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fleet_serves_every_container() {
        for vehicle in vehicles() {
            assert!(vehicle.containers.iter().all(|c| container(c).is_ok()), "{}", vehicle.id);
            assert!(vehicle.eur_per_km.is_sorted() && vehicle.eur_per_h.is_sorted(), "{}", vehicle.id);
            assert!(vehicle.payload_t < vehicle.gross_t, "{}", vehicle.id);
        }
        for container in containers() {
            let served = |m: &Matter| vehicles().iter().any(|v| v.takes(container, m));
            assert!(matters().iter().any(served), "{}", container.id);
        }
        assert!(matters().iter().all(|m| m.kg_per_m3.is_sorted() && m.kg_per_m3[0] > 0.0));
    }

    #[test]
    fn liquids_go_into_tanks_and_nothing_else_does() {
        let store = container("farm_store").unwrap();
        let (slurry, straw) = (matter("slurry").unwrap(), matter("straw_bales").unwrap());
        let (tanker, tipper) = (vehicle("tanker_40t").unwrap(), vehicle("tipper_40t").unwrap());
        assert!(tanker.takes(store, slurry) && !tanker.takes(store, straw));
        assert!(tipper.takes(store, straw) && !tipper.takes(store, slurry));
    }

    #[test]
    fn food_waits_a_week_and_half_a_week_in_summer() {
        let food = matter("food_bins").unwrap().rule;
        assert_eq!(food.visits_per_month_min(), [4.0, 4.0, 5.0, 4.0, 4.0, 10.0, 8.0, 8.0, 10.0, 4.0, 4.0, 5.0]);
        assert_eq!(matter("grease_sludge").unwrap().rule.visits_per_year_min(), 6.0);
    }

    #[test]
    fn unknown_names_are_answered_with_near_ones() {
        assert_eq!(vehicle("truck12t").unwrap_err().to_string(), "there is no vehicle `truck12t`; write `truck_12t`");
        assert!(container("amphora").unwrap_err().to_string().starts_with("there is no container `amphora`"));
        let skip = container("skip30").unwrap();
        assert!(matter_of("moon_dust", skip).is_err());
        assert_eq!(matter_of("pallet_A_soft", skip).unwrap().id, "pallets_broken");
        assert_eq!(matter_of("pallet_A_soft", container("stack_yard").unwrap()).unwrap().id, "pallets_stacked");
    }
}
