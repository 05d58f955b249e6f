import type { Problem } from '../../problem.ts';
import type { AwsPolicy } from '../../types.ts';
import { unknownActions } from '../action/sets.ts';
import type { ActionTable } from '../action/table.ts';
import type { KeyLookup } from '../condition/keys.ts';
import { isOfRequest } from '../condition/request.ts';
import { settledKey } from '../condition/settled.ts';
import { hasVariables } from '../condition/variables.ts';
import { type BindingTools, type BoundStatement, bindStatement } from '../statement/bind.ts';
import type { PolicyKind, PolicyStatement } from '../statement/statement.ts';
import { type CompiledPolicy, compilePolicy, unreadablePolicy } from './policy.ts';

/** A policy as it applies to some principals: equal bindings are the same object. */
export interface BoundPolicy {
  readonly id: number;
  readonly policyId: string;
  /** What it was made from, the same in every run. */
  readonly identity: string;
  readonly statements: readonly BoundStatement[];
  readonly problems: readonly Problem[];
}

interface Entry {
  readonly policyId: string;
  readonly compiled: CompiledPolicy;
  readonly problems: readonly Problem[];
  /** The policy reads the same for everyone. */
  readonly fixed: boolean;
  readonly bound: Map<string, BoundPolicy>;
}

/** The account's root user can do everything that no organisation policy forbids. */
export const ROOT_POLICY: AwsPolicy = {
  id: 'aws:account-root',
  document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
};

const NONE: ReadonlySet<string> = new Set();

/** All policy documents, each compiled when first asked for and bound once for each way it reads. */
export class PolicyShelf {
  readonly #documents = new Map<string, string>();
  readonly #entries: Record<PolicyKind, Map<string, Entry>> = {
    identity: new Map(),
    resource: new Map(),
    'resource-control': new Map(),
  };
  readonly #tools: BindingTools;
  readonly #actions: ActionTable;
  readonly #decidable: (key: string) => boolean;
  #count = 0;

  /** @param decidable whether a principal's own record can decide a condition key (lower case) */
  constructor(
    policies: Iterable<AwsPolicy>,
    tools: BindingTools,
    actions: ActionTable,
    decidable: (key: string) => boolean,
  ) {
    this.#decidable = decidable;
    for (const { id, document } of policies) this.#documents.set(id, document);
    this.#documents.set(ROOT_POLICY.id, ROOT_POLICY.document);
    this.#tools = tools;
    this.#actions = actions;
  }

  compiled(policyId: string, kind: PolicyKind): CompiledPolicy {
    return this.#entry(policyId, kind).compiled;
  }

  problems(policyId: string, kind: PolicyKind): readonly Problem[] {
    return this.#entry(policyId, kind).problems;
  }

  /** The policy for one principal's keys. */
  bind(policyId: string, lookup: KeyLookup, kind: PolicyKind = 'identity'): BoundPolicy {
    const entry = this.#entry(policyId, kind);
    const asked = isOfRequest(lookup);
    const fixed = entry.fixed && !asked;
    const same = fixed ? entry.bound.get('') : undefined;
    if (same !== undefined) return same;
    const statements = entry.compiled.statements.flatMap((statement) => bindStatement(statement, lookup, this.#tools));
    const key = fixed ? '' : `${asked ? 'asked' : ''}:${statements.map(bindingKey).join(';')}`;
    const known = entry.bound.get(key);
    if (known !== undefined) return known;
    const identity = fixed ? policyId : `${policyId}(${statements.map((each) => this.#identityOf(each)).join(';')})`;
    const bound = { id: this.#count, policyId, identity, statements, problems: entry.problems };
    this.#count += 1;
    entry.bound.set(key, bound);
    return bound;
  }

  #entry(policyId: string, kind: PolicyKind): Entry {
    const known = this.#entries[kind].get(policyId);
    if (known !== undefined) return known;
    const document = this.#documents.get(policyId);
    const compiled =
      document === undefined
        ? unreadablePolicy('policy-missing', 'The policy is attached, but its document was not collected', kind)
        : compilePolicy(document, kind);
    const entry: Entry = {
      policyId,
      compiled,
      problems: [...compiled.problems, ...compiled.statements.flatMap((each) => this.#actionProblems(each))].map(
        (problem) => ({ ...problem, policyId }),
      ),
      fixed: compiled.statements.every((each) => this.readsTheSame(each)),
      bound: new Map(),
    };
    this.#entries[kind].set(policyId, entry);
    return entry;
  }

  #identityOf({ origin, strength, keys, waits, resource }: BoundStatement): string {
    const texts = resource.patterns.map((each) =>
      each.every ? '*' : `${each.region}:${each.account}:${each.resource}`,
    );
    return JSON.stringify([
      origin.index,
      origin.effect,
      strength,
      this.#tools.keyLists.valueOf(keys),
      this.#waiting(waits),
      texts,
    ]);
  }

  #waiting(waits: number): string {
    return waits === 0 ? '' : settledKey(this.#tools.settled.valueOf(waits) ?? []);
  }

  /** Whether no principal reads a statement differently, but for keys in which those who are asked about agree. */
  readsTheSame({ conditions, resource }: PolicyStatement, agreed: ReadonlySet<string> = NONE): boolean {
    const differs = (key: string): boolean => this.#decidable(key.toLowerCase()) && !agreed.has(key.toLowerCase());
    return (
      !resource.templates.some(({ variable }) => variable) &&
      conditions.every(({ key, values }) => !differs(key) && !values.some(hasVariables))
    );
  }

  #actionProblems({ action, index, sid }: PolicyStatement): Problem[] {
    return unknownActions(action.patterns, this.#actions).map((name) => ({
      code: 'action-unknown',
      message: `There is no action ${name}`,
      statement: index,
      ...(sid === undefined ? {} : { sid }),
    }));
  }
}

function bindingKey({ origin, strength, keys, waits, resource }: BoundStatement): string {
  return `${origin.index}${origin.effect[0]}${strength}.${keys}.${waits}:${resource.patterns.map(({ id }) => id).join(',')}`;
}
