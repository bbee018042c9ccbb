import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { queryClient } from '../api/query-client.js';
import { readSession } from '../api/session.js';
import { Shell } from '../shell/shell.js';
import { NotFound } from '../ui/not-found.js';

/** Above every address. */
export const root = createRootRoute({ notFoundComponent: NotFound });

/** Everything behind the sign-in; pages are its children. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData({ queryKey: ['session'], queryFn: readSession });
    } catch {
      throw redirect({ to: '/sign-in', search: { next: location.href } });
    }
  },
});
