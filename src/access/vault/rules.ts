import { type Origin, perType, type Rule } from '../hierarchy/rule.ts';
import type { Ranges } from '../ranges/ranges.ts';
import { actionName, actionNames } from './actions.ts';
import { type PathPattern, pathPattern } from './pattern.ts';
import { PROBES, type Probe, type VaultEstate } from './probes.ts';
import { fillTemplate, type Identity } from './template.ts';
import type { VaultPolicy, VaultRule } from './types.ts';

/** A line of a policy as it holds for one of the paths behind resources. */
export interface PathRule extends Rule {
  readonly probe: Probe;
  /** `undefined`: it is not known where it holds; it may win anywhere in its ranges. */
  readonly pattern: PathPattern | undefined;
  readonly rule: VaultRule;
  /** Of a whole policy that was not read, or `root`. */
  readonly whole?: true;
}

/** The rules of one policy for one identity: templates are filled, rules without a value dropped. */
export function policyRules(policy: VaultPolicy, identity: Identity, estate: VaultEstate): PathRule[] {
  const { rules, namespace, name } = policy;
  if (rules === 'unknown') return wholeRules(`policy ${name}`, 'unknown', everywhere(estate));
  return rules.flatMap((rule, line) => {
    const origin: Origin = { kind: 'policy', id: name, line, scope: `${namespace}${rule.path}` };
    const filled = fillTemplate(rule.path, identity, namespace);
    if (filled === 'missing') return [];
    if (filled === 'unknown') return unfilled(rule, namespace, origin, estate);
    const pattern = pathPattern(`${namespace}${filled.path}`);
    return PROBES.map((probe) => pathRule(rule, probe, estate.rangesOf(pattern, probe), { pattern, origin }));
  });
}

interface Made {
  readonly pattern: PathPattern | undefined;
  readonly origin: Origin;
}

function pathRule(rule: VaultRule, probe: Probe, ranges: Ranges, { pattern, origin }: Made): PathRule {
  const deny = rule.capabilities.includes('deny');
  const names = deny ? actionNames(probe) : rule.capabilities.flatMap((one) => actionName(probe, one) ?? []);
  const actions = new Set(names);
  return {
    deny,
    certainty: pattern === undefined ? 'unknown' : 'certain',
    keys: pattern === undefined ? [`values for ${rule.path}`] : [],
    ranges,
    origin,
    identity: JSON.stringify([
      pattern?.text ?? rule.path,
      pattern === undefined,
      [...rule.capabilities].sort(),
      rule.limits,
    ]),
    actionsOn: perType((type) => type.where(({ name }) => actions.has(name))),
    probe,
    pattern,
    rule,
  };
}

/** It holds somewhere below what stands before the template. */
function unfilled(rule: VaultRule, namespace: string, origin: Origin, estate: VaultEstate): PathRule[] {
  const { literal } = pathPattern(`${namespace}${rule.path.slice(0, rule.path.indexOf('{{'))}*`);
  return PROBES.map((probe) =>
    pathRule(rule, probe, estate.rangesFrom(literal, probe), { pattern: undefined, origin }),
  );
}

export function everywhere({ places }: VaultEstate): Ranges {
  return [0, places.ordinals.count];
}

/** `root` may do everything; a policy that was not read may do anything, and take it away. */
export function wholeRules(name: string, certainty: 'certain' | 'unknown', ranges: Ranges): PathRule[] {
  return [
    {
      deny: false,
      certainty,
      keys: certainty === 'unknown' ? [name] : [],
      ranges,
      origin: { kind: 'policy', id: name, scope: '*' },
      identity: `${certainty} ${name}`,
      actionsOn: perType((type) => type.all),
      probe: 'api',
      pattern: undefined,
      rule: { path: '*', capabilities: [], limits: [] },
      whole: true,
    },
  ];
}
