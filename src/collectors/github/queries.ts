/** Members with their role and the e-mails of the organisation's verified domains. Scope `read:org`; App: Members read. */
export const MEMBERS_QUERY = `query members($org: String!, $endCursor: String) {
  organization(login: $org) {
    membersWithRole(first: 100, after: $endCursor) {
      pageInfo { hasNextPage endCursor }
      edges {
        role
        hasTwoFactorEnabled
        node { login databaseId name createdAt organizationVerifiedDomainEmails(login: $org) }
      }
    }
  }
}`;

/** Who a member is to the identity provider. An owner's token with `admin:org`. */
export const EXTERNAL_IDENTITIES_QUERY = `query externalIdentities($org: String!, $endCursor: String) {
  organization(login: $org) {
    samlIdentityProvider {
      externalIdentities(first: 100, after: $endCursor, membersOnly: true) {
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            guid
            samlIdentity { nameId username emails { value primary } }
            scimIdentity { username emails { value primary } }
            user { login databaseId }
          }
        }
      }
    }
  }
}`;
