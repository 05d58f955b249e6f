import { policyDocument } from '../policy.ts';
import { object, objects, type Raw, required, text } from '../raw.ts';
import { type OrganizationPolicy, POLICY_ROLES, type PolicyRaw, type PolicyType } from './raw.ts';

/** Collects policies and what they are attached to; then says each document once and each target with all its policies. */
export class PolicyTargets {
  readonly #policies: OrganizationPolicy[] = [];
  readonly #targets = new Map<string, OrganizationPolicy[]>();

  add(policy: OrganizationPolicy, targets: readonly string[]): void {
    this.#policies.push(policy);
    for (const target of targets) this.#targets.set(target, [...(this.#targets.get(target) ?? []), policy]);
  }

  /** In the order of policy ids: answers come in any order, and of equal documents the first gives its name. */
  *raws(): Generator<PolicyRaw> {
    const said = new Set<string>();
    for (const { document, name } of sorted(this.#policies)) {
      if (document === undefined || said.has(document.id)) continue;
      said.add(document.id);
      yield { item: 'policy', document, name };
    }
    for (const [targetId, policies] of this.#targets) yield { item: 'target', targetId, policies: sorted(policies) };
  }
}

function sorted(policies: readonly OrganizationPolicy[]): OrganizationPolicy[] {
  return policies.toSorted((a, b) => (a.policyId < b.policyId ? -1 : 1));
}

/**
 * A policy of describe-policy (`PolicySummary` and `Content`) or of list-policies (the summary alone). `undefined` for the
 * types that are not in the IAM language. Errors: MalformedError.
 */
export function organizationPolicy(raw: Raw): OrganizationPolicy | undefined {
  const summary = raw['PolicySummary'] === undefined ? raw : object(raw, 'PolicySummary');
  const type = required(summary, 'Type');
  if (!isPolicyType(type)) return undefined;
  const policyId = required(summary, 'Id');
  const arn = text(summary, 'Arn') ?? policyId;
  return { policyId, arn, name: text(summary, 'Name') ?? policyId, type, document: policyDocument(raw['Content']) };
}

function isPolicyType(type: string): type is PolicyType {
  return Object.hasOwn(POLICY_ROLES, type);
}

/** Ids of the targets of list-targets-for-policy. */
export function targetIds(answer: Raw, field: string): string[] {
  return objects(answer, field).map((target) => required(target, 'TargetId'));
}
