import { policyText, type SourceView } from '@enginehouse/contracts';

/** `ok, syncing`, or `first sync` while there was none: how it stands, and what is done with it just now. */
export function stateText({ state, paused, running, offeredKey }: SourceView): string {
  const isFirst = state === 'never' && running !== null;
  const words = [
    isFirst ? 'first sync' : state === 'never' ? 'not synced yet' : state,
    ...(paused ? ['paused'] : []),
    ...(running && !isFirst ? ['syncing'] : []),
    ...(offeredKey ? ['new key'] : []),
  ];
  return words.join(', ');
}

/** Whether what is offered now was signed by a trusted key. */
export function signedText({ snapshot, keys, strict }: SourceView): string {
  if (snapshot?.signedBy) return snapshot.signedBy;
  if (keys.length === 0 && !strict) return 'not checked';
  return strict ? 'required' : 'no';
}

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const;

/** `1h`, `90s`, or `never`. */
export function everyText({ everySeconds }: Pick<SourceView, 'everySeconds'>): string {
  if (everySeconds === 0) return 'never';
  const [size, unit] = units.find(([seconds]) => everySeconds % seconds === 0) ?? [1, 's'];
  return `${everySeconds / size}${unit}`;
}

export const policyLine = ({ policy }: Pick<SourceView, 'policy'>): string => policyText(policy);
