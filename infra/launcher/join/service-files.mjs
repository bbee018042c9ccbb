// @ts-check
import fs from 'node:fs';

const UNIT = new URL('../../systemd/enginehouse-runtime.service', import.meta.url);

/**
 * What a systemd service of the runtime consists of, by path.
 *
 * @param {{ checkout: string, node: string, environment: Readonly<Record<string, string>>, token: string | undefined, tokenFile: string }} parts
 * @returns {readonly { path: string, content: string, mode: number }[]}
 */
export function serviceFiles({ checkout, node, environment, token, tokenFile }) {
  const unit = fs.readFileSync(UNIT, 'utf8').replaceAll('{checkout}', checkout).replaceAll('{node}', node);
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}\n`);
  return [
    { path: '/etc/systemd/system/enginehouse-runtime.service', content: unit, mode: 0o644 },
    { path: '/etc/enginehouse/runtime.env', content: lines.join(''), mode: 0o600 },
    ...(token ? [{ path: tokenFile, content: `${token}\n`, mode: 0o600 }] : []),
  ];
}

/** @param {string} value */
function quoted(value) {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `"${value.replaceAll(/["\\$`]/g, '\\$&')}"`;
}
