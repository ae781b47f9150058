DROP INDEX records_about_client;
