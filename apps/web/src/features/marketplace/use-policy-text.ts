import type { UpdatePolicy } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { dayRange } from './policy-values.js';

/** A rule for updates in one line. */
export function usePolicyText(): (policy: UpdatePolicy) => string {
  const { t } = useTranslation();
  return ({ mode, window }) => {
    const text = t(`market.policy.modes.${mode}`);
    if (mode === 'notify' || !window) return text;
    const days = dayRange(window.days, (day) => t(`market.policy.dayNames.${day}`));
    return t('market.policy.inWindow', { ...window, days, mode: text });
  };
}
