import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { useMay } from '../../api/session.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { useAction } from '../../ui/use-action.js';

/** Checks that nobody has changed what was written into the logs. */
export function VerifyLogs() {
  const { t } = useTranslation();
  const may = useMay('operator');
  const verify = useAction({ run: () => valueOf(api.events.verify()), changes: [] });
  if (!may) return null;
  const report = verify.data;
  return (
    <>
      <Button variant="outlined" loading={verify.isPending} onClick={() => verify.mutate(undefined)}>
        {t('events.verify')}
      </Button>
      <Dialog open={verify.isSuccess || verify.isError} onClose={() => verify.reset()} aria-label={t('events.verify')}>
        <DialogTitle>{t('events.verify')}</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
          {verify.error && <ProblemAlert error={verify.error} />}
          {report?.ok && <Alert severity="success">{t('events.verifyOk', { count: report.logs.length })}</Alert>}
          {report?.logs.map((each) => (
            <Alert key={each.log} severity={each.ok ? 'info' : 'error'}>
              {each.log}: {each.detail}
            </Alert>
          ))}
          {report?.unchecked.map((each) => (
            <Alert key={each.log} severity="warning">
              {each.log}: {each.detail}
            </Alert>
          ))}
        </DialogContent>
        <DialogActions>
          <Button onClick={() => verify.reset()}>{t('actions.close')}</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
