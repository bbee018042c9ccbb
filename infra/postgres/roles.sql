-- Two roles per service with a database. `<service>_owner` makes and changes the tables of the service's schema, at its
-- start; the service itself runs as `<service>`, which may only do what the migrations grant it. No service can read
-- another one's schema.
--
-- The launcher runs this file at every start. By hand, as a superuser of the database that Enginehouse shall use:
--   psql -d enginehouse -v catalog=SECRET -v catalog_owner=SECRET -v scheduler=SECRET ... -f roles.sql

create function pg_temp.ensure_role(name text, password text) returns void language plpgsql as $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = name) then
    execute format('create role %I', name);
  end if;
  execute format('alter role %I with login nosuperuser nocreatedb nocreaterole noreplication password %L', name, password);
end $$;

create function pg_temp.ensure_service(service text, password text, owner_password text) returns void language plpgsql as $$
declare
  owner text := service || '_owner';
begin
  perform pg_temp.ensure_role(service, password);
  perform pg_temp.ensure_role(owner, owner_password);
  execute format('grant connect on database %I to %I, %I', current_database(), service, owner);
  -- "create schema if not exists" asks for this right even where the schema is there.
  execute format('grant create on database %I to %I', current_database(), owner);
  execute format('grant %I to current_user', owner);
  execute format('create schema if not exists %I authorization %I', service, owner);
  execute format('grant usage on schema %I to %I', service, service);
  execute format('alter role %I set search_path = %I', service, service);
  execute format('alter role %I set search_path = %I', owner, service);
end $$;

do $$ begin
  execute format('revoke all on database %I from public', current_database());
  revoke all on schema public from public;
end $$;

select pg_temp.ensure_service('catalog', :'catalog', :'catalog_owner');
select pg_temp.ensure_service('scheduler', :'scheduler', :'scheduler_owner');
select pg_temp.ensure_service('api', :'api', :'api_owner');
select pg_temp.ensure_service('marketplace', :'marketplace', :'marketplace_owner');
select pg_temp.ensure_service('webhooks', :'webhooks', :'webhooks_owner');

do $$ begin
  -- BullMQ, whose jobs the deliveries of webhooks are, adds many at once by way of a temporary table.
  execute format('grant temporary on database %I to webhooks', current_database());
end $$;
