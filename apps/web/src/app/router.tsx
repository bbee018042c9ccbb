import { createRoute, createRouter } from '@tanstack/react-router';
import { accessRoutes } from '../features/access/routes.js';
import { backendRoutes } from '../features/backends/routes.js';
import { deploymentRoutes } from '../features/deployments/routes.js';
import { eventRoutes } from '../features/events/routes.js';
import { historyRoutes } from '../features/history/routes.js';
import { marketRoutes } from '../features/marketplace/routes.js';
import { overviewRoutes } from '../features/overview/routes.js';
import { playgroundRoutes } from '../features/playground/routes.js';
import { signInRoute } from '../features/sign-in/routes.js';
import { workerRoutes } from '../features/workers/routes.js';
import { NotFound } from '../ui/not-found.js';
import { PageError } from '../ui/page-error.js';
import { PageSkeleton } from '../ui/page-skeleton.js';
import { root, signedIn } from './signed-in.js';

/** Any other address: the way on is beside the message. */
const elsewhere = createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFound });

const pages = signedIn.addChildren([
  ...overviewRoutes,
  ...backendRoutes,
  ...historyRoutes,
  ...deploymentRoutes,
  ...marketRoutes,
  ...workerRoutes,
  ...playgroundRoutes,
  ...eventRoutes,
  ...accessRoutes,
  elsewhere,
]);

/** Every view has an address; pages are fetched when they are first needed. */
export const router = createRouter({
  routeTree: root.addChildren([signInRoute, pages]),
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultPendingComponent: PageSkeleton,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
