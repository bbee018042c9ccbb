import Box from '@mui/material/Box';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../ui/choice-field.js';
import { SearchField } from '../../ui/search-field.js';
import type { BackendFilter } from './backend-order.js';

const sources = ['built_in', 'community', 'custom'] as const;
const sorts = ['name', 'changed', 'use'] as const;

/** Search, source, framework and order; kept in the address of the page. */
export function BackendFilters({ frameworks }: { readonly frameworks: readonly string[] }) {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/signed-in/backends' });
  const change = useChange();
  const search = useCallback((text: string) => change({ search: text || undefined }), [change]);
  return (
    <Box role="search" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <SearchField label={t('backends.search')} value={filter.search ?? ''} onChange={search} />
      <ChoiceField
        label={t('backends.source')}
        all={t('backends.any')}
        value={filter.source}
        options={sources.map((value) => ({ value, label: t(`source.${value}`) }))}
        onChange={(source) => change({ source })}
      />
      <ChoiceField
        label={t('backends.framework')}
        all={t('backends.any')}
        value={filter.framework}
        options={frameworks.map((value) => ({ value, label: value }))}
        onChange={(framework) => change({ framework })}
      />
      <ChoiceField
        label={t('backends.sort')}
        value={filter.sort ?? 'name'}
        options={sorts.map((value) => ({ value, label: t(`backends.sorts.${value}`) }))}
        onChange={(sort) => change({ sort })}
      />
    </Box>
  );
}

function useChange() {
  const navigate = useNavigate({ from: '/backends' });
  return useCallback(
    (changes: BackendFilter) => void navigate({ search: (before) => ({ ...before, ...changes }), replace: true }),
    [navigate],
  );
}
