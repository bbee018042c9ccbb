import { connectBus, createJetStreamPublisher, type NatsBus } from '@enginehouse/messaging';
import type { StreamPublisher } from '../relay/stream-publisher.js';

/** The adapter that services use, over a connection of its own. */
export async function openJetStream(url: string): Promise<{ publisher: StreamPublisher; bus: NatsBus }> {
  const bus = await connectBus({ url, service: 'catalog' });
  return { bus, publisher: createJetStreamPublisher({ bus, stream: 'CATALOG', subjects: ['catalog.>'] }) };
}
