-- Nobody but the owner may do anything that was not granted.
revoke all on schema :schema from public;
revoke all on all tables in schema :schema from public;
revoke all on all functions in schema :schema from public;
