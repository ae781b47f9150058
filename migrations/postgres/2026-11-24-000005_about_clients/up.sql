-- A coach's comments, proposals and notes about one client, newest first.
CREATE INDEX records_about_client ON records (user_id, collection, (body ->> 'client_id'), local_date DESC, at DESC, id DESC)
    WHERE collection IN (10, 11, 12) AND body IS NOT NULL;
