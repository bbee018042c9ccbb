import type { Command } from 'commander';
import { z } from 'zod';
import type { Session } from '../session.js';

/** What can be completed by asking the server, and where it says so. */
const addresses = {
  sources: '/v1/marketplace/sources',
  entries: '/v1/marketplace/entries?limit=200',
  'enabled-entries': '/v1/marketplace/entries?limit=200&enabled=true',
} as const;

export type NameKind = keyof typeof addresses;
export const nameKinds = Object.keys(addresses) as NameKind[];

const kinds = new WeakMap<Command, NameKind>();

/** Says that the argument of a command is such a name. */
export function completesNames(command: Command, kind: NameKind): Command {
  kinds.set(command, kind);
  return command;
}

/** What the argument of a command is a name of, where that was said. */
export const namesOf = (command: Command): NameKind | undefined => kinds.get(command);

const named = z.object({ items: z.array(z.object({ name: z.string() })) });
/** Somebody waits at the keyboard. */
const timeoutMs = 2000;

/** The names that there are; without a server there are none, and nobody wants to hear of it. */
export async function readNames(session: Session, kind: NameKind): Promise<readonly string[]> {
  try {
    const { value } = await session.api.typed(named, 'GET', addresses[kind], { timeoutMs });
    // Shells take words apart at blanks.
    return [...new Set(value.items.map(({ name }) => name).filter((name) => /^[\w./@:+-]+$/.test(name)))];
  } catch {
    return [];
  }
}
