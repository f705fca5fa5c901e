//! Charges of a feed at its pH: acids, ammonia, inorganic carbon, and the strong ions that balance them.

use crate::units::atomic_mass;

/// Constants at 25 C: valeric, butyric, propionic, acetic acid, ammonium, both of carbonic acid, water (ADM1, Batstone et al.
/// 2002, doi 10.2166/wst.2002.0292; carbonate and water from Stumm & Morgan 1996).
const PK_ACIDS: [f64; 4] = [4.86, 4.82, 4.88, 4.76];
const PK_NH4: f64 = 9.25;
const PK_CO2: f64 = 6.35;
const PK_HCO3: f64 = 10.33;
const PK_WATER: f64 = 14.0;
/// pH at which a titration of alkalinity ends.
const END_POINT: f64 = 4.3;
/// Mass of calcium carbonate per equivalent, kg/keq.
const CACO3_KG_PER_KEQ: f64 = (40.078 + atomic_mass::C + 3.0 * atomic_mass::O) / 2.0;

/// What carries charge, kmol per kg (dissolved in about a litre of water).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Buffers {
    /// Valerate, butyrate, propionate, acetate.
    pub(super) acids: [f64; 4],
    /// Total ammonia.
    pub(super) ammonia: f64,
    /// Inorganic carbon.
    pub(super) carbon: f64,
}

fn dissociated(pk: f64, ph: f64) -> f64 {
    1.0 / (1.0 + pow10(pk - ph))
}

fn pow10(x: f64) -> f64 {
    libm::exp(x * std::f64::consts::LN_10)
}

/// Negative charge per carbon of bicarbonate and carbonate.
fn carbonate_charge(ph: f64) -> f64 {
    let (h, k1, k2) = (pow10(-ph), pow10(-PK_CO2), pow10(-PK_HCO3));
    (k1 * h + 2.0 * k1 * k2) / (h * h + k1 * h + k1 * k2)
}

impl Buffers {
    fn acid_charge(&self, ph: f64) -> f64 {
        self.acids.iter().zip(PK_ACIDS).map(|(a, pk)| a * dissociated(pk, ph)).sum()
    }

    /// Charge of strong cations less strong anions that makes the feed neutral at a pH, keq/kg.
    pub(super) fn strong_ions(&self, ph: f64) -> f64 {
        let ammonium = self.ammonia * (1.0 - dissociated(PK_NH4, ph));
        let water = (pow10(ph - PK_WATER) - pow10(-ph)) / 1000.0;
        self.carbon * carbonate_charge(ph) + self.acid_charge(ph) - ammonium + water
    }

    /// Inorganic carbon that an alkalinity (kg CaCO3/kg) shows beside acids and ammonia, kmol/kg; negative when acids alone
    /// take more acid than was used.
    pub(super) fn carbon_of(&self, alkalinity: f64, ph: f64) -> f64 {
        let used = alkalinity / CACO3_KG_PER_KEQ;
        let acids = self.acid_charge(ph) - self.acid_charge(END_POINT);
        let ammonia = self.ammonia * (dissociated(PK_NH4, ph) - dissociated(PK_NH4, END_POINT));
        let water = (pow10(ph - PK_WATER) - pow10(-ph) - pow10(END_POINT - PK_WATER) + pow10(-END_POINT)) / 1000.0;
        (used - acids - ammonia - water) / (carbonate_charge(ph) - carbonate_charge(END_POINT))
    }
}
