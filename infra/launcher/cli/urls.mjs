// @ts-check
import path from 'node:path';

/**
 * Where a person goes next.
 *
 * @param {import('../index.d.mts').Stack} stack
 */
export function urls({ apiUrl, gatewayUrl, dataDir }) {
  const tokenFile = path.join(dataDir, 'bootstrap', 'admin-token');
  const isFound = dataDir === path.resolve('.enginehouse');
  const signIn = isFound ? 'sign in with the token, or type "npx enginehouse console"' : 'sign in with the token';
  const settings = `ENGINEHOUSE_URL=${apiUrl} ENGINEHOUSE_TOKEN="$(cat ${quoted(tokenFile)})" `;
  return `Console   ${apiUrl}/   (${signIn})
API       ${apiUrl}/v1   (described by ${apiUrl}/v1/openapi.json)
Gateway   ${gatewayUrl}/v1   (OpenAI's protocol)
Token     in ${path.relative(process.cwd(), tokenFile)}
CLI       ${isFound ? '' : settings}npx enginehouse status
Logs      in ${path.relative(process.cwd(), path.join(dataDir, 'logs'))}`;
}

/** As one word of a shell. @param {string} text */
function quoted(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
