import { z } from 'zod';

/** The name of a source; it identifies it, and never changes. */
export const sourceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'lower-case letters, digits, `.`, `_`, `-`; at most 63');

/** The source that comes with Enginehouse. */
export const builtInSource = 'enginehouse';

const shortText = z.string().min(1).max(2000);
/** Parameters of addresses that are as good as a password. */
const credential =
  /^(token|(access|private|auth|job)[-_]?token|api[-_]?key|password|secret|sig|signature|x-(amz|goog)-signature)$/i;
const hasNoCredential = (url: string): boolean =>
  !URL.canParse(url) || ![...new URL(url).searchParams.keys()].some((name) => credential.test(name));

/** An address without a user, a password or the like in it: addresses are shown, logged and published. */
const address = (protocols: RegExp, form: string) =>
  z
    .url({ protocol: protocols, error: form })
    .max(2000)
    .refine((url) => !URL.canParse(url) || (!new URL(url).username && !new URL(url).password), {
      message: 'an address holds no user and no password: it is shown to everybody who may read',
    })
    .refine(hasNoCredential, {
      message: 'a parameter of this address looks like a credential: it would be shown to everybody who may read',
    });

const gitAddress = address(/^(https?|git)$/, 'an address with https://, http:// or git://');
const gitRef = shortText.max(255).describe('A branch, a tag, or a full commit id, which pins it');
const gitPath = z.string().max(1000);

/** Where a source's entries are read from. */
export const sourceLocation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('http'), url: address(/^https?$/, 'an address with https:// or http://') }).strict(),
  /** On the host of the marketplace service, below one of its `MARKETPLACE_FILE_ROOTS`. A file, or a folder of files. */
  z.object({ kind: z.literal('file'), path: shortText.startsWith('/') }).strict(),
  z
    .object({
      kind: z.literal('git'),
      url: gitAddress,
      ref: gitRef.default('HEAD'),
      path: gitPath.default('').describe('The file or folder inside the repository; default: all of it'),
    })
    .strict(),
  z
    .object({
      kind: z.literal('oci'),
      reference: shortText.max(512).describe('`registry/repository:tag`, or `@sha256:...`'),
    })
    .strict(),
  /** The entries that Enginehouse brings along. */
  z.object({ kind: z.literal('builtin') }).strict(),
]);
export type SourceLocation = z.infer<typeof sourceLocation>;

/**
 * What changes of where a source is. What is not said stays as it is, unless the source moves to a place of another kind;
 * what comes out must be a whole location.
 */
export const locationChange = z
  .object({
    kind: z.enum(['http', 'file', 'git', 'oci', 'builtin']).describe('Default: the kind that it has'),
    url: gitAddress.describe('Of an http or git source'),
    path: gitPath.describe('Of a git source: the file or folder in it; of a file source: where it is on the host'),
    ref: gitRef,
    reference: shortText.max(512).describe('Of an oci source: `registry/repository:tag`, or `@sha256:...`'),
    tag: z
      .string()
      .regex(/^(\w[\w.-]{0,127}|sha256:[0-9a-f]{64})$/, 'a tag, or a digest as `sha256:...`')
      .describe('Of an oci source: another tag or digest of the same repository'),
  })
  .partial()
  .strict();
export type LocationChange = z.infer<typeof locationChange>;

/** A minisign public key: the second line of its `.pub` file. */
export const publicKey = z.string().regex(/^RW[A-Za-z0-9+/]{53}[A-Za-z0-9+/=]$/, 'a minisign public key, as `RWQ...`');

/** A key that a source's index may be signed with. `id` is the key id in hex, as minisign prints it. */
export const trustedKey = z.object({ id: z.string(), key: publicKey, since: z.string(), by: z.string() });
export type TrustedKey = z.infer<typeof trustedKey>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, `22:00`');

/** When automatic changes may be made; a `to` before `from` reaches into the next day. */
export const updateWindow = z
  .object({
    days: z
      .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
      .min(1)
      .max(7),
    from: clock,
    to: clock,
    timeZone: z
      .string()
      .default('UTC')
      .refine((zone) => isTimeZone(zone), 'no time zone has this name; examples: `UTC`, `Europe/Berlin`'),
  })
  .strict();
export type UpdateWindow = z.infer<typeof updateWindow>;

/** What happens by itself when upstream changes: nothing but a notice, or new versions are added. Existing ones are never changed by themselves. */
export const updatePolicy = z
  .object({ mode: z.enum(['notify', 'add-versions']).default('notify'), window: updateWindow.optional() })
  .strict();
export type UpdatePolicy = z.infer<typeof updatePolicy>;

/** How often a source is synced, unless said otherwise: hourly. 0: only when somebody asks. */
export const defaultSyncSeconds = 3600;
export const syncEverySeconds = z
  .number()
  .int()
  .max(30 * 86_400)
  .refine((seconds) => seconds === 0 || seconds >= 60, 'at least 60, or 0 for never by itself');

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
