import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import DnsIcon from '@mui/icons-material/DnsOutlined';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import KeyIcon from '@mui/icons-material/KeyOutlined';
import ForumIcon from '@mui/icons-material/ForumOutlined';
import RocketIcon from '@mui/icons-material/RocketLaunchOutlined';
import StoreIcon from '@mui/icons-material/StorefrontOutlined';
import WidgetsIcon from '@mui/icons-material/WidgetsOutlined';
import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import Typography from '@mui/material/Typography';
import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

const pages = [
  ['overview', '/', DashboardIcon],
  ['deployments', '/deployments', RocketIcon],
  ['backends', '/backends', WidgetsIcon],
  ['marketplace', '/marketplace', StoreIcon],
  ['workers', '/workers', DnsIcon],
  ['playground', '/playground', ForumIcon],
  ['events', '/events', HistoryIcon],
  ['access', '/access', KeyIcon],
] as const;

/** The main navigation. */
export function Navigation({ onNavigate }: { readonly onNavigate: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isHere = (path: string) => (path === '/' ? pathname === '/' : pathname.startsWith(path));
  return (
    <Box component="nav" aria-label={t('app.navigation')}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, px: 2, height: 56 }}>
        <img src="/favicon.svg" alt="" width={28} height={28} />
        <Typography sx={{ fontWeight: 700, fontSize: '1.05rem' }}>{t('app.title')}</Typography>
      </Box>
      <List sx={{ px: 1 }}>
        {pages.map(([name, path, Icon]) => (
          <ListItem key={name} disablePadding sx={{ mb: 0.5 }}>
            <ListItemButton
              component={Link}
              to={path}
              selected={isHere(path)}
              aria-current={isHere(path) ? 'page' : undefined}
              onClick={onNavigate}
              sx={{ borderRadius: 1 }}
            >
              <ListItemIcon sx={{ minWidth: 38 }}>
                <Icon fontSize="small" />
              </ListItemIcon>
              <ListItemText
                primary={t(`pages.${name}`)}
                slotProps={{ primary: { variant: 'body2', sx: { fontWeight: 550 } } }}
              />
            </ListItemButton>
          </ListItem>
        ))}
      </List>
    </Box>
  );
}
