import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ImageUpdate } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { StateChip, type Mood } from '../../../ui/state-chip.js';

const moods: Readonly<Record<ImageUpdate['status'], Mood>> = {
  unchanged: 'good',
  moved: 'warning',
  unlocked: 'idle',
  gone: 'bad',
  unknown: 'idle',
};

/** What the tags of a backend's images mean now. Asked only when somebody wants to know: registries are elsewhere. */
export const useImageCheck = (name: string) =>
  useQuery({
    queryKey: ['images', name],
    queryFn: ({ signal }) => valueOf(api.images.updates({ params: { name }, signal })),
    enabled: false,
  });

/** What became of one image. */
export function ImageState({ update }: { readonly update: ImageUpdate | undefined }) {
  const { t } = useTranslation();
  if (!update) return null;
  return (
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap', mt: 0.5 }}>
      <StateChip mood={moods[update.status]} label={t(`versions.images.${update.status}`)} />
      <Typography variant="caption" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        {update.detail}
      </Typography>
    </Box>
  );
}
