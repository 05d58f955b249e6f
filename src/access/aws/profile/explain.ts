import type { Blocker, Certainty, DecidingStatement, Explanation, Verdict } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { hasBit } from '../action/sets.ts';
import { STRENGTH } from '../statement/bind.ts';
import { type Active, activeAt, targetOf } from './at.ts';
import { type Judgement, judge } from './judge.ts';
import { type Gates, LAYER, layerName } from './layers.ts';

/**
 * Whether a principal's own policies let it do one action to one resource, and why.
 * @param action `s3:GetObject`, any case
 * @param resourceId the id of a resource, of a facet (`arn:aws:s3:::b/*`), or the ARN of one object of a bucket
 */
export function explain(access: AwsAccess, principalId: string, action: string, resourceId: string): Explanation {
  const principal = access.principals.get(principalId);
  if (principal === undefined) return refused('principal-unknown');
  const target = targetOf(resourceId, access);
  if (target === undefined) return refused('resource-unknown');
  const bit = access.actions.types[target.type]?.indexOf.get(action.toLowerCase());
  if (bit === undefined) return refused('action-not-for-this-resource');
  const { standing, active } = activeAt(principal, target, access);
  const about = active.filter(({ statement }) => {
    const bits = access.sets.bits(statement.set, target.type);
    return bits !== undefined && hasBit(bits, bit);
  });
  const judgement = judge(
    active.map(({ kind }) => kind),
    target.type,
    standing.gates,
    access,
  );
  // An identity's own policies end at its account: the rest takes the resource's policy (`resourceGrants`).
  if (target.account !== principal.account) return refused('not-granted');
  return explanationOf(verdictOf(judgement, bit), about, standing.gates, access);
}

function refused(reason: Blocker['reason']): Explanation {
  const verdict = reason === 'principal-unknown' || reason === 'resource-unknown' ? 'unknown' : 'none';
  return { verdict, conditionKeys: [], deciding: [], blocker: { reason, statements: [] } };
}

export function verdictOf(judgement: Judgement, bit: number): Verdict {
  if (hasBit(judgement.certain, bit)) return 'certain';
  if (hasBit(judgement.possible, bit)) return 'conditional';
  return hasBit(judgement.unknown, bit) ? 'unknown' : 'none';
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

function silentLayer(about: readonly Active[], gates: Gates): Blocker {
  const allows = (layer: number): boolean => about.some((each) => !each.kind.deny && each.layer === layer);
  const level = gates.levels.findIndex((state, index) => state === 'present' && !allows(LAYER.firstLevel + index));
  if (allows(LAYER.identity) && level >= 0) {
    return { reason: 'not-allowed-by-organisation', layer: `organisation:${level}`, statements: [] };
  }
  if (allows(LAYER.identity) && gates.boundary && !allows(LAYER.boundary)) {
    return { reason: 'not-allowed-by-boundary', layer: 'boundary', statements: [] };
  }
  return { reason: 'not-granted', layer: 'identity', statements: [] };
}
