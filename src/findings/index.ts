import type { FindingRule } from './rule.ts';
import { beyondIntent } from './rules/beyond-intent.ts';
import { contractorGrant } from './rules/contractor-grant.ts';
import { credentialReuse } from './rules/credential-reuse.ts';
import { departedOwner } from './rules/departed-owner.ts';
import { departedOwnerCredential } from './rules/departed-owner-credential.ts';
import { dissolvedTeamAgent } from './rules/dissolved-team-agent.ts';
import { laptopProductionKey } from './rules/laptop-production-key.ts';
import { movedOwner } from './rules/moved-owner.ts';
import { nakedMcpServer } from './rules/naked-mcp-server.ts';
import { openFederationTrust } from './rules/open-federation-trust.ts';
import { orphanAgent } from './rules/orphan-agent.ts';
import { overBroadToken } from './rules/over-broad-token.ts';
import { refusedAction } from './rules/refused-action.ts';
import { secretChain } from './rules/secret-chain.ts';

export { padded } from './about.ts';
export { DEFAULT_DUE_DAYS, type DueDays } from './due.ts';
export type { FindingRule, Severity } from './rule.ts';
export { runFindings } from './run.ts';

/** Every finding rule. */
export const findingRules: readonly FindingRule[] = [
  departedOwner,
  departedOwnerCredential,
  orphanAgent,
  openFederationTrust,
  nakedMcpServer,
  secretChain,
  overBroadToken,
  laptopProductionKey,
  beyondIntent,
  contractorGrant,
  dissolvedTeamAgent,
  credentialReuse,
  movedOwner,
  refusedAction,
];
