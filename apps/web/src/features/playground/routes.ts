import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { text } from '../../app/search-params.js';
import { signedIn } from '../../app/signed-in.js';

export const playgroundRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/playground',
    validateSearch: (raw: Record<string, unknown>): { readonly deployment?: string | undefined } => ({
      deployment: text(raw['deployment']),
    }),
    component: lazyRouteComponent(() => import('./playground-page.js'), 'PlaygroundPage'),
  }),
] as const;
