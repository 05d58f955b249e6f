import { assignee } from './assignee.ts';
import { codeOwner } from './code-owner.ts';
import { commitAuthor } from './commit-author.ts';
import { consent } from './consent.ts';
import { creator } from './creator.ts';
import { credentialHolder } from './credential-holder.ts';
import { credentialIssuer } from './credential-issuer.ts';
import { deployer } from './deployer.ts';
import { deviceUser } from './device-user.ts';
import type { EvidenceKind } from './kind.ts';
import { lastInteractiveUser } from './last-interactive-user.ts';
import { managerField } from './manager-field.ts';
import { namingHint } from './naming-hint.ts';
import { ownerField } from './owner-field.ts';
import { ownerTag } from './owner-tag.ts';
import { registeredBy } from './registered-by.ts';
import { reviewer } from './reviewer.ts';
import { roleSession } from './role-session.ts';
import { session } from './session.ts';
import { sponsorField } from './sponsor-field.ts';

export type { EvidenceKind } from './kind.ts';

/** Every kind of evidence that is known; each has a weight in the model. */
export const EVIDENCE_KINDS = [
  creator,
  deployer,
  commitAuthor,
  reviewer,
  credentialIssuer,
  credentialHolder,
  consent,
  deviceUser,
  assignee,
  roleSession,
  session,
  lastInteractiveUser,
  ownerField,
  sponsorField,
  managerField,
  ownerTag,
  codeOwner,
  registeredBy,
  namingHint,
] as const satisfies readonly EvidenceKind[];

export type KindId = (typeof EVIDENCE_KINDS)[number]['id'];

const BY_ID: ReadonlyMap<string, EvidenceKind & { readonly id: KindId }> = new Map(
  EVIDENCE_KINDS.map((kind) => [kind.id, kind]),
);

/** A kind by its id. One that is not known (a pushed record may say anything) is `undefined`: it counts for nothing. */
export function kindOf(id: string): (EvidenceKind & { readonly id: KindId }) | undefined {
  return BY_ID.get(id);
}
