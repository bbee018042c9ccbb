import type { Route } from '@enginehouse/contracts';
import { closeNames } from './close-names.js';

/** An instance that can be sent to, and the deployment it belongs to. */
export interface Target {
  readonly deployment: string;
  readonly id: string;
  readonly generation: number;
  readonly url: string;
}

/** What is known about a model that a client asks for. */
export type Resolution =
  | { readonly kind: 'ready'; readonly deployment: string; readonly targets: readonly Target[] }
  | { readonly kind: 'not-ready'; readonly deployment: string; readonly state: Route['state']; readonly reason: string }
  | { readonly kind: 'unknown'; readonly close: readonly string[] };

/** A model that clients can use now. */
export interface ServedModel {
  readonly name: string;
  readonly createdAt: string;
}

/** Of several deployments of a model that all are not ready, the one nearest to being so tells the reason. */
const nearness: Readonly<Record<Route['state'], number>> = { ready: 0, loading: 1, failed: 2, stopped: 3 };

/** Which instances serve which model; immutable, made anew when a route changes. */
export class RouteTable {
  private readonly byModel = new Map<string, readonly Route[]>();

  constructor(routes: Iterable<Route>) {
    for (const route of routes) {
      this.byModel.set(route.modelName, [...(this.byModel.get(route.modelName) ?? []), route]);
    }
  }

  resolve(model: string): Resolution {
    const routes = this.byModel.get(model);
    if (!routes) {
      return { kind: 'unknown', close: closeNames(model, [...this.byModel.keys()]) };
    }
    const targets = routes.flatMap(targetsOf);
    const [first] = targets;
    return first ? { kind: 'ready', deployment: first.deployment, targets } : notReady(routes);
  }

  models(): readonly ServedModel[] {
    return [...this.byModel]
      .filter(([, routes]) => routes.some((route) => targetsOf(route).length > 0))
      .map(([name, routes]) => ({ name, createdAt: routes[0]?.createdAt ?? '' }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function notReady(routes: readonly Route[]): Resolution {
  const { deployment, state, reason } = routes.reduce((a, b) => (nearness[b.state] < nearness[a.state] ? b : a));
  return { kind: 'not-ready', deployment, state, reason };
}

function targetsOf({ deployment, state, instances }: Route): readonly Target[] {
  return state === 'ready' ? instances.map((instance) => ({ deployment, ...instance })) : [];
}
