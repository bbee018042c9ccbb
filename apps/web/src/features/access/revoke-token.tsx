import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { useAction } from '../../ui/use-action.js';

/** A button that takes a token out of force, after asking. */
export function RevokeToken(props: {
  readonly name: string;
  readonly text: string;
  readonly warning?: string | undefined;
  /** Why this one is never revoked; then only that is said. */
  readonly never?: string | undefined;
  readonly revoke: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const revoke = useAction({
    run: props.revoke,
    changes: ['access'],
    said: () => t('access.revoked', { name: props.name }),
    onDone: () => setAsking(false),
  });
  return (
    <>
      <Button
        size="small"
        color="error"
        onClick={() => setAsking(true)}
        aria-label={`${t('access.revoke')}: ${props.name}`}
      >
        {t('access.revoke')}
      </Button>
      <ConfirmDialog
        open={asking}
        danger
        title={t('access.revokeTitle', { name: props.name })}
        confirm={props.never === undefined ? t('access.revoke') : undefined}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate(undefined)}
        onClose={() => setAsking(false)}
      >
        <Typography>{props.never ?? props.text}</Typography>
        {props.warning && <Typography>{props.warning}</Typography>}
      </ConfirmDialog>
    </>
  );
}
