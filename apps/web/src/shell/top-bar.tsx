import AccountCircleIcon from '@mui/icons-material/AccountCircleOutlined';
import MenuIcon from '@mui/icons-material/Menu';
import AppBar from '@mui/material/AppBar';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Toolbar from '@mui/material/Toolbar';
import Tooltip from '@mui/material/Tooltip';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountMenu } from './account-menu.js';
import { LiveDot } from './live-dot.js';

/** The bar at the top: the menu on small screens, whether the page is live, and the account. */
export function TopBar({ onMenu }: { readonly onMenu: (() => void) | undefined }) {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
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
            onClick={(event) => setAnchor(event.currentTarget)}
          >
            <AccountCircleIcon />
          </IconButton>
        </Tooltip>
        <AccountMenu anchor={anchor} onClose={() => setAnchor(null)} />
      </Toolbar>
    </AppBar>
  );
}
