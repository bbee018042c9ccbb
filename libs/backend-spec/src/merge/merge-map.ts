import { mergeWhole, type Decided, type Merged, type Sides } from './three-way.js';

type TextMap = Record<string, string>;

/** Merges variable by variable. */
export function mergeMap(path: readonly string[], sides: Sides<TextMap>, decided: Decided): Merged<TextMap> {
  const { base, upstream, yours } = sides;
  const names = new Set([yours, upstream, base].flatMap((map) => Object.keys(map ?? {})));
  const parts = [...names].map((name) => {
    const values = { base: own(base, name), upstream: own(upstream, name), yours: own(yours, name) };
    return { name, ...mergeWhole([...path, name], values, decided) };
  });
  const fields = parts
    .toSorted((a, b) => Number(a.name > b.name) - Number(a.name < b.name))
    .flatMap((each) => each.fields);
  const entries = parts.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  if (entries.length === 0) return { value: isThere(sides) ? {} : undefined, fields };
  return { value: Object.fromEntries(entries), fields };
}

const own = (map: TextMap | undefined, name: string): string | undefined =>
  map && Object.hasOwn(map, name) ? map[name] : undefined;

/** An empty environment and none are the same to a container, but not to who wrote it. */
function isThere({ base, upstream, yours }: Sides<TextMap>): boolean {
  const changedHere = (base === undefined) !== (yours === undefined);
  return (changedHere ? yours : upstream) !== undefined;
}
