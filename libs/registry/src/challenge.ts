/** How a registry wants to be told who asks. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      readonly realm: string;
      readonly service: string | null;
      readonly scope: string | null;
    };

/** Reads a `WWW-Authenticate` header, which may hold several challenges; null where it holds none that we can meet. */
export function challengeOf(header: string | undefined): Challenge | null {
  const schemes = splitSchemes(header ?? '');
  const bearer = schemes.find(({ scheme }) => scheme === 'bearer');
  const { realm, service = null, scope = null } = bearer?.values ?? {};
  if (realm !== undefined) return { scheme: 'bearer', realm, service, scope };
  return schemes.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : null;
}

interface Scheme {
  readonly scheme: string;
  readonly values: Readonly<Partial<Record<string, string>>>;
}

const schemeStart = /(?:^|,)\s*(?<scheme>[A-Za-z][\w-]*)\s+(?=[\w-]+\s*=)/g;
const parameter = /(?<name>[\w-]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^\s,"]+))/g;

function splitSchemes(header: string): readonly Scheme[] {
  const starts = [...header.matchAll(schemeStart)];
  return starts.map((start, index) => {
    const from = start.index + start[0].length;
    return {
      scheme: start.groups?.['scheme']?.toLowerCase() ?? '',
      values: parametersOf(header.slice(from, starts[index + 1]?.index)),
    };
  });
}

const parametersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(parameter)].map(({ groups = {} }) => [
      groups['name']?.toLowerCase() ?? '',
      groups['quoted']?.replaceAll(/\\(.)/g, '$1') ?? groups['plain'] ?? '',
    ]),
  );
