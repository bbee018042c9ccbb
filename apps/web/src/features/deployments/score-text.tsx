import { useTranslation } from 'react-i18next';
import { termsOf } from './score-terms.js';

/** Why a worker comes before another: its score, and what it is made of, in words. */
export function ScoreText({
  score,
  terms,
}: {
  readonly score: number;
  readonly terms: Readonly<Record<string, number>>;
}) {
  const { t, i18n } = useTranslation();
  const figure = (value: number) => value.toLocaleString(i18n.language, { maximumFractionDigits: 2 });
  const parts = termsOf(terms).map(({ word, name, value }) => {
    const said = word === undefined ? name : t(`deployments.placement.terms.${word}`);
    return `${said} ${figure(value)}`;
  });
  return (
    <>
      {t('deployments.placement.score')} {figure(score)}
      {parts.length > 0 && ` = ${parts.join(' + ')}`}
    </>
  );
}
