/** French of the inventory and of the map. */
export const fr = {
  "(always needed)": "(toujours nécessaire)",
  Row: "Ligne",
  "new row": "nouvelle ligne",
  heading: "en-tête",
  "row {n}": "ligne {n}",
  Streams: "Flux",
  Purchases: "Achats",
  Companies: "Entreprises",
  Tables: "Tableaux",
  problems: "problèmes",
  "{n}": "{n}",
  "Companies and their streams": "Les entreprises et leurs flux",
  ["Write here, paste from a spreadsheet, or drop a workbook (.xlsx) or CSV on the page. All is checked " +
    "as you go; the scenario stays as it is until you use these companies."]:
    "Écrivez ici, collez depuis un tableur, ou déposez un classeur (.xlsx) ou un CSV sur la page. Tout " +
    "est vérifié au fur et à mesure\u00a0; le scénario reste tel quel tant que vous n’utilisez pas ces " +
    "entreprises.",
  "Open a workbook or CSV…": "Ouvrir un classeur ou un CSV…",
  "Undo in the tables": "Annuler dans les tableaux",
  "Redo in the tables": "Rétablir dans les tableaux",
  "Insert a row": "Insérer une ligne",
  "Remove {n} rows": "Supprimer {n} lignes",
  "Remove the row": "Supprimer la ligne",
  "Add a column": "Ajouter une colonne",
  "Add a column…": "Ajouter une colonne…",
  "all columns": "toutes les colonnes",
  "What is here may not be what the scenario has. Mend it first, or open or write companies here.":
    "Ce qui est ici n’est peut-être pas ce que le scénario contient. Corrigez-le d’abord, ou ouvrez ou écrivez des " +
    "entreprises ici.",
  "Whole screen": "Plein écran",
  "The browser does not give the whole screen.": "Le navigateur refuse le plein écran.",
  "Reading…": "Lecture…",
  "{file} is open here. The scenario is as it was.": "{file} est ouvert ici. Le scénario n’a pas changé.",
  "Say at their headings what these are: {names}.": "Dites à leurs en-têtes ce que sont\u00a0: {names}.",
  "{n} row pasted.": "{n} ligne collée.",
  "{n} rows pasted.": "{n} lignes collées.",
  "{n} column had no room on the right and was left out.":
    "{n} colonne n’avait pas de place à droite et a été laissée.",
  "{n} columns had no room on the right and were left out.":
    "{n} colonnes n’avaient pas de place à droite et ont été laissées.",
  "{n} row pasted by its headings.": "{n} ligne collée d’après ses en-têtes.",
  "{n} rows pasted by their headings.": "{n} lignes collées d’après leurs en-têtes.",
  "Not known and left out: {names}.": "Inconnus et laissés\u00a0: {names}.",
  "This column is": "Cette colonne est",
  "choose…": "choisir…",
  "a remark of mine, not read": "une remarque à moi, non lue",
  "Remove the column": "Supprimer la colonne",
  "Checking…": "Vérification…",
  "{n} to mend": "{n} à corriger",
  "{n} to look at": "{n} à regarder",
  "Nothing is wrong.": "Rien à corriger.",
  "Previous problem": "Problème précédent",
  "Next problem": "Problème suivant",
  "Commas are decimal: {n}": "Les virgules sont décimales\u00a0: {n}",
  "Decimal commas read: {n}.": "Virgules décimales lues\u00a0: {n}.",
  "and {n} more": "et {n} de plus",
  "Loading…": "Chargement…",
  "The scenario has these companies now. Save it to write them to the disk.":
    "Le scénario a maintenant ces entreprises. Enregistrez-le pour les écrire sur le disque.",
  "{n} company": "{n} entreprise",
  "{n} companies": "{n} entreprises",
  "{n} stream": "{n} flux",
  "{n} streams": "{n} flux",
  "{n} purchase": "{n} achat",
  "{n} purchases": "{n} achats",
  "The tables are written to {folder} when the scenario is saved.":
    "Les tableaux sont écrits dans {folder} quand le scénario est enregistré.",
  "Undo takes it back.": "Annuler y revient.",
  "Use these companies": "Utiliser ces entreprises",
  "Back to the scenario's": "Revenir à celles du scénario",
  "“Use these companies” gives the scenario its companies and streams.":
    "«\u00a0Utiliser ces entreprises\u00a0» donne au scénario ses entreprises et ses flux.",
  ["“Use these companies” replaces all companies, streams and purchases of the scenario, which it has " +
    "from {all}; all else stays."]:
    "«\u00a0Utiliser ces entreprises\u00a0» remplace toutes les entreprises, les flux et les achats du " +
    "scénario, qu’il tient de {all}\u00a0; tout le reste demeure.",
  "These are the companies that the scenario has.": "Ce sont les entreprises du scénario.",
  "Not in the scenario yet.": "Pas encore dans le scénario.",
  "What is marked with ✕ must be mended first.": "Ce qui est marqué ✕ doit d’abord être corrigé.",
  organics: "biodéchets",
  wood: "bois",
  "organics and wood": "biodéchets et bois",
  "nothing in the pool": "rien dans le gisement",
  Map: "Carte",
  "Companies and the plant": "Les entreprises et l’installation",
  "Area of a mark: usable tonnes a year, most likely case. As the crow flies, north is up.":
    "Surface d’un symbole\u00a0: tonnes utilisables par an, cas le plus probable. À vol d’oiseau, le " +
    "nord en haut.",
  "The scenario has no companies yet.": "Le scénario n’a pas encore d’entreprises.",
  "Write them": "Les écrire",
  "The plant has no place: give latitude and longitude.":
    "L’installation n’est pas située\u00a0: donnez latitude et longitude.",
  "To the site": "Au site",
  "Without a place, so not on the map: {names}.": "Sans lieu, donc absentes de la carte\u00a0: {names}.",
  "Map with {n} company and the plant; the table has the same.":
    "Carte avec {n} entreprise et l’installation\u00a0; le tableau contient les mêmes.",
  "Map with {n} companies and the plant; the table has the same.":
    "Carte avec {n} entreprises et l’installation\u00a0; le tableau contient les mêmes.",
  Nearer: "Plus près",
  Farther: "Plus loin",
  All: "Tout",
  "Ctrl and the wheel zoom, dragging moves.": "Ctrl et la molette pour zoomer, glisser pour déplacer.",
  plant: "installation",
  "The plant": "L’installation",
  "t/a": "t/an",
  "{km} km from the plant": "à {km} km de l’installation",
  "km to the plant": "km à l’installation",
  Company: "Entreprise",
  "Companies by usable tonnes a year": "Entreprises par tonnes utilisables par an",
  "no place": "sans lieu",
  "Try again": "Réessayer",
};
