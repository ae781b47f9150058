use super::cursor::FeedPlace;
use crate::core::records::{Changed, ShareFilter, changes_after, has_changed_after};
use crate::core::tx::Tx;
use crate::features::collections;
use crate::platform::db::DbError;

/// A page ends once it has so many bytes, be there more to tell or not.
const PAGE_BYTES: usize = 1024 * 1024;

/// Rows read at a time, which bounds what a page can have in memory beyond its size: 50 records of 64 KiB.
const BATCH_SIZE: usize = 50;

/// A page of somebody's change feed.
pub(super) struct FeedPage {
    /// What has changed, each record once, as it is now.
    entries: Vec<String>,
    /// Up to where the page goes.
    pub(super) through: FeedPlace,
    /// Whether there is more to tell.
    has_more: bool,
}

impl FeedPage {
    /// Reads what has changed after a place, `most` records at most, all at one moment.
    pub(super) fn load(tx: &mut Tx<'_>, after: FeedPlace, most: usize) -> Result<Self, DbError> {
        tx.snapshot(|tx| Self::load_steps(tx, after, most))
    }

    fn load_steps(tx: &mut Tx<'_>, after: FeedPlace, most: usize) -> Result<Self, DbError> {
        let mut page = Self { entries: Vec::new(), through: after, has_more: true };
        let (mut bytes, mut share_filter) = (0, ShareFilter::default());
        while page.has_more && page.entries.len() < most && bytes < PAGE_BYTES {
            let step = BATCH_SIZE.min(most - page.entries.len());
            let changes = changes_after(tx, page.through.rev, step)?;
            page.has_more = changes.len() == step;
            for change in changes {
                if bytes >= PAGE_BYTES {
                    page.has_more = true;
                    break;
                }
                let entry = entry(tx, &mut share_filter, &change)?;
                bytes += entry.len();
                page.through.rev = change.rev;
                page.entries.push(entry);
            }
        }
        page.has_more = page.has_more && has_changed_after(tx, page.through.rev)?;
        if !page.has_more {
            // Changes of the profile have revs too, but no record.
            page.through.rev = page.through.rev.max(tx.owner.rev);
        }
        Ok(page)
    }

    /// Whether nothing has changed.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The page as clients see it.
    pub(super) fn render(&self) -> Result<String, DbError> {
        let Self { entries, through, has_more } = self;
        let cursor = through.cursor()?;
        Ok(format!(r#"{{"changes":[{}],"next_cursor":"{cursor}","has_more":{has_more}}}"#, entries.join(",")))
    }
}

/// A change as clients see it. What the owner may not see at the moment comes as if it were deleted.
fn entry(tx: &mut Tx<'_>, share_filter: &mut ShareFilter, change: &Changed) -> Result<String, DbError> {
    let collection = collections::numbered(change.collection)
        .ok_or_else(|| DbError::broken(format!("there is no collection {}", change.collection)))?;
    let (name, id, rev) = (collection.collection().name(), collection.segment(change.id), change.rev);
    if let Some(stored) = &change.live
        && collection.allows(share_filter, tx, stored)?
    {
        let record = collection.render(stored);
        return Ok(format!(r#"{{"collection":"{name}","id":"{id}","rev":{rev},"deleted":false,"record":{record}}}"#));
    }
    Ok(format!(r#"{{"collection":"{name}","id":"{id}","rev":{rev},"deleted":true}}"#))
}
