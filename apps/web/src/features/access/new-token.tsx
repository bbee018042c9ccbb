import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../ui/choice-field.js';
import { CodeBlock } from '../../ui/code-text.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { useAction } from '../../ui/use-action.js';
import { periodNames, type Period } from './periods.js';

/** Asks for what a new token needs, makes it, and shows it this once. */
export function NewToken(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly make: (name: string, period: Period) => Promise<{ readonly token: string }>;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const title = useId();
  const [name, setName] = useState('');
  const [period, setPeriod] = useState<Period>('month');
  const make = useAction({ run: () => props.make(name.trim(), period), changes: ['access'] });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    make.mutate(undefined);
  };
  return (
    <Dialog open onClose={make.isSuccess ? undefined : props.onClose} aria-labelledby={title} maxWidth="sm" fullWidth>
      <form onSubmit={submit}>
        <DialogTitle id={title}>{props.title}</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2, '&&': { pt: 1 } }}>
          {make.error && <ProblemAlert error={make.error} />}
          {make.data ? (
            <>
              <Alert severity="warning">{t('access.secret')}</Alert>
              <CodeBlock label={props.title} text={make.data.token} />
            </>
          ) : (
            <>
              <TextField
                label={t('access.name')}
                helperText={t('access.nameHelp')}
                value={name}
                onChange={(event) => setName(event.target.value)}
                required
                autoFocus
              />
              {props.children}
              <ChoiceField
                label={t('access.expires')}
                value={period}
                options={periodNames.map((value) => ({ value, label: t(`access.periods.${value}`) }))}
                onChange={(value) => setPeriod(value ?? 'month')}
              />
            </>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={props.onClose}>{make.data ? t('actions.close') : t('actions.cancel')}</Button>
          {!make.data && (
            <Button type="submit" variant="contained" loading={make.isPending}>
              {t('access.add')}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}
