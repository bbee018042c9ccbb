import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { monospace } from '../../../app/theme.js';
import { shownValue } from './merge-view.js';

/** What one side has for a field, under the name of the side. */
export function SideValue(props: {
  readonly label: string;
  readonly value: unknown;
  readonly open?: boolean;
  readonly chosen?: boolean;
}) {
  const { t } = useTranslation();
  const text = shownValue(props.value);
  const nothing = props.open ? t('market.toDecide') : t('market.absent');
  return (
    <Box
      sx={{
        minWidth: 0,
        border: 1,
        borderRadius: 1,
        p: 1,
        borderColor: props.chosen ? 'primary.main' : 'divider',
        boxShadow: props.chosen ? (theme) => `inset 0 0 0 1px ${theme.vars?.palette.primary.main}` : 'none',
      }}
    >
      <Typography variant="caption" color="textSecondary" component="div">
        {props.label}
      </Typography>
      {props.open || text === undefined ? (
        <Typography variant="body2" color={props.open ? 'error' : 'textSecondary'} sx={{ fontStyle: 'italic' }}>
          {nothing}
        </Typography>
      ) : (
        <Box
          component="pre"
          tabIndex={text.length > 200 ? 0 : undefined}
          role={text.length > 200 ? 'region' : undefined}
          aria-label={text.length > 200 ? props.label : undefined}
          sx={{
            m: 0,
            fontFamily: monospace,
            fontSize: 13,
            whiteSpace: 'pre-wrap',
            overflowWrap: 'anywhere',
            maxHeight: 220,
            overflow: 'auto',
          }}
        >
          {text === '' ? '""' : text}
        </Box>
      )}
    </Box>
  );
}
