import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { flag } from '../../app/search-params.js';
import { signedIn } from '../../app/signed-in.js';

/** Whether somebody wants to see the first steps. */
export interface OverviewShown {
  readonly tour?: boolean | undefined;
}

export const overviewRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/',
    validateSearch: (raw: Record<string, unknown>): OverviewShown => ({ tour: flag(raw['tour']) }),
    component: lazyRouteComponent(() => import('./overview-page.js'), 'OverviewPage'),
  }),
] as const;
