// @ts-check
import path from 'node:path';

/**
 * Where a person goes next.
 *
 * @param {import('../index.d.mts').Stack} stack
 */
export function urls({ apiUrl, gatewayUrl, dataDir }) {
  const tokenFile = path.relative(process.cwd(), path.join(dataDir, 'bootstrap', 'admin-token'));
  return `Console   ${apiUrl}/   (sign in with the token, or type "npx enginehouse console")
API       ${apiUrl}/v1   (described by ${apiUrl}/v1/openapi.json)
Gateway   ${gatewayUrl}/v1   (OpenAI's protocol)
Token     in ${tokenFile}
CLI       npx enginehouse status
Logs      in ${path.relative(process.cwd(), path.join(dataDir, 'logs'))}`;
}
