import type { FencedAnswer, Outgoing } from './exchange.js';

/** Where an answer sends its asker: the address and what to ask there; null where it is an answer itself. */
export function redirectOf(
  answer: Pick<FencedAnswer, 'status' | 'headers'>,
  from: URL,
  outgoing: Outgoing,
): { readonly url: string; readonly outgoing: Outgoing } | null {
  const { location } = answer.headers;
  if (!isRedirect(answer.status) || location === undefined) return null;
  if (!URL.canParse(location, from.href)) return { url: location, outgoing };
  const url = new URL(location, from);
  url.hash = '';
  const next = withoutBody(answer.status, outgoing);
  return { url: url.href, outgoing: url.origin === from.origin ? next : forStranger(next) };
}

/** Whether a status means "ask elsewhere". */
export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** As browsers do: only 307 and 308 repeat a body. */
function withoutBody(status: number, outgoing: Outgoing): Outgoing {
  if (status === 307 || status === 308 || outgoing.method !== 'POST') return outgoing;
  const headers = Object.entries(outgoing.headers).filter(([name]) => !name.toLowerCase().startsWith('content-'));
  return { method: 'GET', headers: Object.fromEntries(headers) };
}

const harmless = new Set(['accept', 'accept-language', 'accept-encoding', 'user-agent', 'content-type']);

/** Another origin gets no credential, under whatever name it was sent. */
const forStranger = (outgoing: Outgoing): Outgoing => ({
  ...outgoing,
  headers: Object.fromEntries(Object.entries(outgoing.headers).filter(([name]) => harmless.has(name.toLowerCase()))),
});
