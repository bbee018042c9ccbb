/** The address of the file that a page of GitHub or GitLab shows; null where it is no such page. */
export function rawAddressOf(address: string): string | null {
  const url = new URL(address);
  url.search = '';
  url.hash = '';
  if (url.hostname === 'github.com') {
    const [, repository, path] = /^\/([^/]+\/[^/]+)\/blob\/(.+)$/.exec(url.pathname) ?? [];
    return repository && path ? `https://raw.githubusercontent.com/${repository}/${path}` : null;
  }
  if (!url.pathname.includes('/-/blob/')) return null;
  url.pathname = url.pathname.replace('/-/blob/', '/-/raw/');
  return url.href;
}
