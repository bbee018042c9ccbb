import CloseIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A panel from the right for looking at or filling in one thing, without leaving the page behind it. */
export function SidePanel(props: {
  readonly open: boolean;
  readonly title: ReactNode;
  readonly width?: number;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const title = useId();
  return (
    <Drawer
      anchor="right"
      open={props.open}
      onClose={props.onClose}
      slotProps={{
        paper: {
          role: 'dialog',
          'aria-modal': true,
          'aria-labelledby': title,
          sx: { width: { xs: '100%', sm: props.width ?? 720 }, maxWidth: '100%' },
        },
      }}
    >
      <Box
        sx={{ display: 'flex', alignItems: 'center', gap: 1, px: 3, py: 1.5, borderBottom: 1, borderColor: 'divider' }}
      >
        <Typography id={title} variant="h2" sx={{ flex: 1, minWidth: 0 }} noWrap>
          {props.title}
        </Typography>
        <IconButton aria-label={t('actions.close')} onClick={props.onClose} edge="end">
          <CloseIcon />
        </IconButton>
      </Box>
      <Box sx={{ flex: 1, overflow: 'auto', p: 3 }}>{props.children}</Box>
      {props.footer && (
        <Box
          sx={{
            display: 'flex',
            justifyContent: 'flex-end',
            gap: 1,
            px: 3,
            py: 1.5,
            borderTop: 1,
            borderColor: 'divider',
          }}
        >
          {props.footer}
        </Box>
      )}
    </Drawer>
  );
}
