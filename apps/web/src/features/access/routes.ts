import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { choice } from '../../app/search-params.js';
import { signedIn } from '../../app/signed-in.js';

export interface Shown {
  readonly tab?: 'tokens' | 'join' | undefined;
}

export const accessRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/access',
    validateSearch: (raw: Record<string, unknown>): Shown => ({ tab: choice(raw['tab'], ['tokens', 'join']) }),
    component: lazyRouteComponent(() => import('./access-page.js'), 'AccessPage'),
  }),
] as const;
