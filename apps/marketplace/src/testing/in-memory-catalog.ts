import { validateDefinition } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  problemOf,
  type BackendDefinition,
  type BackendSource,
  type BackendView,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import { isDeepStrictEqual } from 'node:util';
import { pinnedDigest } from '../domain/pinned-digest.js';
import type { Catalog, CatalogName, RolledBackBackend } from '../ports.js';
import { InMemoryUsage } from './in-memory-usage.js';

type Done = { readonly revision: number; readonly changed: boolean };

/** A catalog that lives as long as the process, with the rules that the marketplace meets in the real one. */
export class InMemoryCatalog implements Catalog {
  private readonly backends = new Map<string, BackendView>();
  private readonly deleted = new Map<string, { readonly revision: number; readonly definition: BackendDefinition }>();
  private readonly answers = new Map<string, Result<Done, Problem>>();
  private readonly history: BackendView[] = [];
  private readonly followers: ((rolledBack: RolledBackBackend) => Promise<void>)[] = [];
  private revision = 0;
  /** What tags mean; where one is not here, the registry does not know it. */
  readonly digests = new Map<string, string>();
  /** While it is, nothing is answered. */
  away = false;

  constructor(readonly usage = new InMemoryUsage()) {}

  /** Puts a backend in as if somebody had registered or edited it. */
  put(definition: BackendDefinition, source: BackendSource = 'community', by = 'user:ada'): number {
    this.revision += 1;
    const at = new Date(this.revision * 1000).toISOString();
    const { backend_name: name } = definition;
    const before = this.backends.get(name.toLowerCase());
    const createdAt = before?.createdAt ?? at;
    const view = { name, source, revision: this.revision, definition, createdAt, updatedAt: at, updatedBy: by };
    this.backends.set(name.toLowerCase(), view);
    this.history.push(view);
    return this.revision;
  }

  get(backend: string): Promise<Result<BackendView, Problem>> {
    return this.answer(() => {
      const found = this.backends.get(backend.toLowerCase());
      return found ? ok(found) : err(notFound(backend));
    });
  }

  names(_header?: RequestHeader): Promise<Result<ReadonlyMap<string, CatalogName>, Problem>> {
    const names = [...this.backends].map(
      ([key, { name, source, revision }]) => [key, { name, source, revision }] as const,
    );
    return this.answer(() => ok(new Map(names)));
  }

  register(definition: BackendDefinition, header: RequestHeader): Promise<Result<Done, Problem>> {
    return this.once(header, () => {
      const { backend_name: name } = definition;
      const there = this.backends.get(name.toLowerCase());
      if (there) return err(problemOf('name-taken', `The name "${name}" is taken by backend "${there.name}".`));
      return invalid(definition) ?? ok({ revision: this.put(definition, 'community', header.actor), changed: true });
    });
  }

  apply(definition: BackendDefinition, expected: number, header: RequestHeader): Promise<Result<Done, Problem>> {
    return this.once(header, () => {
      const { backend_name: name } = definition;
      const there = this.backends.get(name.toLowerCase());
      if (there?.revision !== expected) return err(stale(name, expected, there?.revision));
      if (isDeepStrictEqual(there.definition, definition)) return ok({ revision: there.revision, changed: false });
      const refused = this.versionInUse(there, definition) ?? invalid(definition);
      return refused ?? ok({ revision: this.put(definition, there.source, header.actor), changed: true });
    });
  }

  delete(backend: string, expected: number | undefined, header: RequestHeader): Promise<Result<Done, Problem>> {
    return this.once(header, () => {
      const there = this.backends.get(backend.toLowerCase());
      if (!there) return err(notFound(backend));
      if (expected !== undefined && there.revision !== expected) return err(stale(backend, expected, there.revision));
      if (this.usage.away) return err(cannotTell(backend));
      const deployments = this.usage.of(backend);
      if (deployments.length > 0) return err(inUse('backend-in-use', backend, deployments));
      return ok({ revision: this.take(backend), changed: true });
    });
  }

  /** Deletes a backend as if somebody had done it in the catalog. */
  take(backend: string): number {
    this.revision += 1;
    const there = this.backends.get(backend.toLowerCase());
    if (there) this.deleted.set(backend.toLowerCase(), { revision: this.revision, definition: there.definition });
    this.backends.delete(backend.toLowerCase());
    return this.revision;
  }

  /** Makes a backend what it was at a revision, as somebody would in the catalog; ends when all who follow know. */
  async rollBack(backend: string, toRevision: number, by = 'user:ada'): Promise<number> {
    const isMeant = ({ name, revision: at }: BackendView) =>
      name.toLowerCase() === backend.toLowerCase() && at <= toRevision;
    const then = this.history.findLast(isMeant);
    if (!then) throw new Error(`there was no ${backend} at revision ${toRevision}`);
    const revision = this.put(then.definition, then.source, by);
    const told = { name: then.name, source: then.source, toRevision: then.revision, revision, actor: by };
    for (const tell of this.followers) await tell(told);
    return revision;
  }

  followRollBacks(handler: (rolledBack: RolledBackBackend) => Promise<void>) {
    this.followers.push(handler);
    return { stop: () => void this.followers.splice(this.followers.indexOf(handler), 1) };
  }

  /** What was deleted last of that name, and when. */
  deletion(backend: string): { readonly revision: number; readonly definition: BackendDefinition } | undefined {
    return this.deleted.get(backend.toLowerCase());
  }

  lastBefore(backend: string, since: number): Promise<Result<BackendDefinition | null, Problem>> {
    const deleted = this.deletion(backend);
    return this.answer(() => ok(deleted && deleted.revision > since ? deleted.definition : null));
  }

  digestOf(image: string, _header?: RequestHeader) {
    const digest = pinnedDigest(image) ?? this.digests.get(image) ?? null;
    const detail = digest === null ? `There is no image ${image}.` : 'the registry says so';
    return Promise.resolve({ digest, detail });
  }

  private versionInUse(
    { name, definition }: BackendView,
    wanted: BackendDefinition,
  ): Result<Done, Problem> | undefined {
    const gone = definition.versions.filter((version) => !wanted.versions.some((each) => each.name === version.name));
    if (gone.length > 0 && this.usage.away) return err(cannotTell(name));
    const deployments = gone.flatMap((version) => this.usage.of(name, version.name));
    return deployments.length > 0 ? err(inUse('version-in-use', name, deployments)) : undefined;
  }

  private once(header: RequestHeader, decide: () => Result<Done, Problem>): Promise<Result<Done, Problem>> {
    return this.answer(() => {
      const answered = this.answers.get(header.idempotencyKey) ?? decide();
      if (answered.ok && answered.value.changed) this.answers.set(header.idempotencyKey, answered);
      return answered;
    });
  }

  private answer<T>(decide: () => Result<T, Problem>): Promise<Result<T, Problem>> {
    return Promise.resolve(this.away ? err(problemOf('unavailable', 'The catalog does not answer.')) : decide());
  }
}

function invalid(definition: BackendDefinition): Result<never, Problem> | undefined {
  const errors = validateDefinition(definition, { source: 'community' });
  const [first] = errors;
  return first ? err(problemOf('invalid-definition', first.detail, { errors })) : undefined;
}

const notFound = (name: string): Problem => problemOf('backend-not-found', `There is no backend "${name}".`);

const stale = (name: string, expected: number, current: number | undefined): Problem =>
  problemOf(
    'stale-revision',
    `The change was based on revision ${expected} of "${name}".`,
    current === undefined ? {} : { currentRevision: current },
  );

const inUse = (code: 'backend-in-use' | 'version-in-use', name: string, deployments: readonly string[]): Problem =>
  problemOf(code, `${name} is used by ${deployments.join(', ')}.`, { extra: { deployments } });

const cannotTell = (name: string): Problem =>
  problemOf('unavailable', `It cannot be told now whether deployments use ${name}.`, { extra: { changed: false } });
