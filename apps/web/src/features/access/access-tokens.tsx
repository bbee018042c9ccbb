import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { Role, TokenView } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { useSession } from '../../api/session.js';
import { ChoiceField } from '../../ui/choice-field.js';
import { DataTable } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { Made, Ends } from './token-times.js';
import { NewToken } from './new-token.js';
import { isLastAdmin } from './last-admin.js';
import { expiry } from './periods.js';
import { RevokeToken } from './revoke-token.js';

const roles = ['viewer', 'operator', 'admin'] as const;

/** Access tokens: who may do what. */
export function AccessTokens() {
  const { t } = useTranslation();
  const own = useSession().data?.name;
  const [adding, setAdding] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['access', 'tokens'],
    queryFn: async ({ signal }) => (await valueOf(api.access.listTokens({ signal }))).items,
  });
  const columns = [
    { key: 'name', heading: t('access.columns.name'), cell: (token: TokenView) => token.name },
    {
      key: 'role',
      heading: t('access.columns.role'),
      cell: (token: TokenView) => t(`app.role.${token.role}`),
    },
    { key: 'created', heading: t('access.columns.created'), cell: (token: TokenView) => <Made {...token} /> },
    { key: 'expires', heading: t('access.columns.expires'), cell: (token: TokenView) => <Ends {...token} /> },
    {
      key: 'action',
      heading: t('access.columns.action'),
      align: 'right' as const,
      cell: ({ name }: TokenView) => (
        <RevokeToken
          name={name}
          text={t('access.revokeText')}
          warning={name === own ? t('access.own') : undefined}
          never={isLastAdmin(name, data ?? []) ? t('access.lastAdmin') : undefined}
          revoke={() => valueOf(api.access.revokeToken({ params: { name } }))}
        />
      ),
    },
  ];
  return (
    <>
      <Typography color="textSecondary">{t('access.tokensHint')}</Typography>
      <Button variant="contained" onClick={() => setAdding(true)} sx={{ alignSelf: 'start' }}>
        {t('access.add')}
      </Button>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data?.length === 0 && <EmptyState title={t('access.emptyTokens')} />}
      {data && data.length > 0 && (
        <DataTable label={t('access.tabs.tokens')} columns={columns} rows={data} keyOf={({ name }) => name} />
      )}
      {adding && <NewAccessToken onClose={() => setAdding(false)} />}
    </>
  );
}

function NewAccessToken({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [role, setRole] = useState<Role>('viewer');
  return (
    <NewToken
      title={t('access.addTitle')}
      make={(name, period) => valueOf(api.access.createToken({ body: { name, role, ...expiry(period) } }))}
      onClose={onClose}
    >
      <ChoiceField
        label={t('access.role')}
        value={role}
        options={roles.map((value) => ({ value, label: t(`access.roles.${value}`) }))}
        onChange={(value) => setRole(value ?? 'viewer')}
      />
    </NewToken>
  );
}
