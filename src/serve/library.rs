//! What pickers choose from: feedstocks, outlets, seasons, products.

use super::extract::Lang;
use crate::library::{organics, outlets, products, seasons, woods};
use axum::Json;
use serde_json::{Value, json};

/// The libraries: feedstocks, present outlets, seasons, products.
#[utoipa::path(get, path = "/api/library", responses((status = 200, description = "Lists by kind", body = Object)))]
pub(super) async fn library(Lang(lang): Lang) -> Json<Value> {
    let feedstock = |id: &str, en: &str, fr: &str, kind: &str, about: &str| json!({ "id": id, "label": lang.pick(en, fr), "kind": kind, "description": about });
    let organic = organics().iter().map(|f| feedstock(&f.id, &f.name_en, &f.name_fr, "organic", &f.typical_provider));
    let wood = woods().iter().map(|f| feedstock(&f.id, &f.name_en, &f.name_fr, "wood", ""));
    let named = |id: &str, label: &str| json!({ "id": id, "label": label });
    Json(json!({
        "feedstocks": organic.chain(wood).collect::<Vec<_>>(),
        "outlets": outlets().iter().map(|o| named(&o.id, o.label(lang))).collect::<Vec<_>>(),
        "seasons": seasons().iter().map(|s| named(&s.id, s.label(lang))).collect::<Vec<_>>(),
        "products": products().iter().map(|p| named(&p.id, p.label(lang))).collect::<Vec<_>>(),
    }))
}
