import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { eventTypes } from 'virtual:enginehouse-routes';
import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { CodeBlock } from '../../../ui/code-text.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useAction } from '../../../ui/use-action.js';

interface Wish {
  readonly name: string;
  readonly url: string;
  readonly internal: boolean;
  readonly types: readonly string[];
  readonly subjects: readonly string[];
}

const nothing: Wish = { name: '', url: '', internal: false, types: [], subjects: [] };

/** What is neither an event nor the beginning of some, and would be refused. */
const unknownTypes = (types: readonly string[]): readonly string[] =>
  types.filter((type) => !type.endsWith('*') && !eventTypes.includes(type));

/** Asks whom to tell of what, and shows the secret this once. */
export function NewWebhook({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const title = useId();
  const [wish, setWish] = useState(nothing);
  const { name, url, internal, types, subjects } = wish;
  const add = useAction({
    run: () =>
      valueOf(
        api.webhooks.add({
          body: {
            name: name.trim(),
            url: url.trim(),
            internal,
            filters: { types: [...types], subjects: [...subjects] },
          },
        }),
      ),
    changes: ['webhooks'],
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    add.mutate(undefined);
  };
  return (
    <Dialog open onClose={add.isSuccess ? undefined : onClose} aria-labelledby={title} maxWidth="sm" fullWidth>
      <form onSubmit={submit}>
        <DialogTitle id={title}>{t('webhooks.addTitle')}</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2, '&&': { pt: 1 } }}>
          {add.error && <ProblemAlert error={add.error} />}
          {add.data ? (
            <>
              <Alert severity="warning">{t('webhooks.secret')}</Alert>
              <CodeBlock label={t('webhooks.secretLabel')} text={add.data.secret} />
            </>
          ) : (
            <Fields wish={wish} onChange={(changes) => setWish({ ...wish, ...changes })} />
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{add.data ? t('actions.close') : t('actions.cancel')}</Button>
          {!add.data && (
            <Button type="submit" variant="contained" loading={add.isPending} disabled={unknownTypes(types).length > 0}>
              {t('webhooks.add')}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Fields({ wish, onChange }: { readonly wish: Wish; readonly onChange: (changes: Partial<Wish>) => void }) {
  const { t } = useTranslation();
  const unknown = unknownTypes(wish.types);
  return (
    <>
      <TextField
        label={t('webhooks.name')}
        helperText={t('webhooks.nameHelp')}
        value={wish.name}
        onChange={(event) => onChange({ name: event.target.value })}
        required
        autoFocus
      />
      <TextField
        label={t('webhooks.url')}
        helperText={t('webhooks.urlHelp')}
        type="url"
        value={wish.url}
        onChange={(event) => onChange({ url: event.target.value })}
        required
      />
      <FormControlLabel
        control={
          <Checkbox checked={wish.internal} onChange={(event) => onChange({ internal: event.target.checked })} />
        }
        label={t('webhooks.internal')}
      />
      <Patterns
        label={t('webhooks.types')}
        help={t(unknown.length > 0 ? 'webhooks.typesUnknown' : 'webhooks.typesHelp', { types: unknown.join(', ') })}
        isWrong={unknown.length > 0}
        options={eventTypes}
        value={wish.types}
        onChange={(types) => onChange({ types })}
      />
      <Patterns
        label={t('webhooks.subjects')}
        help={t('webhooks.subjectsHelp')}
        options={[]}
        value={wish.subjects}
        onChange={(subjects) => onChange({ subjects })}
      />
    </>
  );
}

/** Several patterns, each ended with Enter; what is still being typed when the field is left counts too. */
function Patterns(props: {
  readonly label: string;
  readonly help: string;
  readonly isWrong?: boolean;
  readonly options: readonly string[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}) {
  return (
    <Autocomplete
      multiple
      freeSolo
      autoSelect
      options={[...props.options]}
      value={[...props.value]}
      onChange={(_event, value) => props.onChange(value)}
      renderInput={(params) => (
        <TextField {...params} label={props.label} helperText={props.help} error={props.isWrong ?? false} />
      )}
    />
  );
}
