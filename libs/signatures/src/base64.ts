/** The bytes of standard Base64 of exactly this length; undefined for everything else, other spellings of the same bytes included. */
export function bytesOf(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? bytes : undefined;
}
