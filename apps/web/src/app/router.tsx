import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { choice, localPath, text } from './search-params.js';
import type { BackendFilter } from '../features/backends/backend-order.js';
import { queryClient } from '../api/query-client.js';
import { readSession } from '../api/session.js';
import { NotFound } from '../ui/not-found.js';
import { PageError } from '../ui/page-error.js';
import { PageSkeleton } from '../ui/page-skeleton.js';
import { Shell } from '../shell/shell.js';

const root = createRootRoute({ notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { readonly next?: string } => {
    const path = localPath(next);
    return path === undefined ? {} : { next: path };
  },
  component: lazyRouteComponent(() => import('../features/sign-in/sign-in-page.js'), 'SignInPage'),
});

/** Everything behind the sign-in. */
const signedIn = createRoute({
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

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('../features/overview/overview-page.js'), 'OverviewPage'),
});

const backends = createRoute({
  getParentRoute: () => signedIn,
  path: '/backends',
  validateSearch: (raw: Record<string, unknown>): BackendFilter => ({
    search: text(raw['search']),
    source: choice(raw['source'], ['built_in', 'community', 'custom']),
    framework: text(raw['framework']),
    sort: choice(raw['sort'], ['name', 'changed', 'use']),
  }),
  component: lazyRouteComponent(() => import('../features/backends/backends-page.js'), 'BackendsPage'),
});

const routeTree = root.addChildren([signIn, signedIn.addChildren([overview, backends])]);

/** Every view has an address; pages are fetched when they are first needed. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultPendingComponent: PageSkeleton,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
