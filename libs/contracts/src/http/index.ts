import { accessRoutes } from './access-routes.js';
import { backendRoutes } from './backend-routes.js';
import { deploymentRoutes } from './deployment-routes.js';
import { eventRoutes } from './event-routes.js';
import { historyRoutes } from './history-routes.js';
import { imageRoutes } from './image-routes.js';
import { instanceRoutes } from './instance-routes.js';
import { entryRoutes, sourceRoutes } from './marketplace-routes.js';
import { metaRoutes } from './meta-routes.js';
import { planRoutes } from './plan-routes.js';
import { previewRoutes } from './preview-routes.js';
import type { Route } from './route.js';
import { webhookRoutes } from './webhook-routes.js';
import { workerRoutes } from './worker-routes.js';

/** The routes by group, under the names that the client library gives them. */
export const routeGroups = {
  backends: { ...backendRoutes, ...planRoutes },
  images: imageRoutes,
  deployments: { ...deploymentRoutes, ...previewRoutes },
  instances: instanceRoutes,
  workers: workerRoutes,
  events: eventRoutes,
  history: historyRoutes,
  webhooks: webhookRoutes,
  sources: sourceRoutes,
  entries: entryRoutes,
  access: accessRoutes,
  meta: metaRoutes,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Route>>>>;

/** Every address of the API. The guard, the input check and the OpenAPI document read this and nothing else. */
export const allRoutes: readonly Route[] = Object.values(routeGroups).flatMap((group): readonly Route[] =>
  Object.values(group),
);

export * from './route.js';
export * from './access-routes.js';
export * from './backend-routes.js';
export * from './deployment-routes.js';
export * from './event-routes.js';
export * from './history-routes.js';
export * from './image-routes.js';
export * from './instance-routes.js';
export * from './marketplace-routes.js';
export * from './meta-routes.js';
export * from './plan-routes.js';
export * from './preview-routes.js';
export * from './webhook-routes.js';
export * from './worker-routes.js';
