import type { Blocker, Certainty, DecidingStatement, Explanation, Verdict } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { hasBit } from '../action/sets.ts';
import { type RequestKeys, requestKeys, within } from '../condition/request.ts';
import { type BoundStatement, STRENGTH } from '../statement/bind.ts';
import { type Active, situationAt, spoken, type Target, targetOf } from './at.ts';
import { judgementAt, verdictOf } from './decide.ts';
import { type Gates, LAYER, layerName } from './layers.ts';

const ASSUMING = /^sts:assumerole$/i;

/**
 * Whether a principal can do one action to one resource by all that bears on it (its own policies, its organisation's, the
 * resource's policy and grants, those of the resource's organisation), and why. Whether it can assume a role its trust policy
 * has a say in as a key's policy has in the use of the key: identity policies count only where the trust names their account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 * @param action `s3:GetObject`, any case
 * @param resourceId the id of a resource, of a facet (`arn:aws:s3:::b/*`), or the ARN of one object of a bucket
 * @param request the condition keys of one request: then no key is left open, and one that is not listed is absent
 */
export function explain(
  access: AwsAccess,
  principalId: string,
  action: string,
  resourceId: string,
  request?: RequestKeys,
): Explanation {
  const principal = access.principals.get(principalId);
  if (principal === undefined) return refused('principal-unknown');
  const found = targetOf(resourceId, access);
  if (found === undefined) return refused('resource-unknown');
  const bit = access.actions.types[found.type]?.indexOf.get(action.toLowerCase());
  if (bit === undefined) return refused('action-not-for-this-resource');
  const asked = request && requestKeys(request);
  const trust = ASSUMING.test(action) ? trustOf(found, access) : undefined;
  const keys = asked === undefined ? found.keys : within(found.keys, asked);
  const target = { ...found, keys, delegated: found.delegated || trust !== undefined };
  const own = access.lookupOf(principal, target.account);
  const concerns = ({ set }: BoundStatement): boolean => {
    const bits = access.sets.bits(set, target.type);
    return bits !== undefined && hasBit(bits, bit);
  };
  const lookup = asked === undefined ? own : within(own, asked);
  const situation = situationAt(principal, target, access, concerns, lookup);
  const said = trust === undefined ? [] : spoken(trust, principal, lookup, target, access);
  const about = [...situation.active, ...said].filter(({ statement }) => concerns(statement));
  const judgement = judgementAt(principal, target, { ...situation, active: about }, access);
  return explanationOf(verdictOf(judgement, bit), about, situation.standing.gates, access);
}

/** The trust policy of a role, where it was given. */
function trustOf({ id, account }: Target, access: AwsAccess) {
  const policyId = access.trust.get(id);
  if (policyId === undefined) return undefined;
  const { statements } = access.shelf.compiled(policyId, 'resource');
  return { policyId, account, closedToOthers: false, statements };
}

function refused(reason: Blocker['reason']): Explanation {
  const verdict = reason === 'principal-unknown' || reason === 'resource-unknown' ? 'unknown' : 'none';
  return { verdict, conditionKeys: [], deciding: [], blocker: { reason, statements: [] } };
}

function explanationOf(verdict: Verdict, about: readonly Active[], gates: Gates, access: AwsAccess): Explanation {
  const statements = about.map((each) => decidingOf(each, access));
  const open = verdict === 'conditional' || verdict === 'unknown';
  const conditionKeys = open ? [...new Set(statements.flatMap((each) => each.conditionKeys))].sort() : [];
  const blocker = verdict === 'none' || verdict === 'unknown' ? blockerOf(verdict, about, gates, access) : undefined;
  const deciding = verdict === 'none' ? (blocker?.statements ?? []) : statements;
  return { verdict, conditionKeys, deciding, ...(blocker === undefined ? {} : { blocker }) };
}

const CERTAINTY: readonly Certainty[] = ['certain', 'conditional', 'unknown'];

function decidingOf({ policyId, layer, statement }: Active, access: AwsAccess): DecidingStatement {
  const { origin, strength, keys } = statement;
  return {
    policyId,
    layer: layerName(layer),
    statement: origin.index,
    ...(origin.sid === undefined ? {} : { sid: origin.sid }),
    effect: origin.effect,
    certainty: CERTAINTY[strength] ?? 'unknown',
    conditionKeys: access.keyLists.valueOf(keys) ?? [],
  };
}

/** The first reason in the order in which AWS looks: a deny, the organisation, the boundary, the identity.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html */
function blockerOf(verdict: 'none' | 'unknown', about: readonly Active[], gates: Gates, access: AwsAccess): Blocker {
  const tell = (some: readonly Active[]): DecidingStatement[] => some.map((each) => decidingOf(each, access));
  const denies = about.filter(({ kind }) => kind.deny);
  const sure = denies.filter(({ kind }) => kind.strength === STRENGTH.certain);
  if (verdict === 'none' && sure[0] !== undefined) {
    return { reason: 'denied', layer: layerName(sure[0].layer), statements: tell(sure) };
  }
  const unreadable = about.filter(({ kind }) => kind.strength === STRENGTH.unreadable);
  if (verdict === 'unknown' && unreadable.length > 0) {
    return { reason: 'statement-unreadable', statements: tell(unreadable) };
  }
  const missing = gates.levels.indexOf('unknown');
  if (verdict === 'unknown' && missing >= 0) {
    return { reason: 'organisation-unknown', layer: `organisation:${missing}`, statements: [] };
  }
  return silentLayer(about, gates);
}

/** The first that says nothing where it would have to allow. */
function silentLayer(about: readonly Active[], gates: Gates): Blocker {
  const allows = (...layers: readonly number[]): boolean =>
    about.some((each) => !each.kind.deny && layers.includes(each.layer));
  const level = gates.levels.findIndex((state, index) => state === 'present' && !allows(LAYER.firstLevel + index));
  const granted = allows(LAYER.identity, LAYER.resource, LAYER.roleNamed);
  if (granted && level >= 0) {
    return { reason: 'not-allowed-by-organisation', layer: `organisation:${level}`, statements: [] };
  }
  if (granted && gates.boundary && !allows(LAYER.boundary)) {
    return { reason: 'not-allowed-by-boundary', layer: 'boundary', statements: [] };
  }
  if (granted && gates.session && !allows(LAYER.session)) {
    return { reason: 'not-allowed-by-session', layer: 'session', statements: [] };
  }
  const heard = allows(LAYER.resource, LAYER.roleNamed, LAYER.accountNamed);
  if (allows(LAYER.identity) && !heard) return { reason: 'not-allowed-by-resource', layer: 'resource', statements: [] };
  return { reason: 'not-granted', layer: 'identity', statements: [] };
}
