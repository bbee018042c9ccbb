import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { monospace } from '../../../app/theme.js';
import { shownValue } from './merge-view.js';

/** What one side has for a field, under the name of the side. */
export function SideValue(props: {
  readonly label: string;
  readonly value: unknown;
  readonly chosen?: boolean;
  /** It is about to be another one. */
  readonly isOld?: boolean;
  /** What to say in place of a value that there is not. */
  readonly instead?: { readonly text: string; readonly isFault: boolean } | undefined;
}) {
  const { t } = useTranslation();
  const text = shownValue(props.value);
  const { instead, isOld = false } = props;
  return (
    <Box
      role="group"
      aria-label={props.label}
      aria-busy={isOld}
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
        {isOld && ` · ${t('market.workingOut')}`}
      </Typography>
      {instead || text === undefined ? (
        <Nothing {...(instead ?? { text: t('market.absent'), isFault: false })} />
      ) : (
        <Text label={props.label} text={text} />
      )}
    </Box>
  );
}

function Nothing({ text, isFault }: { readonly text: string; readonly isFault: boolean }) {
  return (
    <Typography variant="body2" color={isFault ? 'error' : 'textSecondary'} sx={{ fontStyle: 'italic' }}>
      {text}
    </Typography>
  );
}

/** A long one scrolls, and can be reached by the keyboard for that. */
function Text({ label, text }: { readonly label: string; readonly text: string }) {
  const isLong = text.length > 200;
  return (
    <Box
      component="pre"
      tabIndex={isLong ? 0 : undefined}
      role={isLong ? 'region' : undefined}
      aria-label={isLong ? label : undefined}
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
  );
}
