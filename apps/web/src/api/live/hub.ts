import type { StreamedEvent, StreamListener, StreamState } from './event-stream.js';

/** What a tab says to the hub. */
export type ToHub = { readonly kind: 'join'; readonly session: string } | { readonly kind: 'leave' };

/** What the hub says to a tab. */
export type FromHub =
  | { readonly kind: 'state'; readonly state: StreamState }
  | { readonly kind: 'event'; readonly event: StreamedEvent }
  | { readonly kind: 'ended' };

/** A tab, as the hub knows it. */
export interface Tab {
  readonly tell: (message: FromHub) => void;
}

/** Opens the one stream; answers how to close it. */
export type Follow = (listener: StreamListener) => () => void;

/**
 * One stream for all tabs of a browser: a browser keeps six connections to a host over HTTP/1.1, and a stream for each
 * tab would take them all. The stream is open while there is a tab.
 */
export class LiveHub {
  private readonly tabs = new Set<Tab>();
  private close: (() => void) | undefined;
  private state: StreamState = 'connecting';
  private session: string | undefined;

  constructor(private readonly follow: Follow) {}

  /** A tab of a session. Where somebody else has signed in, the stream is opened again as that person. */
  join(tab: Tab, session: string): void {
    if (session !== this.session) this.end();
    this.tabs.add(tab);
    this.session = session;
    this.close ??= this.open();
    tab.tell({ kind: 'state', state: this.state });
  }

  /** A tab that was closed or signed out; the last one closes the stream. */
  leave(tab: Tab): void {
    this.tabs.delete(tab);
    if (this.tabs.size === 0) this.end();
  }

  private open(): () => void {
    return this.follow({
      enter: (state) => {
        this.state = state;
        this.tellAll({ kind: 'state', state });
      },
      event: (event) => this.tellAll({ kind: 'event', event }),
      ended: () => {
        this.end();
        this.tellAll({ kind: 'ended' });
      },
    });
  }

  private end(): void {
    this.close?.();
    this.close = undefined;
    this.state = 'connecting';
  }

  private tellAll(message: FromHub): void {
    for (const tab of this.tabs) tab.tell(message);
  }
}
