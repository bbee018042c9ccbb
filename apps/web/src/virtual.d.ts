declare module 'virtual:enginehouse-routes' {
  import type { RouteTables } from '@enginehouse/client/browser';

  /** The routes of the API without their schemas. */
  export const routeTables: RouteTables;
  /** The name of every event type. */
  export const eventTypes: readonly string[];
  /** The accelerator runtimes that a version can need. */
  export const frameworks: readonly string[];
}
