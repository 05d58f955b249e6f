import { type ReactNode, useCallback } from 'react';
import { Link } from 'react-aria-components';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { linkOf } from '../lib/links.ts';
import { counted, numberOf } from '../lib/words.ts';
import { Badge, Severity, Time } from '../parts/badges.tsx';
import { CoverageBar, coverageFields } from '../parts/coverage-bar.tsx';
import { Head, Panel } from '../parts/facts.tsx';
import { Numbers, Plot } from '../parts/plot.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { Sources } from './sources.tsx';

const overview = graphql(
  `
  query Overview($n5: Int = 5, $n8: Int = 8) {
    estate {
      counts { name count }
      agentKinds { name count }
      findingAges { severity day week month older }
      acting(first: $n8) { human name critical high other oldest }
      trend(days: 30) { day agents credentials findings }
      coverage { ...CoverageFields }
    }
    findings(first: $n5) { edges { node { id sentence severity } } }
  }
`,
  [coverageFields],
);

/** Apart, because it may wait for the reach index while a service starts. */
const ranking = graphql(`
  query TopAgents($n8: Int = 8) {
    agentRanking(first: $n8) {
      edges { node { total sensitive production writable agent { id name kind owner { node { __typename ... on Human { name } ... on Team { name } } } } } }
    }
  }
`);

type Estate = ResultOf<typeof overview>['estate'];

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

function TopAgents(): ReactNode {
  const query = useAnswer(ranking, {});
  return (
    <Panel title="Agents by blast radius" aside={<Link href="/agents">All agents</Link>}>
      <Answered query={query} what="Ranking agents">
        {({ agentRanking }) => (
          <ol className="rows">
            {agentRanking.edges.map(({ node }, i) => (
              <li key={node.agent?.id ?? i}>
                <span className="grow">
                  {node.agent === null ? (
                    'an agent'
                  ) : (
                    <Link href={linkOf('Agent', node.agent.id) ?? ''}>{node.agent.name ?? node.agent.id}</Link>
                  )}{' '}
                  <span className="note">{node.agent?.kind}</span>
                </span>
                {node.sensitive > 0 && <Badge tone="critical">{numberOf(node.sensitive)} sensitive</Badge>}
                <span className="count">{counted(node.total, 'resource')}</span>
              </li>
            ))}
          </ol>
        )}
      </Answered>
    </Panel>
  );
}

const AGES = [
  ['day', 'under a day', '#7fa3f5'],
  ['week', 'under a week', '#4a78e0'],
  ['month', 'under 30 days', '#c98a1b'],
  ['older', 'older', '#c0392b'],
] as const;

function Ages({ ages }: { readonly ages: Estate['findingAges'] }): ReactNode {
  const options = useCallback(
    (isDark: boolean) => ({
      kind: 'bars' as const,
      isDark,
      categories: ages.map(({ severity }) => severity),
      series: AGES.map(([key, name, colour]) => ({ name, colour, values: ages.map((one) => one[key]) })),
    }),
    [ages],
  );
  if (ages.length === 0) return <Empty>Nothing was found to be wrong.</Empty>;
  return (
    <Plot
      label={`Findings by severity: ${ages.map((one) => `${one.severity} ${one.day + one.week + one.month + one.older}`).join(', ')}`}
      options={options}
      height={40 + ages.length * 36}
      table={
        <Numbers
          caption="Findings by severity and age"
          titles={['Severity', ...AGES.map(([, name]) => name)]}
          rows={ages.map((one) => [one.severity, ...AGES.map(([key]) => one[key])])}
        />
      }
    />
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

const LINES = [
  ['agents', '#4a78e0'],
  ['credentials', '#c98a1b'],
  ['findings', '#c0392b'],
] as const;

function Trend({ trend }: { readonly trend: Estate['trend'] }): ReactNode {
  const options = useCallback(
    (isDark: boolean) => ({
      kind: 'line' as const,
      isDark,
      categories: trend.map(({ day }) => day.slice(5)),
      series: LINES.map(([name, colour]) => ({ name, colour, values: trend.map((one) => one[name]) })),
    }),
    [trend],
  );
  const last = trend.at(-1);
  return (
    <Plot
      label={`Trend of 30 days; today ${LINES.map(([name]) => `${numberOf(last?.[name] ?? 0)} ${name}`).join(', ')}`}
      options={options}
      table={
        <Numbers
          caption="What was there at the end of each day"
          titles={['Day', ...LINES.map(([name]) => name)]}
          rows={trend.map((one) => [one.day, ...LINES.map(([name]) => numberOf(one[name]))])}
        />
      }
    />
  );
}
