/**
 * A composed YAML value. Scalars keep their source text, because a loader that hands out numbers and booleans has already
 * lost `1.10`. Aliases are shared nodes. `at` is an offset into the source, in UTF-16 units.
 */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | InvalidNode;

interface NodeBase {
  readonly at: number;
  /** Nodes, characters and nesting once every alias is written out; they stop growing at the limits. */
  readonly size: NodeSize;
}

export interface NodeSize {
  readonly nodes: number;
  readonly characters: number;
  readonly depth: number;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly text: string;
  /** A plain null, `~` or blank. As a key it is still its text. */
  readonly isNull: boolean;
  /** A plain `<<`, which merges when it is a key. */
  readonly isMergeKey: boolean;
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  /** In order of declaration, merged entries where `<<` stands. */
  readonly entries: ReadonlyMap<string, MappingEntry>;
}

export interface MappingEntry {
  readonly keyAt: number;
  readonly value: YamlNode;
}

/** A node with an error that has been reported; readers pass over it. */
export interface InvalidNode extends NodeBase {
  readonly kind: 'invalid';
}
