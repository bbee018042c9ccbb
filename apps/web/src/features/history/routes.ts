import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { choice, text } from '../../app/search-params.js';
import { signedIn } from '../../app/signed-in.js';

/** Which revisions of a backend are looked at: two compared, or the state at one or at a time. */
export interface HistoryShown {
  readonly view?: 'changes' | 'state' | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly revision?: number | undefined;
  readonly at?: string | undefined;
}

/** Which changes of the catalog are listed; `before` is where the page begins. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly backend?: string | undefined;
  readonly type?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly before?: number | undefined;
}

const count = (value: unknown): number | undefined => {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};
const instant = (value: unknown): string | undefined =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined;

export const historyRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/backends/$name/history',
    validateSearch: (raw: Record<string, unknown>): HistoryShown => ({
      view: choice(raw['view'], ['changes', 'state']),
      from: count(raw['from']),
      to: count(raw['to']),
      revision: count(raw['revision']),
      at: instant(raw['at']),
    }),
    component: lazyRouteComponent(() => import('./history-page.js'), 'HistoryPage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/audit',
    validateSearch: (raw: Record<string, unknown>): AuditFilter => ({
      actor: text(raw['actor']),
      backend: text(raw['backend']),
      type: text(raw['type']),
      since: instant(raw['since']),
      until: instant(raw['until']),
      before: count(raw['before']),
    }),
    component: lazyRouteComponent(() => import('./audit-page.js'), 'AuditPage'),
  }),
] as const;
