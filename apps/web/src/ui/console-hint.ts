/** Advice for the command line or for programs, which is of no use to somebody with a form. */
const forPrograms = /\benginehouse [a-z]|(^|\s)--[a-z]|\bGET \/v1\//;

/** What to do in the console instead, by the code of the problem or of the field. */
const wordings = {
  'address-not-allowed': 'internalAddress',
  'model-required': 'model',
  required: 'model',
  'source-empty': 'emptySource',
  'key-not-trusted': 'sourceKey',
  'entry-changed': 'syncAgain',
  'signature-missing': 'signature',
  'sync-not-found': 'syncHistory',
  'roll-under-way': 'rollUnderWay',
  'roll-blocked': 'rollInPlace',
  'instance-not-failed': 'goesOn',
} as const;

/** The name of such a wording. */
export type ConsoleHint = (typeof wordings)[keyof typeof wordings];

/** The wording of the console where a hint is meant for the command line; undefined where the hint stays as it is. */
export function consoleHint({ code, hint }: { readonly code: string; readonly hint?: string | undefined }) {
  if (hint === undefined || !forPrograms.test(hint)) return undefined;
  return isWorded(code) ? wordings[code] : undefined;
}

const isWorded = (code: string): code is keyof typeof wordings => Object.hasOwn(wordings, code);
