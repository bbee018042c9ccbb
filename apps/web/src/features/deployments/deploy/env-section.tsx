import AddIcon from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeploying, useFieldError } from './deploying.js';
import { inheritedOf, replacedBy } from './env-rows.js';
import { InheritedRow, OwnRow } from './env-table-rows.js';
import { Section } from './section.js';

/** All variables with where each value comes from; what comes along can be overridden. */
export function EnvSection() {
  const { t } = useTranslation();
  const { form, chosen, backend, preview, change } = useDeploying();
  const { error, helperText } = useFieldError('env');
  const [added, setAdded] = useState(-1);
  const version = chosen.version ?? preview?.version;
  const inherited = inheritedOf(backend?.definition, version, form.env);
  const add = (name: string, value: string) => {
    setAdded(form.env.length);
    change({ env: [...form.env, { name, value }] });
  };
  return (
    <Section title={t('deployments.deploy.sections.env')}>
      {inherited.length + form.env.length === 0 ? (
        <Typography color="textSecondary">{t('deployments.deploy.envNone')}</Typography>
      ) : (
        <TableContainer>
          <Table size="small">
            <Head />
            <TableBody>
              {inherited.map((each) => (
                <InheritedRow
                  key={each.name}
                  variable={each}
                  onOverride={() => add(each.name, each.isSecret ? '' : each.value)}
                />
              ))}
              {form.env.map((each, index) => (
                <OwnRow
                  // A place in the list is all that a variable is known by while its name is typed.
                  // eslint-disable-next-line react/no-array-index-key
                  key={index}
                  number={index + 1}
                  variable={each}
                  isNew={index === added}
                  replaces={replacedBy(backend?.definition, version, each.name)}
                  onChange={(next) => change({ env: form.env.with(index, next) })}
                  onRemove={() => change({ env: form.env.toSpliced(index, 1) })}
                />
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
      {error && (
        <Typography color="error" variant="body2" role="alert">
          {helperText}
        </Typography>
      )}
      <Button startIcon={<AddIcon />} onClick={() => add('', '')} sx={{ justifySelf: 'start' }}>
        {t('deployments.deploy.addEnv')}
      </Button>
    </Section>
  );
}

function Head() {
  const { t } = useTranslation();
  const headings = [
    t('deployments.deploy.envName'),
    t('deployments.deploy.envValue'),
    t('deployments.deploy.envOrigin'),
  ];
  return (
    <TableHead>
      <TableRow>
        {headings.map((each) => (
          <TableCell key={each} sx={{ color: 'text.secondary' }}>
            {each}
          </TableCell>
        ))}
        <TableCell sx={{ color: 'text.secondary' }} align="right">
          {t('deployments.columns.actions')}
        </TableCell>
      </TableRow>
    </TableHead>
  );
}
