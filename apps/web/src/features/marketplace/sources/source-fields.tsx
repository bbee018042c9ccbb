import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../ui/choice-field.js';
import { PolicyFields } from '../policy-fields.js';
import { LocationFields } from './location-fields.js';
import type { FieldProblems, SourceInput } from './source-form-values.js';
import { SourceText } from './source-text.js';
import { intervals, useIntervalText } from './use-interval-text.js';

/** What is typed, what is wrong with it, and how it is changed. */
export interface FormPart {
  readonly input: SourceInput;
  readonly problems: FieldProblems;
  readonly onChange: (changes: Partial<SourceInput>) => void;
}

/** Everything that a source is added with or changed in. */
export function SourceFields(props: {
  readonly input: SourceInput;
  readonly problems: FieldProblems;
  readonly isNew: boolean;
  readonly onChange: (input: SourceInput) => void;
}) {
  const { input, problems, isNew, onChange } = props;
  const { t } = useTranslation();
  const change = (changes: Partial<SourceInput>) => onChange({ ...input, ...changes });
  const part: FormPart = { input, problems, onChange: change };
  const isBuiltIn = input.kind === 'builtin';
  return (
    <Stack spacing={2.5} sx={{ mb: 2 }}>
      {isNew && (
        <SourceText
          {...part}
          field="name"
          label={t('market.sources.form.name')}
          help={t('market.sources.form.nameHelp')}
          autoFocus
        />
      )}
      {!isBuiltIn && <LocationFields {...part} />}
      {!isBuiltIn && <TrustFields {...part} isNew={isNew} />}
      <Interval seconds={input.everySeconds} onChange={(everySeconds) => change({ everySeconds })} />
      <div>
        <PolicyFields value={input.policy} onChange={(policy) => change({ policy })} />
        {problems.policy && <FormHelperText error>{problems.policy}</FormHelperText>}
      </div>
    </Stack>
  );
}

/** Which signatures are needed. Keys of a source that is there are trusted one by one, with a look at each. */
function TrustFields({ isNew, ...part }: FormPart & { readonly isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {isNew && (
        <SourceText
          {...part}
          field="keys"
          label={t('market.sources.form.keys')}
          help={t('market.sources.form.keysHelp')}
          rows={2}
        />
      )}
      <FormControlLabel
        control={<Checkbox checked={part.input.strict} />}
        label={t('market.sources.form.strict')}
        onChange={(_event, strict) => part.onChange({ strict })}
      />
    </>
  );
}

function Interval({ seconds, onChange }: { readonly seconds: number; readonly onChange: (seconds: number) => void }) {
  const { t } = useTranslation();
  const text = useIntervalText();
  const offered = [...new Set([...intervals.map(Number), seconds])].toSorted((one, other) => one - other);
  return (
    <ChoiceField
      label={t('market.sources.form.every')}
      value={String(seconds)}
      options={offered.map((each) => ({ value: String(each), label: text(each) }))}
      onChange={(value) => value !== undefined && onChange(Number(value))}
    />
  );
}
