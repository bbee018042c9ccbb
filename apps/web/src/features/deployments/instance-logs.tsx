import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import Typography from '@mui/material/Typography';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { monospace } from '../../app/theme.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { SearchField } from '../../ui/search-field.js';
import { SidePanel } from '../../ui/side-panel.js';
import { useLogLines } from './use-log-lines.js';

/** What an instance writes, live; searchable, and to be taken along as a file. */
export function InstanceLogs({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [follow, setFollow] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const { lines, error } = useLogLines(id, attempt);
  const wanted = search.toLowerCase();
  const shown = wanted ? lines.filter((line) => line.toLowerCase().includes(wanted)) : lines;
  return (
    <SidePanel open width={960} title={t('deployments.logsTitle', { name: id })} onClose={onClose}>
      <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', mb: 2, alignItems: 'center' }}>
        <SearchField label={t('deployments.logsSearch')} value={search} onChange={setSearch} />
        <FormControlLabel
          control={<Switch checked={follow} onChange={(event) => setFollow(event.target.checked)} />}
          label={t('deployments.follow')}
        />
        <Button onClick={() => download(`${id}.log`, lines)}>{t('actions.download')}</Button>
      </Box>
      {error !== undefined && <ProblemAlert error={error} onRetry={() => setAttempt(attempt + 1)} />}
      {error === undefined && lines.length === 0 && <Typography>{t('deployments.logsEmpty')}</Typography>}
      <Lines lines={shown} follow={follow} label={t('deployments.logsTitle', { name: id })} />
    </SidePanel>
  );
}

function Lines(props: { readonly lines: readonly string[]; readonly follow: boolean; readonly label: string }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.follow) end.current?.scrollIntoView({ block: 'end' });
  }, [props.lines, props.follow]);
  return (
    <Box
      component="pre"
      role="log"
      aria-label={props.label}
      tabIndex={0}
      sx={{
        m: 0,
        p: 1.5,
        minHeight: 200,
        fontFamily: monospace,
        fontSize: 12.5,
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
        bgcolor: 'action.hover',
        borderRadius: 1,
      }}
    >
      {props.lines.join('\n')}
      <div ref={end} />
    </Box>
  );
}

function download(name: string, lines: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
