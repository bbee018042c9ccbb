import MoreVertIcon from '@mui/icons-material/MoreVert';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import type { WorkerView } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { useAction } from '../../ui/use-action.js';
import { DrainWorker } from './drain/drain-worker.js';
import { RemoveWorker } from './remove-worker.js';

/** What an administrator can do with a worker. */
export function WorkerMenu({ worker }: { readonly worker: WorkerView }) {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [removing, setRemoving] = useState(false);
  const [draining, setDraining] = useState(false);
  const params = { name: worker.name };
  const cordon = useAction({
    run: (wanted: boolean) => valueOf(wanted ? api.workers.cordon({ params }) : api.workers.uncordon({ params })),
    changes: ['workers'],
    said: (_done, wanted) => t(wanted ? 'workers.cordoned' : 'workers.uncordoned', params),
  });
  const choose = (action: () => void) => () => {
    setAnchor(null);
    action();
  };
  return (
    <>
      <IconButton
        size="small"
        aria-label={`${t('actions.more')}: ${worker.name}`}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreVertIcon fontSize="small" />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem onClick={choose(() => cordon.mutate(!worker.cordoned))}>
          {worker.cordoned ? t('workers.uncordon') : t('workers.cordon')}
        </MenuItem>
        <MenuItem onClick={choose(() => setDraining(true))}>{t('workers.drain.drain')}</MenuItem>
        <MenuItem onClick={choose(() => setRemoving(true))} sx={{ color: 'error.main' }}>
          {t('workers.remove')}
        </MenuItem>
      </Menu>
      {draining && <DrainWorker name={worker.name} onClose={() => setDraining(false)} />}
      {removing && <RemoveWorker worker={worker} onClose={() => setRemoving(false)} />}
    </>
  );
}
