// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { atEnginehouse, asAdmin } from './postgres-roles.mjs';

/**
 * A log that finds itself in another database than before begins a new epoch, so that its readers learn what it has
 * lost. Files that were unpacked from a backup make the same database once more: here the logs are told. A file that
 * PostgreSQL never touches again gives the copy away: no archive can set the time at which it was last changed.
 *
 * @param {{ dataDir: string, markFile: string, adminUrl: string }} where `markFile` goes into the backup as well
 * @returns {Promise<boolean>} whether the files are a copy
 */
export async function noteRestoredFiles({ dataDir, markFile, adminUrl }) {
  const { ctimeNs } = fs.statSync(path.join(dataDir, 'PG_VERSION'), { bigint: true });
  const mark = `${ctimeNs}\n`;
  const known = fs.existsSync(markFile) ? fs.readFileSync(markFile, 'utf8') : mark;
  if (known !== mark) await tellLogs(adminUrl);
  fs.writeFileSync(markFile, mark, { mode: 0o600 });
  return known !== mark;
}

/** What a log remembers of its database is made wrong; the log does the rest when its service opens it. @param {string} adminUrl */
async function tellLogs(adminUrl) {
  await asAdmin(atEnginehouse(adminUrl), async (query) => {
    await query(`do $$ declare log regclass; begin
      for log in select attrelid::regclass from pg_attribute join pg_class on pg_class.oid = attrelid
        where attname = 'incarnation' and relname = 'head' and relkind = 'r' and not attisdropped
      loop execute format('update %s set incarnation = ''restored files'' where incarnation <> ''''', log); end loop;
    end $$`);
  });
}
