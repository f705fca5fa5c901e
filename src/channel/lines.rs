//! The lines of an account per tonne: fixed lists of numbers without any heap, each place with a stable name and source.

use crate::balance::carbon::waterfall::{Claim, Component, LineKind, Waterfall};

/// A fixed list of numbers, one for each place of an enum.
macro_rules! ledger {
    (
        $(#[$meta:meta])* places $place:ident, lines $lines:ident {
            $($(#[$doc:meta])* $variant:ident = $name:literal $(, $extra:expr)*;)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $place { $($(#[$doc])* $variant),* }

        impl $place {
            /// All places, in the order shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }

        /// A number for each place.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $lines([f64; $place::ALL.len()]);

        impl $lines {
            /// Nothing.
            pub const ZERO: Self = Self([0.0; $place::ALL.len()]);

            /// The number at a place.
            #[inline]
            pub fn get(&self, place: $place) -> f64 {
                self.0[place as usize]
            }

            #[inline]
            pub(super) fn add(&mut self, place: $place, amount: f64) {
                self.0[place as usize] += amount;
            }

            /// Every place with its number, in the order shown.
            pub fn iter(&self) -> impl Iterator<Item = ($place, f64)> + '_ {
                $place::ALL.iter().map(|p| (*p, self.0[*p as usize]))
            }
        }
    };
}

ledger! {
    /// What becomes of a tonne.
    places Product, lines Products {
        /// Pallets that go back into use, t.
        PalletsT = "pallets_t";
        /// Boards, t.
        BoardsT = "boards_t";
        /// Wood in panels, t.
        PanelT = "panel_t";
        /// Scrap metal, t.
        ScrapT = "scrap_t";
        /// Compost, t.
        CompostT = "compost_t";
        /// Digestate without dilution water, t; below zero for pure fat, whose gas takes up water of its mates.
        DigestateT = "digestate_t";
        /// Feed, t.
        FeedT = "feed_t";
        /// Food given, t.
        FoodT = "food_t";
        /// Ash, or what of it ends in clinker, t.
        AshT = "ash_t";
        /// Buried, t.
        BuriedT = "buried_t";
        /// At today's outlet, t.
        KeptT = "kept_t";
        /// Rejects and fines for disposal, t.
        RejectsT = "rejects_t";
        /// Water that evaporates, t.
        WaterT = "water_t";
        /// Dry matter that leaves as gas, t.
        GasT = "gas_t";
        /// Pallets that go back into use, pieces.
        Pallets = "pallets";
        /// Boards, m3.
        BoardsM3 = "boards_m3";
        /// Heat that reaches users, MWh.
        HeatMwh = "heat_mwh";
        /// Electricity sold, MWh.
        ElectricityMwh = "electricity_mwh";
        /// Biomethane injected, MWh HHV.
        BiomethaneMwhHhv = "biomethane_mwh_hhv";
        /// Fossil fuel of a kiln replaced, MWh LHV.
        KilnFuelMwh = "kiln_fuel_mwh";
    }
}

impl Product {
    /// The unit per tonne as received.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Pallets => "pieces",
            Self::BoardsM3 => "m3",
            Self::HeatMwh | Self::ElectricityMwh | Self::BiomethaneMwhHhv | Self::KilnFuelMwh => "MWh",
            _ => "t",
        }
    }

    /// Something that is of use, and no residue, loss or deposit.
    pub fn is_useful(self) -> bool {
        !matches!(self, Self::AshT | Self::BuriedT | Self::KeptT | Self::RejectsT | Self::WaterT | Self::GasT)
    }
}

impl Products {
    /// Mass of everything that a tonne became, t: 1 where the account closes.
    pub fn mass_t(&self) -> f64 {
        self.iter().filter(|(p, _)| p.unit() == "t").map(|(_, t)| t).sum()
    }
}

ledger! {
    /// A line of the money account; positive is paid by the pole.
    places MoneyItem, lines MoneyLines {
        /// Collection and haulage.
        Haul = "haul";
        /// Sorting.
        Sorting = "sorting";
        /// Shredding.
        Shredding = "shredding";
        /// Screening.
        Screening = "screening";
        /// Depackaging.
        Depackaging = "depackaging";
        /// Hygienisation.
        Hygienisation = "hygienisation";
        /// Fee at the gate; negative where the site pays.
        Gate = "gate";
        /// Today's outlet.
        PresentOutlet = "present_outlet";
        /// Operation of the process.
        Operation = "operation";
        /// Electricity bought.
        Electricity = "electricity";
        /// Disposal of rejects and ash.
        Disposal = "disposal";
        /// Spreading of digestate.
        Spreading = "spreading";
        /// Pallets sold.
        PalletsSold = "pallets_sold";
        /// Boards sold.
        BoardsSold = "boards_sold";
        /// Scrap sold.
        ScrapSold = "scrap_sold";
        /// Heat sold.
        HeatSold = "heat_sold";
        /// Electricity sold.
        ElectricitySold = "electricity_sold";
        /// Biomethane sold.
        BiomethaneSold = "biomethane_sold";
        /// Compost sold.
        CompostSold = "compost_sold";
        /// Feed sold.
        FeedSold = "feed_sold";
    }
}

impl MoneyItem {
    /// On which side of the gate of the site the line lies.
    fn side(self) -> Side {
        match self {
            Self::Haul | Self::PresentOutlet => Side::Always,
            Self::Sorting | Self::Shredding | Self::Screening | Self::Depackaging | Self::Hygienisation => {
                Side::Pretreatment
            }
            Self::Gate => Side::Gate,
            _ => Side::Beyond,
        }
    }

    /// Where the numbers are from.
    pub fn source(self) -> &'static str {
        match self.side() {
            Side::Always if self == Self::Haul => "models/logistics/vehicles.csv",
            Side::Always => "models/territory/outlets.csv",
            Side::Gate => "gate fee of the site",
            _ => "models/channel/parameters.csv",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Always,
    Pretreatment,
    Gate,
    Beyond,
}

/// Money of a tonne as received, EUR/t.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Money {
    /// Every line, counted or not; positive is paid by the pole.
    pub lines: MoneyLines,
    /// The pole runs the site: operation and sales are its own, and the gate fee is an internal transfer.
    pub owned: bool,
    /// The gate fee holds the pretreatment.
    pub gate_covers_pretreatment: bool,
}

impl Money {
    /// Whether a line is part of the pole's cost. What lies beyond the gate of somebody else's site is shown only.
    pub fn is_counted(&self, item: MoneyItem) -> bool {
        match item.side() {
            Side::Always => true,
            Side::Pretreatment => self.owned || !self.gate_covers_pretreatment,
            Side::Gate => !self.owned,
            Side::Beyond => self.owned,
        }
    }

    /// Cost of the channel for the pole, EUR/t as received; negative when it earns.
    pub fn total_eur(&self) -> f64 {
        self.lines.iter().filter(|(item, _)| self.is_counted(*item)).map(|(_, eur)| eur).sum()
    }
}

ledger! {
    /// A line of the carbon account by the method `avoided`, under the names of `balance::carbon::avoided`.
    places CarbonItem, lines CarbonLines {
        /// Haulage of the tonne.
        Transport = "transport";
        /// Haulage of ash, rejects and digestate.
        ResidueTransport = "residue_transport";
        /// Shredding.
        WoodShredding = "wood_shredding";
        /// Methane and nitrous oxide of the wood boiler.
        WoodNonCo2 = "wood_boiler_ch4_n2o";
        /// Electricity of boiler, digester, composting, depackaging.
        Electricity = "electricity_used";
        /// Methane lost at the digester.
        DigesterLeak = "methane_digester_leak";
        /// Methane through the flare.
        FlareSlip = "methane_flare_slip";
        /// Methane through the engine.
        EngineSlip = "methane_engine_slip";
        /// Methane with the off-gas of upgrading.
        UpgradingOffgas = "methane_upgrading_offgas";
        /// Methane from the store of digestate.
        DigestateStore = "methane_digestate_store";
        /// Nitrous oxide of the engine.
        EngineN2o = "engine_n2o";
        /// Nitrous oxide of spread digestate.
        DigestateN2o = "digestate_n2o";
        /// The whole digestion plant by one factor, instead of the lines above.
        DigestionAggregate = "digestion_aggregate";
        /// Growing of crops.
        CropCultivation = "crop_cultivation";
        /// Treatment in this channel by one factor (composting, incineration, landfill).
        TreatmentHere = "treatment_here";
        /// Burning of rejects.
        RejectsBurnt = "rejects_burnt";
        /// Treatment that the reference would have needed.
        PresentTreatment = "present_treatment";
        /// Present use that ends.
        PresentUseLost = "present_use_lost";
        /// Present use as fuel that ends.
        PresentEnergyLost = "present_energy_lost";
        /// New pallets not made.
        PalletsReused = "pallets_reused";
        /// Sawn wood not made.
        BoardsReused = "boards_reused";
        /// Fresh wood not dried for panels.
        PanelWood = "panel_wood";
        /// Feed not grown.
        FeedReplaced = "feed_replaced";
        /// Food not made.
        FoodReplaced = "food_replaced";
        /// Peat and fertiliser that compost replaces.
        CompostUsed = "compost_used";
        /// Mineral nitrogen that digestate replaces.
        MineralFertiliser = "mineral_fertiliser";
        /// Heat from wood.
        HeatFromWood = "heat_from_wood";
        /// Heat from biogas.
        HeatFromBiogas = "heat_from_biogas";
        /// Heat from an incinerator.
        HeatFromWaste = "heat_from_waste";
        /// Electricity sold.
        ElectricitySold = "electricity_sold";
        /// Biomethane injected.
        BiomethaneInjected = "biomethane_injected";
        /// Coal not burnt in a kiln.
        KilnFuel = "kiln_fuel";
        /// What the product saves at the end of its next life, in later years: beside the year's total.
        LaterLife = "later_life";
        /// Biogenic carbon dioxide of wood.
        WoodCo2 = "wood_co2";
        /// Biogenic carbon dioxide of biogas and compost.
        BiogasCo2 = "biogas_co2";
        /// Biogenic carbon that stays in pallets, boards and panels (negative).
        StoredCo2 = "stored_co2";
    }
}

impl CarbonItem {
    /// Direct, avoided or biogenic.
    pub fn kind(self) -> LineKind {
        if self < Self::PresentTreatment {
            LineKind::Direct
        } else if self < Self::WoodCo2 {
            LineKind::Avoided
        } else {
            LineKind::Biogenic
        }
    }

    /// A loss is borne whoever claims the tonne; everything else avoided is a benefit that has one claimant.
    fn is_loss(self) -> bool {
        matches!(self, Self::PresentUseLost | Self::PresentEnergyLost)
    }

    /// Where the factor is from.
    pub fn source(self) -> &'static str {
        match self {
            Self::Transport | Self::ResidueTransport => "models/carbon/vehicles.csv",
            Self::PresentTreatment | Self::PresentUseLost | Self::TreatmentHere => "models/carbon/outlets.csv",
            Self::DigesterLeak | Self::FlareSlip | Self::EngineSlip | Self::UpgradingOffgas | Self::DigestateStore => {
                "models/carbon/gwp.csv"
            }
            Self::HeatFromWood
            | Self::HeatFromBiogas
            | Self::HeatFromWaste
            | Self::ElectricitySold
            | Self::BiomethaneInjected
            | Self::Electricity
            | Self::DigestionAggregate => "models/carbon/emission_factors.csv",
            Self::BoardsReused
            | Self::PanelWood
            | Self::FeedReplaced
            | Self::FoodReplaced
            | Self::CompostUsed
            | Self::KilnFuel
            | Self::LaterLife
            | Self::RejectsBurnt => "models/channel/parameters.csv",
            _ => "models/carbon/parameters.csv",
        }
    }
}

/// Carbon of a tonne as received by the method `avoided`, kg CO2e/t.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carbon {
    /// Every line, counted or not; negative is a saving.
    pub lines: CarbonLines,
    /// Whether the treatment of the reference may be claimed.
    pub treatment_claim: Claim,
    /// Whether other benefits may be claimed.
    pub benefit_claim: Claim,
    /// The outlet of the reference, if treatment is compared.
    pub reference_outlet: Option<&'static str>,
}

impl Carbon {
    /// Whether a line may be claimed. Direct emissions and losses always count.
    pub fn claim(&self, item: CarbonItem) -> Claim {
        match item {
            CarbonItem::PresentTreatment => self.treatment_claim,
            _ if item.kind() == LineKind::Avoided && !item.is_loss() => self.benefit_claim,
            _ => Claim::Counted,
        }
    }

    /// Whether a line is part of the year's total.
    pub fn is_counted(&self, item: CarbonItem) -> bool {
        item.kind() != LineKind::Biogenic && item != CarbonItem::LaterLife && self.claim(item) == Claim::Counted
    }

    /// Net change of the year, kg CO2e/t as received; negative is a saving.
    pub fn total_kg(&self) -> f64 {
        self.lines.iter().filter(|(item, _)| self.is_counted(*item)).map(|(_, kg)| kg).sum()
    }

    /// What the product saves at the end of its next life, kg CO2e/t; zero where somebody else claims it.
    pub fn later_kg(&self) -> f64 {
        let counted = self.claim(CarbonItem::LaterLife) == Claim::Counted;
        if counted { self.lines.get(CarbonItem::LaterLife) } else { 0.0 }
    }

    /// The year's total with later lives: what channels should be compared by, because a pallet that is reused still
    /// burns later. A year's ledger of claims takes [`Carbon::total_kg`] instead.
    pub fn cascade_kg(&self) -> f64 {
        self.total_kg() + self.later_kg()
    }

    /// Shown on paper but not claimable, kg CO2e/t.
    pub fn not_claimable_kg(&self) -> f64 {
        let refused = |item: CarbonItem| item != CarbonItem::LaterLife && self.claim(item) != Claim::Counted;
        self.lines.iter().filter(|(item, _)| refused(*item)).map(|(_, kg)| kg).sum()
    }

    /// The lines as a waterfall of `tonnes` tonnes, kg CO2e; lines of zero and later lives are left out.
    pub fn waterfall(&self, tonnes: f64) -> Waterfall<f64> {
        let shown = self.lines.iter().filter(|(item, kg)| *kg != 0.0 && *item != CarbonItem::LaterLife);
        let line = |(item, kg): (CarbonItem, f64)| {
            let mut c = Component::counted(item.name(), item.kind(), kg * tonnes, item.source());
            c.claim = self.claim(item);
            if matches!(item, CarbonItem::PresentTreatment | CarbonItem::PresentUseLost | CarbonItem::PresentEnergyLost)
            {
                c.detail = self.reference_outlet;
            }
            c
        };
        Waterfall { components: shown.map(line).collect() }
    }
}
