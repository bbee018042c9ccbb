import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { english } from './english.js';

export const languages = { en: 'English', 'zh-CN': '简体中文' } as const;
export type Language = keyof typeof languages;
const storageKey = 'enginehouse.language';

/** The language chosen earlier, else the browser's where we speak it, else English. */
export function startLanguage(): Language {
  const kept = localStorage.getItem(storageKey);
  if (kept === 'en' || kept === 'zh-CN') return kept;
  return navigator.languages.some((each) => each.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en';
}

/** Changes the language of everything at once and remembers it. */
export async function speak(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await textsIn(language));
  }
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** English comes along, for it stands in for what is missing; another language is fetched by who speaks it. */
const textsIn = async (language: Language) => (language === 'en' ? english : (await import('./chinese.js')).chinese);

/** Makes texts ready before anything is drawn. */
export async function startTexts(): Promise<void> {
  const language = startLanguage();
  document.documentElement.lang = language;
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: english }, [language]: { translation: await textsIn(language) } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}
