import Box from '@mui/material/Box';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../ui/choice-field.js';
import { SearchField } from '../../ui/search-field.js';
import type { MarketFilter } from './routes.js';

const states = ['enabled', 'updatable', 'deprecated'] as const;
const yesAndNo = ['true', 'false'] as const;

/** Search and filters; kept in the address of the page. */
export function MarketFilters(props: {
  readonly filter: MarketFilter;
  readonly frameworks: readonly string[];
  readonly sources: readonly string[];
}) {
  const { filter } = props;
  const { t } = useTranslation();
  const change = useChange();
  const search = useCallback((text: string) => change({ search: text || undefined }), [change]);
  return (
    <Box
      role="search"
      sx={{
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
        '& > :first-of-type': { gridColumn: { xs: '1 / -1', sm: 'span 2' } },
      }}
    >
      <SearchField label={t('market.search')} value={filter.search ?? ''} onChange={search} />
      <ChoiceField
        label={t('market.source')}
        all={t('market.any')}
        value={filter.source}
        options={named(props.sources)}
        onChange={(source) => change({ source })}
      />
      <ChoiceField
        label={t('market.framework')}
        all={t('market.any')}
        value={filter.framework}
        options={named(props.frameworks)}
        onChange={(framework) => change({ framework })}
      />
      {states.map((state) => (
        <ChoiceField
          key={state}
          label={t(`market.${state}`)}
          all={t('market.any')}
          value={filter[state] === undefined ? undefined : filter[state] ? 'true' : 'false'}
          options={yesAndNo.map((value) => ({ value, label: t(`market.${state}Options.${value}`) }))}
          onChange={(value) => change({ [state]: value === undefined ? undefined : value === 'true' })}
        />
      ))}
    </Box>
  );
}

const named = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

function useChange() {
  const navigate = useNavigate({ from: '/marketplace' });
  return useCallback(
    (changes: MarketFilter) => void navigate({ search: (before) => ({ ...before, ...changes }), replace: true }),
    [navigate],
  );
}
