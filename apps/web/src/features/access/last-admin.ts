import type { TokenView } from '@enginehouse/contracts';

/** Whether this is the only admin token without an end: the API revokes every other, and never this one. */
export function isLastAdmin(name: string, tokens: readonly TokenView[]): boolean {
  const lasting = tokens.filter(({ role, expiresAt }) => role === 'admin' && expiresAt === null);
  return lasting.length === 1 && lasting[0]?.name === name;
}
