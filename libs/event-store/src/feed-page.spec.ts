import { beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from './contract/an-event.contract.js';
import { readFeedPage } from './feed-page.js';
import { InMemoryEventStore } from './memory/in-memory-event-store.js';

describe('a page of a log', () => {
  let store: InMemoryEventStore;
  beforeEach(async () => {
    store = new InMemoryEventStore();
    await store.append('a:1', [anEvent(), anEvent(), anEvent()]);
  });

  it('says where the log ends and which lives it has had', async () => {
    await store.beginEpoch(2, 1);
    const page = await readFeedPage(store, { after: 1, limit: 1 });
    const { logId } = await store.head();
    const epochs = [
      { epoch: 1, afterPosition: 0 },
      { epoch: 2, afterPosition: 2 },
    ];
    expect(page).toMatchObject({ events: [{ position: 2 }], head: 3, logId, epochs });
  });

  it('never shows events of one life with the epochs of another', async () => {
    const restoredMeanwhile = {
      epochs: () => store.epochs(),
      head: () => store.head(),
      readAll: async (range: { readonly after: number; readonly limit: number }) => {
        const events = await store.readAll(range);
        await store.beginEpoch(2, 1);
        return events;
      },
    };
    expect((await readFeedPage(restoredMeanwhile, { after: 0, limit: 10 })).epochs).toHaveLength(2);
  });

  it('holds what fits into one answer, and at least one event', async () => {
    await store.append('a:2', [anEvent({ text: 'x'.repeat(400_000) }), anEvent({ text: 'y'.repeat(400_000) })]);
    expect((await readFeedPage(store, { after: 2, limit: 10 })).events).toHaveLength(2);
    expect((await readFeedPage(store, { after: 4, limit: 10 })).events).toHaveLength(1);
  });
});
