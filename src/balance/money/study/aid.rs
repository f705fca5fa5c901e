//! Aid: what each scheme gives, which cap bound it, and why. Rules are dated rows of `models/economics/study.csv`.
//!
//! Fonds Chaleur gives for production an amount per MWh of heat from wood over twenty years, at most a share of the
//! eligible capital, from a least yearly production on; and for the network an amount per metre, at most another share.
//! Energy-saving certificates are sold at a price; by the older rule they exclude the Fonds Chaleur, and then the better
//! of the two ways is taken and said.

use super::lines::Words;
use super::{CapitalItem, Part, StudyParams};

/// What a project asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AidRequest {
    /// Heat from wood that is used, MWh/a.
    pub biomass_mwh: f64,
    /// Trench of the network, m.
    pub network_m: f64,
    /// Energy-saving certificates that the works give, MWh cumac.
    pub cee_mwh_cumac: f64,
    /// Other public grants that are granted already (region, ERDF), EUR.
    pub other_grants_eur: f64,
    /// Aid of the funds stated as an amount (a share of the capital), EUR: counted only while no amount of a scheme is
    /// given.
    pub stated_eur: f64,
}

/// A source of aid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AidId {
    /// Fonds Chaleur, production of heat from wood.
    Production,
    /// Fonds Chaleur, network.
    Network,
    /// A local scheme for plants below the national minimum.
    Local,
    /// Aid of the funds as stated by the scenario, in place of a scheme whose amounts are not given.
    Stated,
    /// Other public grants.
    OtherGrants,
    /// Energy-saving certificates; not public money.
    Certificates,
}

impl AidId {
    /// What it is called.
    pub fn words(self) -> Words {
        let (en, fr) = match self {
            Self::Production => ("Fonds Chaleur, production", "Fonds Chaleur, production"),
            Self::Network => ("Fonds Chaleur, network", "Fonds Chaleur, réseau"),
            Self::Local => ("Local scheme for small plants", "Contrat territorial, petites installations"),
            Self::Stated => ("Aid stated as a share of the capital", "Aides retenues en part de l'investissement"),
            Self::OtherGrants => ("Other public grants", "Autres subventions publiques"),
            Self::Certificates => ("Energy-saving certificates", "Certificats d'économies d'énergie"),
        };
        Words { en, fr }
    }

    fn is_fund(self) -> bool {
        matches!(self, Self::Production | Self::Network | Self::Local | Self::Stated)
    }
}

/// Why an aid is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AidBound {
    /// Nothing asked.
    NotAsked,
    /// The whole amount that was asked.
    InFull,
    /// The scheme's amount is not known: nothing is counted until it is given.
    AmountNotGiven,
    /// The yearly production is below the least of the scheme.
    BelowMinimum,
    /// The production is large enough for the national scheme, which excludes the local one.
    AboveMinimum,
    /// The largest share of the eligible capital was reached.
    CapOfScheme,
    /// The largest share of the capital that all public aid may reach.
    CapOfAllAid,
    /// The amount of a scheme is given, and takes its place.
    SchemeGiven,
    /// May not be had beside the other way, which gives more.
    NotCumulable,
}

impl AidBound {
    /// Said in words.
    pub fn words(self) -> Words {
        let (en, fr) = match self {
            Self::NotAsked => ("nothing asked", "rien de demandé"),
            Self::InFull => ("in full", "en totalité"),
            Self::AmountNotGiven => (
                "the scheme's amount is not given: nothing counted",
                "montant du barème non renseigné : rien n'est compté",
            ),
            Self::BelowMinimum => {
                ("yearly production below the least of the scheme", "production annuelle sous le minimum du dispositif")
            }
            Self::AboveMinimum => ("large enough for the national scheme", "relève du dispositif national"),
            Self::CapOfScheme => {
                ("cut to the scheme's share of eligible capital", "écrêté au taux maximal de l'assiette")
            }
            Self::CapOfAllAid => {
                ("cut: all public aid at its largest share", "écrêté : cumul des aides publiques plafonné")
            }
            Self::SchemeGiven => {
                ("the amount of a scheme is given and takes its place", "remplacé par le barème d'un dispositif")
            }
            Self::NotCumulable => {
                ("not beside the other way, which gives more", "non cumulable avec l'autre voie, plus favorable")
            }
        };
        Words { en, fr }
    }
}

/// One aid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AidLine {
    /// From where.
    pub id: AidId,
    /// By the scheme's amount, before any cap, EUR; not a number where the amount is not known.
    pub asked_eur: f64,
    /// Largest amount that the scheme's share allows, EUR; infinite where there is none.
    pub cap_eur: f64,
    /// Counted, EUR.
    pub granted_eur: f64,
    /// Why.
    pub bound: AidBound,
}

/// All aid of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Aid {
    /// Each source, in a fixed order.
    pub lines: Vec<AidLine>,
    /// Capital of production that counts, shared items in proportion, EUR.
    pub eligible_production_eur: f64,
    /// Capital of the network that counts, EUR.
    pub eligible_network_eur: f64,
    /// All capital, EUR.
    pub capital_eur: f64,
}

impl Aid {
    /// No aid for this capital.
    pub fn none(capital: &[CapitalItem]) -> Self {
        let (production, network, all) = eligible(capital);
        Self { lines: Vec::new(), eligible_production_eur: production, eligible_network_eur: network, capital_eur: all }
    }

    /// All that is granted, EUR.
    pub fn total_eur(&self) -> f64 {
        self.lines.iter().map(|l| l.granted_eur).sum()
    }

    /// Of it public money: all but certificates, EUR.
    pub fn public_eur(&self) -> f64 {
        self.lines.iter().filter(|l| l.id != AidId::Certificates).map(|l| l.granted_eur).sum()
    }
}

/// Eligible capital of production and of the network, and all capital, EUR. What both share is split in proportion.
fn eligible(capital: &[CapitalItem]) -> (f64, f64, f64) {
    let sum = |part: Part| capital.iter().filter(|c| c.part == part).map(|c| c.eur).sum::<f64>();
    let (production, network, backup) = (sum(Part::Production), sum(Part::Network), sum(Part::Backup));
    let own = production + network + backup;
    let with_common = if own > 0.0 { 1.0 + sum(Part::Common) / own } else { 0.0 };
    (production * with_common, network * with_common, capital.iter().map(|c| c.eur).sum())
}

/// One scheme: an amount, a condition, a cap.
fn scheme(id: AidId, quantity: f64, eur_each: f64, cap_eur: f64, refused: Option<AidBound>) -> AidLine {
    let asked_eur = if quantity == 0.0 { 0.0 } else { quantity * eur_each };
    let (granted_eur, bound) = match refused {
        _ if quantity == 0.0 => (0.0, AidBound::NotAsked),
        Some(reason) => (0.0, reason),
        None if asked_eur.is_nan() => (0.0, AidBound::AmountNotGiven),
        None if asked_eur > cap_eur => (cap_eur, AidBound::CapOfScheme),
        None => (asked_eur, AidBound::InFull),
    };
    AidLine { id, asked_eur, cap_eur, granted_eur, bound }
}

fn funds(request: &AidRequest, p: &StudyParams<f64>, production_eur: f64, network_eur: f64) -> [AidLine; 3] {
    let small = request.biomass_mwh < p.aid_minimum_mwh_per_a;
    let refuse = |when: bool, reason: AidBound| when.then_some(reason);
    let local_mwh = request.biomass_mwh.min(p.aid_local_most_mwh_per_a);
    let production_cap = (p.aid_production_cap + p.aid_sme_bonus).min(1.0) * production_eur;
    let network_cap = (p.aid_network_cap + p.aid_sme_bonus).min(1.0) * network_eur;
    let mwh = request.biomass_mwh * p.aid_years;
    [
        scheme(AidId::Production, mwh, p.aid_eur_per_mwh_20a, production_cap, refuse(small, AidBound::BelowMinimum)),
        scheme(
            AidId::Network,
            request.network_m,
            p.aid_network_eur_per_m,
            network_cap,
            refuse(small, AidBound::BelowMinimum),
        ),
        scheme(
            AidId::Local,
            local_mwh,
            p.aid_local_eur_per_mwh_a,
            production_cap,
            refuse(!small, AidBound::AboveMinimum),
        ),
    ]
}

/// Cuts all public aid in the same proportion to its largest share of the capital.
fn cap_public(lines: &mut [AidLine], cap_eur: f64) {
    let public = |l: &AidLine| l.id != AidId::Certificates;
    let sum: f64 = lines.iter().filter(|l| public(l)).map(|l| l.granted_eur).sum();
    if sum <= cap_eur || sum <= 0.0 {
        return;
    }
    for line in lines.iter_mut().filter(|l| public(l) && l.granted_eur > 0.0) {
        line.granted_eur *= cap_eur / sum;
        line.bound = AidBound::CapOfAllAid;
    }
}

/// The lines without one of the two ways that exclude each other.
fn without(lines: &[AidLine], dropped: impl Fn(AidId) -> bool, cap_eur: f64) -> Vec<AidLine> {
    let mut kept = lines.to_vec();
    for line in kept.iter_mut().filter(|l| dropped(l.id) && l.granted_eur > 0.0) {
        (line.granted_eur, line.bound) = (0.0, AidBound::NotCumulable);
    }
    cap_public(&mut kept, cap_eur);
    kept
}

/// What each scheme gives to a project, and why. Never more than the caps; nothing where an amount is not known.
///
/// Certificates beside the funds only where `cee_cumulable` is 1; else the way that gives more is taken, the funds where
/// both give the same.
pub fn aid(capital: &[CapitalItem], request: &AidRequest, p: &StudyParams<f64>) -> Aid {
    let (production, network, all) = eligible(capital);
    let mut lines = funds(request, p, production, network).to_vec();
    let given = [p.aid_eur_per_mwh_20a, p.aid_network_eur_per_m, p.aid_local_eur_per_mwh_a].iter().any(|v| !v.is_nan());
    lines.push(scheme(AidId::Stated, request.stated_eur, 1.0, all, given.then_some(AidBound::SchemeGiven)));
    lines.push(scheme(AidId::OtherGrants, request.other_grants_eur, 1.0, all, None));
    let certificates = scheme(AidId::Certificates, request.cee_mwh_cumac, p.cee_eur_per_mwh_cumac, all, None);
    lines.push(certificates);
    let cap = p.aid_total_cap * all;
    let total = |l: &[AidLine]| l.iter().map(|l| l.granted_eur).sum::<f64>();
    let fund: f64 = lines.iter().filter(|l| l.id.is_fund()).map(|l| l.granted_eur).sum();
    let exclusive = p.cee_cumulable < 0.5 && fund > 0.0 && certificates.granted_eur > 0.0;
    let lines = if exclusive {
        let funded = without(&lines, |id| id == AidId::Certificates, cap);
        let certified = without(&lines, AidId::is_fund, cap);
        if total(&certified) > total(&funded) { certified } else { funded }
    } else {
        without(&lines, |_| false, cap)
    };
    let lines = within_capital(lines, all);
    Aid { lines, eligible_production_eur: production, eligible_network_eur: network, capital_eur: all }
}

/// Certificates beside public aid may not bring more than the whole capital.
fn within_capital(mut lines: Vec<AidLine>, capital_eur: f64) -> Vec<AidLine> {
    let public: f64 = lines.iter().filter(|l| l.id != AidId::Certificates).map(|l| l.granted_eur).sum();
    let room = (capital_eur - public).max(0.0);
    for line in lines.iter_mut().filter(|l| l.id == AidId::Certificates && l.granted_eur > room) {
        (line.granted_eur, line.bound) = (room, AidBound::CapOfAllAid);
    }
    lines
}
