-- Functions and triggers: replaced as a whole by every migration.

-- What a payload hash covers. Line feeds separate: no field but the last two can hold one, and JSON.stringify writes none.
create or replace function :schema.payload_hash(p_stream text, p_version bigint, p_type text, p_schema_version int, p_meta text, p_data text)
returns bytea language sql immutable parallel safe as $$
  select sha256(convert_to(concat_ws(E'\n', p_stream, p_version::text, p_type, p_schema_version::text, p_meta, p_data), 'UTF8'))
$$;

-- Functions that run as their owner trust no name: a caller could put operators of its own before PostgreSQL's. So the
-- caller's search_path must be this one, which is checked without trusting it. (A SET clause on the function does the
-- same for ten times the price.) The connections of the event store have it; in psql, set it first.

-- Wakes readers in other processes, if there are any: they share this lock while they listen, and a notification costs
-- more than the rest of a commit. Who begins to listen during this transaction gets the lock, and reads, after it.
create or replace function :schema.wake_readers(p_position bigint) returns void language plpgsql as $$
begin
  if not pg_try_advisory_xact_lock(:readers_lock) then
    perform pg_notify(:'schema', p_position::text);
  end if;
end $$;

-- Appends one unit. p_expected -1 = any version.
create or replace function :schema.append_one(
  p_stream text, p_expected bigint, p_id uuid[], p_type text[], p_schema_version int[], p_meta text[], p_data text[]
) returns table (outcome text, version bigint, last_position bigint, recorded_at bigint)
language plpgsql security definer as $$
#variable_conflict use_column
declare
  v_head bigint; v_chain pg_catalog.bytea; v_at pg_catalog.timestamptz;
  v_current bigint; v_known bigint; v_count int;
  v_hash pg_catalog.bytea; v_hashes pg_catalog.bytea[]; v_items pg_catalog.bytea := ''; v_new_chain pg_catalog.bytea;
begin
  if pg_catalog.current_setting('search_path') operator(pg_catalog.<>) 'pg_catalog, pg_temp' then
    raise exception 'set search_path to pg_catalog, pg_temp first' using errcode = 'insufficient_privilege';
  end if;
  select h.position, h.chain, greatest(h.recorded_at, date_trunc('milliseconds', clock_timestamp()))
    into v_head, v_chain, v_at from :schema.head h where h.one for update;
  -- Only now: a statement that waited for the lock would still see the streams as they were before.
  select coalesce((select s.version from :schema.stream s where s.stream_id = p_stream), 0),
         (select e.position from :schema.event e where e.event_id = p_id[1]) into v_current, v_known;

  if v_known is not null then
    return query select k.outcome, k.version, k.last_position, null::bigint from :schema.known_unit(p_stream, p_id, p_type, p_data) k;
    return;
  elsif p_expected >= 0 and p_expected <> v_current then
    outcome := 'conflict'; version := v_current; last_position := 0;
    return next;
    return;
  end if;

  v_count := cardinality(p_id);
  for i in 1 .. v_count loop
    v_hash := sha256(convert_to(concat_ws(E'\n', p_stream, (v_current + i)::text, p_type[i], p_schema_version[i]::text, p_meta[i], p_data[i]), 'UTF8'));
    v_hashes[i] := v_hash;
    v_items := v_items || uuid_send(p_id[i]) || int8send(v_current + i) || v_hash;
  end loop;
  v_new_chain := sha256(v_chain || int8send((extract(epoch from v_at) * 1000)::bigint) || v_items);

  if v_count = 1 then
    insert into :schema.event (position, event_id, stream_id, version, type, schema_version, recorded_at, payload_hash, data, meta)
    values (v_head + 1, p_id[1], p_stream, v_current + 1, p_type[1], p_schema_version[1], v_at, v_hash, p_data[1]::json, p_meta[1]::json);
  else
    insert into :schema.event (position, event_id, stream_id, version, type, schema_version, recorded_at, payload_hash, data, meta)
    select v_head + t.n, t.id, p_stream, v_current + t.n, t.type, t.schema_version, v_at, t.hash, t.data::json, t.meta::json
      from unnest(p_id, p_type, p_schema_version, v_hashes, p_data, p_meta) with ordinality as t(id, type, schema_version, hash, data, meta, n);
  end if;
  if v_current = 0 then
    insert into :schema.stream (stream_id, version) values (p_stream, v_count);
  else
    update :schema.stream s set version = v_current + v_count where s.stream_id = p_stream;
  end if;
  insert into :schema.commit (last_position, first_position, prev_hash, hash, recorded_at)
  values (v_head + v_count, v_head + 1, v_chain, v_new_chain, v_at);
  update :schema.head set position = v_head + v_count, chain = v_new_chain, recorded_at = v_at where one;
  perform :schema.wake_readers(v_head + v_count);
  outcome := 'appended'; version := v_current + v_count; last_position := v_head + v_count;
  recorded_at := (extract(epoch from v_at) * 1000)::bigint;
  return next;
end $$;

-- The same for processes of an earlier release, which run while a newer one starts.
create or replace function :schema.append_unit(
  p_stream text, p_expected bigint, p_id uuid[], p_type text[], p_schema_version int[], p_meta text[], p_data text[]
) returns table (outcome text, version bigint, last_position bigint)
language sql security definer as $$
  select a.outcome, a.version, a.last_position
    from :schema.append_one(p_stream, p_expected, p_id, p_type, p_schema_version, p_meta, p_data) a
$$;

-- Appends a batch of units in one commit: arrays per unit, then flat arrays per event (p_unit counts from 1, p_ordinal
-- within its unit from 1). p_expected -1 = any version. No stream and no event id may occur in two units.
create or replace function :schema.append(
  p_stream text[], p_expected bigint[], p_count int[],
  p_unit int[], p_ordinal int[], p_id uuid[], p_type text[], p_schema_version int[], p_meta text[], p_data text[]
) returns table (outcome text, version bigint, last_position bigint)
language plpgsql security definer as $$
#variable_conflict use_column
declare
  v_head bigint; v_chain pg_catalog.bytea; v_at pg_catalog.timestamptz;
  v_position bigint; v_new_chain pg_catalog.bytea; v_items pg_catalog.bytea;
  v_current bigint[]; v_known bigint[]; v_base bigint[];
  v_first int := 1;
begin
  if pg_catalog.current_setting('search_path') operator(pg_catalog.<>) 'pg_catalog, pg_temp' then
    raise exception 'set search_path to pg_catalog, pg_temp first' using errcode = 'insufficient_privilege';
  end if;
  select h.position, h.chain, greatest(h.recorded_at, date_trunc('milliseconds', clock_timestamp()))
    into v_head, v_chain, v_at from :schema.head h where h.one for update;
  v_position := v_head;

  select array_agg((select s.version from :schema.stream s where s.stream_id = u.stream_id) order by u.n),
         array_agg((select e.position from :schema.event e where e.event_id = p_id[u.first]) order by u.n)
    into v_current, v_known
    from (select t.stream_id, t.n, (1 + sum(t.size) over (order by t.n) - t.size)::int as first
            from unnest(p_stream, p_count) with ordinality as t(stream_id, size, n)) u;

  for k in 1 .. cardinality(p_stream) loop
    v_current[k] := coalesce(v_current[k], 0);
    if v_known[k] is not null then
      select d.outcome, d.version, d.last_position into outcome, version, last_position
        from :schema.known_unit(p_stream[k], p_id[v_first : v_first + p_count[k] - 1], p_type[v_first : v_first + p_count[k] - 1], p_data[v_first : v_first + p_count[k] - 1]) d;
    elsif p_expected[k] >= 0 and p_expected[k] <> v_current[k] then
      outcome := 'conflict'; version := v_current[k]; last_position := 0;
    else
      v_base[k] := v_position;
      v_position := v_position + p_count[k];
      outcome := 'appended'; version := v_current[k] + p_count[k]; last_position := v_position;
    end if;
    v_first := v_first + p_count[k];
    return next;
  end loop;

  if v_position = v_head then return; end if;

  with written as (
    insert into :schema.event (position, event_id, stream_id, version, type, schema_version, recorded_at, payload_hash, data, meta)
    select v_base[t.unit] + t.ordinal, t.id, p_stream[t.unit], v_current[t.unit] + t.ordinal, t.type, t.schema_version, v_at,
           sha256(convert_to(concat_ws(E'\n', p_stream[t.unit], (v_current[t.unit] + t.ordinal)::text, t.type, t.schema_version::text, t.meta, t.data), 'UTF8')),
           t.data::json, t.meta::json
      from unnest(p_unit, p_ordinal, p_id, p_type, p_schema_version, p_meta, p_data) as t(unit, ordinal, id, type, schema_version, meta, data)
     where v_base[t.unit] is not null
    returning position, event_id, version, payload_hash
  )
  select string_agg(uuid_send(w.event_id) || int8send(w.version) || w.payload_hash, ''::bytea order by w.position) into v_items from written w;

  insert into :schema.stream as s (stream_id, version)
  select t.stream_id, t.version + t.size from unnest(p_stream, v_current, p_count, v_base) as t(stream_id, version, size, base)
   where t.base is not null
  on conflict (stream_id) do update set version = excluded.version;

  v_new_chain := sha256(v_chain || int8send((extract(epoch from v_at) * 1000)::bigint) || v_items);
  insert into :schema.commit (last_position, first_position, prev_hash, hash, recorded_at)
  values (v_position, v_head + 1, v_chain, v_new_chain, v_at);
  update :schema.head set position = v_position, chain = v_new_chain, recorded_at = v_at where one;
  perform :schema.wake_readers(v_position);
end $$;

-- A unit whose first event is in the log already: the same unit again, or its id was used for something else.
create or replace function :schema.known_unit(p_stream text, p_id uuid[], p_type text[], p_data text[])
returns table (outcome text, version bigint, last_position bigint)
language sql stable as $$
  select case when count(e.position) = cardinality(p_id) and count(distinct e.position - t.n) = 1
              then 'duplicate' else 'reused-id' end,
         max(e.version), max(e.position)
    from unnest(p_id, p_type, p_data) with ordinality as t(id, type, data, n)
    left join :schema.event e on e.event_id = t.id and e.stream_id = p_stream and e.type = t.type
          and (e.redacted_at is not null or e.data::text = t.data)
$$;

-- Called at every start: a log that finds itself in another database than before was restored from a copy.
create or replace function :schema.open_log() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_here text := :schema.incarnation();
begin
  if exists (select from :schema.head h where h.incarnation = v_here) then return; end if;
  perform 1 from :schema.head h where h.one for update;
  update :schema.head h set incarnation = v_here, epoch = h.epoch + case when h.incarnation = '' then 0 else 1 end
   where h.one and h.incarnation <> v_here;
  insert into :schema.epoch (epoch, after_position, chain, incarnation, started_at)
  select h.epoch, h.position, h.chain, v_here, clock_timestamp() from :schema.head h
  on conflict do nothing;
end $$;

-- Cluster, its timeline (changed by promotion and point-in-time recovery), database and table (changed by a dump's restore).
create or replace function :schema.incarnation() returns text language sql stable as $$
  select concat_ws('/', (select system_identifier from pg_control_system()),
    (select timeline_id from pg_control_checkpoint()),
    (select oid from pg_database where datname = current_database()),
    to_regclass(:'schema' || '.head')::oid)
$$;

-- Called by whoever finds that this log has lost what came after a position, with no restored copy to tell it by.
create or replace function :schema.begin_epoch(p_after bigint, p_epoch bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_head record;
begin
  select h.epoch, h.position, h.incarnation, h.chain into v_head from :schema.head h where h.one for update;
  -- Another process may have found out as well.
  if v_head.epoch <> p_epoch then return; end if;
  if p_after < 0 or p_after > v_head.position then
    raise exception 'the log does not reach position %', p_after using errcode = 'invalid_parameter_value';
  end if;
  insert into :schema.epoch (epoch, after_position, chain, incarnation, started_at)
  select p_epoch + 1, p_after, coalesce(
    (select c.hash from :schema.commit c where c.last_position <= p_after order by c.last_position desc limit 1),
    (select e.chain from :schema.epoch e where e.epoch = 1)), v_head.incarnation, clock_timestamp();
  update :schema.head set epoch = p_epoch + 1 where one;
end $$;

-- Forgets an event's data for ever and keeps its hash, so that the chain still verifies. For the owner only. Streams
-- and read models that were made from the log still hold the data: delete them, they are made anew.
create or replace function :schema.redact(p_position bigint) returns void language sql as $$
  update :schema.event set data = '{"redacted":true}', redacted_at = clock_timestamp()
   where position = p_position and redacted_at is null
$$;

create or replace function :schema.is_redaction(p_old :schema.event, p_new :schema.event) returns boolean
language sql immutable as $$
  select p_old.redacted_at is null and p_new.redacted_at is not null and p_new.data::text = '{"redacted":true}'
     and (to_jsonb(p_old) - 'data' - 'redacted_at') = (to_jsonb(p_new) - 'data' - 'redacted_at')
     and p_old.meta::text = p_new.meta::text
$$;

create or replace function :schema.allow_redaction() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and :schema.is_redaction(old, new) then return new; end if;
  raise exception '% on %.% is refused: the log is append-only', tg_op, tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $$;

create or replace function :schema.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on %.% is refused: the log is append-only', tg_op, tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $$;

create or replace trigger append_only before update or delete on :schema.event for each row execute function :schema.allow_redaction();
create or replace trigger append_only before update or delete on :schema.commit for each row execute function :schema.refuse_change();
create or replace trigger append_only before update or delete on :schema.epoch for each row execute function :schema.refuse_change();
create or replace trigger never_empty before truncate on :schema.event for each statement execute function :schema.refuse_change();
create or replace trigger never_empty before truncate on :schema.commit for each statement execute function :schema.refuse_change();
create or replace trigger never_empty before truncate on :schema.epoch for each statement execute function :schema.refuse_change();
create or replace trigger never_empty before truncate on :schema.stream for each statement execute function :schema.refuse_change();
create or replace trigger never_empty before truncate on :schema.head for each statement execute function :schema.refuse_change();
create or replace trigger never_removed before delete on :schema.head for each row execute function :schema.refuse_change();
create or replace trigger never_removed before delete on :schema.stream for each row execute function :schema.refuse_change();
