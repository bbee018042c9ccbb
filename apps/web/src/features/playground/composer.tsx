import SendIcon from '@mui/icons-material/Send';
import StopIcon from '@mui/icons-material/Stop';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import type { KeyboardEvent, SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

/** Where a message is written and sent, and an answer that goes on too long is ended. */
export function Composer(props: {
  readonly draft: string;
  readonly canSend: boolean;
  readonly isAnswering: boolean;
  readonly onDraft: (text: string) => void;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}) {
  const { t } = useTranslation();
  const send = () => {
    const text = props.draft.trim();
    if (text === '' || !props.canSend) return;
    props.onSend(text);
    props.onDraft('');
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    send();
  };
  const onKey = (event: KeyboardEvent) => {
    // Enter that ends the choice of a Chinese character is none.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', gap: 1, alignItems: 'start' }}>
      <TextField
        label={t('playground.message')}
        helperText={t('playground.messageHelp')}
        value={props.draft}
        onChange={(event) => props.onDraft(event.target.value)}
        onKeyDown={onKey}
        multiline
        maxRows={8}
        fullWidth
      />
      {props.isAnswering ? (
        <Button variant="outlined" startIcon={<StopIcon />} onClick={props.onStop} sx={{ height: 40 }}>
          {t('playground.stop')}
        </Button>
      ) : (
        <Button
          type="submit"
          variant="contained"
          startIcon={<SendIcon />}
          disabled={!props.canSend}
          sx={{ height: 40 }}
        >
          {t('playground.send')}
        </Button>
      )}
    </Box>
  );
}
