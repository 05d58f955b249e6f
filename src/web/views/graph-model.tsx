import { type ReactNode, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { Panel } from '../parts/facts.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Answered } from '../parts/states.tsx';

const model = graphql(`
  query GraphModel {
    graphModel {
      nodes { label doc key props { name type doc } }
      edges { type doc pairs props { name type doc } }
    }
  }
`);

/** The graph as it is declared: labels, edge types and their properties. */
export function GraphModel(): ReactNode {
  const query = useAnswer(model, {});
  const [looked, setLooked] = useState('');
  const fits = (text: string): boolean => text.toLowerCase().includes(looked.toLowerCase());
  return (
    <Panel title="The graph">
      <SearchBox label="Look for a label, an edge or a property" value={looked} onChange={setLooked} />
      <Answered query={query} what="Reading the schema">
        {({ graphModel: { nodes, edges } }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
          <section className="model" tabIndex={0} aria-label="Labels and edge types">
            {nodes
              .filter(({ label, props }) => fits(label) || props.some(({ name }) => fits(name)))
              .map(({ label, doc, key, props }) => (
                <Entry
                  key={label}
                  title={`(:${label})`}
                  doc={doc}
                  props={[{ name: 'id', type: 'string', doc: key }, ...props]}
                />
              ))}
            {edges
              .filter(({ type, props }) => fits(type) || props.some(({ name }) => fits(name)))
              .map(({ type, doc, pairs, props }) => (
                <Entry key={type} title={`[:${type}]`} doc={`${doc} ${pairs.join(', ')}.`} props={props} />
              ))}
          </section>
        )}
      </Answered>
    </Panel>
  );
}

interface EntryProps {
  readonly title: string;
  readonly doc: string;
  readonly props: readonly { readonly name: string; readonly type: string; readonly doc: string }[];
}

function Entry({ title, doc, props }: EntryProps): ReactNode {
  return (
    <Disclosure className="entry">
      <Heading level={3}>
        <Button slot="trigger" className="link code">
          {title}
        </Button>
      </Heading>
      <DisclosurePanel>
        <p>{doc}</p>
        <ul className="why">
          {props.map(({ name, type, doc: said }) => (
            <li key={name}>
              <code>{name}</code> <span className="note">{type}</span> {said}
            </li>
          ))}
        </ul>
      </DisclosurePanel>
    </Disclosure>
  );
}
