import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { EntryView } from '@enginehouse/contracts';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../ui/facts.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { useUsers } from './use-users.js';
import { Readme } from './readme.js';

/** The description with the facts beside it, or below on small screens. */
export function EntryAbout({ entry }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 380px' } }}>
      <Box component="section" sx={{ minWidth: 0 }}>
        <Typography variant="h2" gutterBottom>
          {t('market.readme')}
        </Typography>
        {entry.readmeHtml ? <Readme html={entry.readmeHtml} /> : t('market.noDescription')}
      </Box>
      <Box component="section">
        <Typography variant="h2" gutterBottom>
          {t('market.facts')}
        </Typography>
        <EntryFacts entry={entry} />
      </Box>
    </Box>
  );
}

function EntryFacts({ entry }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  const { about, enabledAt, enabledBy } = entry;
  const minimum = Object.entries(about.minimum_versions);
  const facts = [
    { name: t('market.maintainer'), value: about.maintainer ?? t('market.notStated') },
    { name: t('market.licence'), value: about.licence ?? t('market.notStated') },
    { name: t('market.frameworks'), value: <Frameworks names={entry.frameworks} /> },
    ...(minimum.length > 0
      ? [{ name: t('market.minimum'), value: minimum.map(([what, least]) => `${what} ${least}`).join(', ') }]
      : []),
    ...(about.links.length > 0 ? [{ name: t('market.links'), value: <Links links={about.links} /> }] : []),
    ...(enabledAt && enabledBy
      ? [
          {
            name: t('market.enabledBy'),
            value: (
              <>
                {enabledBy}, <RelativeTime at={enabledAt} />
              </>
            ),
          },
        ]
      : []),
    ...(entry.enabled ? [{ name: t('market.deployments'), value: <Users name={entry.name} /> }] : []),
  ];
  return <Facts facts={facts} />;
}

const Frameworks = ({ names }: { readonly names: readonly string[] }) => (
  <Box sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap' }}>
    {names.map((name) => (
      <Chip key={name} size="small" variant="outlined" label={name} />
    ))}
  </Box>
);

const list = { m: 0, p: 0, listStyle: 'none' } as const;

function Links({ links }: { readonly links: EntryView['about']['links'] }) {
  const { t } = useTranslation();
  return (
    <Box component="ul" sx={list}>
      {links.map(({ title, url }) => (
        <li key={`${title} ${url}`}>
          <Link
            href={url}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            title={url}
            aria-label={t('market.opensElsewhere', { title })}
          >
            {title}
          </Link>
        </li>
      ))}
    </Box>
  );
}

/** The deployments that use the backend, by name. */
function Users({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const users = useUsers(name);
  if (users.isError) return <>{t('market.usageUnknown')}</>;
  if (!users.data) return <>…</>;
  if (users.data.length === 0) return <>{t('market.usedBy', { count: 0 })}</>;
  return (
    <Box component="ul" sx={list}>
      {users.data.map((deployment) => (
        <li key={deployment}>
          <Link component={RouterLink} to={`/deployments/${deployment}`}>
            {deployment}
          </Link>
        </li>
      ))}
    </Box>
  );
}
