import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import type { JoinTokenView } from '@enginehouse/contracts/http';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { DataTable } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { NewToken } from './new-token.js';
import { expiry } from './periods.js';
import { RevokeToken } from './revoke-token.js';
import { Ends, Made } from './token-times.js';

/** Join tokens: with these hosts become workers. */
export function JoinTokens() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['access', 'join-tokens'],
    queryFn: async ({ signal }) => (await valueOf(api.access.listJoinTokens({ signal }))).items,
  });
  const columns = [
    { key: 'name', heading: t('access.columns.name'), cell: (token: JoinTokenView) => token.name },
    {
      key: 'used',
      heading: t('access.columns.used'),
      cell: ({ usedBy, singleUse }: JoinTokenView) =>
        `${usedBy ?? t('access.notUsed')}${singleUse ? ` (${t('access.singleUse')})` : ''}`,
    },
    { key: 'created', heading: t('access.columns.created'), cell: (token: JoinTokenView) => <Made {...token} /> },
    { key: 'expires', heading: t('access.columns.expires'), cell: (token: JoinTokenView) => <Ends {...token} /> },
    {
      key: 'action',
      heading: t('access.columns.action'),
      align: 'right' as const,
      cell: ({ name }: JoinTokenView) => (
        <RevokeToken
          name={name}
          text={t('access.revokeJoinText')}
          revoke={() => valueOf(api.access.revokeJoinToken({ params: { name } }))}
        />
      ),
    },
  ];
  return (
    <>
      <Typography color="textSecondary">{t('access.joinHint')}</Typography>
      <Button variant="contained" onClick={() => setAdding(true)} sx={{ alignSelf: 'start' }}>
        {t('access.add')}
      </Button>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data?.length === 0 && <EmptyState title={t('access.emptyJoin')} />}
      {data && data.length > 0 && (
        <DataTable label={t('access.tabs.join')} columns={columns} rows={data} keyOf={({ name }) => name} />
      )}
      {adding && <NewJoinToken onClose={() => setAdding(false)} />}
    </>
  );
}

function NewJoinToken({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [singleUse, setSingleUse] = useState(true);
  return (
    <NewToken
      title={t('access.addJoinTitle')}
      make={(name, period) => valueOf(api.access.createJoinToken({ body: { name, singleUse, ...expiry(period) } }))}
      onClose={onClose}
    >
      <FormControlLabel
        control={<Checkbox checked={singleUse} onChange={(event) => setSingleUse(event.target.checked)} />}
        label={t('access.once')}
      />
    </NewToken>
  );
}
