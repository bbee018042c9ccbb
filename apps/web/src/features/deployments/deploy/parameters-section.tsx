import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeploying, useFieldError } from './deploying.js';
import { missingDefaults } from './parameters.js';
import { Section } from './section.js';

/** The engine's own options: at first those of the backend, then whatever the person makes of them. */
export function ParametersSection() {
  const { t } = useTranslation();
  const { form, backend, change } = useDeploying();
  const [added, setAdded] = useState(-1);
  const { parameters } = form;
  const missing = missingDefaults(parameters, backend?.definition.default_backend_param ?? []);
  const { error, helperText } = useFieldError('parameters');
  return (
    <Section title={t('deployments.deploy.sections.parameters')} hint={t('deployments.deploy.parametersHelp')}>
      {parameters.map((value, index) => (
        <Parameter
          // A place in the list is all that a parameter is known by.
          // eslint-disable-next-line react/no-array-index-key
          key={index}
          number={index + 1}
          value={value}
          isNew={index === added}
          suggestions={backend?.definition.common_parameters ?? []}
          onChange={(next) => change({ parameters: parameters.with(index, next) })}
          onRemove={() => change({ parameters: parameters.toSpliced(index, 1) })}
        />
      ))}
      {parameters.length === 0 && <Typography color="textSecondary">{t('deployments.deploy.noParameters')}</Typography>}
      {error && (
        <Typography color="error" variant="body2" role="alert">
          {helperText}
        </Typography>
      )}
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <Button
          startIcon={<AddIcon />}
          onClick={() => {
            setAdded(parameters.length);
            change({ parameters: [...parameters, ''] });
          }}
        >
          {t('deployments.deploy.addParameter')}
        </Button>
        {missing.length > 0 && (
          <Button onClick={() => change({ parameters: [...missing, ...parameters] })}>
            {t('deployments.deploy.restoreDefaults')}
          </Button>
        )}
      </Box>
    </Section>
  );
}

function Parameter(props: {
  readonly number: number;
  readonly value: string;
  readonly isNew: boolean;
  readonly suggestions: readonly string[];
  readonly onChange: (value: string) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { number } = props;
  return (
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
      <Autocomplete
        freeSolo
        disableClearable
        size="small"
        sx={{ flex: 1 }}
        options={props.suggestions}
        inputValue={props.value}
        onInputChange={(_event, value) => props.onChange(value)}
        renderInput={(params) => (
          <TextField {...params} label={t('deployments.deploy.parameter', { number })} autoFocus={props.isNew} />
        )}
      />
      <IconButton aria-label={t('deployments.deploy.removeParameter', { number })} onClick={props.onRemove}>
        <DeleteIcon fontSize="small" />
      </IconButton>
    </Box>
  );
}
