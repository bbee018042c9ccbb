import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { EntryView, Provenance } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { Facts } from '../../../ui/facts.js';
import { RelativeTime } from '../../../ui/relative-time.js';

/** Where the entry comes from: what is offered now, beside what the enabled backend was made from. */
export function EntryProvenance({ entry }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))' }}>
      <ProvenanceCard title={t('market.offeredNow')} provenance={entry.provenance} />
      {entry.enabledFrom && <ProvenanceCard title={t('market.enabledThen')} provenance={entry.enabledFrom} />}
    </Box>
  );
}

function ProvenanceCard({ title, provenance }: { readonly title: string; readonly provenance: Provenance }) {
  const { t } = useTranslation();
  const { syncedAt, signedBy, upstreamRef } = provenance;
  const values = {
    source: provenance.source,
    location: provenance.location,
    upstreamRef: upstreamRef === null ? t('market.none') : <Code>{upstreamRef}</Code>,
    snapshotDigest: <Code>{provenance.snapshotDigest}</Code>,
    contentHash: <Code>{provenance.contentHash}</Code>,
    signedBy: signedBy === null ? t('market.unsigned') : <Code>{signedBy}</Code>,
    syncedAt: syncedAt === '' ? t('market.none') : <RelativeTime at={syncedAt} />,
  };
  const names = Object.keys(values) as (keyof typeof values)[];
  return (
    <Card sx={{ p: 2.5 }}>
      <Typography variant="h2" gutterBottom>
        {title}
      </Typography>
      <Facts facts={names.map((name) => ({ name: t(`market.provenance.${name}`), value: values[name] }))} />
    </Card>
  );
}
