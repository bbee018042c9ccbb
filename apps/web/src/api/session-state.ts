/** What the page knows of its session beside the cookie, which it cannot read. */
let token: string | undefined;

/** Why a session is over: somebody signed out, here or in another tab; or its token is good no longer. */
export type SessionEnd = 'signed-out' | 'token-ended';
type Listener = (why: SessionEnd) => void;
const listeners = new Set<Listener>();

/** The proof that a change comes from this page; goes with every request that changes something. */
export const csrfToken = (): string | undefined => token;

export function setCsrfToken(value: string | undefined): void {
  token = value;
}

/** Tells everybody who wants to know that the session is over. */
export function sessionEnded(why: SessionEnd = 'token-ended'): void {
  listeners.forEach((tell) => tell(why));
}

export function onSessionEnd(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const channelName = 'enginehouse-session';

/** Tells the other tabs of this browser, which share the cookie, that somebody signed out. */
export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(channelName);
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin only
  channel.postMessage('signed-out');
  channel.close();
}

/** Ends the session of this tab where another one signs out; answers how to stop listening. */
export function endWithOtherTabs(): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', () => sessionEnded('signed-out'));
  return () => channel.close();
}
