import ListSubheader from '@mui/material/ListSubheader';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { DeploymentView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { shownStatus } from '../deployments/scaling.js';

/** Which deployment is talked to. Those that cannot answer are shown with why. */
export function DeploymentChoice(props: {
  readonly deployments: readonly DeploymentView[];
  readonly value: string;
  readonly onChange: (name: string) => void;
}) {
  const { t } = useTranslation();
  const { deployments, value } = props;
  const ready = deployments.filter(({ readyReplicas }) => readyReplicas > 0);
  const others = deployments.filter(({ readyReplicas }) => readyReplicas === 0);
  const isKnown = deployments.some(({ name }) => name === value);
  return (
    <TextField
      select
      label={t('playground.deployment')}
      value={value}
      onChange={(event) => props.onChange(event.target.value)}
      sx={{ maxWidth: 480 }}
    >
      {ready.length > 0 && <ListSubheader>{t('playground.ready')}</ListSubheader>}
      {ready.map((each) => (
        <MenuItem key={each.name} value={each.name}>
          <Named deployment={each} />
        </MenuItem>
      ))}
      {others.length > 0 && <ListSubheader>{t('playground.notReady')}</ListSubheader>}
      {others.map((each) => (
        <MenuItem key={each.name} value={each.name} disabled>
          <span>
            <Named deployment={each} />
            <Typography variant="caption" component="div" sx={{ whiteSpace: 'normal' }}>
              {t(`deployments.statuses.${shownStatus(each)}`)}
              {each.reason && `: ${each.reason}`}
            </Typography>
          </span>
        </MenuItem>
      ))}
      {!isKnown && <MenuItem value={value}>{value}</MenuItem>}
    </TextField>
  );
}

function Named({ deployment: { name, spec } }: { readonly deployment: DeploymentView }) {
  const isOther = spec.modelName !== undefined && spec.modelName !== name;
  return <>{isOther ? `${name} (${spec.modelName})` : name}</>;
}
