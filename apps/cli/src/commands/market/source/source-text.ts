import { policyText, type SourceView } from '@enginehouse/contracts';

/** `ok`, `paused`, or how it goes just now. */
export function stateText({ state, paused, running, offeredKey }: SourceView): string {
  const more = [...(paused ? ['paused'] : []), ...(running ? ['syncing'] : []), ...(offeredKey ? ['new key'] : [])];
  return [state, ...more].join(', ');
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
