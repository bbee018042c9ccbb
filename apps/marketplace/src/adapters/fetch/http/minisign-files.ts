/**
 * Whether bytes are a page of HTML or XML, such as a site shows for every address: neither an index nor a signature
 * begins like that. Everything else that is where a signature belongs is one, and a bad one where nobody can read it.
 */
export const isPage = (bytes: Uint8Array): boolean => /^(\xef\xbb\xbf)?\s*<[a-z!?]/i.test(textOf(bytes));

export const isKeyFile = (bytes: Uint8Array): boolean => /^RW[A-Za-z0-9+/]{53}[A-Za-z0-9+/=]\s*$/m.test(textOf(bytes));

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
