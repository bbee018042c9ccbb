import type { SourceView } from '@enginehouse/contracts';
import { AddSource } from './add-source.js';
import { ChangeSource } from './change-source.js';
import { useShow } from './use-show.js';

/** Adds a source, or changes the one that the address names. */
export function SourcePanel(props: {
  readonly sources: readonly SourceView[];
  readonly add: boolean;
  readonly change: string | undefined;
}) {
  const show = useShow();
  const close = () => show({});
  const changed = props.sources.find(({ name }) => name === props.change);
  return (
    <>
      {props.add && <AddSource onClose={close} />}
      {changed && <ChangeSource key={changed.name} source={changed} onClose={close} />}
    </>
  );
}
