import type { AccessKey } from '@enginehouse/contracts';
import { createHash } from 'node:crypto';

/** Finds whom a bearer token stands for, by its hash. */
export class KeyTable {
  constructor(private readonly byHash: ReadonlyMap<string, AccessKey>) {}

  /** Undefined for a token that is not known or has ended. */
  find(authorization: string | undefined, now: number = Date.now()): AccessKey | undefined {
    const token = /^Bearer +([\w.~+/=-]{1,512}) *$/i.exec(authorization ?? '')?.[1];
    const key = token === undefined ? undefined : this.byHash.get(hashOf(token));
    const ended = key !== undefined && key.expiresAt !== null && Date.parse(key.expiresAt) <= now;
    return ended ? undefined : key;
  }
}

const hashOf = (token: string) => createHash('sha256').update(token, 'utf8').digest('hex');
