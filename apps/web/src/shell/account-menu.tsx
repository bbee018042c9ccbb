import Divider from '@mui/material/Divider';
import ListSubheader from '@mui/material/ListSubheader';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useColorScheme } from '@mui/material/styles';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../api/client.js';
import { queryClient } from '../api/query-client.js';
import { useSession } from '../api/session.js';
import { setCsrfToken, tellOtherTabs } from '../api/session-state.js';
import { languages, speak, type Language } from '../texts/i18n.js';

const modes = ['light', 'dark', 'system'] as const;

/** Who is signed in; language, appearance, and the way out. */
export function AccountMenu({
  anchor,
  onClose,
}: {
  readonly anchor: HTMLElement | null;
  readonly onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const { mode, setMode } = useColorScheme();
  const { data } = useSession();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const showTour = async () => {
    onClose();
    await navigate({ to: '/', search: { tour: true } });
  };
  return (
    <Menu anchorEl={anchor} open={anchor !== null} onClose={onClose}>
      {data && (
        <MenuItem disabled sx={{ opacity: '1 !important' }}>
          {data.name} · {t(`app.role.${data.role}`)}
        </MenuItem>
      )}
      <Divider />
      <ListSubheader>{t('app.language')}</ListSubheader>
      {(Object.keys(languages) as Language[]).map((language) => (
        <MenuItem
          key={language}
          lang={language}
          selected={i18n.language === language}
          onClick={() => void speak(language)}
        >
          {languages[language]}
        </MenuItem>
      ))}
      <Divider />
      <ListSubheader>{t('app.theme')}</ListSubheader>
      {modes.map((each) => (
        <MenuItem key={each} selected={mode === each} onClick={() => setMode(each)}>
          {t(`app.themes.${each}`)}
        </MenuItem>
      ))}
      <Divider />
      <MenuItem onClick={() => void showTour()}>{t('app.tour')}</MenuItem>
      <MenuItem onClick={() => void signOut()}>{t('app.signOut')}</MenuItem>
    </Menu>
  );
}

function useSignOut() {
  const navigate = useNavigate();
  return async () => {
    await valueOf(api.access.signOut());
    setCsrfToken(undefined);
    tellOtherTabs();
    queryClient.clear();
    await navigate({ to: '/sign-in' });
  };
}
