import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { choice, text } from '../../app/search-params.js';
import { signedIn } from '../../app/signed-in.js';

const deliveryStates = ['pending', 'retrying', 'delivered', 'dead'] as const;

/** What is shown: one of the lists, a webhook beside it, and which of its deliveries. */
export interface Shown {
  readonly tab?: 'tokens' | 'join' | 'webhooks' | undefined;
  readonly webhook?: string | undefined;
  readonly state?: (typeof deliveryStates)[number] | undefined;
}

export const accessRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/access',
    validateSearch: (raw: Record<string, unknown>): Shown => ({
      tab: choice(raw['tab'], ['tokens', 'join', 'webhooks']),
      webhook: text(raw['webhook']),
      state: choice(raw['state'], deliveryStates),
    }),
    component: lazyRouteComponent(() => import('./access-page.js'), 'AccessPage'),
  }),
] as const;
