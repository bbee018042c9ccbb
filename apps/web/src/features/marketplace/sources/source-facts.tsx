import type { SourceView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../ui/facts.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { usePolicyText } from '../use-policy-text.js';
import { CountsText } from './counts-text.js';
import { useIntervalText } from './use-interval-text.js';

/** What a source offers, what it may be trusted with, and when it is read. */
export function SourceFacts({ source }: { readonly source: SourceView }) {
  const { t } = useTranslation();
  const policy = usePolicyText();
  const interval = useIntervalText();
  const { lastSync, nextSyncAt, internal } = source;
  return (
    <Facts
      facts={[
        { name: t('market.sources.snapshot'), value: <Offers source={source} /> },
        { name: t('market.sources.trust'), value: <Trust source={source} /> },
        {
          name: t('market.sources.lastSync'),
          value: lastSync ? (
            <>
              <RelativeTime at={lastSync.finishedAt ?? lastSync.queuedAt} /> · <CountsText run={lastSync} />
            </>
          ) : (
            t('market.sources.states.never')
          ),
        },
        {
          name: t('market.sources.nextSync'),
          value: (
            <>
              {nextSyncAt && !source.paused && (
                <>
                  <RelativeTime at={nextSyncAt} /> ·{' '}
                </>
              )}
              {source.paused ? t('market.sources.states.paused') : interval(source.everySeconds)}
            </>
          ),
        },
        { name: t('market.sources.updates'), value: policy(source.policy) },
        ...(internal ? [{ name: t('market.sources.internal'), value: t('market.sources.form.internal') }] : []),
      ]}
    />
  );
}

function Offers({ source: { snapshot, enabledEntries } }: { readonly source: SourceView }) {
  const { t } = useTranslation();
  if (!snapshot) return <>{t('market.sources.nothingOffered')}</>;
  const parts = [
    t('market.sources.entries', { count: snapshot.entries }),
    t('market.sources.enabledEntries', { count: enabledEntries }),
    ...(snapshot.rejected > 0 ? [t('market.sources.counts.rejected', { count: snapshot.rejected })] : []),
  ];
  return <>{parts.join(' · ')}</>;
}

function Trust({ source }: { readonly source: SourceView }) {
  const { t } = useTranslation();
  const { keys, strict, location, snapshot } = source;
  if (location.kind === 'builtin') return <>{t('market.sources.comesAlong')}</>;
  const rule = strict ? 'strict' : keys.length > 0 ? 'pinned' : 'unsignedTaken';
  const signed =
    snapshot && (snapshot.signedBy ? `${t('market.provenance.signedBy')} ${snapshot.signedBy}` : t('market.unsigned'));
  return (
    <>
      {t(`market.sources.${rule}`)}
      {keys.length > 0 && ` · ${t('market.sources.keys', { count: keys.length })}`}
      {signed && ` · ${signed}`}
    </>
  );
}
