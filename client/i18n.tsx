import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Bilingual, Language } from '../contracts/common';

/** Picks the sentence of the chosen language. Texts stand where they are used, always as a pair; the type demands both. */
export type Translate = (text: Bilingual) => string;
type Value = { language: Language; setLanguage(language: Language): void; t: Translate };

const LanguageContext = createContext<Value | null>(null);
const key = 'datasan.language';

function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(key);
  return asked === 'en' ? 'en' : 'vi';
}

/** Vietnamese first, English a click away; the choice is in the URL (`?lang=`) or remembered. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(key, language);
  }, [language]);
  const value = useMemo(() => ({ language, setLanguage, t: (text: Bilingual) => text[language] }), [language]);
  return <LanguageContext.Provider value={value}>{children}</LanguageContext.Provider>;
}

export function useLanguage(): Value {
  const value = useContext(LanguageContext);
  if (!value) throw new Error('There is no LanguageProvider above.');
  return value;
}

export function useT(): Translate {
  return useLanguage().t;
}

/** The title or name in the chosen language, of things that carry both. */
export function useTitle(): (of: { titleVi: string; titleEn: string } | { nameVi: string; nameEn: string }) => string {
  const { language } = useLanguage();
  return (of) => {
    if ('titleVi' in of) return language === 'vi' ? of.titleVi : of.titleEn || of.titleVi;
    return language === 'vi' ? of.nameVi : of.nameEn;
  };
}
