import type { FieldPath } from '@enginehouse/contracts';
import {
  EVENT_ID,
  getScalarValue,
  SCALAR_STYLE,
  type AliasEvent,
  type Event,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { checkText } from '../errors/check-text.js';
import { errorAt, type SpecFailure } from '../errors/spec-error.js';
import {
  cannotMerge,
  cycle,
  duplicateKey,
  limitFailures,
  notAKey,
  unknownAlias,
  unsupportedTag,
} from './compose-failures.js';
import type { LocatedError } from './located-error.js';
import { MappingBuilder } from './mapping-builder.js';
import { addSizes, brokenLimit, collectionSize, noSize, scalarSize } from './node-size.js';
import type { DocumentEvents } from './parse-yaml-events.js';
import type { MappingNode, ScalarNode, YamlNode } from './yaml-node.js';
import { resolveTag, type ResolvedTag } from './yaml-tag.js';

/** The root of a document with every error found on the way; after a broken limit there is no root. */
export interface ComposedYaml {
  readonly root: YamlNode | undefined;
  readonly errors: readonly LocatedError[];
}

/** Builds the nodes of a document from its events: resolves tags, aliases and merges, and keeps every scalar's source text. */
export function composeYaml(document: DocumentEvents): ComposedYaml {
  const composed = composeParts(document, MAX_MERGED_ENTRIES);
  const limit = composed.root && brokenLimit(composed.root.size);
  return limit === undefined ? composed : overLimit(limit);
}

/** The same of a document that may hold more than one backend may: whoever reads its parts looks at the limits of each. */
export function composeParts(document: DocumentEvents, maxMergedEntries: number): ComposedYaml {
  const composer = new Composer(document, maxMergedEntries);
  const root = composer.node([], 'value');
  return composer.overflow ? overLimit('alias_limit') : { root, errors: composer.errors };
}

const overLimit = (limit: keyof typeof limitFailures): ComposedYaml => ({
  root: undefined,
  errors: [{ error: errorAt([], limitFailures[limit]), at: 0 }],
});

const NULL_TEXTS: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);

type Anchored = ScalarEvent | SequenceEvent | MappingEvent;
type Role = 'key' | 'value';

class Composer {
  readonly errors: LocatedError[] = [];
  /** True when merging alone went past the limits. */
  overflow = false;
  private cursor = 0;
  private lastAt = 0;
  private mergedEntries = 0;
  /** Nodes by anchor; one that is still being read is `null`, so that an alias to it is seen as a cycle. */
  private readonly anchors = new Map<string, YamlNode | null>();

  constructor(
    private readonly document: DocumentEvents,
    private readonly maxMergedEntries: number,
  ) {}

  node(path: FieldPath, role: Role): YamlNode {
    const event = this.next();
    if (event.type === EVENT_ID.ALIAS) return this.alias(event);
    if (event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return this.scalarAt(this.lastAt, '', true);
    const anchor = event.anchorStart < 0 ? undefined : this.document.source.slice(event.anchorStart, event.anchorEnd);
    if (anchor !== undefined) this.anchors.set(anchor, null);
    const node = this.content(event, path, role);
    if (anchor !== undefined) this.anchors.set(anchor, node);
    return node;
  }

  private content(event: Anchored, path: FieldPath, role: Role): YamlNode {
    const at = this.startOf(event);
    const node = event.type === EVENT_ID.SCALAR ? this.scalar(event, path, at, role) : this.collection(event, path, at);
    const written = event.tagStart < 0 ? '' : this.document.source.slice(event.tagStart, event.tagEnd);
    const tag = resolveTag(written, kindOf(event), this.document.directives);
    if (tag !== undefined) return node.kind === 'scalar' ? asTagged(node, tag) : node;
    return this.invalid([], at, unsupportedTag(written));
  }

  private collection(event: SequenceEvent | MappingEvent, path: FieldPath, at: number): YamlNode {
    return event.type === EVENT_ID.SEQUENCE ? this.sequence(path, at) : this.mapping(path, at);
  }

  private scalar(event: ScalarEvent, path: FieldPath, at: number, role: Role): YamlNode {
    const text = getScalarValue(this.document.source, event);
    // A key is checked by whoever knows what it names.
    const failure = role === 'key' ? undefined : checkText(text);
    if (failure) return this.invalid(path, at, failure);
    return this.scalarAt(at, text, event.style === SCALAR_STYLE.PLAIN);
  }

  private scalarAt(at: number, text: string, isPlain: boolean): ScalarNode {
    const isNull = isPlain && NULL_TEXTS.has(text);
    return { kind: 'scalar', at, text, isNull, isMergeKey: isPlain && text === '<<', size: scalarSize(text) };
  }

  private sequence(path: FieldPath, at: number): YamlNode {
    const items: YamlNode[] = [];
    let size = noSize;
    while (!this.atEnd()) {
      const item = this.node([...path, items.length], 'value');
      items.push(item);
      size = addSizes(size, item.size);
    }
    return { kind: 'sequence', at, items, size: collectionSize(size) };
  }

  private mapping(path: FieldPath, at: number): YamlNode {
    const builder = new MappingBuilder(at);
    while (!this.atEnd()) this.pair(builder, path);
    this.mergedEntries += builder.mergedEntries;
    if (this.mergedEntries > this.maxMergedEntries) this.overflow = true;
    return this.overflow ? { kind: 'invalid', at, size: noSize } : builder.build();
  }

  private pair(builder: MappingBuilder, path: FieldPath): void {
    const key = this.node(path, 'key');
    const value = this.node(key.kind === 'scalar' ? [...path, key.text] : path, 'value');
    if (key.kind !== 'scalar') {
      if (key.kind !== 'invalid') this.report(path, key.at, notAKey(key));
      builder.spoil();
    } else if (key.isMergeKey) this.merge(builder, path, key, value);
    else if (!builder.add(key, value)) this.report([...path, key.text], key.at, duplicateKey(key.text));
  }

  private merge(builder: MappingBuilder, path: FieldPath, key: ScalarNode, value: YamlNode): void {
    const sources = value.kind === 'sequence' ? value.items : [value];
    if (builder.hasMerge) this.report([...path, key.text], key.at, duplicateKey(key.text));
    else if (sources.every((source): source is MappingNode => source.kind === 'mapping')) builder.merge(sources);
    else {
      if (!sources.some((source) => source.kind === 'invalid')) this.report(path, value.at, cannotMerge);
      builder.spoil();
    }
  }

  private alias(event: AliasEvent): YamlNode {
    const at = event.anchorStart - 1;
    this.lastAt = event.anchorEnd;
    const name = this.document.source.slice(event.anchorStart, event.anchorEnd);
    const node = this.anchors.get(name);
    if (node) return { ...node, at };
    return this.invalid([], at, node === null ? cycle(name) : unknownAlias(name));
  }

  private invalid(path: FieldPath, at: number, failure: SpecFailure): YamlNode {
    this.report(path, at, failure);
    return { kind: 'invalid', at, size: noSize };
  }

  private report(path: FieldPath, at: number, failure: SpecFailure): void {
    this.errors.push({ error: errorAt(path, failure), at });
  }

  private startOf(event: Anchored): number {
    const start = event.type === EVENT_ID.SCALAR ? scalarStart(event) : event.start;
    const at = start < 0 ? Math.max(event.anchorStart, event.tagStart, this.lastAt) : start;
    this.lastAt = at;
    return at;
  }

  private next(): Event {
    const event = this.document.events[this.cursor];
    this.cursor += 1;
    return event ?? { type: EVENT_ID.POP };
  }

  /** Consumes the end of a list or map when it is next. */
  private atEnd(): boolean {
    const event = this.document.events[this.cursor];
    const isEnd = event === undefined || event.type === EVENT_ID.POP;
    if (isEnd) this.cursor += 1;
    return isEnd;
  }
}

const MAX_MERGED_ENTRIES = 100_000;

const kindOf = (event: Anchored): YamlNode['kind'] =>
  event.type === EVENT_ID.SCALAR ? 'scalar' : event.type === EVENT_ID.SEQUENCE ? 'sequence' : 'mapping';

/** A quoted text starts with its quote. */
const scalarStart = ({ style, valueStart }: ScalarEvent): number =>
  style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? valueStart - 1 : valueStart;

function asTagged(node: ScalarNode, tag: ResolvedTag): ScalarNode {
  return tag === 'none' ? node : { ...node, isNull: tag === 'null', isMergeKey: false };
}
