import {
  backendDefinition,
  backendSummary,
  backendVersion,
  backendView,
  deploymentSpec,
  deploymentView,
  explanation,
  fieldError,
  instanceView,
  logReport,
  problem,
  recordedEvent,
  timelineEntry,
  tokenView,
  workerReport,
  workerView,
} from '@enginehouse/contracts';
import { z } from 'zod';

const named = {
  BackendDefinition: backendDefinition,
  BackendSummary: backendSummary,
  BackendVersion: backendVersion,
  Backend: backendView,
  DeploymentSpec: deploymentSpec,
  Deployment: deploymentView,
  Explanation: explanation,
  FieldError: fieldError,
  Instance: instanceView,
  LogReport: logReport,
  Problem: problem,
  Event: recordedEvent,
  TimelineEntry: timelineEntry,
  Token: tokenView,
  WorkerReport: workerReport,
  Worker: workerView,
} as const;

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(named)) {
  registry.add(schema, { id });
}

/** Collects the schemas of a document: named ones once, under `components`, everywhere else a reference. */
export class SchemaCollector {
  private readonly collected: Record<string, unknown> = {};

  /** A schema as it stands in the document. */
  schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
    const {
      $schema: _dialect,
      $defs = {},
      ...rest
    } = z.toJSONSchema(schema, { io, metadata: registry, unrepresentable: 'any' });
    for (const [id, definition] of Object.entries($defs)) {
      this.collected[id] ??= pointingIntoComponents(definition);
    }
    return this.named(schema, pointingIntoComponents(rest));
  }

  get components(): Readonly<Record<string, unknown>> {
    return this.collected;
  }

  /** A schema that is itself a named one comes back whole; it becomes a reference too. */
  private named(schema: z.ZodType, converted: object): object {
    const id = registry.get(schema)?.id;
    if (id === undefined) {
      return converted;
    }
    this.collected[id] ??= converted;
    return { $ref: `#/components/schemas/${id}` };
  }
}

function pointingIntoComponents<T extends object>(schema: T): T {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as T;
}
