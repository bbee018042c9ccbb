/** A key id as minisign prints it: the eight bytes as a number, least significant first, in upper-case hex without leading zeros. */
export const keyIdOf = (bytes: Buffer): string => bytes.readBigUInt64LE().toString(16).toUpperCase();
