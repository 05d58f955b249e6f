import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { coverageFields } from '../parts/coverage-bar.tsx';
import { reachFields } from '../views/reach.tsx';

const namedFields = graphql(`
  fragment NamedFields on Node {
    __typename
    id
    ... on Agent { name kind environment }
    ... on Credential { name kind }
    ... on Human { name }
    ... on Team { name }
    ... on Principal { name kind }
    ... on Resource { name kind environment sensitivity }
    ... on Tool { name kind environment }
    ... on Device { name }
    ... on Session { name kind }
  }
`);

const pathFields = graphql(`
  fragment PathFields on PathStep {
    edge
    label
    id
    name
    certainty
    node {
      __typename
      ... on Agent {
        kind
        environment
        owner { verdict basis node { __typename id ... on Human { name } ... on Team { name } } }
      }
      ... on Credential { kind }
      ... on Principal { kind }
      ... on Tool { kind environment }
      ... on Resource { kind environment sensitivity }
    }
  }
`);

const levelFields = graphql(`
  fragment LevelFields on AccessLevels { certain possible unknown conditionKeys }
`);

/** What a subject reaches, with the ways. */
export const reachedFrom = graphql(
  `
  query ReachedFrom($id: ID!, $kind: SubjectKind, $level: AccessLevel, $unfold: Boolean, $first: Int, $after: String) {
    answer: blastRadius(id: $id, kind: $kind, level: $level, unfold: $unfold, first: $first, after: $after) {
      line
      totalCount
      subject { ...NamedFields }
      counts { ...ReachFields }
      edges { node {
        count
        evidence
        levels { ...LevelFields }
        resource { id name kind environment sensitivity }
        scope { id lo hi kind }
        facets { environment sensitivity count }
        path { ...PathFields }
      } }
      pageInfo { hasNextPage endCursor }
      coverage { ...CoverageFields }
    }
  }
`,
  [namedFields, reachFields, levelFields, pathFields, coverageFields],
);

/** Who reaches a resource, with the ways. */
export const reachedBy = graphql(
  `
  query ReachedBy($id: ID!, $level: AccessLevel, $by: Reacher, $first: Int, $after: String) {
    answer: whoCanReach(resource: $id, level: $level, by: $by, first: $first, after: $after) {
      line
      totalCount
      resource { ...NamedFields }
      byKind { name count }
      edges { node {
        evidence
        levels { ...LevelFields }
        contents { ...LevelFields }
        node { ...NamedFields }
        path { ...PathFields }
      } }
      pageInfo { hasNextPage endCursor }
      coverage { ...CoverageFields }
    }
  }
`,
  [namedFields, levelFields, pathFields, coverageFields],
);

export const edgeFacts = graphql(`
  query EdgeFacts($pairs: [NodePair!]!) {
    edgeFacts(pairs: $pairs) { from to type props }
  }
`);

export const whatIf = graphql(
  `
  query WhatIf($revoke: [ID!]!, $subject: ID) {
    whatIf(revoke: $revoke, subject: $subject) {
      affected
      subject { before { total } after { ...ReachFields } lost { ...ReachFields } weakened { total } }
      losses { before lost lostSensitive agent { id name kind } }
    }
  }
`,
  [reachFields],
);

export type ReachedFrom = ResultOf<typeof reachedFrom>['answer'];
export type ReachedBy = ResultOf<typeof reachedBy>['answer'];
export type PathStep = ResultOf<typeof pathFields>;
export type Levels = ResultOf<typeof levelFields>;
export type Named = ResultOf<typeof namedFields>;
