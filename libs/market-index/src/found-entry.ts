import type { LocatedError, SequenceNode, YamlNode, YamlPlace, YamlText } from '@enginehouse/backend-spec/yaml';

/** An entry as it stands in a file: a bare `backend` in GPUStack's form, or an `entry` of our own index around one. */
export interface FoundEntry {
  readonly form: 'backend' | 'entry';
  readonly node: YamlNode;
  /** With the errors inside of this entry only. */
  readonly place: YamlPlace;
  readonly line: number;
}

/** The entries of a list, and the errors that stand in none of them: those concern the whole file. */
export interface SharedErrors {
  readonly entries: readonly FoundEntry[];
  readonly stray: readonly LocatedError[];
}

/** Where the items of a list stand. */
export interface ListPlace {
  readonly end: number;
  readonly depth: number;
}

/** Gives each error to the item that it stands in. The list ends at the offset `end`; its items are `depth` fields deep. */
export function shareErrors(
  form: FoundEntry['form'],
  items: SequenceNode['items'],
  { errors, lines }: YamlText,
  { end, depth }: ListPlace,
): SharedErrors {
  const inside = items.map((): LocatedError[] => []);
  const stray: LocatedError[] = [];
  let index = -1;
  for (const error of errors.toSorted((a, b) => a.at - b.at)) {
    while ((items[index + 1]?.at ?? Infinity) <= error.at) index += 1;
    const own = error.at < end ? inside[index] : undefined;
    if (own === undefined) stray.push(error);
    else own.push({ ...error, error: { ...error.error, path: error.error.path.slice(depth) } });
  }
  const entries = items.map((node, at): FoundEntry => {
    const place = { errors: inside[at] ?? [], lines };
    return { form, node, place, line: lines.positionOf(node.at).line };
  });
  return { entries, stray };
}
