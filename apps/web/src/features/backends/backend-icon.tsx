import Box from '@mui/material/Box';
import type { BackendSummary } from '@enginehouse/contracts';
import { useState } from 'react';
import { Glyph } from '../../ui/glyph.js';

/** The picture of a backend, or a coloured letter where it has none that can be shown. */
export function BackendIcon(props: {
  readonly backend: Pick<BackendSummary, 'name' | 'revision' | 'hasIcon'>;
  readonly size?: number;
}) {
  const { backend, size = 40 } = props;
  const [failed, setFailed] = useState<string>();
  const address = `/v1/backends/${encodeURIComponent(backend.name)}/icon?revision=${backend.revision}`;
  if (!backend.hasIcon || failed === address) return <Glyph name={backend.name} size={size} />;
  return (
    <Box
      component="img"
      src={address}
      alt=""
      loading="lazy"
      onError={() => setFailed(address)}
      sx={{ width: size, height: size, flexShrink: 0, objectFit: 'contain', borderRadius: 1.5 }}
    />
  );
}
