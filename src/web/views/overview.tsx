import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { useAnswer } from '../graphql/use-answer.ts';
import { linkOf } from '../lib/links.ts';
import { numberOf } from '../lib/words.ts';
import { Badge, Severity, Time } from '../parts/badges.tsx';
import { CoverageBar } from '../parts/coverage-bar.tsx';
import { Head, Panel } from '../parts/facts.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { type Estate, overview } from './estate.ts';
import { Ages, Trend } from './estate-plots.tsx';
import { Sources } from './sources.tsx';
import { TopAgents } from './top-agents.tsx';

const TILES = [
  ['Agent', 'Agents', '/agents'],
  ['Credential', 'Credentials', '/credentials'],
  ['Human', 'People', '/people'],
  ['Principal', 'Principals', undefined],
  ['Resource', 'Resources', '/resources'],
  ['unowned', 'Agents nobody answers for', '/agents?unowned=1'],
] as const;

/** The estate in numbers, and where to look first. */
export function Overview(): ReactNode {
  const query = useAnswer(overview, {});
  return (
    <>
      <Head kind="Keyline" title="Overview" />
      <Answered query={query} what="Counting the estate">
        {({ estate, findings }) => (
          <>
            <CoverageBar coverage={estate.coverage} />
            <Tiles counts={estate.counts} />
            {estate.coverage.sources === 0 && (
              <Empty>
                No source has been read yet. <code>keyline import</code> reads files, <code>keyline collect</code> the
                configured sources.
              </Empty>
            )}
            <div className="grid">
              <TopAgents />
              <Panel title="Findings by severity and age" aside={<Link href="/findings">All findings</Link>}>
                <Ages ages={estate.findingAges} />
                <ul className="rows">
                  {findings.edges.map(({ node }) => (
                    <li key={node.id}>
                      <Severity of={node.severity} />{' '}
                      <Link href={linkOf('Finding', node.id) ?? '/findings'}>{node.sentence}</Link>
                    </li>
                  ))}
                </ul>
              </Panel>
              <Acting acting={estate.acting} />
              <Panel title="Trend of 30 days">
                <Trend trend={estate.trend} />
              </Panel>
            </div>
            <Sources />
          </>
        )}
      </Answered>
    </>
  );
}

function Tiles({ counts }: { readonly counts: Estate['counts'] }): ReactNode {
  const countOf = (name: string): number => counts.find((one) => one.name === name)?.count ?? 0;
  return (
    <ul className="tiles" aria-label="The estate in numbers">
      {TILES.map(([name, title, href]) => (
        <li key={name} className="tile">
          <span className="tile-number">{numberOf(countOf(name))}</span>
          {href === undefined ? <span>{title}</span> : <Link href={href}>{title}</Link>}
        </li>
      ))}
    </ul>
  );
}

function Acting({ acting }: { readonly acting: Estate['acting'] }): ReactNode {
  return (
    <Panel title="Who must act">
      {acting.length === 0 ? (
        <Empty>Nobody has anything to act on.</Empty>
      ) : (
        <ol className="rows">
          {acting.map(({ human, name, critical, high, other, oldest }) => (
            <li key={human ?? name}>
              <span className="grow">
                {human === null ? name : <Link href={linkOf('Human', human) ?? ''}>{name}</Link>}{' '}
                <span className="note">
                  oldest <Time of={oldest} />
                </span>
              </span>
              {critical > 0 && <Badge tone="critical">{numberOf(critical)} critical</Badge>}
              {high > 0 && <Badge tone="high">{numberOf(high)} high</Badge>}
              {other > 0 && <Badge tone="plain">{numberOf(other)} other</Badge>}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
