import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { evolve } from './evolve.mjs';

const schema = `
create table if not exists backends (
  key text primary key, name text not null, source text not null, revision integer not null, fields text not null);
create table if not exists versions (
  backend text not null, place integer not null, name text not null, definition text not null,
  primary key (backend, name));
create table if not exists checkpoint (one integer primary key check (one = 1), value text not null);`;

/** Opens the file for the one process that writes it. */
export function openMirror(file) {
  takeOver(file);
  const db = new sqlite.Database(file);
  db.exec(schema);
  return new Mirror(db);
}

/** This SQLite locks with a folder, which a killed process leaves behind. Whoever is the only writer may remove it. */
function takeOver(file) {
  const owner = existsSync(`${file}.pid`) ? Number(readFileSync(`${file}.pid`, 'utf8')) : 0;
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new Error(`process ${owner} mirrors into ${file} already`);
  }
  writeFileSync(`${file}.pid`, String(process.pid));
  rmSync(`${file}.lock`, { recursive: true, force: true });
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

class Mirror {
  constructor(db) {
    this.db = db;
  }

  checkpoint() {
    const row = this.db.get('select value from checkpoint');
    return row ? JSON.parse(row.value) : undefined;
  }

  /** Events and the checkpoint behind them, all or nothing. */
  apply(events, checkpoint) {
    this.#inTransaction(() => {
      for (const event of events) {
        const key = event.streamId.slice('backend:'.length);
        this.#write(key, evolve(this.backend(key), event), event.position);
      }
      this.db.run('insert or replace into checkpoint values (1, ?)', [JSON.stringify(checkpoint)]);
    });
  }

  backends() {
    return this.db.all('select key from backends order by key').map(({ key }) => this.backend(key));
  }

  backend(key) {
    const row = this.db.get('select * from backends where key = ?', [key]);
    const versions = this.db.all('select definition from versions where backend = ? order by place', [key]);
    return row
      ? {
          source: row.source,
          revision: Number(row.revision),
          definition: { ...JSON.parse(row.fields), versions: versions.map((each) => JSON.parse(each.definition)) },
        }
      : undefined;
  }

  clear() {
    this.#inTransaction(() => this.db.exec('delete from backends; delete from versions; delete from checkpoint'));
  }

  close() {
    this.db.close();
  }

  #write(key, backend, revision) {
    this.db.run('delete from backends where key = ?', [key]);
    this.db.run('delete from versions where backend = ?', [key]);
    if (backend) {
      const { versions, ...fields } = backend.definition;
      const row = [key, fields.backend_name, backend.source, revision, JSON.stringify(fields)];
      this.db.run('insert into backends values (?, ?, ?, ?, ?)', row);
      versions.forEach((version, place) =>
        this.db.run('insert into versions values (?, ?, ?, ?)', [key, place, version.name, JSON.stringify(version)]),
      );
    }
  }

  #inTransaction(work) {
    this.db.exec('begin immediate');
    try {
      work();
      this.db.exec('commit');
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('rollback');
      throw error;
    }
  }
}
