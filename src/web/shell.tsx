import { type ReactNode, useEffect, useRef } from 'react';
import { Button, Link } from 'react-aria-components';
import { useLocation } from 'react-router';
import { logOut, useMe } from './graphql/use-me.ts';
import { useStored } from './lib/stored.ts';

const PLACES = [
  { path: '/', title: 'Overview', also: [] },
  { path: '/findings', title: 'Findings', also: ['/finding'] },
  { path: '/agents', title: 'Agents', also: ['/agent'] },
  { path: '/credentials', title: 'Credentials', also: ['/credential'] },
  { path: '/people', title: 'People', also: ['/person'] },
  { path: '/resources', title: 'Resources', also: ['/resource'] },
  { path: '/lineage', title: 'Lineage', also: [] },
  { path: '/queries', title: 'Queries', also: [] },
] as const;

/** What stands around each view: where one can go, and what is seen now. */
export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const title = PLACES.find(({ path, also }) => path === pathname || also.some((one) => one === pathname))?.title;
  useEffect(() => {
    document.title = title === undefined ? 'Keyline' : `${title} · Keyline`;
  }, [title]);
  return (
    <div className="shell">
      <Button className="button skip" onPress={() => main.current?.focus()}>
        Skip to content
      </Button>
      <header className="bar">
        <Link href="/" className="brand">
          Keyline
        </Link>
        <nav aria-label="Views" className="places">
          <ul>
            {PLACES.map((place) => (
              <li key={place.path}>
                <Link
                  href={place.path}
                  className="place"
                  {...(place.title === title ? { 'aria-current': 'page' as const } : {})}
                >
                  {place.title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <Visitor />
        <ThemeButton />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** Who is logged in, where anybody has to be. */
function Visitor(): ReactNode {
  const me = useMe();
  if (me === undefined || !me.canLogOut) return null;
  return (
    <>
      <span className="note">
        {me.name}, {me.role}
      </span>
      <Button className="button" onPress={() => void logOut()}>
        Log out
      </Button>
    </>
  );
}

/** Dark, light, or as the system is. */
function ThemeButton(): ReactNode {
  const [theme, setTheme] = useStored('theme');
  useEffect(() => {
    if (theme === null) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const next = theme === null ? 'dark' : theme === 'dark' ? 'light' : null;
  return (
    <Button className="button theme" onPress={() => setTheme(next)} aria-label={`Colours: ${theme ?? 'as the system'}`}>
      <span aria-hidden="true">{theme === null ? '◐' : theme === 'dark' ? '●' : '○'}</span>
    </Button>
  );
}
