import MoreVertIcon from '@mui/icons-material/MoreVert';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import type { BackendSummary, EntrySummary } from '@enginehouse/contracts';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, problemIn, valueOf } from '../../api/client.js';
import { useMay } from '../../api/session.js';
import { saveText } from '../../ui/save-text.js';
import { useSay } from '../../ui/snackbar.js';

/** Fetched when it is asked for: it can tell of what others changed, which needs the words for every event. */
const DeleteBackend = lazy(async () => ({ default: (await import('./delete-backend.js')).DeleteBackend }));

interface BackendMenuProps {
  readonly backend: BackendSummary;
  readonly entry?: EntrySummary | undefined;
}

/** What can be done with a backend from its card. Of a long list's menus only those that were opened are there. */
export function BackendMenu(props: BackendMenuProps) {
  const { backend } = props;
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <>
      <IconButton
        size="small"
        aria-label={`${t('actions.more')}: ${backend.name}`}
        aria-haspopup="menu"
        onClick={(event) => {
          setAnchor(event.currentTarget);
          setWasOpened(true);
        }}
      >
        <MoreVertIcon fontSize="small" />
      </IconButton>
      {wasOpened && <Choices {...props} anchor={anchor} onClose={() => setAnchor(null)} />}
    </>
  );
}

function Choices(props: BackendMenuProps & { readonly anchor: HTMLElement | null; readonly onClose: () => void }) {
  const { backend, entry, anchor, onClose } = props;
  const { t } = useTranslation();
  const mayChange = useMay('operator');
  const [deleting, setDeleting] = useState(false);
  const go = useGo(backend.name, entry);
  const exportYaml = useExport(backend.name);
  const hasVersions = backend.versions.length > 0;
  const choose = (action: () => void) => () => {
    onClose();
    action();
  };
  return (
    <>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={onClose}>
        {entry?.updatable && <MenuItem onClick={choose(go.update)}>{t('market.update')}</MenuItem>}
        {mayChange && <MenuItem onClick={choose(go.edit)}>{t('actions.edit')}</MenuItem>}
        {mayChange && backend.name !== 'Custom' && (
          <MenuItem onClick={choose(go.addVersion)}>{t('backendMenu.addVersion')}</MenuItem>
        )}
        {hasVersions && <MenuItem onClick={choose(go.preview)}>{t('backendMenu.preview')}</MenuItem>}
        <MenuItem onClick={choose(() => void exportYaml())}>{t('backendMenu.export')}</MenuItem>
        <MenuItem onClick={choose(go.history)}>{t('backendMenu.history')}</MenuItem>
        {mayChange && backend.source !== 'built_in' && (
          <MenuItem onClick={choose(() => setDeleting(true))} sx={{ color: 'error.main' }}>
            {t('actions.delete')}
          </MenuItem>
        )}
      </Menu>
      {deleting && (
        <Suspense fallback={null}>
          <DeleteBackend backend={backend} onClose={() => setDeleting(false)} />
        </Suspense>
      )}
    </>
  );
}

function useGo(name: string, entry: EntrySummary | undefined) {
  const navigate = useNavigate({ from: '/backends' });
  const params = { name };
  return {
    edit: () => void navigate({ to: '/backends/$name/edit', params, search: {} }),
    addVersion: () => void navigate({ to: '/backends/$name/edit', params, search: { version: 'new' } }),
    history: () => void navigate({ to: '/backends/$name/history', params, search: {} }),
    update: () =>
      entry &&
      void navigate({ to: '/marketplace/$source/$name/update', params: { source: entry.source, name: entry.name } }),
    preview: () =>
      void navigate({ to: '/backends/$name/preview', params, search: (before) => before, resetScroll: false }),
  };
}

/** Keeps the backend as a file, letter by letter what the API says. */
function useExport(name: string) {
  const say = useSay();
  const { t } = useTranslation();
  return async () => {
    try {
      const yaml = await valueOf(api.backends.get({ params: { name }, accept: 'application/yaml' }));
      saveText(`${name}.yaml`, yaml, 'application/yaml');
      say({ text: t('backendMenu.exported', { name }), severity: 'success' });
    } catch (error) {
      say({ text: problemIn(error).detail, severity: 'error' });
    }
  };
}
