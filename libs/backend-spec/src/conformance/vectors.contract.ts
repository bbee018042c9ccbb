import { readFileSync } from 'node:fs';

/** What every conformance vector has. `may_reject` and `also_accept` name other right answers. */
export interface Vector {
  readonly id: string;
  readonly class: string;
  readonly note: string;
  readonly kind?: string;
  readonly expected: Expected;
  readonly also_accept?: readonly string[];
  readonly may_reject?: string;
}

export interface Expected {
  readonly ok?: unknown;
  readonly ok_digest?: { readonly argc: number; readonly sha256_nul_joined: string };
  readonly error?: string;
  readonly path?: readonly (string | number)[];
}

/** The vectors of one file, with their titles first so that they name the test cases. */
export function vectors<V extends Vector>(file: string, kind?: string): readonly (readonly [string, V])[] {
  const text = readFileSync(new URL(`./fixtures/${file}.json`, import.meta.url), 'utf8');
  const { vectors: all } = JSON.parse(text) as { vectors: readonly V[] };
  const wanted = all.filter((vector) => vector.kind === kind);
  return wanted.map((vector) => [`${vector.id} ${vector.class}: ${vector.note}`, vector] as const);
}

/** A text that is too long to be written out. */
export interface GeneratedText {
  readonly prefix: string;
  readonly unit: string;
  readonly times: number;
  readonly suffix: string;
  readonly close?: string;
}

export const generate = ({ prefix, unit, times, suffix, close }: GeneratedText): string =>
  prefix + unit.repeat(times) + suffix + (close === undefined ? '' : `${close.repeat(times)}\n`);
