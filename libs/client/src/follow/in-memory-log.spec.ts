import { InMemoryLog } from './in-memory-log.js';
import { liveLogContract } from './live-log.contract.js';

liveLogContract('a stream in memory', async () => {
  const log = new InMemoryLog();
  return {
    live: log.stream,
    publish: async (count) => log.append(count),
    lose: async () => log.stream.lose(),
    close: async () => {},
  };
});
