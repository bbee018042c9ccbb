import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { choice, flag, text } from '../../app/search-params.js';
import { signedIn } from '../../app/signed-in.js';

/** What the address of the list says. */
export interface MarketFilter {
  readonly search?: string | undefined;
  readonly framework?: string | undefined;
  readonly source?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly updatable?: boolean | undefined;
  readonly deprecated?: boolean | undefined;
}

export const entryTabs = ['about', 'versions', 'changelog', 'provenance', 'policy'] as const;

/** What of an entry is shown. */
export interface EntryShown {
  readonly tab?: (typeof entryTabs)[number] | undefined;
}

/** Which panel lies beside the sources: of what happened (`history`, `run`), or of what is filled in. */
export interface SourcesShown {
  readonly history?: string | undefined;
  readonly run?: string | undefined;
  readonly change?: string | undefined;
  readonly add?: boolean | undefined;
}

export const marketRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/marketplace',
    validateSearch: (raw: Record<string, unknown>): MarketFilter => ({
      search: text(raw['search']),
      framework: text(raw['framework']),
      source: text(raw['source']),
      enabled: flag(raw['enabled']),
      updatable: flag(raw['updatable']),
      deprecated: flag(raw['deprecated']),
    }),
    component: lazyRouteComponent(() => import('./marketplace-page.js'), 'MarketplacePage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/marketplace/sources',
    validateSearch: (raw: Record<string, unknown>): SourcesShown => ({
      history: text(raw['history']),
      run: text(raw['run']),
      change: text(raw['change']),
      add: flag(raw['add']),
    }),
    component: lazyRouteComponent(() => import('./sources/sources-page.js'), 'SourcesPage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/marketplace/$source/$name',
    validateSearch: (raw: Record<string, unknown>): EntryShown => ({ tab: choice(raw['tab'], entryTabs) }),
    component: lazyRouteComponent(() => import('./entry/entry-page.js'), 'EntryPage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/marketplace/$source/$name/update',
    component: lazyRouteComponent(() => import('./update/update-page.js'), 'UpdatePage'),
  }),
] as const;
