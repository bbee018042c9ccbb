import type { EntrySummary } from '@enginehouse/contracts';
import { useState } from 'react';
import { Glyph } from '../../ui/glyph.js';
import { iconAddress } from './entry-path.js';

/** The picture of an entry, or a coloured letter where it has none. */
export function EntryIcon({ entry, size = 40 }: { readonly entry: EntrySummary; readonly size?: number }) {
  const [failed, setFailed] = useState<string>();
  const address = iconAddress(entry);
  if (!entry.hasIcon || failed === address) return <Glyph name={entry.name} size={size} />;
  return <img src={address} alt="" width={size} height={size} loading="lazy" onError={() => setFailed(address)} />;
}
