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
