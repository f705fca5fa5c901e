/** French of the analyses. */
export const fr = {
  // The analyses.
  "Full run with report": "Calcul complet avec rapport",
  "Computes the scenario with all its samples and writes the report: flows, heat, carbon, money, jobs.":
    "Calcule le scénario avec tous ses tirages et rédige le rapport : flux, chaleur, carbone, argent, emplois.",
  "seconds to a minute": "quelques secondes à une minute",
  "Sizing": "Dimensionnement",
  "Tries boilers, buffers, stores, digesters and engines, and ranks them by what is made best.":
    "Essaie chaudières, ballons, stockages, digesteurs et moteurs, et les classe selon le critère choisi.",
  "a minute or two": "une à deux minutes",
  "Channels": "Filières",
  "Says which stream should go to which outlet, and what another choice would cost.":
    "Dit quel flux devrait aller vers quelle filière, et ce que coûterait un autre choix.",
  "Sensitivity": "Sensibilité",
  "Ranks the uncertain inputs by how much they move each result.":
    "Classe les entrées incertaines selon leur effet sur chaque résultat.",
  "one to ten minutes": "une à dix minutes",
  "Calibration": "Calage",
  "Finds parameters of the digester from measured gas, pH and acids, and says what the data do not see.":
    "Trouve les paramètres du digesteur d’après gaz, pH et acides mesurés, et dit ce que les données ne voient pas.",
  "Comparison": "Comparaison",
  "Sets scenarios side by side: what differs in them, and what comes out of it.":
    "Met des scénarios côte à côte : ce qui les distingue, et ce qui en résulte.",
  "a second or two for each scenario": "une à deux secondes par scénario",
  "Analysis": "Analyse",
  "Usually {time}.": "D’ordinaire {time}.",
  "Last time: {time}.": "La dernière fois : {time}.",
  "Start": "Lancer",
  "less than {time}": "moins de {time}",

  // The options.
  "Name the CSV file with the measured series.": "Indiquez le fichier CSV des séries mesurées.",
  "Choose at least one other scenario.": "Choisissez au moins un autre scénario.",
  "Write a whole number from {low} to {high}.": "Écrivez un nombre entier de {low} à {high}.",
  "The same seed gives the same samples.": "La même graine donne les mêmes tirages.",
  "Seed": "Graine",
  "Samples": "Tirages",
  "0 computes the nominal values alone.": "0 calcule les seules valeurs nominales.",
  "Least cost": "Moindre coût",
  "Least greenhouse gas": "Moins de gaz à effet de serre",
  "Most coverage": "Meilleure couverture",
  "Most jobs": "Plus d’emplois",
  "What is made best": "Critère",
  "Every candidate is tried on every sample; 0 takes the nominal case alone.":
    "Chaque candidat est essayé sur chaque tirage ; 0 ne prend que le cas nominal.",
  "0 takes the nominal case alone.": "0 ne prend que le cas nominal.",
  "Number the companies instead of naming them": "Numéroter les entreprises au lieu de les nommer",
  "Method": "Méthode",
  "Chosen by the inputs": "Selon les entrées",
  "Sobol where the inputs are independent, Shapley where they go together.":
    "Sobol si les entrées sont indépendantes, Shapley si elles sont liées.",
  "Sobol": "Sobol",
  "Shares of variance of independent inputs, first order and total.":
    "Parts de variance d’entrées indépendantes, premier ordre et total.",
  "Shapley": "Shapley",
  "Shares of variance that sum to one, for inputs that go together as well.":
    "Parts de variance dont la somme vaut un, aussi pour des entrées liées.",
  "Morris": "Morris",
  "Elementary effects: a ranking with few runs.": "Effets élémentaires : un classement en peu de calculs.",
  "Tornado": "Tornade",
  "One input at a time, at its 10 % and 90 % quantile: the quickest.":
    "Une entrée à la fois, à ses quantiles 10 % et 90 % : la plus rapide.",
  "Rows of the design": "Lignes du plan",
  "about 20,000 runs in all": "environ 20 000 calculs",
  "Each row takes one run for every input and more: more rows, narrower intervals.":
    "Chaque ligne demande au moins un calcul par entrée : plus de lignes, des intervalles plus étroits.",
  "Rank together": "Classer ensemble",
  "each input by itself": "chaque entrée seule",
  "inputs of a company": "entrées d’une entreprise",
  "inputs of a feedstock": "entrées d’un gisement",
  "inputs of a part of the model": "entrées d’une partie du modèle",

  // Calibration.
  "Least squares": "Moindres carrés",
  "Values with their intervals, by the curvature and by profiles.":
    "Des valeurs avec leurs intervalles, par la courbure et par profils.",
  "Ensemble MCMC": "MCMC d’ensemble",
  "Draws of all parameters together, with bands; takes minutes.":
    "Des tirages de tous les paramètres ensemble, avec des bandes ; prend des minutes.",
  "This scenario has no digester to calibrate.": "Ce scénario n’a pas de digesteur à caler.",
  "Measured series (CSV in the folder)": "Séries mesurées (CSV du dossier)",
  "A column time_d (days from the start), and methane_nm3_per_d, ph, vfa_kg_m3, tan_kg_m3 or others.":
    "Une colonne time_d (jours depuis le début), et methane_nm3_per_d, ph, vfa_kg_m3, tan_kg_m3 ou d’autres.",
  "name.csv": "nom.csv",
  "Reading the inputs…": "Lecture des entrées…",
  "Parameters": "Paramètres",
  "None chosen: all that the scenario calls uncertain, amounts of streams apart.":
    "Aucun choisi : tous ceux que le scénario dit incertains, sauf les quantités des flux.",
  "Chosen: {n}": "Choisis : {n}",
  "Choose none": "N’en choisir aucun",
  "Search the parameters": "Chercher un paramètre",
  "Search": "Chercher",
  "uncertain input": "entrée incertaine",
  "No parameter is called so.": "Aucun paramètre ne porte ce nom.",

  // Jobs.
  "Analyses asked": "Analyses lancées",
  "Forget all that are over": "Oublier tout ce qui est fini",
  "Nothing has been asked yet.": "Rien n’a encore été demandé.",
  "Answers are kept while the server runs.": "Les réponses sont gardées tant que le serveur tourne.",
  "{name} of {file}": "{name} de {file}",
  "{name} of {file}: {state}": "{name} de {file} : {state}",
  "waiting": "en attente",
  "running": "en cours",
  "finished": "terminé",
  "cancelled": "annulé",
  "failed": "en échec",
  "Show": "Montrer",
  "Cancel": "Annuler",
  "stopping…": "arrêt…",
  "Forget": "Oublier",
  "The job failed.": "Le calcul a échoué.",
  "{n} of {all}": "{n} sur {all}",
  "about {time} left": "reste environ {time}",

  // Answers.
  "{name}: {title}": "{name} : {title}",
  "Answer": "Réponse",
  "An answer is shown here when a job is done.": "Une réponse s’affiche ici quand un calcul est terminé.",
  "It waits for the jobs before it.": "En attente des calculs précédents.",
  "It is being computed.": "Calcul en cours.",
  "It was cancelled: this is what was found by then.":
    "Le calcul a été annulé : voici ce qui était trouvé jusque-là.",
  "Download": "Télécharger",
  "Report (HTML)": "Rapport (HTML)",
  "Workbook (XLSX)": "Classeur (XLSX)",
  "Data (JSON)": "Données (JSON)",
  "Try again": "Réessayer",
  "Reading the answer…": "Lecture de la réponse…",
  "Figures": "Figures",
  "The first {n} rows": "Les {n} premières lignes",
  "All {n} rows": "Les {n} lignes",
  "row {n}": "ligne {n}",
  "line {n}": "ligne {n}",

  // Side by side.
  "There is no other scenario in the folder. Make a copy of this one first.":
    "Il n’y a pas d’autre scénario dans le dossier. Faites d’abord une copie de celui-ci.",
  "Compare {file} with": "Comparer {file} avec",
  "At most {n} scenarios are compared.": "On compare au plus {n} scénarios.",
  "The scenario has errors.": "Le scénario a des erreurs.",
  "Side by side": "Côte à côte",
  "Only what differs": "Seulement ce qui diffère",
  "Computing {n} scenario…": "{n} scénario en calcul…",
  "Computing {n} scenarios…": "{n} scénarios en calcul…",
  "Nominal values; differences are to {title}.": "Valeurs nominales ; les écarts sont pris à {title}.",
  "All key numbers are the same.": "Tous les chiffres clés sont les mêmes.",
  "Key numbers side by side": "Chiffres clés côte à côte",
  "Result": "Résultat",
  "{n}%": "{n} %",
};
