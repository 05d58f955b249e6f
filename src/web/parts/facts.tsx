import type { ReactNode } from 'react';
import { Unknown } from './badges.tsx';

interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** What is known of one thing, name by name. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === '' ? <Unknown /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface PanelProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Panel({ title, aside, children }: PanelProps): ReactNode {
  return (
    <section className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

interface HeadProps {
  readonly kind: string;
  readonly title: string;
  readonly id?: string;
  readonly children?: ReactNode;
}

/** The head of a view: what kind of thing it is of, its name, and its key. */
export function Head({ kind, title, id, children }: HeadProps): ReactNode {
  return (
    <header className="head">
      <p className="head-kind">{kind}</p>
      <h1>{title}</h1>
      {id !== undefined && id !== title && <p className="key">{id}</p>}
      {children}
    </header>
  );
}
