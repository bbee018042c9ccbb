import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import Link from '@mui/material/Link';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTheme } from '@mui/material/styles';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { startLive } from '../api/live.js';
import { queryClient } from '../api/query-client.js';
import { useSession } from '../api/session.js';
import { endWithOtherTabs, onSessionEnd } from '../api/session-state.js';
import { ConnectionBanner } from './connection-banner.js';
import { Navigation } from './navigation.js';
import { TopBar } from './top-bar.js';

const drawerWidth = 240;

/** The frame around all pages behind the sign-in. */
export function Shell() {
  const { t } = useTranslation();
  const wide = useMediaQuery(useTheme().breakpoints.up('md'));
  const [open, setOpen] = useState(false);
  useFollow();
  useLeaveWhenOver();
  return (
    <Box sx={{ display: 'flex', minHeight: '100dvh' }}>
      <Link
        href="#content"
        sx={{
          position: 'absolute',
          left: -9999,
          zIndex: 2000,
          p: 1,
          bgcolor: 'background.paper',
          '&:focus': { left: 8, top: 8 },
        }}
      >
        {t('app.skip')}
      </Link>
      <Drawer
        variant={wide ? 'permanent' : 'temporary'}
        open={wide || open}
        onClose={() => setOpen(false)}
        sx={{ width: wide ? drawerWidth : undefined, flexShrink: 0 }}
        slotProps={{ paper: { sx: { width: drawerWidth } } }}
      >
        <Navigation onNavigate={() => setOpen(false)} />
      </Drawer>
      <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
        <TopBar onMenu={wide ? undefined : () => setOpen(true)} />
        <ConnectionBanner />
        <Box
          component="main"
          id="content"
          tabIndex={-1}
          sx={{ flex: 1, p: { xs: 2, md: 3 }, maxWidth: 1920, width: '100%', mx: 'auto', outline: 'none' }}
        >
          <Outlet />
        </Box>
      </Box>
    </Box>
  );
}

/** What happens, as long as somebody is signed in. */
function useFollow() {
  const name = useSession().data?.name;
  useEffect(() => (name === undefined ? undefined : startLive(name)), [name]);
}

/** Back to the sign-in as soon as an answer says that the session is over. */
function useLeaveWhenOver() {
  const navigate = useNavigate();
  useEffect(
    () =>
      onSessionEnd((why) => {
        queryClient.clear();
        const next = window.location.pathname + window.location.search;
        void navigate({ to: '/sign-in', search: { next, why } });
      }),
    [navigate],
  );
  useEffect(endWithOtherTabs, []);
}
