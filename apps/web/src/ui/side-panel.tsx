import CloseIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { UnsavedDialog } from './unsaved-dialog.js';

/** A panel from the right for looking at or filling in one thing, without leaving the page behind it. */
export function SidePanel(props: {
  readonly open: boolean;
  readonly title: ReactNode;
  readonly width?: number;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
  /** Something is typed that would be lost: Escape, a click beside the panel and its cross ask first. */
  readonly isDirty?: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const title = useId();
  const [isAsking, setAsking] = useState(false);
  const close = () => (props.isDirty ? setAsking(true) : props.onClose());
  return (
    <Drawer
      anchor="right"
      open={props.open}
      onClose={close}
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
        <IconButton aria-label={t('actions.close')} onClick={close} edge="end">
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
      <UnsavedDialog open={isAsking} onLeave={props.onClose} onStay={() => setAsking(false)} />
    </Drawer>
  );
}
