import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useT } from '../i18n';
import { useSession } from '../session';
import { type Place, places, type Section, sections } from './navigation';

/** The places of whoever is signed in: the first ones in the bar, the others in sections behind “More”. */
export function Menu() {
  const t = useT();
  const { organisation } = useSession();
  const mine = places
    .filter((place) => !place.for || place.for.some((one) => organisation?.capabilities.includes(one)))
    // Who sells and buys finds the same place once.
    .filter((place, index, all) => all.findIndex((one) => one.to === place.to) === index);
  const more = mine.filter((place) => !place.first);
  return (
    <>
      {mine
        .filter((place) => place.first)
        .map((place) => (
          <NavLink key={place.to} to={place.to} end>
            {t(place.label)}
          </NavLink>
        ))}
      {more.length > 0 ? <More places={more} /> : null}
    </>
  );
}

function More({ places }: { places: readonly Place[] }) {
  const t = useT();
  const { pathname } = useLocation();
  const box = useRef<HTMLDetailsElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes whenever the address changes
  useEffect(() => box.current?.removeAttribute('open'), [pathname]);
  useEffect(() => {
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== 'Escape') return;
      if (event.type !== 'keydown' && box.current?.contains(event.target as Node)) return;
      if (!box.current?.open) return;
      box.current.removeAttribute('open');
      if (event.type === 'keydown') box.current.querySelector('summary')?.focus();
    };
    const events = ['pointerdown', 'focusin', 'keydown'] as const;
    for (const name of events) document.addEventListener(name, close);
    return () => {
      for (const name of events) document.removeEventListener(name, close);
    };
  }, []);
  const inside = places.some((place) => place.to === pathname);
  return (
    <details className="nav-more" ref={box}>
      <summary className={inside ? 'active' : undefined}>{t({ vi: 'Thêm', en: 'More' })}</summary>
      <div className="nav-sheet">
        {(Object.keys(sections) as Section[])
          .map((section) => ({ section, within: places.filter((place) => place.section === section) }))
          .filter(({ within }) => within.length > 0)
          .map(({ section, within }) => (
            <div key={section}>
              <p className="nav-section">{t(sections[section])}</p>
              {within.map((place) => (
                <NavLink key={place.to} to={place.to} end>
                  {t(place.label)}
                </NavLink>
              ))}
            </div>
          ))}
      </div>
    </details>
  );
}
