import type { ReactNode } from 'react';
import type { introspection } from '../graphql/generated/schema.ts';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { Environment, Sensitivity, Status, Time } from '../parts/badges.tsx';
import { Facts } from '../parts/facts.tsx';
import { Failure, Loading } from '../parts/states.tsx';

const nodeFacts = graphql(`
  query NodeFacts($id: ID!, $label: NodeLabel) {
    node(id: $id, label: $label) {
      __typename id firstSeen lastSeen retiredAt known claims
      ... on Agent { kind environment platform status lastActiveAt }
      ... on Credential { kind status lifetime createdAt expiresAt lastUsedAt lastUsedFor }
      ... on Principal { kind system tenant status lastUsedAt }
      ... on Resource { kind environment sensitivity system tenant lastUsedAt }
      ... on Human { status title departedAt }
      ... on Tool { kind authorization }
    }
  }
`);

/** What the graph says of one node. */
export function StoredFacts({ label, id }: { readonly label: string; readonly id: string }): ReactNode {
  const asked = label as introspection['types']['NodeLabel']['enumValues'];
  const { data, error } = useAnswer(nodeFacts, { id, label: asked });
  if (error !== null) return <Failure error={error} />;
  if (data === undefined) return <Loading what="Reading" />;
  if (data.node === null) return <p>It is not in the graph any more.</p>;
  const { node } = data;
  return (
    <Facts
      facts={[
        ...('kind' in node ? [{ name: 'Kind', value: node.kind }] : []),
        ...('status' in node ? [{ name: 'Status', value: <Status of={node.status} /> }] : []),
        ...('sensitivity' in node ? [{ name: 'Sensitivity', value: <Sensitivity of={node.sensitivity} /> }] : []),
        ...('environment' in node ? [{ name: 'Environment', value: <Environment of={node.environment} /> }] : []),
        ...('lastUsedAt' in node ? [{ name: 'Last used', value: <Time of={node.lastUsedAt} /> }] : []),
        ...('lastActiveAt' in node ? [{ name: 'Last active', value: <Time of={node.lastActiveAt} /> }] : []),
        { name: 'First seen', value: <Time of={node.firstSeen} /> },
        { name: 'Stated by', value: node.claims.join(', ') },
      ]}
    />
  );
}
