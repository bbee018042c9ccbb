import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { SourceView, TrustedKey } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { Code } from '../../../ui/code-text.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { useAction } from '../../../ui/use-action.js';

type Offered = SourceView['offeredKey'];

/** Trusts a key of a source: the one that it was signed with, beside those that are trusted, or one that is typed. */
export function TrustKey(props: {
  readonly source: SourceView;
  readonly offered: Offered;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { source, offered } = props;
  const { name, revision } = source;
  const [typed, setTyped] = useState('');
  const [checked, setChecked] = useState(false);
  const key = offered?.key ?? typed.trim();
  const trust = useAction({
    run: () => valueOf(api.sources.trust({ params: { source: name }, body: { key }, ifMatch: revision })),
    changes: ['sources', 'entries'],
    said: () => t('market.sources.trusted'),
    onDone: props.onClose,
  });
  return (
    <ConfirmDialog
      open
      title={t(offered ? 'market.sources.trustTitle' : 'market.sources.addKeyTitle', { name })}
      confirm={t('market.sources.trustIt')}
      busy={trust.isPending}
      error={trust.error}
      ready={checked && key !== ''}
      onConfirm={() => trust.mutate(undefined)}
      onClose={props.onClose}
    >
      <Typography>{t('market.sources.trustText', { name })}</Typography>
      <Comparison source={source} offered={offered} />
      {!offered?.key && (
        <TextField
          label={t('market.sources.key')}
          value={typed}
          helperText={t(offered ? 'market.sources.keyHidden' : 'market.sources.keyHelp')}
          onChange={(event) => setTyped(event.target.value)}
          fullWidth
        />
      )}
      <FormControlLabel
        control={<Checkbox checked={checked} onChange={(_event, is) => setChecked(is)} />}
        label={t('market.sources.keyChecked')}
      />
    </ConfirmDialog>
  );
}

/** The keys that are trusted beside the one that is offered. */
function Comparison({ source, offered }: { readonly source: SourceView; readonly offered: Offered }) {
  const { t } = useTranslation();
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: offered ? '1fr 1fr' : '1fr' } }}>
      <div>
        <Typography variant="h3" gutterBottom>
          {t('market.sources.trustedNow')}
        </Typography>
        {source.keys.length === 0 && <Typography variant="body2">{t('market.sources.noKeys')}</Typography>}
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
          {source.keys.map((key) => (
            <Trusted key={key.id} source={source} trusted={key} />
          ))}
        </Box>
      </div>
      {offered && (
        <div>
          <Typography variant="h3" gutterBottom>
            {t('market.sources.offeredNow')}
          </Typography>
          <KeyText id={offered.id} text={offered.key} />
          <Typography variant="caption" color="textSecondary">
            {t('market.sources.seen')} <RelativeTime at={offered.at} />
          </Typography>
        </div>
      )}
    </Box>
  );
}

const KeyText = ({ id, text }: { readonly id: string; readonly text: string | null }) => (
  <>
    <Typography component="div" sx={{ fontWeight: 600 }}>
      <Code>{id}</Code>
    </Typography>
    {text && (
      <Typography variant="caption" component="div">
        <Code>{text}</Code>
      </Typography>
    )}
  </>
);

function Trusted({ source, trusted }: { readonly source: SourceView; readonly trusted: TrustedKey }) {
  const { t } = useTranslation();
  const { id } = trusted;
  const [asking, setAsking] = useState(false);
  const distrust = useAction({
    run: () =>
      valueOf(api.sources.trust({ params: { source: source.name }, body: { distrust: id }, ifMatch: source.revision })),
    changes: ['sources', 'entries'],
    said: () => t('market.sources.distrusted', { id }),
    onDone: () => setAsking(false),
  });
  return (
    <li>
      <KeyText id={id} text={trusted.key} />
      <Typography variant="caption" color="textSecondary" component="div">
        {t('market.sources.keySince', { by: trusted.by })}, <RelativeTime at={trusted.since} />
      </Typography>
      <Button
        size="small"
        color="error"
        aria-label={`${t('market.sources.distrust')}: ${id}`}
        onClick={() => setAsking(true)}
      >
        {t('market.sources.distrust')}
      </Button>
      <ConfirmDialog
        open={asking}
        danger
        title={t('market.sources.distrustTitle', { id })}
        confirm={t('market.sources.distrust')}
        busy={distrust.isPending}
        error={distrust.error}
        onConfirm={() => distrust.mutate(undefined)}
        onClose={() => setAsking(false)}
      >
        <Typography>{t('market.sources.distrustText')}</Typography>
      </ConfirmDialog>
    </li>
  );
}
