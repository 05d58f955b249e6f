import type { Statement } from '../estate.ts';
import { FAMILIES } from './conditions.ts';
import { delegation } from './statements.ts';
import { FULL, type Policies, type World, type WorldPrincipal, type WorldResource } from './world.ts';

/** Takes a feature out of a world: where an answer is then another, the feature decided it. */
export type Without = (world: World) => World;

function withPrincipals(change: (principal: WorldPrincipal) => WorldPrincipal): Without {
  return (world) => ({ ...world, principals: world.principals.map(change) });
}

function withResources(change: (resource: WorldResource) => WorldResource): Without {
  return (world) => ({ ...world, resources: world.resources.map(change) });
}

/** Changes every statement of every policy; `[]` leaves it out. */
function withStatements(change: (statement: Statement) => readonly Statement[]): Without {
  const policy = (statements: readonly Statement[]): readonly Statement[] => statements.flatMap(change);
  const policies = (all: Policies): Policies => all.map(policy);
  return (world) => ({
    ...world,
    accounts: world.accounts.map((account) => ({
      ...account,
      scps: account.scps.map(policies),
      rcps: account.rcps.map(policies),
    })),
    principals: world.principals.map((principal) => ({
      ...principal,
      identity: policies(principal.identity),
      boundary: principal.boundary && policy(principal.boundary),
      sessionPolicy: principal.sessionPolicy && policy(principal.sessionPolicy),
    })),
    resources: world.resources.map((resource) => ({ ...resource, policy: resource.policy && policy(resource.policy) })),
  });
}

/** Reads `NotAction` as `Action`, and so on. */
function unnegated(element: string): Without {
  const inverse = `Not${element}`;
  return withStatements((statement) => {
    if (!(inverse in statement)) return [statement];
    const { [inverse]: value, ...rest } = statement;
    return [{ ...rest, [element]: value }];
  });
}

/** Statements without the condition blocks of a family. */
function unconditional(family: string): Without {
  const keys = new Set(
    (FAMILIES[family] ?? []).flatMap((block) => Object.values(block).flatMap((each) => Object.keys(each))),
  );
  return withStatements((statement) => {
    const condition = statement['Condition'] as Readonly<Record<string, Record<string, unknown>>> | undefined;
    if (condition === undefined) return [statement];
    const kept = Object.entries(condition).filter(([, block]) => !Object.keys(block).some((key) => keys.has(key)));
    const { Condition: _, ...rest } = statement;
    return [kept.length === 0 ? rest : { ...rest, Condition: Object.fromEntries(kept) }];
  });
}

/** Statements without tests of some operators. */
function withoutOperators(pattern: RegExp): Without {
  return withStatements((statement) => {
    const condition = statement['Condition'];
    if (typeof condition !== 'object' || condition === null) return [statement];
    const kept = Object.entries(condition).filter(([operator]) => !pattern.test(operator));
    const { Condition: _, ...rest } = statement;
    return [kept.length === 0 ? rest : { ...rest, Condition: Object.fromEntries(kept) }];
  });
}

function policyWithout(effect: 'Allow' | 'Deny'): Without {
  return withResources((resource) => ({
    ...resource,
    policy:
      resource.type === 'kms:key' ? resource.policy : resource.policy?.filter((each) => each['Effect'] !== effect),
  }));
}

function notManagement(world: World): World {
  return { ...world, accounts: world.accounts.map((account) => ({ ...account, management: false })) };
}

export const FEATURES: Readonly<Record<string, Without>> = {
  'permission boundary': withPrincipals((principal) => ({ ...principal, boundary: undefined })),
  'session policy': withPrincipals((principal) => ({ ...principal, sessionPolicy: undefined })),
  'service control policies': (world) => ({
    ...world,
    accounts: world.accounts.map((account) => ({ ...account, scps: account.scps.map(() => [FULL]) })),
  }),
  'resource control policies': (world) => ({
    ...world,
    accounts: world.accounts.map((account) => ({ ...account, rcps: account.rcps.map(() => []) })),
  }),
  'management account': notManagement,
  'service-linked role': withPrincipals((principal) => ({
    ...principal,
    arn: principal.arn.replace('aws-service-role/', 'other/'),
    serviceLinked: false,
  })),
  "allow of a resource's policy": policyWithout('Allow'),
  "deny of a resource's policy": policyWithout('Deny'),
  'key policy': withResources((resource) =>
    resource.type === 'kms:key' ? { ...resource, policy: [delegation(resource.account)] } : resource,
  ),
  'public access block': withResources((resource) => ({ ...resource, restrictsPublic: false })),
  NotAction: unnegated('Action'),
  NotResource: unnegated('Resource'),
  NotPrincipal: unnegated('Principal'),
  variables: (world) => ({ ...world, variables: false }),
  'condition: time': unconditional('time'),
  'condition: tags of the resource': unconditional('tags'),
  'condition: region': unconditional('region'),
  'condition: organisation': unconditional('organisation'),
  'condition: principal': unconditional('principal'),
  'condition: address': unconditional('address'),
  'condition: request': unconditional('request'),
  'operators: IfExists': withoutOperators(/IfExists$/),
  'operators: ForAllValues and ForAnyValue': withoutOperators(/^For/),
  'operators: Null': withoutOperators(/^Null$/),
  'operators: negated': withoutOperators(/Not/),
};
