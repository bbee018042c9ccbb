import { z } from 'zod';

const claims = z.object({ nats: z.object({ sub: z.object({ allow: z.array(z.string()).optional() }).optional() }) });

/**
 * The connection name whose inboxes `_INBOX.<name>.>` a credential lets us read: only the credential knows what it was
 * minted for. Takes a JWT or the text of a creds file; null where it names no inbox.
 */
export function inboxOf(credential: string): string | null {
  const body = /[\w-]+\.([\w-]+)\.[\w-]+/.exec(credential.replaceAll(/-----[^\n]*-----/g, ''))?.[1];
  const parsed = claims.safeParse(parse(Buffer.from(body ?? '', 'base64url').toString('utf8')));
  const allowed = parsed.success ? (parsed.data.nats.sub?.allow ?? []) : [];
  return (
    allowed.map((subject) => /^_INBOX\.([^.*>]+)\.>$/.exec(subject)?.[1]).find((name) => name !== undefined) ?? null
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
