/** The digest that an image reference names itself, and that no tag can move. */
export function pinnedDigest(image: string): string | undefined {
  const at = image.lastIndexOf('@');
  return at < 0 ? undefined : image.slice(at + 1);
}
