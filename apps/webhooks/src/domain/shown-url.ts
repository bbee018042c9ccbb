/** A URL as it may be shown: what a query holds is often a password. */
export function shownUrl(text: string): string {
  const url = new URL(text);
  const names = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=********`);
  return `${url.origin}${url.pathname}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}

/** What is wrong with a URL for a webhook, apart from where it leads. */
export function urlDefect(text: string, internal: boolean): { readonly detail: string; readonly hint: string } | null {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    return { detail: 'is no http or https URL', hint: 'Give all of it, such as https://example.com/hooks.' };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      detail: 'has a user name or password',
      hint: 'Every request is signed, so the receiver knows who sends it; a token can stand in the query.',
    };
  }
  if (url.protocol === 'http:' && !internal) {
    return { detail: 'is not https', hint: 'Only webhooks marked `internal` may be sent unencrypted.' };
  }
  return null;
}
