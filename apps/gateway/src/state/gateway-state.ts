import { accessKey, route, type AccessKey, type Route } from '@enginehouse/contracts';
import type { Logger } from '@enginehouse/service-kit';
import type { z } from 'zod';
import { KeyTable } from '../access/key-table.js';
import { RouteTable } from '../routing/route-table.js';
import { KnownEntries } from './known-entries.js';

/** Keys and routes as they are remembered over a restart. */
export interface Memory {
  readonly keys: ReadonlyMap<string, AccessKey>;
  readonly routes: ReadonlyMap<string, Route>;
}

export const emptyMemory: Memory = { keys: new Map(), routes: new Map() };

/** What the gateway needs to know to serve: who may ask and which instance answers. Fed by the buckets KEYS and ROUTES. */
export class GatewayState {
  readonly keys: KnownEntries<AccessKey>;
  readonly routes: KnownEntries<Route>;
  private keyTable: KeyTable;
  private routeTable: RouteTable;

  constructor(
    private readonly memory: Memory,
    onChange: (memory: Memory) => void,
    logger: Logger,
  ) {
    const told = () => onChange({ keys: this.keys.known, routes: this.routes.known });
    this.keys = new KnownEntries(memory.keys, {
      parse: parserOf(accessKey),
      onChange: told,
      onUnreadable: () => logger.warn('an access key in the bucket cannot be read; the one known before stays'),
    });
    this.routes = new KnownEntries(memory.routes, {
      parse: parserOf(route),
      onChange: () => {
        this.routeTable = new RouteTable(this.routes.known.values());
        told();
      },
      onUnreadable: (key) => logger.warn({ deployment: key }, 'a route cannot be read; the one known before stays'),
    });
    this.keyTable = new KeyTable(this.keys.known);
    this.routeTable = new RouteTable(this.routes.known.values());
  }

  get access(): KeyTable {
    return this.keyTable;
  }

  get table(): RouteTable {
    return this.routeTable;
  }

  /** Ready once both buckets were seen, or remembered from before. */
  status(): { readonly ok: boolean; readonly detail: string } {
    const seen = this.keys.isComplete && this.routes.isComplete;
    const remembered = this.memory.keys.size > 0;
    const detail = seen ? 'up to date' : remembered ? 'as remembered from before' : 'no keys and routes known yet';
    return { ok: seen || remembered, detail };
  }

  stop(): void {
    this.keys.stop();
    this.routes.stop();
  }
}

const parserOf =
  <S extends z.ZodType>(schema: S) =>
  (value: unknown): z.output<S> | undefined =>
    schema.safeParse(value).data;
