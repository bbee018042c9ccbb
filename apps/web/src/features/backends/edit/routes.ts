import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { choice } from '../../../app/search-params.js';
import { signedIn } from '../../../app/signed-in.js';

export interface EditSearch {
  readonly view?: 'form' | 'yaml' | undefined;
}

const viewOf = (raw: Record<string, unknown>): EditSearch => ({ view: choice(raw['view'], ['form', 'yaml']) });

/** Adding and editing a backend; `version=new` begins with another version. */
export const backendEditRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/backends/new',
    validateSearch: viewOf,
    component: lazyRouteComponent(() => import('./edit-page.js'), 'NewBackendPage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/backends/$name/edit',
    validateSearch: (raw: Record<string, unknown>): EditSearch & { readonly version?: 'new' | undefined } => ({
      ...viewOf(raw),
      version: choice(raw['version'], ['new']),
    }),
    component: lazyRouteComponent(() => import('./edit-page.js'), 'EditBackendPage'),
  }),
] as const;
