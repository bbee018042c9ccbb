import type { Plugin } from 'vite';

const name = 'virtual:enginehouse-routes';

/**
 * The table of routes and the names of events, without the schemas: browsers take the answers of their own server as
 * they come, and the schemas with their library are a quarter of what a first visit may load.
 */
export function slimRoutes(): Plugin {
  return {
    name: 'slim-routes',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: async (id) => (id === `\0${name}` ? await moduleText() : undefined),
  };
}

async function moduleText(): Promise<string> {
  const { routeGroups } = await import('@enginehouse/contracts/http');
  const { allEvents, frameworks } = await import('@enginehouse/contracts');
  const tables = Object.entries(routeGroups).map(([group, routes]) => [group, mapped(routes)]);
  return `const schema = { safeParse: (data) => ({ success: true, data }) };
const tables = ${JSON.stringify(Object.fromEntries(tables))};
for (const routes of Object.values(tables)) for (const route of Object.values(routes)) if (route.answer.schema) route.answer.schema = schema;
export const routeTables = tables;
export const eventTypes = ${JSON.stringify(Object.keys(allEvents))};
export const frameworks = ${JSON.stringify(frameworks)};`;
}

interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly body?: unknown;
  readonly answer: { readonly schema?: unknown; readonly types?: readonly string[] };
}

const mapped = (routes: Readonly<Record<string, Described>>) =>
  Object.fromEntries(Object.entries(routes).map(([key, route]) => [key, slim(route)]));

function slim({ method, path, operation, body, answer }: Described) {
  const { schema, types } = answer;
  return {
    method,
    path,
    operation,
    ...(body ? { body: true } : {}),
    answer: { types, ...(schema ? { schema: true } : {}) },
  };
}
