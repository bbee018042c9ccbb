-- What a service may do: append through the function, read, and keep its checkpoints.
grant usage on schema :schema to :"writer";
grant select on all tables in schema :schema to :"writer";
grant insert, update, delete on :schema.subscription to :"writer";
grant execute on function :schema.append, :schema.append_one, :schema.append_unit, :schema.open_log, :schema.begin_epoch to :"writer";
