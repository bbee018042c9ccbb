// @ts-check
/** A service that follows a log into a journal and kills itself at random moments; started with its options as JSON. */
import { createClient, follow } from '@enginehouse/client';
import { appendEntry, readJournal, rewriteJournal } from './journal.mjs';

/** @type {{ url: string, natsUrl?: string, file: string, deathsIn: number }} one death in so many steps, 0 = none */
const { url, natsUrl, file, deathsIn } = JSON.parse(process.argv[2] ?? '{}');

const mayDie = () => {
  if (deathsIn > 0 && Math.random() * deathsIn < 1) process.kill(process.pid, 'SIGKILL');
};

const follower = follow(createClient({ url }), {
  log: 'catalog',
  ...(natsUrl && { nats: { url: natsUrl } }),
  batchSize: 100,
  waitSeconds: 1,
  checkpoint: {
    load: () => {
      const entries = readJournal(file);
      rewriteJournal(file, entries);
      return entries.at(-1)?.checkpoint;
    },
  },
  handler: (events, checkpoint) => {
    const effect = events.map(({ position, id }) => /** @type {[number, string]} */ ([position, id]));
    appendEntry(file, { checkpoint, events: effect, source: follower.source }, mayDie);
  },
});
console.log(JSON.stringify(await follower.done));
