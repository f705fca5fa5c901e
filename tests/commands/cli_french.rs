//! Messages in French: what is refused, where, and what to write; JSON and exit codes are the same in every language.

use crate::cli_support::{Place, holds};

const BAD: &str = "[boiler]\npower_kw = \"500 kW\"\nexces_air = 1.6\n[boiler.fuel]\nlike = \"pellet_A1\"\n[demand]\nannual_heat_mwh = -5\n";

const TOLD: &str = "erreur\u{a0}: [boiler] n'a pas de clé `exces_air`
 --> s.toml:3:1
  |
3 | exces_air = 1.6
  | ^^^^^^^^^ inconnu ici
  |
  = aide\u{a0}: vouliez-vous dire `excess_air`\u{202f}?

erreur\u{a0}: `power_kw` doit être un nombre, en kW
 --> s.toml:2:12
  |
2 | power_kw = \"500 kW\"
  |            ^^^^^^^^ un texte ici
  |
  = aide\u{a0}: écrire le nombre seul, sans guillemets ni unité\u{a0}: 500

erreur\u{a0}: `annual_heat_mwh` doit être entre 0 et 1000000 MWh/a
 --> s.toml:7:19
  |
7 | annual_heat_mwh = -5
  |                   ^^ lu\u{a0}: -5
  |
  = aide\u{a0}: écrire un nombre entre 0 et 1000000 MWh/a

s.toml\u{a0}: 3 erreurs
";

#[test]
fn a_refused_scenario_is_told_in_french() {
    let place = Place::with(BAD);
    assert_eq!(place.expect(3, &["run", "s.toml", "--lang", "fr"]).stderr, TOLD);
    let output = place.command().args(["check", "s.toml"]).env("GISEMENT_LANG", "fr").output().unwrap();
    assert_eq!((String::from_utf8(output.stderr).unwrap().as_str(), output.status.code()), (TOLD, Some(3)));
    let english = place.expect(3, &["run", "s.toml"]).stderr;
    assert!(english.starts_with("error: [boiler] has no key `exces_air`\n") && english.ends_with("s.toml: 3 errors\n"));
}

#[test]
fn syntax_errors_tables_and_overrides_are_told_in_french() {
    let place = Place::with("a = b\n").file("x.csv", "provider_id\n");
    let said = place.expect(3, &["check", "s.toml", "--lang", "fr"]).stderr;
    assert!(
        said.contains("le fichier n'est pas du TOML valide") && said.contains("un texte se met entre guillemets"),
        "{said}"
    );
    let place = place.file("t.toml", "[pool]\nproviders = \"x.csv\"\nstreams = \"none.csv\"\n");
    let said = place.expect(3, &["check", "t.toml", "--set", "boiler.power_kw", "--lang", "fr"]).stderr;
    assert!(said.contains("un réglage s'écrit CHEMIN=VALEUR"), "{said}");
    assert!(!said.contains("error") && !said.contains("help"), "{said}");
}

#[test]
fn a_missing_file_and_an_unknown_language() {
    let place = Place::new();
    let said = place.expect(3, &["check", "nothing.toml", "--lang", "fr"]).stderr;
    assert_eq!(said, "erreur\u{a0}: impossible de lire nothing.toml\u{a0}: fichier introuvable\n");
    place.expect(2, &["check", "s.toml", "--lang", "xx"]);
}

#[test]
fn json_does_not_change_with_the_language() {
    let place = Place::with(BAD);
    let [english, french] = ["en", "fr"].map(|lang| place.expect(3, &["check", "s.toml", "--json", "--lang", lang]));
    assert!(english.stdout == french.stdout && english.stdout.contains("has no key"), "{}", french.stdout);
}

/// Help and errors of the command line itself.
#[test]
fn help_and_wrong_options_are_told_in_french() {
    let place = Place::with("");
    let help = place.expect(0, &["sweep", "--help", "--lang", "fr"]).stdout;
    holds(&help, &["Beaucoup de tirages", "Utilisation", "Graine des tirages", "[par défaut", "Tirages indépendants"]);
    assert!(!help.contains("Number of samples") && !help.contains("Usage:"), "{help}");
    holds(&place.expect(0, &["--help", "--lang=fr"]).stdout, &["Commandes", "Mettre en commun", "Codes de sortie"]);
    let said = place.expect(2, &["run", "x.toml", "--sede", "1", "--lang", "fr"]).stderr;
    holds(&said, &["erreur\u{a0}: argument inattendu", "--sede", "--seed"]);
    holds(&place.expect(2, &["rum", "--lang", "fr"]).stderr, &["il n'y a pas de commande", "run"]);
    holds(
        &place.expect(2, &["sweep", "s.toml", "--design", "x", "--lang", "fr"]).stderr,
        &["écrire l'une de", "sobol"],
    );
    holds(&place.expect(2, &["run", "--lang", "fr"]).stderr, &["il manque"]);
    // English as ever.
    holds(&place.expect(2, &["rum"]).stderr, &["error: unrecognized subcommand"]);
}

/// Words of English that are none of French, nor keys of a scenario.
const ENGLISH: &str = "the and with this that from by is are was not all each only what who which where how nothing see \
    build there write give given larger close read written needed known unknown missing must has \
    have cannot error help warning would did you mean here between above below of to in for it its \
    or";

/// What stands in backticks or is drawn from a file are names of the user; options and keys stay.
fn english(said: &str) -> Vec<String> {
    let drawn = |line: &&str| {
        !line.trim_start().contains(" | ") && !line.contains("--> ") && !line.trim_start().starts_with('|')
    };
    let prose: String = said.lines().filter(drawn).collect::<Vec<_>>().join("\n");
    let prose: String = prose.split('`').step_by(2).collect::<Vec<_>>().join("`");
    let list: Vec<&str> = ENGLISH.split_whitespace().collect();
    let words = prose.split(|c: char| c.is_whitespace() || "(),;:?!\u{a0}\u{202f}".contains(c));
    words.filter(|word| list.contains(word)).map(str::to_owned).collect()
}

const OF_WOOD: &str =
    "[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = \"pallet_A_soft\"\n[demand]\nannual_heat_mwh = 900\n";
const WITHOUT_FUEL: &str = "[boiler]\npower_kw = 500\n[demand]\nannual_heat_mwh = 900\n";

/// Wrong input, and what is told of it: no word of English.
#[test]
fn what_goes_wrong_is_told_in_french() {
    let place = Place::shipped()
        .file("empty.toml", "[pool]\n")
        .file("wood.toml", OF_WOOD)
        .file("fuelless.toml", WITHOUT_FUEL)
        .file("heat.toml", "[demand]\nannual_heat_mwh = 900\n")
        .file("uneven.csv", "x,y\n1\n2,3\n")
        .file("words.csv", "a,b\n1,two\n")
        .file("other.csv", "a,b\n1,2\n")
        .file("taken.parquet", "no rows");
    let mistakes = [
        "run nothing.toml",
        "run empty.toml",
        "run heat.toml",
        "run fuelless.toml",
        "check fuelless.toml",
        "run wood.toml --set nope=3",
        "run wood.toml --set boiler.power_kw=-4",
        "run wood.toml --set boiler.power_kw",
        "run wood.toml --set boiler.fuel.c_pct_db=99",
        "run wood.toml --set boiler.excess_air=0.2",
        "run wood.toml --set demand.annual_heat_mwh=many",
        "run wood.toml --set carbon.reference=\"none\"",
        "explain wood.toml zzz",
        "explain nope.nope",
        "explain nothing.toml",
        "channels wood.toml",
        "size wood.toml --objective beauty",
        "size digester_only.toml --set size.digester_volumes_m3=1 -n 0",
        "sensitivity wood.toml",
        "sensitivity boiler_only.toml --outputs heat -n 16",
        "sensitivity boiler_only.toml --method sobol -n 2",
        "sensitivity boiler_only.toml --from uneven.csv",
        "sensitivity boiler_only.toml --from words.csv",
        "sensitivity boiler_only.toml --from other.csv",
        "sensitivity boiler_only.toml --from other.csv --method sobol",
        "sensitivity boiler_only.toml --from nothing.csv",
        "sensitivity florange.toml --method sobol -n 64",
        "sweep wood.toml",
        "sweep boiler_only.toml --out rows.csv",
        "sweep boiler_only.toml --out taken.parquet",
        "sweep boiler_only.toml -n 20 --series 99 --out rows.parquet",
        "sweep boiler_only.toml -n 20 --design latin_hypercube --until x.mean+-1% --out rows.parquet",
        "merge nowhere.parquet",
        "calibrate boiler_only.toml --data other.csv",
        "calibrate bmp --data other.csv",
        "compare wood.toml nothing.toml",
        "compare wood.toml fuelless.toml",
        "yield C6H12Oq",
        "yield fw_cantine",
        "yield protein=2",
        "yield protein=0.2,protein=0.3",
        "init wood.toml",
    ];
    for mistake in mistakes {
        let arguments: Vec<&str> = mistake.split(' ').chain(["--lang", "fr"]).collect();
        let said = place.run(&arguments);
        assert!(said.code != 0 && !said.stderr.is_empty(), "{mistake} went well: {}", said.stdout);
        assert_eq!(english(&said.stderr), Vec::<String>::new(), "{mistake}:\n{}", said.stderr);
    }
}

#[test]
fn check_and_explain_are_told_in_french() {
    let place = Place::shipped().file("wood.toml", OF_WOOD);
    let checked = place.expect(0, &["check", "wood.toml", "--lang", "fr"]).stdout;
    holds(&checked, &["wood.toml\u{a0}: pas d'erreur, pas d'avertissement", "aucun\u{a0}: rien n'est incertain"]);
    let one = place.expect(0, &["explain", "wood.toml", "boiler.power_kw", "--lang", "fr"]).stdout;
    holds(&one, &["plage", "statut", "donnée dans wood.toml:2"]);
    assert_eq!(english(&(checked + &one)), Vec::<String>::new());
}
