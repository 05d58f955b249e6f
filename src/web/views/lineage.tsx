import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { pictureLink } from '../lib/links.ts';
import { useParams } from '../lib/params.ts';
import { withArticle } from '../lib/words.ts';
import { Lineage } from '../lineage/lineage.tsx';
import { Head } from '../parts/facts.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Answered, Empty } from '../parts/states.tsx';

const find = graphql(`
  query Find($filter: TableFilter, $n8: Int = 8) {
    agents: agentTable(filter: $filter, first: $n8) { edges { node { id name kind } } }
    credentials: credentialTable(filter: $filter, first: $n8) { edges { node { id name kind } } }
    people: humanTable(filter: $filter, first: $n8) { edges { node { id name email } } }
    resources: resourceTable(filter: $filter, first: $n8) { edges { node { id name kind } } }
  }
`);

const subjectName = graphql(`
  query SubjectName($id: ID!, $label: NodeLabel) {
    node(id: $id, label: $label) {
      __typename id
      ... on Agent { name } ... on Credential { name } ... on Human { name } ... on Principal { name }
      ... on Resource { name } ... on Tool { name } ... on Team { name } ... on Device { name } ... on Session { name }
    }
  }
`);

type Label = 'Agent' | 'Credential' | 'Human' | 'Principal' | 'Resource' | 'Tool' | 'Team' | 'Device' | 'Session';

/** The picture of anything: found by name or key, or named by the address. */
export function LineageView(): ReactNode {
  const params = useParams();
  const [label, id] = [params.get('label'), params.get('id')];
  if (label === undefined || id === undefined) return <Find />;
  return (
    <>
      <Title label={label as Label} id={id} />
      <Lineage key={`${label} ${id}`} subject={{ label, id }} />
    </>
  );
}

function Title({ label, id }: { readonly label: Label; readonly id: string }): ReactNode {
  const { data } = useAnswer(subjectName, { id, label });
  const node = data?.node;
  const name = node !== null && node !== undefined && 'name' in node ? node.name : undefined;
  return (
    <Head kind={`Lineage of ${withArticle(label.toLowerCase())}`} title={name ?? id} id={id}>
      <p>
        <NodeLink label={label} id={id} name={`Open this ${label.toLowerCase()}`} /> ·{' '}
        <Link href="/lineage">Draw something else</Link>
      </p>
    </Head>
  );
}

function Find(): ReactNode {
  const params = useParams();
  const text = params.get('text') ?? '';
  const query = useAnswer(find, { filter: { text } });
  return (
    <>
      <Head kind="Picture" title="Lineage" />
      <search className="toolbar">
        <SearchBox
          label="Agent, credential, person or resource"
          value={text}
          onChange={(next) => params.set({ text: next }, { replace: true })}
        />
      </search>
      <Answered query={query} what="Looking">
        {({ agents, credentials, people, resources }) => {
          const groups = [
            ['Agents', 'Agent', agents.edges.map(({ node }) => ({ ...node, note: node.kind }))],
            ['Credentials', 'Credential', credentials.edges.map(({ node }) => ({ ...node, note: node.kind }))],
            ['People', 'Human', people.edges.map(({ node }) => ({ ...node, note: node.email }))],
            ['Resources', 'Resource', resources.edges.map(({ node }) => ({ ...node, note: node.kind }))],
          ] as const;
          if (groups.every(([, , found]) => found.length === 0)) return <Empty>Nothing has such a name or key.</Empty>;
          return (
            <div className="grid">
              {groups.map(([title, label, found]) => (
                <section key={title} className="panel">
                  <h2>{title}</h2>
                  <ul className="rows">
                    {found.map(({ id, name, note }) => (
                      <li key={id}>
                        <Link href={pictureLink(label, id)}>{name ?? id}</Link> <span className="note">{note}</span>
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </div>
          );
        }}
      </Answered>
    </>
  );
}
