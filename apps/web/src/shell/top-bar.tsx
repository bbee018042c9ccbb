import AccountCircleIcon from '@mui/icons-material/AccountCircleOutlined';
import MenuIcon from '@mui/icons-material/Menu';
import AppBar from '@mui/material/AppBar';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Toolbar from '@mui/material/Toolbar';
import Tooltip from '@mui/material/Tooltip';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LiveDot } from './live-dot.js';

const fetchMenu = () => import('./account-menu.js');
/** Menus are a tenth of what a first visit may load: fetched when somebody reaches for it. */
const AccountMenu = lazy(async () => ({ default: (await fetchMenu()).AccountMenu }));

/** The bar at the top: the menu on small screens, whether the page is live, and the account. */
export function TopBar({ onMenu }: { readonly onMenu: (() => void) | undefined }) {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isUsed, setUsed] = useState(false);
  const open = (button: HTMLElement) => {
    setUsed(true);
    setAnchor(button);
  };
  return (
    <AppBar
      position="sticky"
      color="default"
      elevation={0}
      sx={{ borderBottom: 1, borderColor: 'divider', bgcolor: 'background.paper' }}
    >
      <Toolbar variant="dense" sx={{ minHeight: 56, gap: 1 }}>
        {onMenu && (
          <IconButton edge="start" aria-label={t('app.menu')} onClick={onMenu}>
            <MenuIcon />
          </IconButton>
        )}
        <Box sx={{ flex: 1 }} />
        <LiveDot />
        <Tooltip title={t('app.account')}>
          <IconButton
            edge="end"
            aria-label={t('app.account')}
            aria-haspopup="menu"
            onPointerEnter={() => void fetchMenu()}
            onFocus={() => void fetchMenu()}
            onClick={(event) => open(event.currentTarget)}
          >
            <AccountCircleIcon />
          </IconButton>
        </Tooltip>
        {isUsed && (
          <Suspense fallback={null}>
            <AccountMenu anchor={anchor} onClose={() => setAnchor(null)} />
          </Suspense>
        )}
      </Toolbar>
    </AppBar>
  );
}
