import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { localPath } from '../../app/search-params.js';
import { root } from '../../app/signed-in.js';

/** `next`: the page that somebody wanted to see before the sign-in. */
export const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { readonly next?: string } => {
    const path = localPath(next);
    return path === undefined ? {} : { next: path };
  },
  component: lazyRouteComponent(() => import('./sign-in-page.js'), 'SignInPage'),
});
