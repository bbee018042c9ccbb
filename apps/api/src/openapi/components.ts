import {
  auditEntry,
  backendDefinition,
  backendSummary,
  backendVersion,
  backendView,
  definitionDiff,
  deploymentSpec,
  deploymentView,
  entrySummary,
  entryUpdate,
  entryView,
  explanation,
  fieldError,
  instanceView,
  logReport,
  problem,
  rollPlan,
  rollView,
  recordedEvent,
  sourceView,
  syncReport,
  syncRun,
  timelineEntry,
  tokenView,
  workerReport,
  workerView,
} from '@enginehouse/contracts';
import { z } from 'zod';

const named = {
  AuditEntry: auditEntry,
  BackendDefinition: backendDefinition,
  BackendSummary: backendSummary,
  BackendVersion: backendVersion,
  Backend: backendView,
  DefinitionDiff: definitionDiff,
  DeploymentSpec: deploymentSpec,
  Deployment: deploymentView,
  Explanation: explanation,
  FieldError: fieldError,
  Instance: instanceView,
  LogReport: logReport,
  Problem: problem,
  Roll: rollView,
  RollPlan: rollPlan,
  Event: recordedEvent,
  Source: sourceView,
  Sync: syncRun,
  SyncReport: syncReport,
  EntrySummary: entrySummary,
  Entry: entryView,
  EntryUpdate: entryUpdate,
  TimelineEntry: timelineEntry,
  Token: tokenView,
  WorkerReport: workerReport,
  Worker: workerView,
} as const;

type Direction = 'input' | 'output';

/** What is sent may leave out what has a default; what is answered always has it. So they are two schemas. */
const registries = { input: registryOf('Input'), output: registryOf('') } as const;

function registryOf(suffix: string) {
  const registry = z.registry<{ id: string }>();
  Object.entries(named).forEach(([name, schema]) => registry.add(schema, { id: `${name}${suffix}` }));
  return registry;
}

/** Collects the schemas of a document: named ones once, under `components`, everywhere else a reference. */
export class SchemaCollector {
  private readonly collected: Record<string, unknown> = {};

  /** A schema as it stands in the document. */
  schemaOf(schema: z.ZodType, io: Direction): object {
    const {
      $schema: _dialect,
      $defs = {},
      ...rest
    } = z.toJSONSchema(schema, { io, metadata: registries[io], unrepresentable: 'any' });
    for (const [id, definition] of Object.entries($defs)) {
      this.collected[id] ??= pointingIntoComponents(definition);
    }
    return this.named(registries[io].get(schema)?.id, pointingIntoComponents(rest));
  }

  get components(): Readonly<Record<string, unknown>> {
    return this.collected;
  }

  /** A schema that is itself a named one comes back whole; it becomes a reference too. */
  private named(id: string | undefined, converted: object): object {
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
