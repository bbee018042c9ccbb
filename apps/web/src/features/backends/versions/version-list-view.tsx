import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { BackendVersion, BackendView } from '@enginehouse/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../ui/choice-field.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { originsOf } from '../../history/origins.js';
import { useHistory } from '../../history/use-history.js';
import { useImageCheck } from './image-check.js';
import { VersionCard } from './version-card.js';
import { arrangedVersions, frameworksOfVersions } from './version-list.js';

/** The versions of a backend: what is offered, newest first, and folded what is not offered any more. */
export function VersionList({ backend }: { readonly backend: BackendView }) {
  const { t } = useTranslation();
  const { only } = useSearch({ from: '/signed-in/backends/$name' });
  const { offered, deprecated } = arrangedVersions(backend.definition, only);
  const check = useImageCheck(backend.name);
  const { definition } = backend;
  return (
    <Box component="section" aria-label={t('versions.title')} sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        <Typography variant="h3" sx={{ flex: 1 }}>
          {t('units.versions', { count: definition.versions.length })}
        </Typography>
        <OnlyFramework definition={definition} only={only} />
        {definition.versions.length > 0 && (
          <Button variant="outlined" loading={check.isFetching} onClick={() => void check.refetch()}>
            {t('versions.checkImages')}
          </Button>
        )}
      </Box>
      {check.error && <ProblemAlert error={check.error} onRetry={() => void check.refetch()} />}
      {definition.versions.length === 0 && (
        <Typography color="textSecondary">
          {t(backend.name === 'Custom' ? 'versions.pseudo' : 'versions.none')}
        </Typography>
      )}
      {definition.versions.length > 0 && offered.length + deprecated.length === 0 && (
        <Typography color="textSecondary">{t('states.nothingFound')}</Typography>
      )}
      <Cards backend={backend} versions={offered} label={t('versions.offered')} />
      {deprecated.length > 0 && (
        <Accordion variant="outlined" disableGutters slotProps={{ heading: { component: 'h4' } }}>
          <AccordionSummary expandIcon={<ExpandMoreIcon />}>
            {t('versions.deprecatedCount', { count: deprecated.length })}
          </AccordionSummary>
          <AccordionDetails>
            <Cards backend={backend} versions={deprecated} label={t('versions.deprecated')} />
          </AccordionDetails>
        </Accordion>
      )}
    </Box>
  );
}

function OnlyFramework(props: { readonly definition: BackendView['definition']; readonly only: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/backends/$name' });
  const frameworks = frameworksOfVersions(props.definition);
  if (frameworks.length < 2 && props.only === undefined) return null;
  return (
    <ChoiceField
      label={t('backends.framework')}
      all={t('backends.any')}
      value={props.only}
      options={[...new Set([...frameworks, ...(props.only === undefined ? [] : [props.only])])].map((value) => ({
        value,
        label: value,
      }))}
      onChange={(only) =>
        void navigate({ search: (before) => ({ ...before, only }), replace: true, resetScroll: false })
      }
    />
  );
}

function Cards(props: {
  readonly backend: BackendView;
  readonly versions: readonly BackendVersion[];
  readonly label: string;
}) {
  const { backend, versions, label } = props;
  const { data: history = [] } = useHistory(backend.name);
  const { data: updates } = useImageCheck(backend.name);
  const origins = originsOf(history);
  if (versions.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexDirection: 'column', gap: 2 }}
    >
      {versions.map((version) => (
        <li key={version.name}>
          <VersionCard
            backend={backend}
            version={version}
            origin={origins.get(version.name)}
            updates={updates?.items.filter((update) => update.version === version.name) ?? []}
          />
        </li>
      ))}
    </Box>
  );
}
