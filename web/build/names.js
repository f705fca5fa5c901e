/**
 * Names of sections in the field's terms, and their order in the navigation.
 */
import { t } from "../words.js";

const NAMES = {
  general: "Name and sources",
  guide: "Guide",
  inventory: "Companies",
  map: "Map",
  text: "As text",
  find: "Find a number",
  site: "Site",
  pool: "Pool",
  provider: "Providers written here",
  stream: "Streams",
  feedstock: "Feedstocks",
  digester: "Digester",
  gas: "Gas use",
  holder: "Gas holder",
  engine: "Engine",
  gas_boiler: "Gas boiler",
  flare: "Flare",
  upgrading: "Upgrading",
  grid: "Gas grid",
  heat: "Heat needs",
  hygienisation: "Hygienisation",
  power: "Own electricity",
  store: "Digestate store",
  digestate: "Digestate",
  tank: "Further tanks",
  event: "Events",
  boiler: "Boiler",
  fuel: "Fuel",
  demand: "Heat demand",
  building: "Buildings",
  pipe: "Pipes",
  buffer: "Buffer",
  stock: "Wood stock",
  carbon: "Carbon",
  economics: "Money",
  study: "Heat study",
  jobs: "Jobs",
  channels: "Channels",
  channel: "Prices of channels",
  sink: "Sinks",
  size: "Sizing",
  supply: "Supply over years",
  uncertainty: "Uncertainty",
};

/** Groups of the navigation; sections that are in none of them come last. */
export const GROUPS = [
  { title: "Waste", parts: ["inventory", "map", "pool", "provider", "feedstock"] },
  { title: "Place and plant", parts: ["general", "site", "digester", "boiler", "buffer", "stock"] },
  { title: "Heat", parts: ["demand", "building", "pipe"] },
  { title: "Results", parts: ["carbon", "economics", "jobs", "study"] },
  { title: "Questions", parts: ["uncertainty", "size", "channels", "channel", "sink", "supply"] },
];

/**
 * The name of a section or part.
 *
 * @param {string} part its key
 * @returns {string} its name in the reader's language
 */
export const nameOf = (part) => (NAMES[part] ? t(NAMES[part]) : part);
