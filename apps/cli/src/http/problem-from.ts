import { problem, problemOf, type Problem } from '@enginehouse/contracts';
import { z } from 'zod';
import { inUseHint } from './in-use-hint.js';
import { jsonOf } from './json-of.js';

/** Whom the request was sent to, and with what. */
export interface Asked {
  readonly url: string;
  readonly token: string | undefined;
  readonly tokenFrom?: string | undefined;
}

/** How the gateway refuses: as OpenAI does. The API never does. */
const gatewayRefusal = z.object({ error: z.object({ message: z.string(), type: z.string(), code: z.string() }) });

/** What a refusal says, in this program's words where the server's are for other clients. */
export async function problemFrom(response: Response, asked: Asked): Promise<Problem> {
  const value = jsonOf(await response.text().catch(() => ''));
  const parsed = problem.safeParse(value);
  if (parsed.success) {
    return { ...parsed.data, ...hintFor(parsed.data, asked) };
  }
  return gatewayRefusal.safeParse(value).success ? isGateway(asked.url) : notOurs(response, asked);
}

function hintFor(refusal: Problem, asked: Asked): { hint?: string } {
  if (refusal.code === 'unauthenticated') return { hint: tokenHint(asked) };
  const isInUse = refusal.code === 'backend-in-use' || refusal.code === 'version-in-use';
  return isInUse ? { hint: inUseHint(refusal) } : {};
}

function tokenHint({ url, token, tokenFrom = '--token' }: Asked): string {
  if (token === undefined) return `Run \`enginehouse login --url ${url}\`, or put a token into ENGINEHOUSE_TOKEN.`;
  const stranger = isLaunchers(tokenFrom)
    ? ` Another program may answer at ${url}: look whether Enginehouse runs.`
    : '';
  return `The token came from ${tokenFrom}.${stranger} Run \`enginehouse login --url ${url}\` with another, or put one into ENGINEHOUSE_TOKEN.`;
}

/** Addresses of the launcher's are ports of this machine, which change hands. */
const isLaunchers = (tokenFrom: string | undefined): boolean => tokenFrom?.endsWith('.enginehouse/cli.json') ?? false;

const isGateway = (url: string): Problem =>
  problemOf('unavailable', `${url} is the address of a gateway, which serves models; this program needs the API.`, {
    hint: 'Give the address of the API with --url or ENGINEHOUSE_URL: port 9400 unless it was chosen otherwise.',
  });

/** Something else answers there, or something between. */
function notOurs({ status, statusText }: Response, { url, tokenFrom }: Asked): Problem {
  const detail = `${url} answered ${status} ${statusText}`.trim();
  const code = status === 401 ? 'unauthenticated' : 'internal';
  const stranger = isLaunchers(tokenFrom) ? 'Another program may have the port by now. ' : '';
  const hint = `${stranger}Check that ${url} is the address of the API, and what stands in between (\`enginehouse config\` shows where it comes from).`;
  return { ...problemOf(code, `${detail}; that is no answer of Enginehouse.`, { hint }), status };
}
