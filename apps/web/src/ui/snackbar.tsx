import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Snackbar from '@mui/material/Snackbar';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

interface Message {
  readonly text: string;
  readonly severity: 'success' | 'info' | 'error';
  /** The way to what it is about. */
  readonly action?: { readonly label: string; readonly go: () => void } | undefined;
}

/** What leads to another page when it is done says so first, and goes there within this time. */
const ownMoveMs = 200;

/** Tells before another page is gone to; the answer ends the telling. */
type OnLeave = (leaving: () => void) => () => void;

const Say = createContext<(message: Message) => void>(() => undefined);

/** Says briefly that something was done. What went wrong is shown where it went wrong instead. */
export const useSay = () => useContext(Say);

/**
 * Where those messages appear, over the bar at the top, where no field is; one at a time, announced to screen readers.
 * They belong to a page, and go when it is left.
 */
export function SnackbarProvider(props: { readonly onLeave: OnLeave; readonly children: ReactNode }) {
  const { children, onLeave } = props;
  const saidAt = useRef(0);
  const [message, setMessage] = useState<Message>();
  const [open, setOpen] = useState(false);
  const say = useCallback((next: Message) => {
    saidAt.current = Date.now();
    setMessage(next);
    setOpen(true);
  }, []);
  const close = useCallback((_event: unknown, reason?: string) => reason !== 'clickaway' && setOpen(false), []);
  useEffect(() => onLeave(() => Date.now() - saidAt.current > ownMoveMs && setOpen(false)), [onLeave]);
  const value = useMemo(() => say, [say]);
  return (
    <Say value={value}>
      {children}
      <Snackbar
        open={open}
        autoHideDuration={5000}
        onClose={close}
        anchorOrigin={{ vertical: 'top', horizontal: 'center' }}
        sx={{ top: { xs: 4, sm: 4 } }}
      >
        <Alert
          severity={message?.severity ?? 'info'}
          elevation={6}
          onClose={close}
          {...(message?.action ? { action: <Way {...message.action} onGone={close} /> } : {})}
        >
          {message?.text}
        </Alert>
      </Snackbar>
    </Say>
  );
}

function Way(props: { readonly label: string; readonly go: () => void; readonly onGone: (event: unknown) => void }) {
  const follow = (event: unknown) => {
    props.onGone(event);
    props.go();
  };
  return (
    <Button color="inherit" size="small" onClick={follow}>
      {props.label}
    </Button>
  );
}
