import type { RecordedEvent } from '@enginehouse/contracts';
import { useSyncExternalStore } from 'react';
import { joinLive } from './live/join-live.js';
import type { StreamState } from './live/event-stream.js';
import type { FromHub } from './live/hub.js';
import { queryClient } from './query-client.js';
import { sessionEnded } from './session-state.js';

/** Which queries a change makes old, by the kind of stream that it happened in; the first part of their keys. */
const touchedBy: Readonly<Record<string, readonly string[]>> = {
  backend: ['backends', 'entries', 'history', 'deployments'],
  deployment: ['deployments', 'instances', 'backends'],
  instance: ['instances', 'deployments', 'workers'],
  worker: ['workers', 'instances'],
  use: ['backends', 'entries'],
  source: ['sources', 'entries'],
  entry: ['entries', 'sources'],
};
const collectMs = 200;
/** Until the scheduler, which follows the catalog, surely knows of a change of a backend too. */
const followMs = 2000;
const kept = 500;

export type LiveState = StreamState;
type Listener = (event: RecordedEvent) => void;

let state: LiveState = 'connecting';
let touched = new Set<string>();
let timer: number | undefined;
let followTimer: number | undefined;
let recent: readonly RecordedEvent[] = [];
const eventListeners = new Set<Listener>();
const stateListeners = new Set<() => void>();

/** Follows everything that happens, over the one connection of all tabs; for the person who is signed in. */
export function startLive(session: string): () => void {
  const leave = joinLive(session, told);
  return () => {
    leave();
    enter('connecting');
  };
}

function told(message: FromHub): void {
  if (message.kind === 'state') enter(message.state);
  else if (message.kind === 'ended') sessionEnded();
  // Others say how a log is, which no query depends on.
  else if (message.event.name === 'message') receive(message.event.data);
}

function enter(next: LiveState): void {
  // What was missed while the line was down may be anything.
  if (next === 'live' && state === 'lost') void queryClient.invalidateQueries();
  state = next;
  stateListeners.forEach((tell) => tell());
}

function receive(data: string): void {
  const event = parsed(data);
  if (!event) return;
  recent = [...recent.slice(-kept + 1), event];
  eventListeners.forEach((tell) => tell(event));
  const kind = event.streamId.slice(0, event.streamId.indexOf(':'));
  for (const key of touchedBy[kind] ?? []) touched.add(key);
  timer ??= window.setTimeout(flush, collectMs);
  if (kind === 'backend') followTimer ??= window.setTimeout(askDeploymentsAgain, followMs);
}

function askDeploymentsAgain(): void {
  followTimer = undefined;
  void queryClient.invalidateQueries({ queryKey: ['deployments'] });
}

function flush(): void {
  timer = undefined;
  const keys = touched;
  touched = new Set();
  for (const key of keys) void queryClient.invalidateQueries({ queryKey: [key] });
}

function parsed(data: string): RecordedEvent | undefined {
  try {
    return JSON.parse(data) as RecordedEvent;
  } catch {
    return undefined;
  }
}

/** Calls back for every event from now on. */
export function onEvent(listener: Listener): () => void {
  eventListeners.add(listener);
  return () => void eventListeners.delete(listener);
}

/** What happened since the page was opened, oldest first; the last 500. */
export const recentEvents = (): readonly RecordedEvent[] => recent;

/** Whether the page shows the present. */
export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    (tell) => {
      stateListeners.add(tell);
      return () => void stateListeners.delete(tell);
    },
    () => state,
  );
