import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../ui/choice-field.js';
import type { FormPart } from './source-fields.js';
import { sourceKinds, type SourceKind } from './source-form-values.js';
import { SourceText } from './source-text.js';

/** What each kind of source is found by: the field, its name and what it is for. */
const fieldsOf = {
  http: [['url', 'url', 'urlHelp']],
  git: [
    ['url', 'gitUrl', 'urlHelp'],
    ['ref', 'ref', 'refHelp'],
    ['path', 'path', 'pathHelp'],
  ],
  oci: [['reference', 'reference', 'referenceHelp']],
  file: [['filePath', 'filePath', 'filePathHelp']],
} as const satisfies Record<SourceKind, readonly unknown[]>;

/** Where a source is. */
export function LocationFields(part: FormPart) {
  const { t } = useTranslation();
  const { kind, internal } = part.input;
  if (kind === 'builtin') return null;
  return (
    <>
      <ChoiceField
        label={t('market.sources.form.kind')}
        value={kind}
        options={sourceKinds.map((value) => ({ value, label: t(`market.sources.form.kinds.${value}`) }))}
        onChange={(chosen) => chosen && part.onChange({ kind: chosen })}
      />
      {fieldsOf[kind].map(([field, label, help]) => (
        <SourceText
          key={field}
          {...part}
          field={field}
          label={t(`market.sources.form.${label}`)}
          help={t(`market.sources.form.${help}`)}
        />
      ))}
      {kind !== 'file' && (
        <div>
          <FormControlLabel
            control={<Checkbox checked={internal} />}
            label={t('market.sources.form.internal')}
            onChange={(_event, isInternal) => part.onChange({ internal: isInternal })}
          />
          <FormHelperText sx={{ mt: 0, ml: 4 }}>{t('market.sources.form.internalHelp')}</FormHelperText>
        </div>
      )}
    </>
  );
}
