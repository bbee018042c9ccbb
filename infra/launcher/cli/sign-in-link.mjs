// @ts-check
import { ApiClient } from '../demo/api-client.mjs';

/**
 * A line with a link that signs a browser in, once and within a minute. For a terminal only: other output is kept, and
 * nobody reads it in a minute.
 *
 * @param {import('../index.d.mts').Stack} stack
 * @param {{ readonly isTTY?: boolean }} [output]
 * @returns {Promise<string>} empty where there is none
 */
export async function signInLink({ apiUrl, adminToken }, output = process.stdout) {
  if (!output.isTTY) return '';
  const { body } = await new ApiClient(apiUrl, adminToken)
    .call('POST', '/v1/session/codes')
    .catch(() => ({ body: undefined }));
  return body ? `\nSign in   ${apiUrl}/sign-in#code=${body.code}   (works once, for a minute)` : '';
}
