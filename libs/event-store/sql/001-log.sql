-- The append-only log. Every name is qualified: these tables are read and written with any search_path.

-- One row: who appends locks it first, so that positions are dense and in the order of commits.
create table :schema.head (
  one boolean primary key default true check (one),
  log_id uuid not null default gen_random_uuid(),
  epoch bigint not null default 1,
  -- The very database this log lives in. Another one than at the last start means: restored from a copy.
  incarnation text not null,
  position bigint not null default 0,
  chain bytea not null,
  recorded_at timestamptz not null
) with (fillfactor = 10);

create table :schema.epoch (
  epoch bigint primary key,
  after_position bigint not null,
  chain bytea not null,
  incarnation text not null,
  started_at timestamptz not null
);

create table :schema.stream (
  stream_id text collate "C" primary key,
  version bigint not null
) with (fillfactor = 80);

-- No partitions: they could not keep event_id unique. json, not jsonb: it keeps the bytes that were hashed.
create table :schema.event (
  position bigint primary key,
  event_id uuid not null unique,
  stream_id text collate "C" not null,
  version bigint not null,
  type text collate "C" not null,
  schema_version int not null,
  recorded_at timestamptz not null,
  payload_hash bytea not null,
  data json not null,
  meta json not null,
  redacted_at timestamptz,
  unique (stream_id, version)
);

create table :schema.commit (
  last_position bigint primary key,
  first_position bigint not null,
  prev_hash bytea not null,
  hash bytea not null,
  recorded_at timestamptz not null
);

create table :schema.subscription (
  name text collate "C" primary key,
  position bigint not null,
  log_id uuid not null,
  epoch bigint not null,
  owner uuid,
  lease_until timestamptz,
  updated_at timestamptz not null default now()
);

with genesis as (
  insert into :schema.head (incarnation, chain, recorded_at)
  values ('', sha256('enginehouse'::bytea), date_trunc('milliseconds', clock_timestamp()))
  returning epoch, chain, incarnation, recorded_at
)
insert into :schema.epoch (epoch, after_position, chain, incarnation, started_at)
select epoch, 0, chain, incarnation, recorded_at from genesis;
