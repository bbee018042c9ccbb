interface TimeFormats {
  readonly exact: Intl.DateTimeFormat;
  readonly relative: Intl.RelativeTimeFormat;
}

const kept = new Map<string, TimeFormats>();

/** How times are written in a language. Making these takes long enough to drop a frame where a page has many of them. */
export function timeFormats(language: string): TimeFormats {
  const known = kept.get(language);
  if (known) return known;
  const made = {
    exact: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }),
    relative: new Intl.RelativeTimeFormat(language, { numeric: 'auto' }),
  };
  kept.set(language, made);
  return made;
}
