//! The scenario format: the sections of the file, in the order of the manual.

use super::plants::COVERS;
use super::pole::{AllocationParams, OBJECTIVES, SinkParams};
use super::size::{DigesterSizeParams, SIZE_OBJECTIVES, SizeParams};
use super::spec::{KeySpec, Kind, SectionSpec};
use crate::balance::carbon::CarbonParams;
use crate::balance::jobs::JobsParams;
use crate::balance::money::EconomicsParams;
use crate::balance::money::study::StudyParams;
use crate::case::{
    EventParams, FeedParams, HouseParams, LogisticsParams, ProviderParams, Start, StreamParams, StudyFacts, TankParams,
};
use crate::channel::ChannelParams;
use crate::climate::GeneratorParams;
use crate::combustion::{
    CombustionParams, EconomiserParams, FuelAcceptance, FuelParams, LoadEmissionParams, RecirculationParams,
};
use crate::digestion::adm1::{Adm1Params, LIQUID, STATE_COUNT};
use crate::digestion::adm1da::Adm1daParams;
use crate::digestion::digestate::{DigestateParams, NitrogenRule};
use crate::digestion::plant::{
    BoilerParams, EngineParams, FlareParams, GasUse, GasUseParams, GridLimits, HeatNeedParams, HolderParams,
    HygienisationUnit, OwnPowerParams, PlantParams, StoreParams, UpgradingParams,
};
use crate::digestion::simple::{FirstOrderParams, SlowPoolParams};
use crate::digestion::weinrich::{R3Params, R4Params};
use crate::feedstock::stock::StockParams;
use crate::heat::{
    BufferParams, BuildingParams, DemandParams, DispatchParams, NetworkTemperatures, PipeParams, SiteHeatParams,
    SoilParams,
};

const fn key(name: &'static str, kind: Kind, description: &'static str) -> KeySpec {
    KeySpec { name, kind, description }
}

/// A table that is all keys and no parameters.
const fn section(
    name: &'static str,
    description: &'static str,
    tables: &'static [fn() -> &'static crate::param::Table],
    keys: &'static [KeySpec],
    children: &'static [SectionSpec],
) -> SectionSpec {
    SectionSpec { name, repeated: false, description, free_keys: false, tables, keys, children }
}

const fn repeated(spec: SectionSpec) -> SectionSpec {
    SectionSpec { repeated: true, ..spec }
}

/// Names of the carbon methods.
pub(super) const CARBON_METHODS: &[&str] = &["avoided", "red2", "red3"];

/// Names of the digestion models.
pub(super) const DIGESTION_MODELS: &[&str] =
    &["adm1", "adm1da", "adm1_r3", "adm1_r4", "two_pools", "first_order", "buswell_boyle"];

/// How a store of digestate is closed.
pub(super) const STORE_COVERS: &[&str] = &["open", "gas_tight"];

/// Names of the laws of temperature for kinetic constants.
const KINETIC_LAWS: &[&str] = &["none", "exponential", "meso_thermo"];

/// Standard load profiles that make sense for a network (BDEW codes).
pub(super) const PROFILES: &[&str] =
    &["EFH", "MFH", "GMF", "GMK", "GPD", "GHA", "GBD", "GKO", "GBH", "GGA", "GBA", "GWA", "GGB", "GHD"];

const SITE: SectionSpec = section(
    "site",
    "Where the plant stands, and its weather",
    &[LogisticsParams::<f64>::table, GeneratorParams::<f64>::table],
    &[
        key("commune", Kind::Text, "name of the place, for titles"),
        key("lat_deg", Kind::Number, "latitude of the plant, degrees north"),
        key("lon_deg", Kind::Number, "longitude of the plant, degrees east"),
        key("weather", Kind::Text, "site of the weather generator; `metz_proxy` when left out"),
        key("weather_seed", Kind::Number, "seed of the generated year; 1 when left out"),
        key("weather_file", Kind::File, "hourly weather beside the scenario (CSV or EPW) instead of a generated year"),
        key(
            "year",
            Kind::Number,
            "year in which the plant starts, which decides what RED asks of it; 2026 when left out (prices and laws of a reference scenario carry their own year)",
        ),
    ],
    &[],
);

const POOL: SectionSpec = section(
    "pool",
    "Tables of providers and streams beside the scenario, and who is left out of the pool",
    &[],
    &[
        key(
            "providers",
            Kind::Files,
            "CSV of providers, or a list of them: provider_id, name, lat_deg, lon_deg, participation_probability, ...",
        ),
        key(
            "streams",
            Kind::Files,
            "CSV of streams, or a list of them: stream_id, provider_id, feedstock_id, t_per_year_low/mode/high, ...",
        ),
        key(
            "inventory",
            Kind::File,
            "what companies buy and throw away: a workbook (.xlsx), one .csv, or a folder of CSV; `gisement init --inventory` writes a template",
        ),
        key(
            "exclude_providers",
            Kind::Texts,
            "list of provider ids that stay out (sorting centres that would count twice)",
        ),
        key(
            "claimed_elsewhere",
            Kind::Texts,
            "list of provider ids who claim the savings of their tonnes themselves: shown, not counted here",
        ),
        key(
            "exclude_outlets",
            Kind::Texts,
            "list of present outlets whose streams stay out (better uses: animal_feed)",
        ),
    ],
    &[],
);

/// Kinds of streams, as sinks speak of them.
const LOT_KINDS: &[&str] = &["wood", "food_waste", "grease", "green_waste", "manure", "crop"];

const STREAM: SectionSpec = repeated(section(
    "stream",
    "One waste stream of a provider",
    &[StreamParams::<f64>::table],
    &[
        key("id", Kind::Text, "name of the stream, used in paths; provider and number when left out"),
        key("feedstock", Kind::Text, "name in the feedstock library (fw_canteen, pallet_A_soft, ...)"),
        key("amount", Kind::Amount, "\"120 t/a\", or { low = \"80 t/a\", mode = \"120 t/a\", high = \"200 t/a\" }"),
        key("season", Kind::Text, "monthly profile (flat, logistics, canteen_school, ...); flat when left out"),
        key("outlet", Kind::Text, "where it goes today; `unknown` when left out"),
        key(
            "ewc_code",
            Kind::Text,
            "code of the European List of Waste (\"15 01 03\"); `gisement codes WORDS` finds it",
        ),
        key("kind", Kind::Choice(LOT_KINDS), "what it is to those who take it; that of the feedstock when left out"),
        key("container", Kind::Text, "container it waits in (skip30, bac240, ...)"),
        key("container_count", Kind::Number, "how many containers; 1 when left out"),
        key("covered", Kind::Bool, "whether it waits under a roof"),
        key("outlet_km", Kind::Number, "road distance to the present outlet, km"),
        key("own_use", Kind::Text, "what the company could use itself, in words"),
    ],
    &[],
));

const PROVIDER: SectionSpec = repeated(section(
    "provider",
    "One company, with its streams",
    &[ProviderParams::<f64>::table],
    &[
        key("id", Kind::Text, "name used in paths"),
        key("name", Kind::Text, "name shown"),
        key("activity", Kind::Text, "what it does, shown"),
        key("naf_code", Kind::Text, "its code in the French classification of activities (NAF): 47.11F"),
    ],
    &[STREAM],
));

const DIGESTER: SectionSpec = repeated(section(
    "digester",
    "A stirred digester: kinetics, plant, gas use",
    &[Adm1Params::<f64>::table, PlantParams::<f64>::table, FeedParams::<f64>::table],
    &[
        key("id", Kind::Text, "name used in paths; `main` when left out"),
        key(
            "model",
            Kind::Variant(DIGESTION_MODELS),
            "{ adm1 = {} } (BSM2), { adm1da = {} } (agricultural, slow and fast pools), { adm1_r3 = {} } or { adm1_r4 = {} } (simplified, in masses), { two_pools = {} }, { first_order = {} } or { buswell_boyle = {} }; adm1 when left out",
        ),
        key(
            "kinetics_by_temperature",
            Kind::Choice(KINETIC_LAWS),
            "how T_op moves the kinetic constants of adm1, which are those at 35 C: `none` (BSM2), `exponential` by group (Schlattmann 2011), `meso_thermo` between the sets of STR 13; none when left out",
        ),
        key(
            "sulphur",
            Kind::Bool,
            "follow the sulphur of the feed into H2S (adm1 only; an unvalidated estimate); false when left out",
        ),
        key("gas_use", Kind::Choice(GasUse::WORDS), "what the gas is for; chp when left out"),
        key(
            "start",
            Kind::Choice(Start::WORDS),
            "how the reported year begins: `settled` after a year of the same feed, `inoculum` freshly filled with the initial state and water (inoculum_share_pct); settled when left out",
        ),
        key("duration_d", Kind::Number, "length of the run, d; only for a raw influent (pooled feed runs the year)"),
        key(
            "relative_tolerance",
            Kind::Number,
            "of the integrator; when left out 1e-4 for a year on the pool, 1e-6 for a raw influent; 1e-8 for published states",
        ),
        key(
            "influent",
            Kind::States { count: LIQUID, file: true },
            "raw ADM1 influent: concentrations by BSM2 names, or file = \"influent.csv\"; a name beside the file, q_in and T_op replace its column in every row",
        ),
        key(
            "initial",
            Kind::States { count: STATE_COUNT - 1, file: false },
            "initial ADM1 state by BSM2 names, over the BSM2 initial state",
        ),
    ],
    &[
        section("gas", "Engine, boiler, upgrading and flare", &[GasUseParams::<f64>::table], &[], &[]),
        section("adm1da", "Constants that ADM1da has beside those of ADM1", &[Adm1daParams::<f64>::table], &[], &[]),
        section("adm1_r3", "Constants of R3", &[R3Params::<f64>::table], &[], &[]),
        section("adm1_r4", "Constants of R4", &[R4Params::<f64>::table], &[], &[]),
        section(
            "two_pools",
            "Constants of the fast and slow pools",
            &[FirstOrderParams::<f64>::table, SlowPoolParams::<f64>::table],
            &[],
            &[],
        ),
        section(
            "holder",
            "Gas holder; where it is written, gas, heat and power are followed hour by hour",
            &[HolderParams::<f64>::table],
            &[],
            &[],
        ),
        section(
            "engine",
            "Engine of the gas line (efficiencies and slip at full load are those of [digester.gas])",
            &[EngineParams::<f64>::table],
            &[],
            &[],
        ),
        section("gas_boiler", "Boiler of the gas line on raw biogas", &[BoilerParams::<f64>::table], &[], &[]),
        section("flare", "Flare of the gas line", &[FlareParams::<f64>::table], &[], &[]),
        section(
            "upgrading",
            "Upgrading of the gas line (slip and power are those of [digester.gas])",
            &[UpgradingParams::<f64>::table],
            &[],
            &[],
        ),
        section("grid", "What the gas grid takes", &[GridLimits::<f64>::table], &[], &[]),
        section("heat", "Heat that tanks and feed take, hour by hour", &[HeatNeedParams::<f64>::table], &[], &[]),
        section("hygienisation", "Hygienisation with its exchanger", &[HygienisationUnit::<f64>::table], &[], &[]),
        section("power", "Electricity that the plant takes", &[OwnPowerParams::<f64>::table], &[], &[]),
        section(
            "store",
            "Store of digestate, which goes on giving gas",
            &[StoreParams::<f64>::table],
            &[
                key(
                    "cover",
                    Kind::Choice(STORE_COVERS),
                    "`open` loses its gas, `gas_tight` gives it to the gas line; open when left out",
                ),
                key(
                    "emptied_in",
                    Kind::Numbers,
                    "months (1 to 12) in which it is emptied for spreading; 2, 3, 4, 8 and 9 when left out",
                ),
            ],
            &[],
        ),
        section(
            "digestate",
            "What becomes of the digestate",
            &[DigestateParams::<f64>::table],
            &[
                key("separator", Kind::Text, "kind of separator (screw_press, centrifuge, ...); whole when left out"),
                key(
                    "nitrogen_rule",
                    Kind::Choice(NitrogenRule::WORDS),
                    "nitrogen that the limit per hectare counts: of manure, or all of it; all when left out",
                ),
            ],
            &[],
        ),
        repeated(section(
            "tank",
            "A heated tank behind the digester: post-digester, second stage",
            &[TankParams::<f64>::table],
            &[
                key("id", Kind::Text, "name used in paths"),
                key(
                    "from",
                    Kind::Text,
                    "tank that overflows into it; the one before it when left out, the digester for the first",
                ),
            ],
            &[],
        )),
        repeated(section(
            "event",
            "Something that befalls the digester in the reported year: a feed trip, an overload, heating that fails",
            &[EventParams::<f64>::table],
            &[key("id", Kind::Text, "name used in paths, and in the report")],
            &[],
        )),
    ],
));

/// Dust separators, by their names in `models/combustion/separators.csv`.
const SEPARATORS: &[&str] = &["none", "cyclone", "electrostatic", "bag"];

/// Where the fuel of starts is from.
const STARTS: &[&str] = &["given", "furnace"];

const BOILER: SectionSpec = repeated(section(
    "boiler",
    "A wood boiler: combustion and dispatch with buffer and gas backup",
    &[
        CombustionParams::<f64>::table,
        DispatchParams::<f64>::table,
        HouseParams::<f64>::table,
        LoadEmissionParams::<f64>::table,
        EconomiserParams::<f64>::table,
        RecirculationParams::<f64>::table,
        FuelAcceptance::<f64>::table,
    ],
    &[
        key("id", Kind::Text, "name used in paths; `main` when left out"),
        key(
            "separator",
            Kind::Choice(SEPARATORS),
            "what holds dust back; when left out, dust_separation_pct alone says it, and its electricity is none",
        ),
        key(
            "starts",
            Kind::Choice(STARTS),
            "fuel that starts lose: `given` takes start_warm_kwh_per_kw and start_cold_kwh_per_kw, `furnace` the grate furnace in motion (derived, not validated); given when left out",
        ),
        key(
            "economiser",
            Kind::Bool,
            "a condensing exchanger cools the flue gas to the return water plus pinch_k; false when left out",
        ),
    ],
    &[section(
        "fuel",
        "What it burns: the pooled wood, unless a library wood or an analysis is given",
        &[FuelParams::<f64>::table],
        &[key("like", Kind::Text, "name in the wood library whose analysis is the start")],
        &[],
    )],
));

const DEMAND: SectionSpec = section(
    "demand",
    "Heat demand of the network",
    &[
        DemandParams::<f64>::table,
        SoilParams::<f64>::table,
        NetworkTemperatures::<f64>::table,
        SiteHeatParams::<f64>::table,
    ],
    &[
        key("profile", Kind::Choice(PROFILES), "standard load profile (BDEW); GKO when left out"),
        key("soil_losses", Kind::Bool, "losses follow the soil temperature instead of being constant"),
        key(
            "process_hours",
            Kind::Choice(&["continuous", "two_shifts", "day_shift", "calendar"]),
            "hours of process heat; continuous when left out",
        ),
        key("process_from_hour", Kind::Number, "calendar: first hour of a working day, 0 to 23; 8 when left out"),
        key(
            "process_to_hour",
            Kind::Number,
            "calendar: hour at which it ends, 1 to 24, before the first for a night shift; 16 when left out",
        ),
        key("process_days", Kind::Texts, "calendar: days of the week (mon, tue, ...); mon to fri when left out"),
        key("process_months", Kind::Numbers, "calendar: output of the 12 months relative to each other"),
        key("process_closed", Kind::Texts, "calendar: days without the process: \"08-01/08-21\", \"07-14\""),
        key(
            "departement",
            Kind::Text,
            "number of the departement, for the degree-days of a normal year: \"57\"; those of the weather year when left out",
        ),
        key("file", Kind::File, "hourly demand beside the scenario (CSV, kW) instead of a profile"),
    ],
    &[],
);

/// Uses of buildings, those of `models/heat/building_uses.csv`.
pub(super) const BUILDING_USES: &[&str] = &[
    "house",
    "collective_housing",
    "apartment_block",
    "office",
    "school",
    "sport",
    "pool",
    "health",
    "care_home",
    "hotel",
    "shop",
    "workshop",
    "other",
];

const BUILDING: SectionSpec = repeated(section(
    "building",
    "A building on the network: its heat by ratio, by measurement or by heat loss",
    &[BuildingParams::<f64>::table],
    &[
        key("id", Kind::Text, "name used in paths; its number when left out"),
        key("name", Kind::Text, "name shown"),
        key("use", Kind::Choice(BUILDING_USES), "what it is used for: load profile, intermittence, ratios"),
        key(
            "vintage",
            Kind::Text,
            "age or class for its ratios: before_1945, 1945_1969, ..., 2011_2020, dpe_a to dpe_g, rt2012, re2020",
        ),
    ],
    &[],
));

const PIPE: SectionSpec = repeated(section(
    "pipe",
    "A stretch of buried twin pipe: its loss follows from diameter, insulation and temperatures",
    &[PipeParams::<f64>::table],
    &[
        key("id", Kind::Text, "name used in paths; its number when left out"),
        key("series", Kind::Choice(&["standard", "reinforced"]), "thickness of the insulation; standard when left out"),
    ],
    &[],
));

const CARBON: SectionSpec = section(
    "carbon",
    "Carbon accounting: method by name and reference scenario by name; nothing is chosen silently",
    &[CarbonParams::<f64>::table],
    &[
        key("methods", Kind::Choices(CARBON_METHODS), "named methods, each on its own"),
        key("reference", Kind::Text, "named reference scenario of the method `avoided`"),
        key(
            "plant_emissions",
            Kind::Choice(&["simulated", "aggregate"]),
            "emissions of the digestion plant: simulated step by step (when left out), or one aggregate factor per tonne; never both",
        ),
        key("gwp", Kind::Text, "table of warming potentials of the method `avoided`; AR6_7SM7 when left out"),
    ],
    &[],
);

const ECONOMICS: SectionSpec =
    section("economics", "Money: dated prices, capital, operation", &[EconomicsParams::<f64>::table], &[], &[]);

const STUDY: SectionSpec = section(
    "study",
    "The economic study of the boiler house: three columns, P1 to P4, VAT, loan, aid, tariff",
    &[StudyParams::<f64>::table, StudyFacts::<f64>::table],
    &[],
    &[],
);

const JOBS: SectionSpec = section("jobs", "Jobs by step", &[JobsParams::<f64>::table], &[], &[]);

const CHANNELS: SectionSpec = section(
    "channels",
    "What should go where: sinks that may take the streams, and what is made best",
    &[AllocationParams::<f64>::table],
    &[
        key(
            "sinks",
            Kind::Files,
            "CSV of sinks, or a list of them: sink_id, kind, lat_deg, lon_deg, accepts, capacity_t_per_year_max, ...",
        ),
        key("objective", Kind::Choice(OBJECTIVES), "what is made best; cost when left out"),
        key("keep_present", Kind::Bool, "streams may keep today's outlet; true when left out"),
        key(
            "aggregators",
            Kind::Texts,
            "list of provider ids that may count tonnes of others a second time: the result is shown with and without them",
        ),
        key("hide_names", Kind::Bool, "companies are numbered, not named, in all that is shown; false when left out"),
    ],
    &[],
);

const CHANNEL: SectionSpec = section(
    "channel",
    "Prices, yields and losses of the valorisation channels",
    &[ChannelParams::<f64>::table],
    &[],
    &[],
);

const SINK: SectionSpec = repeated(section(
    "sink",
    "A place that takes streams into one channel",
    &[SinkParams::<f64>::table],
    &[
        key("id", Kind::Text, "name used in paths; S and its number when left out"),
        key("name", Kind::Text, "name shown; the id when left out"),
        key("kind", Kind::Text, "kind of site (boiler_ssd, digester_abp, compost, ...) or name of a channel"),
        key(
            "accepts",
            Kind::Texts,
            "what it takes (wood, food_waste, ...); all that its channel can use when left out",
        ),
        key("owned", Kind::Bool, "the pole runs it: its operation and sales are the pole's; false when left out"),
        key("candidate", Kind::Bool, "it is not there yet: opening it is a decision; false when left out"),
    ],
    &[],
));

const UNCERTAINTY: SectionSpec = SectionSpec {
    free_keys: true,
    ..section(
        "uncertainty",
        "What is uncertain: \"path\" = { distribution = { ... } }, and how samples are drawn",
        &[],
        &[
            key("samples", Kind::Number, "number of samples of `run`; 1000 when left out"),
            key("seed", Kind::Number, "seed of the samples; 1 when left out"),
            key(
                "streams",
                Kind::Bool,
                "draw amounts, water contents and costs between their low and high; true when left out",
            ),
            key("participation", Kind::Table, "{ correlation = 0.3 }: draw who takes part, with a common factor"),
            key(
                "activity",
                Kind::Table,
                "{ spread = 0.15, correlation = 0.5 }: draw activity, lognormal, with a common factor",
            ),
            key(
                "correlation",
                Kind::Correlations,
                "[{ of = [\"path a\", \"path b\"], spearman = 0.6 }, ...]: drawn inputs that go together; spearman (of ranks) or pearson (of values), one number or a matrix; nearest = true takes the nearest valid matrix",
            ),
        ],
        &[],
    )
};

const SUPPLY_EVENT: SectionSpec = repeated(section(
    "event",
    "A company that leaves or comes, or amounts that change, from a year on",
    &[],
    &[
        key("year", Kind::Number, "first year in which it holds"),
        key("provider", Kind::Text, "the company it concerns"),
        key("kind", Kind::Choice(LOT_KINDS), "instead of a company: the kind of waste it concerns"),
        key("change", Kind::Choice(&["leaves", "arrives"]), "what happens"),
        key("factor", Kind::Table, "instead: a factor on the amounts, or { low = 0.5, mode = 0.8, high = 1.0 }"),
    ],
    &[],
));

const SUPPLY: SectionSpec = section(
    "supply",
    "How what companies bring may change over the years of a plant",
    &[],
    &[
        key("scenarios", Kind::Texts, "named scenarios (reuse_2030, epr_packaging, ...); all that ship when left out"),
        key("years", Kind::Number, "years from the scenario's own on; 20 when left out"),
    ],
    &[SUPPLY_EVENT],
);

/// Models of a buffer.
pub(super) const BUFFER_MODELS: &[&str] = &["mixed", "two_zone", "stratified"];

const BUFFER: SectionSpec = section(
    "buffer",
    "The buffer as a tank: what of its heat the network can use, and what it loses; without this section all of it is usable and `buffer_loss_per_h` is lost",
    &[BufferParams::<f64>::table],
    &[key("model", Kind::Choice(BUFFER_MODELS), "how the water stands in it; two_zone when left out")],
    &[],
);

const STOCK: SectionSpec = section(
    "stock",
    "The pooled wood as a stock by month: shredding, screening, drying, hall, purchases; without this section wood is balanced over the year",
    &[StockParams::<f64>::table],
    &[key("cover", Kind::Choice(COVERS), "where the shredded wood waits; roofed when left out")],
    &[],
);

const SIZE: SectionSpec = section(
    "size",
    "Which boilers, buffer and wood store to try, and what is made best; which digesters and engines",
    &[SizeParams::<f64>::table, DigesterSizeParams::<f64>::table],
    &[
        key(
            "objective",
            Kind::Choice(SIZE_OBJECTIVES),
            "what is made best: cost of heat, greenhouse gas or coverage; cost when left out",
        ),
        key(
            "powers_kw",
            Kind::Numbers,
            "powers of one boiler to try, kW; those of the catalogue that fit the demand when left out",
        ),
        key("numbers", Kind::Numbers, "how many equal boilers to try, 1 to 4; [1, 2, 3] when left out"),
        key("unequal_pairs", Kind::Bool, "try a large and a small boiler together as well; true when left out"),
        key("buffer_hours", Kind::Numbers, "buffers to try, h at nominal power; [0, 0.5, 1, 2, 4] when left out"),
        key("store_days", Kind::Numbers, "wood stores to try, d at nominal power; [3, 5, 10] when left out"),
        key("samples", Kind::Number, "samples over which the candidates are compared; 200 when left out"),
        key(
            "digester_volumes_m3",
            Kind::Numbers,
            "liquid volumes of the digester to try, m3; retentions of 6 to 80 d when left out",
        ),
        key(
            "digester_temperatures_c",
            Kind::Numbers,
            "temperatures of the digester to try, C, kinetics by the mesophilic and thermophilic sets of STR 13; its own when left out",
        ),
        key(
            "engine_powers_kwe",
            Kind::Numbers,
            "electric powers of the engine to try, kW; those around its mean power when left out",
        ),
    ],
    &[],
);

/// The whole file.
pub static SCENARIO: SectionSpec = SectionSpec {
    name: "scenario",
    repeated: false,
    free_keys: false,
    description: "What a territory has and what is asked",
    tables: &[],
    keys: &[
        key("name", Kind::Text, "title of the scenario, for tables and the report; the name of the file when left out"),
        key("description", Kind::Text, "what it is about, for the report"),
        key("feedstock", Kind::Properties, "changes to library feedstocks: [feedstock.fw_canteen] ts_pct_fm = 22"),
        key("sources", Kind::Table, "where given values are from: \"boiler.power_kw\" = \"maker's data sheet of ...\""),
    ],
    children: &[
        SITE,
        POOL,
        PROVIDER,
        DIGESTER,
        BOILER,
        DEMAND,
        BUILDING,
        PIPE,
        BUFFER,
        STOCK,
        CARBON,
        ECONOMICS,
        STUDY,
        JOBS,
        CHANNELS,
        CHANNEL,
        SINK,
        SIZE,
        SUPPLY,
        UNCERTAINTY,
    ],
};
