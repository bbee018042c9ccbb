import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../../app/signed-in.js';

export const workerRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/workers',
    component: lazyRouteComponent(() => import('./workers-page.js'), 'WorkersPage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/workers/$name',
    component: lazyRouteComponent(() => import('./worker/worker-page.js'), 'WorkerPage'),
  }),
] as const;
