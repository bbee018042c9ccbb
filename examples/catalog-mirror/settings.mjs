import { readFileSync } from 'node:fs';

/** What the environment says. */
export function settings() {
  // oxlint-disable-next-line node/no-process-env -- the one place that reads it
  const env = process.env;
  const natsUrl = env.ENGINEHOUSE_NATS_URL;
  const credsFile = env.ENGINEHOUSE_NATS_CREDS_FILE;
  const creds = credsFile ? readFileSync(credsFile, 'utf8') : undefined;
  return {
    url: env.ENGINEHOUSE_URL ?? 'http://127.0.0.1:9400',
    token: env.ENGINEHOUSE_TOKEN,
    nats: natsUrl ? { url: natsUrl, creds } : undefined,
    file: env.MIRROR_FILE ?? 'catalog.sqlite',
  };
}
