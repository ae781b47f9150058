use serde_json::{Value, json};
use uuid::Uuid;

use super::contents::Key;

/// A change as a device sends it.
#[derive(Debug, Clone)]
pub struct Op {
    pub id: Uuid,
    pub key: Key,
    /// The body to put; nothing to delete.
    pub body: Option<Value>,
    /// The rev that the person saw when they made the change.
    pub base_rev: Option<i64>,
    /// Whether it counts, whatever the service has.
    pub mine: bool,
}

impl Op {
    pub fn json(&self) -> Value {
        let (collection, id) = self.key.split_once('/').unwrap();
        let action = if self.body.is_some() { "put" } else { "delete" };
        let mut op = json!({"op_id": self.id, "collection": collection, "id": id, "action": action});
        if let Some(body) = &self.body {
            op["record"] = body.clone();
        }
        if let Some(rev) = self.base_rev {
            op["base_rev"] = json!(rev);
        }
        if self.mine {
            op["resolution"] = json!("mine");
        }
        op
    }
}
