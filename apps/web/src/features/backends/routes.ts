import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { choice, text } from '../../app/search-params.js';
import { signedIn } from '../../app/signed-in.js';
import type { BackendFilter } from './backend-order.js';
import { backendEditRoutes } from './edit/routes.js';
import { panelRoutes } from './versions/panel-routes.js';

const list = createRoute({
  getParentRoute: () => signedIn,
  path: '/backends',
  validateSearch: (raw: Record<string, unknown>): BackendFilter => ({
    search: text(raw['search']),
    source: choice(raw['source'], ['built_in', 'community', 'custom']),
    framework: text(raw['framework']),
    sort: choice(raw['sort'], ['name', 'changed', 'use']),
  }),
  component: lazyRouteComponent(() => import('./backends-page.js'), 'BackendsPage'),
});

export const backendRoutes = [list.addChildren(panelRoutes(list)), ...backendEditRoutes] as const;
