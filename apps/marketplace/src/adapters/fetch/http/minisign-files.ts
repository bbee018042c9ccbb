/** Whether bytes look like what minisign writes, and not like the page that a site shows for every address. */
export const isSignatureFile = (bytes: Uint8Array): boolean => textOf(bytes).startsWith('untrusted comment:');

export const isKeyFile = (bytes: Uint8Array): boolean => /^RW[A-Za-z0-9+/]{53}[A-Za-z0-9+/=]\s*$/m.test(textOf(bytes));

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
