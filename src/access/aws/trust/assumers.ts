import type { AwsPrincipal } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { isServiceLinkedRole } from '../arn/arn.ts';
import { controlIds } from '../organisation/controls.ts';
import { ROOT_POLICY } from '../policy/shelf.ts';
import { ACCOUNT_KEYS, saysAccountKeys } from '../principal/keys.ts';
import type { PolicyKind, PolicyStatement } from '../statement/statement.ts';
import { ASSUME, includesAction } from './roles.ts';

/** What a policy has to do with assuming roles. */
interface Concern {
  readonly allows: boolean;
  /** Some statement is about it. */
  readonly any: boolean;
  /** All statements that are about it read the same for everyone. */
  readonly same: boolean;
}

const NO_CONCERN: Concern = { allows: false, any: false, same: true };

/**
 * What decides beforehand whether a principal may assume any role, so that a trust of a whole account is not worked out for
 * each of its principals: most have no policy that is about it, and those who have share a few.
 */
export class Assumers {
  readonly #access: AwsAccess;
  readonly #concerns: Record<PolicyKind, Map<string, Concern>> = {
    identity: new Map(),
    resource: new Map(),
    'resource-control': new Map(),
  };
  readonly #signatures = new Map<string, string | undefined>();

  constructor(access: AwsAccess) {
    this.#access = access;
  }

  /** Whether a policy of its own allows to assume something. */
  may({ kind, policyIds }: AwsPrincipal): boolean {
    return kind === 'root' || policyIds.some((policyId) => this.#concern(policyId, 'identity').allows);
  }

  /** Equal for principals that may assume the same roles where a trust does not tell them apart; `undefined` for one who
   * has policies that read as nobody else's. */
  signature(principal: AwsPrincipal): string | undefined {
    const known = this.#signatures.get(principal.id);
    if (known !== undefined || this.#signatures.has(principal.id)) return known;
    const made = this.#sign(principal);
    this.#signatures.set(principal.id, made);
    return made;
  }

  /** Whether a trust's statements, and the control policies of its account, mean all principals of an account alike. */
  alike(statements: readonly PolicyStatement[], account: string): boolean {
    return (
      statements.every((statement) => addressesAccounts(statement) && this.#readsTheSame(statement)) &&
      controlIds(account, this.#access.accounts).every((id) => this.#concern(id, 'resource-control').same)
    );
  }

  #sign(principal: AwsPrincipal): string | undefined {
    const { account, kind, policyIds, boundaryId, pathToRoot, managementAccount } = principal;
    if (saysAccountKeys(principal)) return undefined;
    const own = this.#relevant(kind === 'root' ? [ROOT_POLICY.id] : policyIds);
    const boundary = boundaryId === undefined ? 'none' : this.#relevant([boundaryId]);
    const levels = pathToRoot === 'unknown' ? pathToRoot : pathToRoot.map((level) => this.#level(level));
    if (own === undefined || boundary === undefined) return undefined;
    if (levels !== 'unknown' && levels.includes(undefined)) return undefined;
    const exempt = [managementAccount === true, isServiceLinkedRole(principal.id), kind === 'role'];
    return JSON.stringify([account, exempt, own, boundary, levels]);
  }

  #level(level: readonly string[] | 'unknown'): readonly string[] | 'unknown' | undefined {
    return level === 'unknown' || level.length === 0 ? 'unknown' : this.#relevant(level);
  }

  /** Those that are about assuming roles; `undefined` when one reads differently for different principals. */
  #relevant(policyIds: readonly string[]): readonly string[] | undefined {
    const about = [...new Set(policyIds)].filter((id) => this.#concern(id, 'identity').any).sort();
    return about.every((id) => this.#concern(id, 'identity').same) ? about : undefined;
  }

  #concern(policyId: string, kind: PolicyKind): Concern {
    const known = this.#concerns[kind].get(policyId);
    if (known !== undefined) return known;
    const about = this.#access.shelf
      .compiled(policyId, kind)
      .statements.filter(({ action }) => includesAction(action, ASSUME));
    const made =
      about.length === 0
        ? NO_CONCERN
        : {
            allows: about.some(({ effect }) => effect === 'Allow'),
            any: true,
            same: about.every((statement) => this.#readsTheSame(statement)),
          };
    this.#concerns[kind].set(policyId, made);
    return made;
  }

  #readsTheSame(statement: PolicyStatement): boolean {
    return this.#access.shelf.readsTheSame(statement, ACCOUNT_KEYS);
  }
}

/** A deny that names somebody tells the principals of an account apart; an allow that does is asked about apart. */
function addressesAccounts({ effect, principal }: PolicyStatement): boolean {
  return principal?.not !== true && (effect === 'Allow' || (principal?.arns ?? []).length === 0);
}
