import { problemOf, type Problem } from '@enginehouse/contracts';

/** Where the request comes from, in the words of the browser that sends it; nobody else sends this header. */
const browserSays = 'sec-fetch-site';

type Header = (name: string) => string | undefined;

/** Refuses what a browser sends from a page that is not ours. */
export function refuseForeignPage(header: Header): Problem | undefined {
  const site = header(browserSays);
  return site === undefined || site === 'same-origin'
    ? undefined
    : refuse(`the browser says that it comes from elsewhere (Sec-Fetch-Site: ${site})`);
}

/** Refuses a change with a cookie that no page of the console has asked for. */
export function refuseForged(header: Header, isToken: (given: string) => boolean): Problem | undefined {
  const given = header('x-csrf-token');
  if (given === undefined) {
    return refuse('the header X-CSRF-Token is missing');
  }
  return isToken(given) ? refuseForeignPage(header) : refuse('X-CSRF-Token is not the one of this session');
}

const hint = 'Reload the page. A program sends a bearer token instead of the cookie.';
const refuse = (detail: string): Problem => problemOf('csrf-token-invalid', detail, { hint });
