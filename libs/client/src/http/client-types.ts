import type { Problem, Result } from '@enginehouse/contracts';
import type { Route, routeGroups } from '@enginehouse/contracts/http';
import type { z } from 'zod';
import type { ServerSentEvent } from '../streams/server-sent-events.js';

/** How to reach an installation. */
export interface ClientOptions {
  /** Address of the API: `https://enginehouse.example.org`. */
  readonly url: string;
  /** Access token; only public routes work without. */
  readonly token?: string | undefined;
  /** In place of the global `fetch`, for proxies, tracing or tests. */
  readonly fetch?: typeof fetch;
  /** How long one attempt may take until all of its answer is there, in milliseconds. Default 60 000. A stream only has to open in that time. */
  readonly timeoutMs?: number;
  /** Most attempts of a call that may be repeated without harm. Default 3. */
  readonly attempts?: number;
}

/** What every call takes beside its input. */
export interface CallOptions {
  /** The revision that a write is based on (`If-Match`); where somebody changed it since, it is refused as `stale-revision`. */
  readonly ifMatch?: number;
  /** The same key again answers the first result. Default: a new one per call, the same for its retries. */
  readonly idempotencyKey?: string;
  /** Why; kept with the event. */
  readonly reason?: string;
  /** Where to go on in a stream: the id of the last event that was seen. */
  readonly lastEventId?: string;
  /** Ends the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** In place of the client's own. */
  readonly timeoutMs?: number;
  /** In place of the client's own; 1 = no retry. */
  readonly attempts?: number;
}

/** What a call answered. */
export interface Answer<T> {
  readonly value: T;
  /** From the answer's `ETag`: what `ifMatch` of a later write is to be. */
  readonly revision?: number;
}

/** Every operation of the API, in the groups of its table of routes. */
export type Client = {
  readonly [G in keyof typeof routeGroups]: {
    readonly [R in keyof (typeof routeGroups)[G]]: (typeof routeGroups)[G][R] extends infer T extends Route
      ? Operation<T>
      : never;
  };
};

/** One route as a function. `accept` chooses among the types that it can answer. */
export type Operation<R extends Route> = <A extends AcceptOf<R> = DefaultAccept<R>>(
  ...call: OptionalWhereEmpty<InputOf<R> & CallOptions & { readonly accept?: A }>
) => Promise<Result<Answer<ValueOf<R, A>>, Problem>>;

/** What a route takes: its path parameters, query and body, as its schemas say. */
export type InputOf<R extends Route> = ParamsOf<R> & QueryOf<R> & BodyOf<R>;

type OptionalWhereEmpty<T> = Partial<T> extends T ? readonly [call?: T] : readonly [call: T];

type ParamsOf<R> = R extends { readonly params: infer P extends z.ZodObject }
  ? { readonly params: z.input<P> }
  : unknown;

type QueryOf<R> = R extends { readonly query: infer Q extends z.ZodObject }
  ? Partial<z.input<Q>> extends z.input<Q>
    ? { readonly query?: QueryValues<Q> }
    : { readonly query: QueryValues<Q> }
  : unknown;

/** In an address everything is text; here it has the type that the server reads out of it. */
type QueryValues<Q extends z.ZodObject> = {
  readonly [K in keyof z.input<Q>]: K extends keyof z.output<Q> ? z.output<Q>[K] : never;
};

type BodyOf<R> = R extends { readonly body: infer B extends z.ZodType }
  ? JsonBody<R, B> | (R extends { readonly yamlBody: true } ? YamlBody : never)
  : unknown;

type JsonBody<R, B extends z.ZodType> = R extends { readonly bodyOptional: true }
  ? { readonly body?: z.input<B>; readonly yaml?: undefined }
  : { readonly body: z.input<B>; readonly yaml?: undefined };

/** The body as a YAML text, in place of `body`. */
interface YamlBody {
  readonly yaml: string;
  readonly body?: undefined;
}

type JsonAccept<R extends Route> = R['answer'] extends { readonly schema: z.ZodType } ? 'application/json' : never;
type OtherAccept<R extends Route> = R['answer'] extends { readonly types: readonly (infer T extends string)[] }
  ? T
  : never;
type AcceptOf<R extends Route> = JsonAccept<R> | OtherAccept<R>;
type DefaultAccept<R extends Route> = [JsonAccept<R>] extends [never] ? FirstAccept<R> : JsonAccept<R>;
type FirstAccept<R extends Route> = R['answer'] extends {
  readonly types: readonly [infer T extends string, ...(readonly string[])];
}
  ? T & AcceptOf<R>
  : never;

type ValueOf<R extends Route, A extends string> = A extends 'application/json'
  ? R['answer'] extends { readonly schema: infer S extends z.ZodType }
    ? z.output<S>
    : unknown
  : A extends 'text/event-stream'
    ? AsyncGenerator<ServerSentEvent>
    : A extends 'text/plain' | 'application/x-ndjson'
      ? AsyncGenerator<string>
      : A extends `image/${string}`
        ? Uint8Array
        : string;
