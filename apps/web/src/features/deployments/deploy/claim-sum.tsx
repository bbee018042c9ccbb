import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { Preview } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { sizeOf } from '../../../ui/size-text.js';
import { useDeploying } from './deploying.js';

type Claim = Preview['claim'];

interface Figure {
  readonly name: 'gpus' | 'gpuMemory' | 'memory' | 'cpus';
  /** Whether it was said in the form; else it is a default. */
  readonly isOwn: boolean;
  readonly each: string;
  readonly all: string;
}

/** How the claim comes about: each figure, where it comes from, and what all replicas make together. */
export function ClaimSum({ claim }: { readonly claim: Claim }) {
  const { t } = useTranslation();
  const count = useDeploying().spec.replicas ?? 1;
  const title = t('deployments.deploy.sum.title');
  const figures = useFigures(claim, count);
  return (
    <TableContainer tabIndex={0} role="region" aria-label={title}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <Heading>{title}</Heading>
            <Heading align="right">{t('deployments.deploy.sum.each')}</Heading>
            <Heading align="right">{t('deployments.deploy.sum.all', { count })}</Heading>
            <Heading>{t('deployments.deploy.envOrigin')}</Heading>
          </TableRow>
        </TableHead>
        <TableBody>
          {figures.map((figure) => (
            <FigureRow key={figure.name} figure={figure} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

const Heading = (props: { readonly children: string; readonly align?: 'left' | 'right' }) => (
  <TableCell align={props.align ?? 'left'} sx={{ color: 'text.secondary' }}>
    {props.children}
  </TableCell>
);

function FigureRow({ figure: { name, isOwn, each, all } }: { readonly figure: Figure }) {
  const { t } = useTranslation();
  const value = t(`deployments.deploy.claim.default.${name}`);
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {t(`deployments.deploy.${name}`)}
      </TableCell>
      <TableCell align="right">{each}</TableCell>
      <TableCell align="right">{all}</TableCell>
      <TableCell>
        {isOwn ? t('deployments.deploy.origins.deployment') : t('deployments.deploy.sum.default', { value })}
      </TableCell>
    </TableRow>
  );
}

function useFigures({ gpus, gpuMemoryMib, memoryMib, cpus }: Claim, replicas: number): readonly Figure[] {
  const { t, i18n } = useTranslation();
  const given = useDeploying().spec.resources ?? {};
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const size = (mib: number) => sizeOf(mib, i18n.language);
  const gpuMemory: Figure = {
    name: 'gpuMemory',
    isOwn: given.gpuMemoryMib !== undefined,
    each: gpuMemoryMib === null ? t('deployments.deploy.sum.whole') : size(gpuMemoryMib),
    all: gpuMemoryMib === null ? '' : size(gpuMemoryMib * gpus * replicas),
  };
  return [
    { name: 'gpus', isOwn: given.gpus !== undefined, each: number(gpus), all: number(gpus * replicas) },
    ...(gpus === 0 ? [] : [gpuMemory]),
    { name: 'memory', isOwn: given.memoryMib !== undefined, each: size(memoryMib), all: size(memoryMib * replicas) },
    { name: 'cpus', isOwn: given.cpus !== undefined, each: number(cpus), all: number(cpus * replicas) },
  ];
}
