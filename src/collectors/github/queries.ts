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

/**
 * Whom each repository names as owners of its code: the three places where GitHub looks for the file. A hundred repositories a call, where
 * the contents API would take three calls for each. Scope `repo`; App: Contents read.
 */
export const CODE_OWNERS_QUERY = `query codeOwners($org: String!, $endCursor: String) {
  organization(login: $org) {
    repositories(first: 100, after: $endCursor) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          name
          inGithub: object(expression: "HEAD:.github/CODEOWNERS") { ... on Blob { text isTruncated } }
          inRoot: object(expression: "HEAD:CODEOWNERS") { ... on Blob { text isTruncated } }
          inDocs: object(expression: "HEAD:docs/CODEOWNERS") { ... on Blob { text isTruncated } }
        }
      }
    }
  }
}`;
