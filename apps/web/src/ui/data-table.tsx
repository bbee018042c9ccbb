import Paper from '@mui/material/Paper';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';

/** A column: its heading and what it shows of a row. */
export interface Column<T> {
  readonly key: string;
  readonly heading: ReactNode;
  readonly align?: 'left' | 'right';
  readonly cell: (row: T) => ReactNode;
}

/** A table that scrolls sideways where it does not fit. */
export function DataTable<T>(props: {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}) {
  return (
    <TableContainer component={Paper} variant="outlined" tabIndex={0} role="region" aria-label={props.label}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {props.columns.map(({ key, heading, align }) => (
              <TableCell key={key} align={align ?? 'left'} sx={{ whiteSpace: 'nowrap', color: 'text.secondary' }}>
                {heading}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {props.rows.map((row) => (
            <TableRow key={props.keyOf(row)} hover>
              {props.columns.map(({ key, cell, align }) => (
                <TableCell key={key} align={align ?? 'left'}>
                  {cell(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
