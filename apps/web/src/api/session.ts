import { useQuery } from '@tanstack/react-query';
import type { Role } from '@enginehouse/contracts';
import { api, valueOf } from './client.js';
import { setCsrfToken } from './session-state.js';

/** Who is signed in. */
export interface Session {
  readonly name: string;
  readonly role: Role;
}

const rank: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

/** The session that the cookie stands for; a problem `unauthenticated` where there is none. */
export async function readSession(): Promise<Session> {
  const { name, role, csrfToken } = await valueOf(api.access.session());
  setCsrfToken(csrfToken);
  return { name, role };
}

/** A token that is revoked tells nobody: whoever looks at a page is asked about now and then. */
const askAgainMs = 10_000;

export const useSession = () =>
  useQuery({
    queryKey: ['session'],
    queryFn: readSession,
    retry: false,
    staleTime: 5 * 60_000,
    refetchInterval: askAgainMs,
    refetchOnWindowFocus: 'always',
  });

/** Whether the signed-in person may do what needs a role. What one may not do is not offered. */
export function useMay(role: Role): boolean {
  const { data } = useSession();
  return data !== undefined && rank[data.role] >= rank[role];
}
