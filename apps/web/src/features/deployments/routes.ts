import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { choice, flag, text } from '../../app/search-params.js';
import { signedIn } from '../../app/signed-in.js';

/** What the address of the list says. */
export interface DeploymentFilter {
  readonly search?: string | undefined;
  readonly status?: 'ready' | 'partial' | 'loading' | 'waiting' | 'failed' | 'stopped' | undefined;
}

/** What of a deployment is shown, and whose logs lie beside it. */
export interface DeploymentShown {
  readonly tab?: 'instances' | 'timeline' | 'placement' | 'settings' | undefined;
  readonly logs?: string | undefined;
  /** Whether it is asked what a roll would do. */
  readonly roll?: boolean | undefined;
}

/** What the address of a new deployment says. */
export interface NewDeployment {
  readonly backend?: string | undefined;
  readonly version?: string | undefined;
}

const statuses = ['ready', 'partial', 'loading', 'waiting', 'failed', 'stopped'] as const;

export const deploymentRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/deployments',
    validateSearch: (raw: Record<string, unknown>): DeploymentFilter => ({
      search: text(raw['search']),
      status: choice(raw['status'], statuses),
    }),
    component: lazyRouteComponent(() => import('./deployments-page.js'), 'DeploymentsPage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/deployments/new',
    validateSearch: (raw: Record<string, unknown>): NewDeployment => ({
      backend: text(raw['backend']),
      version: text(raw['version']),
    }),
    component: lazyRouteComponent(() => import('./deploy/deploy-page.js'), 'DeployPage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/deployments/$name',
    validateSearch: (raw: Record<string, unknown>): DeploymentShown => ({
      tab: choice(raw['tab'], ['instances', 'timeline', 'placement', 'settings']),
      logs: text(raw['logs']),
      roll: flag(raw['roll']),
    }),
    component: lazyRouteComponent(() => import('./deployment-page.js'), 'DeploymentPage'),
  }),
] as const;
