import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { CodeBlock } from '../../ui/code-text.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { SidePanel } from '../../ui/side-panel.js';
import { useAction } from '../../ui/use-action.js';
import { apiAddress, isLoopback, joinCommand } from './join-command.js';
import { useWorkers } from './use-workers.js';

const anHour = 3600;

/** Makes the command that joins a host, and waits until it has joined. */
export function AddWorker({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('gpu-1');
  const make = useAction({ run: (worker: string) => joinToken(worker), changes: ['access'] });
  return (
    <SidePanel open={open} onClose={onClose} title={t('workers.addTitle')}>
      <Stack spacing={2.5}>
        <Typography>{t('workers.addText')}</Typography>
        <TextField
          label={t('workers.addName')}
          value={name}
          disabled={make.isSuccess}
          onChange={(event) => setName(event.target.value)}
        />
        {make.error && <ProblemAlert error={make.error} />}
        {make.data ? (
          <Command name={name} token={make.data} onAgain={() => make.reset()} />
        ) : (
          <Button
            variant="contained"
            loading={make.isPending}
            onClick={() => make.mutate(name)}
            sx={{ alignSelf: 'start' }}
          >
            {t('workers.addMake')}
          </Button>
        )}
      </Stack>
    </SidePanel>
  );
}

async function joinToken(worker: string): Promise<string> {
  const name = `${worker}-${Date.now().toString(36)}`.slice(0, 63);
  const made = await valueOf(api.access.createJoinToken({ body: { name, singleUse: true, expiresInSeconds: anHour } }));
  return made.token;
}

interface CommandProps {
  readonly name: string;
  readonly token: string;
  readonly onAgain: () => void;
}

function Command({ name, token, onAgain }: CommandProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(window.location.origin);
  const address = apiAddress(typed);
  return (
    <>
      <TextField
        label={t('workers.addApi')}
        value={typed}
        error={address === undefined}
        helperText={t('workers.addAddress')}
        onChange={(event) => setTyped(event.target.value)}
        slotProps={{ htmlInput: { spellCheck: false, inputMode: 'url' } }}
      />
      <div role="status">
        {address !== undefined && isLoopback(address) && (
          <Alert severity="warning">{t('workers.addLoopback', { address })}</Alert>
        )}
      </div>
      {address !== undefined && <CodeBlock label={t('workers.addTitle')} text={joinCommand(address, name, token)} />}
      <Alert severity="warning">{t('workers.addSecret')}</Alert>
      <Joining name={name} />
      <Button onClick={onAgain} sx={{ alignSelf: 'start' }}>
        {t('workers.addAgain')}
      </Button>
    </>
  );
}

function Joining({ name }: Pick<CommandProps, 'name'>) {
  const { t } = useTranslation();
  const { data } = useWorkers();
  const isHere = data?.some((worker) => worker.name === name && worker.state === 'ready') ?? false;
  return (
    <div role="status">
      {isHere ? (
        <Alert severity="success">{t('workers.addJoined', { name })}</Alert>
      ) : (
        <Stack spacing={1}>
          <Typography variant="body2">{t('workers.addWaiting', { name })}</Typography>
          <LinearProgress aria-label={t('workers.addWaiting', { name })} />
        </Stack>
      )}
    </div>
  );
}
