import { isSecretName, secretMask } from '@enginehouse/contracts';

/** A variable of a YAML map: its indent, its name, and its value as far as it stands on the line. */
const entry = /^(\s*)(["']?)([A-Za-z_][A-Za-z0-9_]*)\2:\s+\S/;

/** YAML with a mask in place of each value whose name says that it is secret, also where it goes on over further lines. */
export function maskedYaml(text: string): string {
  const shown: string[] = [];
  let hiddenBelow: number | undefined;
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/);
    if (hiddenBelow !== undefined && (indent < 0 || indent > hiddenBelow)) continue;
    const found = entry.exec(line);
    const isSecret = found !== null && isSecretName(found[3] ?? '');
    hiddenBelow = isSecret ? indent : undefined;
    shown.push(isSecret ? `${line.slice(0, line.indexOf(':') + 1)} '${secretMask}'` : line);
  }
  return shown.join('\n');
}
