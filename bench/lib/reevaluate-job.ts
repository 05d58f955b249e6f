/**
 * Evaluates a generated AWS organisation, changes the document that most principals have, evaluates again what that
 * touches, and prints what it took as one line of JSON.
 *
 *   node bench/lib/reevaluate-job.ts '{"accounts":2000,"principals":200000,"documents":20000,"resources":1000000}'
 */
import { type AwsPolicy, type AwsPrincipal, KeptEvaluation } from '../../src/access/index.ts';
import { ACCESS_SEED, type AccessSize, accessEstate } from './access-estate.ts';
import { measured } from './measure.ts';

const size = JSON.parse(process.argv[2] ?? '') as AccessSize;
const estate = accessEstate(size, ACCESS_SEED);
// In this order they are made.
const resources = [...estate.resources];
const policies = [...estate.policies];
const principals = [...estate.principals];
const kept = new KeptEvaluation();
const first = { principals, policies, resources: () => resources };
await kept.update(first);

/** The same update as after a run: nothing is known to be the same but the resources. */
async function changed(policy: string) {
  const input = {
    ...first,
    policies: policies.map((one) => (one.id === policy ? narrowed(one) : one)),
    sameResources: true,
  };
  const measure = await measured(() => kept.update(input));
  const { principals: evaluated, profiles } = measure.value;
  await kept.update({ ...first, sameResources: true });
  return {
    seconds: measure.seconds,
    cpuSeconds: measure.cpuSeconds,
    principals: evaluated.length,
    profiles: profiles.size,
  };
}

/** It denies one thing more. */
function narrowed({ id, document }: AwsPolicy): AwsPolicy {
  const read = JSON.parse(document) as { readonly Statement: readonly unknown[] };
  const deny = { Effect: 'Deny', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::app7-prod-*' };
  return { id, document: JSON.stringify({ ...read, Statement: [...read.Statement, deny] }) };
}

function mostAttached(attached: (principal: AwsPrincipal) => readonly string[]): string {
  const counts = new Map<string, number>();
  for (const principal of principals) for (const id of attached(principal)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0] as [string, number])[0];
}

const identity = await changed(mostAttached(({ policyIds }) => policyIds));
const isOfTheRoot = (id: string): boolean => id === 'full';
const control = await changed(
  mostAttached(({ pathToRoot }) => [...pathToRoot].flat().filter((id) => !isOfTheRoot(id))),
);
const nobodys = await measured(() =>
  kept.update({ ...first, policies: [...policies, { id: 'nobodys', document: '{}' }], sameResources: true }),
);
console.log(
  JSON.stringify({
    documentSeconds: identity.seconds,
    documentCpuSeconds: identity.cpuSeconds,
    documentPrincipals: identity.principals,
    documentProfiles: identity.profiles,
    controlSeconds: control.seconds,
    controlCpuSeconds: control.cpuSeconds,
    controlPrincipals: control.principals,
    controlProfiles: control.profiles,
    nobodysSeconds: nobodys.seconds,
    nobodysCpuSeconds: nobodys.cpuSeconds,
    nobodysPrincipals: nobodys.value.principals.length,
  }),
);
