import { listOf, one } from './declare.ts';
import { ENDPOINTS, GRAPHQL_ENDPOINTS } from './endpoints.ts';
import { fetchConnection } from './fetch.ts';
import * as code from './map-code.ts';
import { mapCodeOwners } from './map-code-owners.ts';
import { mapCollaborator } from './map-people.ts';
import { CODE_OWNERS_QUERY } from './queries.ts';

export const codeSteps = [
  one({
    ...listOf(ENDPOINTS.organisation),
    title: 'The organisation and its base permission',
    emits: ['Resource', 'CAN'],
    permissions: ['organization permission Administration: read (for the base permission)'],
    map: code.mapOrganisation,
  }),
  one({
    ...listOf(ENDPOINTS.repositories),
    title: 'Repositories',
    emits: ['Resource', 'CONTAINS'],
    permissions: ['repository permission Metadata: read'],
    notAvailable: { lastUsedAt: 'pushes only; reads stand in the audit log' },
    map: code.mapRepository,
  }),
  one({
    ...listOf(ENDPOINTS.collaborators),
    title: 'Direct collaborators of each repository',
    emits: ['CAN'],
    permissions: ['repository permission Metadata: read'],
    map: mapCollaborator,
  }),
  one({
    id: 'code-owners',
    title: 'Whom CODEOWNERS names for the code of each repository',
    mode: 'snapshot',
    emits: ['Evidence', 'ABOUT', 'NAMES'],
    permissions: ['repository permission Contents: read'],
    notAvailable: { paths: 'owners of parts of a repository are not kept' },
    fetch: (context) => fetchConnection(context, GRAPHQL_ENDPOINTS.codeOwners, CODE_OWNERS_QUERY),
    map: mapCodeOwners,
  }),
  one({
    ...listOf(ENDPOINTS.oidcSubject),
    title: 'Subject template of Actions OIDC tokens',
    emits: ['Principal', 'RUNS_AS'],
    permissions: ['organization permission Administration: read'],
    map: code.mapOidcSubject,
  }),
  one({
    ...listOf(ENDPOINTS.repositoryOidcSubject),
    title: 'Subject templates that repositories set for themselves',
    emits: ['Principal', 'RUNS_AS'],
    permissions: ['repository permission Actions: read'],
    map: code.mapOidcSubject,
  }),
];
