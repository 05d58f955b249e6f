import type { ReactNode } from 'react';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { Badge, Status, Time } from '../parts/badges.tsx';
import { Panel } from '../parts/facts.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Answered } from '../parts/states.tsx';

const ownership = graphql(`
  query Ownership($id: ID!) {
    ownership(id: $id) {
      verdict
      owners {
        verdict confidence basis fallsToWhy
        owner { __typename id ... on Human { name status title } ... on Team { name } }
        fallsTo { id name }
        evidence { id says kind at }
      }
    }
  }
`);

/** Who answers for a thing, and why we think so. */
export function OwnerPanel({ id }: { readonly id: string }): ReactNode {
  const query = useAnswer(ownership, { id });
  return (
    <Panel title="Owner and why">
      <Answered query={query} what="Reading the evidence">
        {({ ownership: { owners } }) =>
          owners.length === 0 ? (
            <p>
              <Badge tone="high">nobody known</Badge> No evidence names anybody surely enough, and nobody is guessed.
            </p>
          ) : (
            <ul className="rows owners">
              {owners.map(({ owner, verdict, confidence, basis, fallsTo, fallsToWhy, evidence }) => (
                <li key={owner.id}>
                  <p>
                    <NodeLink label={owner.__typename} id={owner.id} name={'name' in owner ? owner.name : undefined} />{' '}
                    {'status' in owner && <Status of={owner.status} />}{' '}
                    <Badge tone={verdict === 'asserted' ? 'good' : 'plain'}>{verdict}</Badge>
                    {confidence !== null && <span className="note"> confidence {confidence.toFixed(2)}</span>}
                  </p>
                  {fallsTo !== null && (
                    <p>
                      The duty falls to <NodeLink label="Human" id={fallsTo.id} name={fallsTo.name} />
                      {fallsToWhy === null ? '' : `, ${fallsToWhy}`}.
                    </p>
                  )}
                  <ul className="why">
                    {basis.map((text) => (
                      <li key={text}>{text}</li>
                    ))}
                  </ul>
                  {evidence.length > 0 && (
                    <details>
                      <summary>Evidence</summary>
                      <ul className="why">
                        {evidence.map((one) => (
                          <li key={one.id}>
                            {one.says} <span className="note">{one.kind}</span>{' '}
                            {one.at !== null && <Time of={one.at} />}
                          </li>
                        ))}
                      </ul>
                    </details>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  );
}
