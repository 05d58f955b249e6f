import { listsOf } from '../../ranges/fold.ts';
import type { AwsPrincipal, ResourceGrant } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { NOTHING_KNOWN } from '../condition/keys.ts';
import { type Active, activeStatement, situationAt, type Target, targetOf } from '../profile/at.ts';
import { judge, type Meaning, meaningOf } from '../profile/judge.ts';
import { grantPath, LAYER, NO_GATES, type Path } from '../profile/layers.ts';
import { bindStatement } from '../statement/bind.ts';
import type { GrantStatement } from './grants.ts';

/** What grants give: to principals of the estate, to others by their ARN, to services by their name. */
export function* keyGrants(access: AwsAccess): Generator<ResourceGrant> {
  for (const [keyId, grants] of access.keyGrants) {
    const target = targetOf(keyId, access);
    if (target === undefined) continue;
    for (const grant of grants) yield* given(grant, target, access);
  }
}

function* given(grant: GrantStatement, target: Target, access: AwsAccess): Generator<ResourceGrant> {
  const { arns = [], services = [] } = grant.statement.principal ?? {};
  for (const arn of arns) {
    const known = access.named(arn);
    for (const principal of known) {
      const { standing, active } = situationAt(principal, target, access);
      const own = active.filter(
        ({ kind, layer, policyId }) => kind.deny || layer !== LAYER.grant || policyId === grant.id,
      );
      const meaning = along(grantPath(standing.gates), own, target, access);
      yield* told({ principal: principal.id }, meaning, grant, target, principal, access);
    }
    if (known.length === 0) yield* outside(arn, grant, target, access);
  }
  for (const service of services) yield* outside(service, grant, target, access);
}

function* outside(name: string, grant: GrantStatement, target: Target, access: AwsAccess): Generator<ResourceGrant> {
  const active = bindStatement(grant.statement, NOTHING_KNOWN, access.tools).flatMap((bound) =>
    activeStatement(bound, grant.id, LAYER.grant, target, access),
  );
  const meaning = along(grantPath(NO_GATES), active, target, access);
  yield* told({ external: { name, strangers: false } }, meaning, grant, target, undefined, access);
}

function along(path: Path, active: readonly Active[], target: Target, access: AwsAccess): Meaning {
  const kinds = active.map(({ kind }) => kind);
  return meaningOf(judge(kinds, target.type, [path], access), kinds, target.type, access);
}

function* told(
  from: ResourceGrant['from'],
  meaning: Meaning,
  { id }: GrantStatement,
  target: Target,
  principal: AwsPrincipal | undefined,
  access: AwsAccess,
): Generator<ResourceGrant> {
  if ((meaning.possible | meaning.unknown) === 0) return;
  const type = access.estate.types[target.type] ?? '';
  const crossAccount = principal?.account !== target.account;
  const place = { resourceId: target.id, type, crossAccount, public: false, policyId: id };
  yield { from, ...place, via: 'kms-grant', ...listsOf(meaning) };
}
