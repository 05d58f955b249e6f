/**
 * How much goes wrong in a labelled organisation, as shares. Set beforehand and the same for every seed: nothing here is
 * taken from the model, and the model is never asked while an organisation is made.
 */
export const RATES = {
  // People.
  departed: 0.12,
  contractor: 0.15,
  rehired: 0.015,
  sameName: 0.03,
  renamed: 0.04,
  recycledAddress: 0.01,
  moved: 0.1,
  unlinkedCodeAccount: 0.02,
  // Logs and inventories that are not there for an agent.
  noCloudTrail: 0.05,
  missingCloudLog: 0.07,
  missingDirectoryLog: 0.1,
  missingCodeLog: 0.15,
  missingGrant: 0.05,
  missingScan: 0.05,
  missingIssuances: 0.15,
  // Devices.
  sharedDevice: 0.04,
  reassignedDevice: 0.03,
  /** Of a whole device: one client that is signed in tells it of all. */
  loginNameOnly: 0.1,
  // Deployments.
  byPipeline: 0.25,
  byRoleChain: 0.12,
  byBot: 0.1,
  onBehalf: 0.05,
  sharedCiUser: 0.15,
  commitByTeammate: 0.25,
  updateByTeammate: 0.2,
  // Fields.
  wrongTag: 0.08,
  tagNamesNobody: 0.05,
  wrongField: 0.04,
  administratorAsOwner: 0.15,
  administratorConsents: 0.1,
  staleCodeOwner: 0.25,
  codeOwnerIsTeam: 0.45,
  colleagueCredential: 0.03,
  // Change.
  reorganised: 0.06,
  handover: 0.05,
  // Nobody's.
  unowned: 0.06,
  /** As many of their tags are wrong as of others: 8 % of those that have one. */
  wrongTagOnUnowned: 0.05,
  touchedByPlatform: 0.1,
} as const;

export type Rate = keyof typeof RATES;

/** The ways an agent appears (M2), with their shares. */
export const PATHS = {
  'npx-mcp-server': 0.2,
  'oauth-assistant': 0.2,
  'cloud-agent': 0.27,
  'team-mcp-server': 0.15,
  'ide-agent': 0.18,
} as const;

export type Path = keyof typeof PATHS;

/** Of MCP servers that teams build, how many have one maintainer who answers for them. */
export const MAINTAINED = 0.4;
