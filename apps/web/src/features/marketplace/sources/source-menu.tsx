import MoreVertIcon from '@mui/icons-material/MoreVert';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import type { SourceView } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { useSay } from '../../../ui/snackbar.js';
import { problemIn } from '../../../api/client.js';
import { useAction } from '../../../ui/use-action.js';
import { RemoveSource } from './remove-source.js';
import { TrustKey } from './trust-key.js';
import { useShow } from './use-show.js';

/** What an administrator can do with a source. The one that comes along is only paused and resumed. */
export function SourceMenu({ source }: { readonly source: SourceView }) {
  const { t } = useTranslation();
  const { name } = source;
  const show = useShow();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asking, setAsking] = useState<'remove' | 'key'>();
  const pause = usePause(source);
  const isBuiltIn = source.location.kind === 'builtin';
  const choose = (action: () => void) => () => {
    setAnchor(null);
    action();
  };
  const close = () => setAsking(undefined);
  return (
    <>
      <IconButton
        size="small"
        aria-label={`${t('actions.more')}: ${name}`}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreVertIcon fontSize="small" />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem onClick={choose(() => show({ change: name }))}>{t('market.sources.change')}</MenuItem>
        <MenuItem onClick={choose(() => pause.mutate(!source.paused))}>
          {t(source.paused ? 'market.sources.resume' : 'market.sources.pause')}
        </MenuItem>
        {!isBuiltIn && <MenuItem onClick={choose(() => setAsking('key'))}>{t('market.sources.addKey')}</MenuItem>}
        {!isBuiltIn && (
          <MenuItem onClick={choose(() => setAsking('remove'))} sx={{ color: 'error.main' }}>
            {t('market.sources.remove')}
          </MenuItem>
        )}
      </Menu>
      {asking === 'remove' && <RemoveSource source={source} onClose={close} />}
      {asking === 'key' && <TrustKey source={source} offered={null} onClose={close} />}
    </>
  );
}

function usePause({ name, revision }: SourceView) {
  const { t } = useTranslation();
  const say = useSay();
  const action = useAction({
    run: (paused: boolean) =>
      valueOf(api.sources.change({ params: { source: name }, body: { paused }, ifMatch: revision })),
    changes: ['sources'],
    said: (_done, paused) => t(paused ? 'market.sources.paused' : 'market.sources.resumed', { name }),
  });
  // The menu that it was chosen from is closed by then.
  const mutate = (paused: boolean) =>
    action.mutate(paused, { onError: (error) => say({ text: problemIn(error).detail, severity: 'error' }) });
  return { mutate };
}
