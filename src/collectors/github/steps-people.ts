import { listOf, one } from './declare.ts';
import { ENDPOINTS, GRAPHQL_ENDPOINTS } from './endpoints.ts';
import { fetchConnection, fetchTeamMembers } from './fetch.ts';
import * as people from './map-people.ts';
import { EXTERNAL_IDENTITIES_QUERY, MEMBERS_QUERY } from './queries.ts';

export const peopleSteps = [
  one({
    id: 'members',
    title: 'Members of the organisation',
    mode: 'snapshot',
    emits: ['Principal', 'Resource', 'MEMBER_OF', 'CAN'],
    permissions: ['organization permission Members: read (App)', 'read:org (token)'],
    notAvailable: {
      lastUsedAt: 'no sign-in time',
      email: 'only addresses of domains that the organisation has verified',
    },
    fetch: (context) => fetchConnection(context, GRAPHQL_ENDPOINTS.members, MEMBERS_QUERY),
    map: people.mapMember,
  }),
  one({
    id: 'external-identities',
    title: 'SAML and SCIM identities of the members',
    mode: 'snapshot',
    emits: ['Principal'],
    permissions: ['admin:org with a token of an owner'],
    fetch: (context) => fetchConnection(context, GRAPHQL_ENDPOINTS.externalIdentities, EXTERNAL_IDENTITIES_QUERY),
    map: people.mapExternalIdentity,
  }),
  one({
    ...listOf(ENDPOINTS.outsideCollaborators),
    title: 'Outside collaborators',
    emits: ['Principal'],
    permissions: ['organization permission Members: read'],
    map: people.mapOutsideCollaborator,
  }),
  one({
    ...listOf(ENDPOINTS.teams),
    title: 'Teams',
    emits: ['Principal', 'MEMBER_OF'],
    permissions: ['organization permission Members: read'],
    map: people.mapTeam,
  }),
  one({
    id: 'team-members',
    title: 'Members of each team',
    mode: 'snapshot',
    emits: ['MEMBER_OF'],
    permissions: ['organization permission Members: read'],
    fetch: fetchTeamMembers,
    map: people.mapTeamMember,
  }),
  one({
    ...listOf(ENDPOINTS.teamRepositories),
    title: 'Repositories of each team',
    emits: ['CAN'],
    permissions: ['organization permission Members: read', 'repository permission Metadata: read'],
    map: people.mapTeamRepository,
  }),
];
