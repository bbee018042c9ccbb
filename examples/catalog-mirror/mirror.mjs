// Mirrors the catalog of backends into a SQLite file, and keeps it up to date. May be killed at any moment.
import { createClient, follow } from '@enginehouse/client';
import { settings } from './settings.mjs';
import { openMirror } from './store.mjs';

const { url, token, nats, file } = settings();
const mirror = openMirror(file);
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);

const follower = follow(createClient({ url, token }), {
  log: 'catalog',
  nats,
  checkpoint: { load: () => mirror.checkpoint() },
  // Rows and checkpoint in one transaction: a batch counts once or not at all.
  handler: (events, checkpoint) => {
    mirror.apply(events, checkpoint);
    say(`${events.length} events from ${follower.source}, now at position ${checkpoint.position}`);
  },
  // The catalog was restored from a backup and lacks what we have. It is small: begin again.
  onFork: ({ commonPosition }) => {
    say(`the log was restored; only its events up to ${commonPosition} are ours. Mirroring again from the beginning`);
    mirror.clear();
  },
  onTrouble: ({ source, detail }) => say(`${source}: ${detail}`),
});

const stop = () => void follower.stop();
process.once('SIGINT', stop).once('SIGTERM', stop);
const end = await follower.done;
mirror.close();
if (end.kind !== 'stopped') {
  console.error('following ended:', end);
  process.exitCode = 1;
}
