import { connectBus, type NatsBus } from '@enginehouse/messaging';
import type { StreamPublisher } from '../relay/stream-publisher.js';

interface PublisherModule {
  createJetStreamPublisher(options: { bus: NatsBus; stream: string; subjects: readonly string[] }): StreamPublisher;
}

// By its file, not through its library's index: crash tests must not depend on what else that exports.
const adapter = new URL('../../../messaging/dist/jetstream-publisher.js', import.meta.url).href;

/** The adapter that services use, over a connection of its own. */
export async function openJetStream(url: string): Promise<{ publisher: StreamPublisher; bus: NatsBus }> {
  const bus = await connectBus({ url, service: 'catalog' });
  const module = (await import(adapter)) as PublisherModule;
  return { bus, publisher: module.createJetStreamPublisher({ bus, stream: 'CATALOG', subjects: ['catalog.>'] }) };
}
