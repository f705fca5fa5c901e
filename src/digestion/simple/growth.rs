//! What growth takes of the methane of ADM1, in closed form: the link between yields without and with biomass.

use crate::digestion::adm1::Adm1Params;

/// Share of degraded oxygen demand that does not become methane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetGrowth {
    /// Of carbohydrate.
    pub carbohydrate: f64,
    /// Of protein.
    pub protein: f64,
    /// Of lipid.
    pub lipid: f64,
    /// Of acetic acid.
    pub acetate: f64,
}

/// Biomass that forms on the way from a unit of each substrate to methane, kg COD/kg COD.
struct Formed {
    carbohydrate: f64,
    protein: f64,
    lipid: f64,
}

/// Follows the yields of ADM1 down to acetate and hydrogen.
fn formed(p: &Adm1Params<f64>) -> Formed {
    let through = |yielded: f64, then: f64| yielded + (1.0 - yielded) * then;
    let last = |f_ac: f64, f_h2: f64| f_ac * p.Y_ac + f_h2 * p.Y_h2;
    let pro = through(p.Y_pro, last(p.f_ac_pro, p.f_h2_pro));
    let bu = through(p.Y_c4, last(p.f_ac_bu, p.f_h2_bu));
    let va = through(p.Y_c4, p.f_pro_va * pro + last(p.f_ac_va, p.f_h2_va));
    let fa = through(p.Y_fa, last(p.f_ac_fa, p.f_h2_fa));
    let su = through(p.Y_su, p.f_bu_su * bu + p.f_pro_su * pro + last(p.f_ac_su, p.f_h2_su));
    let aa = through(p.Y_aa, p.f_va_aa * va + p.f_bu_aa * bu + p.f_pro_aa * pro + last(p.f_ac_aa, p.f_h2_aa));
    Formed { carbohydrate: su, protein: aa, lipid: (1.0 - p.f_fa_li) * su + p.f_fa_li * fa }
}

/// Net growth of ADM1 in one stirred tank at steady state, retention `retention_d`, when all that dissolves is taken up.
///
/// Biomass decays to composites with k_dec, these disintegrate with k_dis, and what is degradable of them is food again: with
/// the decayed share d = k_dec H/(1 + k_dec H), the disintegrated share x likewise and the biomass B formed directly, methane
/// per unit is M = 1 - B + B d x R, where R is the methane of a unit of composites, R = sum of f_k M_k. What hydrolysis leaves
/// of composites counts as not there; one decay constant, that of sugar degraders, stands for all (they are equal in BSM2).
pub fn net_growth(p: &Adm1Params<f64>, retention_d: f64) -> NetGrowth {
    let share = |k: f64| k * retention_d / (1.0 + k * retention_d);
    let back = share(p.k_dec_Xsu) * share(p.k_dis);
    let b = formed(p);
    let parts = [
        (p.f_ch_xc * share(p.k_hyd_ch), b.carbohydrate),
        (p.f_pr_xc * share(p.k_hyd_pr), b.protein),
        (p.f_li_xc * share(p.k_hyd_li), b.lipid),
    ];
    let (direct, again) =
        parts.iter().fold((0.0, 0.0), |(direct, again), (f, formed)| (direct + f * (1.0 - formed), again + f * formed));
    let composites = direct / (1.0 - back * again);
    let net = |formed: f64| formed * (1.0 - back * composites);
    NetGrowth { carbohydrate: net(b.carbohydrate), protein: net(b.protein), lipid: net(b.lipid), acetate: net(p.Y_ac) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_yields_nothing_grows_and_without_decay_all_of_it_stays() {
        let p = Adm1Params::<f64>::defaults();
        let none = Adm1Params { Y_su: 0.0, Y_aa: 0.0, Y_fa: 0.0, Y_c4: 0.0, Y_pro: 0.0, Y_ac: 0.0, Y_h2: 0.0, ..p };
        assert_eq!(net_growth(&none, 300.0), NetGrowth { carbohydrate: 0.0, protein: 0.0, lipid: 0.0, acetate: 0.0 });
        let immortal = net_growth(&Adm1Params { k_dec_Xsu: 0.0, ..p }, 300.0);
        assert_eq!((immortal.carbohydrate, immortal.acetate), (formed(&p).carbohydrate, p.Y_ac));
    }

    /// All biomass decays in the end; 0.3 of the composites are inert, and what grows on the rest leaves its share again.
    #[test]
    fn after_a_long_time_the_inert_part_of_composites_is_left() {
        let p = Adm1Params::<f64>::defaults();
        let ages = net_growth(&p, 1e9);
        let b = formed(&p).carbohydrate;
        assert!(ages.carbohydrate > 0.3 * b && ages.carbohydrate < 0.4 * b, "{ages:?}");
        assert!(net_growth(&p, 20.0).carbohydrate > ages.carbohydrate);
    }
}
