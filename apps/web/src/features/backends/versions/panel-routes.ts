import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';
import { text } from '../../../app/search-params.js';

/** What of a backend's versions is shown. */
export interface VersionsShown {
  /** Only versions for this framework. */
  readonly only?: string | undefined;
}

/** What lies over the list of backends, each with an address of its own. */
export const panelRoutes = <P extends AnyRoute>(list: P) =>
  [
    createRoute({
      getParentRoute: () => list,
      path: '/$name',
      validateSearch: (raw: Record<string, unknown>): VersionsShown => ({ only: text(raw['only']) }),
      component: lazyRouteComponent(() => import('./backend-panel.js'), 'BackendPanel'),
    }),
    createRoute({
      getParentRoute: () => list,
      path: '/$name/preview',
      component: lazyRouteComponent(() => import('./preview-panel.js'), 'PreviewPanel'),
    }),
  ] as const;
