import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { choice, text } from '../../app/search-params.js';
import { signedIn } from '../../app/signed-in.js';
import type { EventFilter } from './logged-event.js';

export const eventRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/events',
    validateSearch: (raw: Record<string, unknown>): EventFilter => ({
      log: choice(raw['log'], ['catalog', 'scheduling', 'marketplace']),
      search: text(raw['search']),
      event: text(raw['event']),
    }),
    component: lazyRouteComponent(() => import('./events-page.js'), 'EventsPage'),
  }),
] as const;
