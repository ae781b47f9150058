DROP TABLE health_profiles;
