import Alert from '@mui/material/Alert';
import Snackbar from '@mui/material/Snackbar';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';

interface Message {
  readonly text: string;
  readonly severity: 'success' | 'info' | 'error';
}

const Say = createContext<(message: Message) => void>(() => undefined);

/** Says briefly that something was done. What went wrong is shown where it went wrong instead. */
export const useSay = () => useContext(Say);

/** Where those messages appear; one at a time, announced to screen readers. */
export function SnackbarProvider({ children }: { readonly children: ReactNode }) {
  const [message, setMessage] = useState<Message>();
  const [open, setOpen] = useState(false);
  const say = useCallback((next: Message) => {
    setMessage(next);
    setOpen(true);
  }, []);
  const close = useCallback((_event: unknown, reason?: string) => reason !== 'clickaway' && setOpen(false), []);
  const value = useMemo(() => say, [say]);
  return (
    <Say value={value}>
      {children}
      <Snackbar open={open} autoHideDuration={5000} onClose={close}>
        <Alert severity={message?.severity ?? 'info'} elevation={6} onClose={close}>
          {message?.text}
        </Alert>
      </Snackbar>
    </Say>
  );
}
