import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Tooltip from '@mui/material/Tooltip';
import { frameworkLabelText, type FrameworkLabel } from '@enginehouse/backend-spec';
import type { BackendSummary } from '@enginehouse/contracts';
import { Fragment, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chipsOf, frameworksOn, versionsLine } from './framework-texts.js';

/** Room for two lines of chips, in pixels, which a card keeps whether there are any or not. */
export const chipsHeight = 48;

/** Long enough to read a list that was tapped. */
const readMs = 15_000;
const tipSlots = {
  tooltip: { sx: { maxWidth: 360, fontSize: '0.8125rem', fontWeight: 400, lineHeight: 1.5, bgcolor: 'grey.700' } },
  arrow: { sx: { color: 'grey.700' } },
  // Not beside everything that the page is made of, where nobody who goes by its landmarks would come across it.
  popper: { container: () => document.querySelector('main') },
} as const;

/** Styled in one place for all of a card: a list draws hundreds of chips. */
const chips = {
  display: 'block',
  p: 0,
  border: 0,
  borderRadius: 1,
  bgcolor: 'transparent',
  color: 'inherit',
  font: 'inherit',
  textAlign: 'left',
  cursor: 'pointer',
  '& .chips': {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: '2',
    overflow: 'hidden',
    lineHeight: `${chipsHeight / 2}px`,
  },
  '& .MuiChip-root': { height: 20, verticalAlign: 'middle', cursor: 'inherit' },
  '& .version': {
    display: 'inline-block',
    maxWidth: '10em',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    verticalAlign: 'bottom',
  },
  '& .more': { color: 'text.secondary' },
} as const;

/**
 * What a backend runs on: a chip for each framework, with the version that stands for it and how many more there are.
 * All of them are told where one points at the chips, taps them, or comes to them with the keyboard. It is one stop for
 * the keyboard, not one for each framework: there are a thousand cards.
 */
export function FrameworkChips({ backend, sx }: { readonly backend: BackendSummary; readonly sx: object }) {
  const [open, setOpen] = useState(false);
  const { shown, lines, label } = useTexts(backend);
  if (lines.length === 0) return null;
  return (
    <Tooltip
      open={open}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      enterTouchDelay={0}
      leaveTouchDelay={readMs}
      slotProps={tipSlots}
      title={lines.map(({ framework, versions }) => (
        <Box key={framework} sx={{ overflowWrap: 'anywhere' }}>
          <strong>{framework}</strong> {versions}
        </Box>
      ))}
    >
      <Box
        component="button"
        type="button"
        aria-label={label}
        // The name has all that the tooltip says, and begins with what is seen.
        aria-labelledby={undefined}
        onClick={() => setOpen(true)}
        sx={{ ...chips, ...sx }}
      >
        <span className="chips">
          {shown.map((chip) => (
            <Fragment key={chip.framework}>
              <Chip component="span" size="small" variant="outlined" label={<Label {...chip} />} />{' '}
            </Fragment>
          ))}
        </span>
      </Box>
    </Tooltip>
  );
}

function Label({ framework, version, more }: FrameworkLabel) {
  return (
    <>
      {framework}
      {version !== undefined && (
        <>
          {' '}
          <span className="version">{version}</span>
        </>
      )}
      {more > 0 && <span className="more"> +{more}</span>}
    </>
  );
}

/** The chips, every framework with all of its versions, and both as one text. */
function useTexts(backend: BackendSummary) {
  const { t } = useTranslation();
  return useMemo(() => {
    const words = {
      isDefault: (version: string) => t('backends.default', { version }),
      more: (count: number) => t('backends.moreVersions', { count }),
    };
    const lines = frameworksOn(backend).map((each) => ({
      framework: each.framework,
      versions: versionsLine(each, backend.defaultVersion, words),
    }));
    const list = lines.map(({ framework, versions }) => `${framework} ${versions}`.trim()).join('; ');
    const shown = chipsOf(backend);
    return { shown, lines, label: t('backends.runsOn', { chips: shown.map(frameworkLabelText).join(' '), list }) };
  }, [backend, t]);
}
