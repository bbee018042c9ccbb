import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { EmptyState } from './empty-state.js';
import { RelativeTime } from './relative-time.js';

/** Who ended something, and when. */
export interface EndedBy {
  readonly actor: string;
  readonly at: string;
}

/** What a page was about is not there any more: says only that, who did it where that is known, and the way on. */
export function Gone(props: {
  readonly name: string;
  readonly by?: EndedBy | undefined;
  /** How it ended, where that is known otherwise. */
  readonly hint?: string;
  readonly action: ReactNode;
}) {
  const { t } = useTranslation();
  const { name, by, hint, action } = props;
  return (
    <div role="status">
      <EmptyState
        title={t(by || hint ? 'states.deleted' : 'states.gone', { name })}
        {...(hint === undefined ? {} : { hint })}
        action={
          <>
            {by && (
              <p>
                {t('states.goneBy', { who: by.actor })} <RelativeTime at={by.at} />
              </p>
            )}
            {action}
          </>
        }
      />
    </div>
  );
}
