import type { AwsPrincipal, Verdict } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { hasBit } from '../action/sets.ts';
import type { Situation, Target } from './at.ts';
import { type Judgement, judge } from './judge.ts';
import { crossAccountPath, type Gates, grantPath, identityPath, type Path, resourcePaths } from './layers.ts';

/** Every way in which a principal can be allowed to reach a target. */
export function pathsTo(principal: AwsPrincipal, target: Target, gates: Gates): readonly Path[] {
  if (target.account !== principal.account) return [crossAccountPath(gates), grantPath(gates)];
  return [identityPath(gates, target.delegated), ...resourcePaths(gates), grantPath(gates)];
}

/** What a principal can do to a target, by all policies on either side. */
export function judgementAt(
  principal: AwsPrincipal,
  target: Target,
  { standing, active }: Situation,
  access: AwsAccess,
): Judgement {
  const kinds = active.map(({ kind }) => kind);
  return judge(kinds, target.type, pathsTo(principal, target, standing.gates), access);
}

export function verdictOf(judgement: Judgement, bit: number): Verdict {
  if (hasBit(judgement.certain, bit)) return 'certain';
  if (hasBit(judgement.possible, bit)) return 'conditional';
  return hasBit(judgement.unknown, bit) ? 'unknown' : 'none';
}
