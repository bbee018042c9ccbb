interface EntryName {
  readonly source: string;
  readonly name: string;
}

/** The page of an entry; names may hold anything. */
export const entryPath = ({ source, name }: EntryName): string =>
  `/marketplace/${encodeURIComponent(source)}/${encodeURIComponent(name)}`;

/** Its picture: the address changes with what the entry says, so that it may be kept for ever. */
export const iconAddress = ({ source, name, contentHash }: EntryName & { readonly contentHash: string }): string =>
  `/v1/marketplace/entries/${encodeURIComponent(source)}/${encodeURIComponent(name)}/icon?contentHash=${encodeURIComponent(contentHash)}`;
