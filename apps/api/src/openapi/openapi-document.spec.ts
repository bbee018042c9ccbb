import { describe, expect, it } from 'vitest';
import { allRoutes } from '@enginehouse/contracts/http';
import { openApiDocument } from './openapi-document.js';

const text = JSON.stringify(openApiDocument(allRoutes));
const document = JSON.parse(text) as {
  paths: Record<string, Record<string, { parameters: { name: string; in: string }[]; responses: object }>>;
  components: { schemas: Record<string, unknown> };
};

describe('the OpenAPI document', () => {
  it('has every reference it makes', () => {
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]);
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((name) => !((name as string) in document.components.schemas))).toEqual([]);
    expect(text).not.toContain('$defs');
  });

  it('describes every parameter in a path', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const operation of Object.values(operations)) {
        const described = operation.parameters.filter((each) => each.in === 'path').map((each) => each.name);
        expect([path, described]).toEqual([path, inPath]);
      }
    }
  });

  it('asks for less than it answers where there are defaults', () => {
    const { DeploymentSpec, DeploymentSpecInput } = document.components.schemas;
    expect(DeploymentSpecInput).toMatchObject({ required: ['name', 'backend'] });
    expect((DeploymentSpec as { required: string[] }).required).toContain('replicas');
  });

  it('shows a deployment whole, by reference', () => {
    expect(JSON.stringify(document.paths['/v1/deployments/{name}']?.['get']?.responses)).toContain(
      '"$ref":"#/components/schemas/Deployment"',
    );
    expect(JSON.stringify(document.components.schemas['Deployment'])).toContain('currentBackendRevision');
  });
});

describe('the table of routes', () => {
  it('has each operation and each address once', () => {
    const operations = allRoutes.map((route) => route.operation);
    const addresses = allRoutes.map((route) => `${route.method} ${route.path}`);
    expect([new Set(operations).size, new Set(addresses).size]).toEqual([operations.length, addresses.length]);
  });

  it('lets viewers only read, and come and go; planning and previewing write nothing', () => {
    const open = allRoutes.filter((route) => route.method !== 'GET' && ['viewer', 'public'].includes(route.access));
    expect(open.map((route) => route.operation).toSorted()).toEqual([
      'createSignInCode',
      'joinWorker',
      'planApply',
      'planDrain',
      'planEntryUpdate',
      'planRoll',
      'previewDeployment',
      'signIn',
      'signOut',
    ]);
  });
});
