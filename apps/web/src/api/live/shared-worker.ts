import { followEvents } from './event-stream.js';
import { LiveHub, type Tab, type ToHub } from './hub.js';

const hub = new LiveHub((listener) => followEvents({ address: '/v1/events', listener }));

globalThis.addEventListener('connect', (event) => {
  // The types of pages do not know what a shared worker is told.
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  const tab: Tab = { tell: (message) => port.postMessage(message) };
  port.addEventListener('message', ({ data }: MessageEvent<ToHub>) => {
    if (data.kind === 'join') hub.join(tab, data.session);
    else hub.leave(tab);
  });
  port.start();
});
