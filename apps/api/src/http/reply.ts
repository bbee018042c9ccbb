import { ok, type Problem, type Result } from '@enginehouse/contracts';

/** What a controller answers. A stream is written as it comes, at the client's pace. */
export type Reply =
  | JsonReply
  | { readonly text: string | Buffer; readonly type: string; readonly revision?: number }
  | PictureReply
  | { readonly stream: AsyncIterable<string>; readonly type: string };

/** An answer of the API; `cookie` is what the browser shall keep (`Set-Cookie`). */
export interface JsonReply {
  readonly json: unknown;
  readonly status?: 200 | 201;
  readonly revision?: number;
  readonly location?: string;
  readonly cookie?: string;
}

/** A picture; `tag` names its content. */
export interface PictureReply {
  readonly bytes: Buffer;
  readonly type: string;
  readonly tag: string;
  /** What is at the address never changes. */
  readonly immutable: boolean;
}

export type Answer = Result<Reply, Problem>;

/** Turns what a service answered into a reply; a problem stays one. */
export function replyWith<T>(result: Result<T, Problem>, toReply: (value: T) => Reply): Answer {
  return result.ok ? ok(toReply(result.value)) : result;
}

/** A JSON reply; the value's own `revision` becomes the entity tag on routes that have one. */
export const asJson = <T extends object>(value: T): Reply => ({
  json: value,
  ...('revision' in value && typeof value.revision === 'number' ? { revision: value.revision } : {}),
});
