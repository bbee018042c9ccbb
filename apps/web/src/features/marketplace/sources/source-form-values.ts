import {
  defaultSyncSeconds,
  newSource,
  sourceChanges,
  type PlainIssues,
  type SourceChanges,
  type SourceView,
  type UpdatePolicy,
} from '@enginehouse/contracts';
import { issuesHere } from '../../../texts/issues.js';
import { sentPolicy } from '../policy-values.js';

export const sourceKinds = ['http', 'git', 'oci', 'file'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What is typed into the form; fields of other kinds stay while the kind is changed back and forth. */
export interface SourceInput {
  readonly name: string;
  readonly kind: SourceKind | 'builtin';
  readonly url: string;
  readonly ref: string;
  readonly path: string;
  readonly reference: string;
  readonly filePath: string;
  readonly internal: boolean;
  readonly keys: string;
  readonly strict: boolean;
  readonly everySeconds: number;
  readonly policy: UpdatePolicy;
}

export const emptySource: SourceInput = {
  name: '',
  kind: 'http',
  url: '',
  ref: '',
  path: '',
  reference: '',
  filePath: '',
  internal: false,
  keys: '',
  strict: false,
  everySeconds: defaultSyncSeconds,
  policy: { mode: 'notify' },
};

/** A source as it is now, to be changed. */
export function inputOf({ name, location, internal, strict, everySeconds, policy }: SourceView): SourceInput {
  const common = { ...emptySource, name, internal, strict, everySeconds, policy, kind: location.kind };
  switch (location.kind) {
    case 'http':
      return { ...common, url: location.url };
    case 'git':
      return { ...common, url: location.url, ref: location.ref === 'HEAD' ? '' : location.ref, path: location.path };
    case 'oci':
      return { ...common, reference: location.reference };
    case 'file':
      return { ...common, filePath: location.path };
    case 'builtin':
      return common;
  }
}

function locationOf({ kind, url, ref, path, reference, filePath }: SourceInput): SourceView['location'] {
  switch (kind) {
    case 'http':
      return { kind, url: url.trim() };
    case 'git':
      return { kind, url: url.trim(), ref: ref.trim() || 'HEAD', path: path.trim() };
    case 'oci':
      return { kind, reference: reference.trim() };
    case 'file':
      return { kind, path: filePath.trim() };
    case 'builtin':
      return { kind };
  }
}

const keysOf = ({ keys }: SourceInput): string[] => keys.split(/\s+/).filter((key) => key !== '');

/** What is wrong with a field, by the name that it has in the form. */
export type FieldProblems = Readonly<Partial<Record<keyof SourceInput, string>>>;

type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: FieldProblems };

/** What is sent to add a source, checked with the schema of the API. */
export function newSourceOf(input: SourceInput) {
  const { name, internal, strict, everySeconds } = input;
  return checked(input, newSource, {
    name: name.trim(),
    location: locationOf(input),
    internal,
    keys: keysOf(input),
    ...(strict ? { strict } : {}),
    everySeconds,
    policy: sentPolicy(input.policy),
  });
}

/** What is sent to change a source: only what differs from how the form began. */
export function changesOf(input: SourceInput, before: SourceInput): Checked<SourceChanges> {
  const now = changeable(input);
  const then = changeable(before);
  const differing = (Object.keys(now) as (keyof typeof now)[]).filter(
    (key) => JSON.stringify(now[key]) !== JSON.stringify(then[key]),
  );
  return checked(input, sourceChanges, Object.fromEntries(differing.map((key) => [key, now[key]])));
}

const changeable = (input: SourceInput) => ({
  location: locationOf(input),
  internal: input.internal,
  strict: input.strict,
  everySeconds: input.everySeconds,
  policy: sentPolicy(input.policy),
});

interface Schema<T> {
  safeParse(
    value: unknown,
    issues: PlainIssues,
  ):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
        };
      };
}

function checked<T>(input: SourceInput, schema: Schema<T>, value: unknown): Checked<T> {
  const parsed = schema.safeParse(value, issuesHere());
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems: Partial<Record<keyof SourceInput, string>> = {};
  for (const { path, message } of parsed.error.issues) problems[fieldOf(path, input)] ??= message;
  return { ok: false, problems };
}

/** Which field of the form a path of the request means. */
function fieldOf([first, second]: readonly PropertyKey[], { kind }: SourceInput): keyof SourceInput {
  if (first !== 'location') return first as keyof SourceInput;
  if (kind === 'file') return 'filePath';
  return second as keyof SourceInput;
}
