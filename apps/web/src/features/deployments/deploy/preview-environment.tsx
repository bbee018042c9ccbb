import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableRow from '@mui/material/TableRow';
import type { PreviewVariable } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { OriginCell } from './env-table-rows.js';
import { Titled } from './titled.js';

/** Every variable of the container, with where its value comes from; secrets masked. */
export function PreviewEnvironment({ variables }: { readonly variables: readonly PreviewVariable[] }) {
  const { t } = useTranslation();
  if (variables.length === 0) return null;
  const title = t('deployments.deploy.preview.environment');
  return (
    <Titled title={title}>
      <TableContainer tabIndex={0} role="region" aria-label={title} sx={{ maxHeight: 320 }}>
        <Table size="small">
          <TableBody>
            {variables.map(({ name, value, origin, overrides }) => (
              <TableRow key={name}>
                <TableCell component="th" scope="row" sx={{ pl: 0 }}>
                  <Code>{name}</Code>
                </TableCell>
                <TableCell>
                  <Code>{value}</Code>
                </TableCell>
                <OriginCell origin={origin} replaces={overrides} />
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Titled>
  );
}
