/** The address of a file beside another one: `rename` is given the last part of its path. A query stays. */
export function besideOf(address: string, rename: (name: string) => string): string {
  const url = new URL(address);
  const at = url.pathname.lastIndexOf('/') + 1;
  url.pathname = url.pathname.slice(0, at) + rename(url.pathname.slice(at));
  return url.href;
}

/** What a file at an address is called: the last part of its path, where that is a plain name. */
export function fileNameOf(address: string): string {
  const { pathname } = new URL(address);
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  return /^\w[\w.-]{0,127}$/.test(name) ? name : 'index';
}
