import type { Problem } from '@enginehouse/contracts';

const mostCommands = 3;

/** With which commands what is used is freed, or at least not used by more. */
export function inUseHint({ code, extra }: Problem): string {
  const used = extra?.['deployments'];
  const names = Array.isArray(used) ? (used as readonly unknown[]).map(String) : [];
  const few = names.length > 0 && names.length <= mostCommands;
  const first = few
    ? `Delete them first: ${names.map((name) => `enginehouse deployment delete ${name}`).join('; ')}`
    : 'See them: enginehouse deployment list; delete each: enginehouse deployment delete NAME';
  const other = 'or keep new ones off a version: enginehouse backend version deprecate NAME VERSION';
  return code === 'version-in-use' ? `${first}; ${other}` : first;
}
