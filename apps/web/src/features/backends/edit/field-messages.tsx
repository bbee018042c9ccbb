import type { FieldError, FieldPath } from '@enginehouse/contracts';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';

/** What is to be said at a field. */
export interface Said {
  readonly error?: string | undefined;
  readonly warning?: string | undefined;
  readonly onBlur: () => void;
}

const keyOf = (path: FieldPath): string => JSON.stringify(path);
const textOf = ({ detail, hint }: Pick<FieldError, 'detail' | 'hint'>): string => (hint ? `${detail} ${hint}` : detail);

const Messages = createContext<(path: FieldPath) => Said>(() => ({ onBlur: () => undefined }));

type Warning = Pick<FieldError, 'path' | 'detail' | 'hint'>;

function byPath<T extends { readonly path: FieldPath }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(keyOf(item.path), [...(found.get(keyOf(item.path)) ?? []), item]);
  return found;
}

/** What was not typed yet is not wrong yet: until somebody leaves the field, or tries to save. */
const isPatient = ({ code }: FieldError) => code === 'required';

/** Gives the fields below what is wrong with them. */
export function FieldMessages(props: {
  readonly errors: readonly FieldError[];
  readonly warnings: readonly Warning[];
  readonly all: boolean;
  readonly children: ReactNode;
}) {
  const { errors, warnings, all } = props;
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const touch = useCallback((key: string) => {
    setTouched((before) => (before.has(key) ? before : new Set([...before, key])));
  }, []);
  const value = useMemo(() => {
    const wrong = byPath(errors);
    const doubtful = byPath(warnings);
    return (path: FieldPath): Said => {
      const key = keyOf(path);
      const said = wrong.get(key)?.filter((error) => all || touched.has(key) || !isPatient(error)) ?? [];
      return {
        error: said.length > 0 ? said.map(textOf).join(' ') : undefined,
        warning: doubtful.get(key)?.map(textOf).join(' '),
        onBlur: () => touch(key),
      };
    };
  }, [errors, warnings, all, touched, touch]);
  return <Messages value={value}>{props.children}</Messages>;
}

export const useSaid = (path: FieldPath): Said => useContext(Messages)(path);
