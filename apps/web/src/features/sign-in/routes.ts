import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { SessionEnd } from '../../api/session-state.js';
import { choice, localPath } from '../../app/search-params.js';
import { root } from '../../app/signed-in.js';

/** `next`: the page that somebody wanted to see before the sign-in; `why`: what ended the session that there was. */
export interface SignInShown {
  readonly next?: string;
  readonly why?: SessionEnd;
}

export const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): SignInShown => {
    const [next, why] = [localPath(raw['next']), choice(raw['why'], ['signed-out', 'token-ended'])];
    return { ...(next === undefined ? {} : { next }), ...(why === undefined ? {} : { why }) };
  },
  component: lazyRouteComponent(() => import('./sign-in-page.js'), 'SignInPage'),
});
