import { followEvents } from './event-stream.js';
import { LiveHub, type FromHub, type Tab, type ToHub } from './hub.js';

/** How this tab talks to the hub. */
interface Link {
  readonly say: (message: ToHub) => void;
}

/** Joins the stream of all tabs; answers how to leave it. A tab that the browser puts aside leaves, and comes back with its page. */
export function joinLive(session: string, told: (message: FromHub) => void): () => void {
  const link = linkTo(told);
  const join = () => link.say({ kind: 'join', session });
  const leave = () => link.say({ kind: 'leave' });
  const comeBack = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    told({ kind: 'state', state: 'lost' });
    join();
  };
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', comeBack);
  join();
  return () => {
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', comeBack);
    leave();
  };
}

/** The hub that all tabs share; where the browser has no shared workers, one of this tab's own. */
function linkTo(told: (message: FromHub) => void): Link {
  if (typeof SharedWorker === 'undefined') return ownLink(told);
  const worker = new SharedWorker(new URL('shared-worker.ts', import.meta.url), { type: 'module', name: 'live' });
  worker.port.addEventListener('message', ({ data }: MessageEvent<FromHub>) => told(data));
  worker.port.start();
  return { say: (message) => worker.port.postMessage(message, []) };
}

function ownLink(tell: Tab['tell']): Link {
  const hub = new LiveHub((listener) => followEvents({ address: '/v1/events', listener }));
  const tab: Tab = { tell };
  return { say: (message) => (message.kind === 'join' ? hub.join(tab, message.session) : hub.leave(tab)) };
}
