import {
  type AwsAccess,
  type AwsPrincipal,
  allowsAny,
  askAction,
  type ProfileOfPrincipals,
  type ResourceGrant,
  type Sureness,
  surest,
} from '../../access/index.ts';
import type { Graph } from '../../graph/index.ts';
import { edge, ref } from '../../schema/index.ts';
import { profileKey } from './records.ts';

/** An action that gives back what is kept in a thing; `whole`: it names no resource, and answers for all of the account. */
interface ContentAction {
  readonly name: string;
  readonly whole?: true;
}

/**
 * AWS resources that keep credentials in their configuration, and the actions that show it. Of these the level Read says
 * too little: to read a function's policy is not to read its environment. Of secrets and parameters it says enough: see
 * `src/access/aws/action/table.ts`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrockagentcore.html
 */
const CONTENT_ACTIONS: Readonly<Record<string, readonly ContentAction[]>> = {
  'lambda:function': [
    { name: 'lambda:GetFunctionConfiguration' },
    { name: 'lambda:GetFunction' },
    { name: 'lambda:ListFunctions', whole: true },
  ],
  'ecs:task-definition': [{ name: 'ecs:DescribeTaskDefinition', whole: true }],
  'bedrock-agentcore:runtime': [{ name: 'bedrock-agentcore:GetAgentRuntime' }],
  'bedrock-agentcore:harness': [{ name: 'bedrock-agentcore:GetHarness' }],
  's3:object': [{ name: 's3:GetObject' }, { name: 's3:GetObjectVersion' }],
};

/** Kinds of place whose readers are found by action; `obtain.ts` finds those of all others by level. */
export const BY_ACTION: readonly string[] = Object.keys(CONTENT_ACTIONS);

/** A credential in a place of such a kind. */
interface Kept {
  readonly credential: string;
  readonly place: string;
  readonly kind: string;
  readonly account: string;
}

const KEPT = `
  MATCH (c:Credential)-[:STORED_IN]->(s:Resource {system: 'aws'})
  WHERE s.secretContainer AND s.retiredAt IS NULL AND s.tenant IS NOT NULL AND s.kind IN $kinds
  RETURN c.id AS credential, s.id AS place, s.kind AS kind, s.tenant AS account ORDER BY place, credential`;

/** What profiles were found to obtain, of what was kept then in their account. */
export type Obtained = ReadonlyMap<string, { readonly of: string; readonly found: readonly Found[] }>;

interface Found extends Kept {
  readonly certainty: Sureness['certainty'];
}

/** What is kept in the configuration of AWS resources, and who obtains it. */
export class Contents {
  /** For the next run: the same profile obtains the same, as long as the same is kept. */
  readonly obtained = new Map<string, { readonly of: string; readonly found: readonly Found[] }>();
  readonly #access: AwsAccess;
  readonly #byAccount: ReadonlyMap<string, readonly Kept[]>;
  readonly #byPlace: ReadonlyMap<string, readonly Kept[]>;
  readonly #texts = new Map<string, string>();

  private constructor(access: AwsAccess, kept: readonly Kept[]) {
    this.#access = access;
    this.#byAccount = Map.groupBy(kept, (one) => one.account);
    this.#byPlace = Map.groupBy(kept, (one) => one.place);
  }

  static async read(graph: Graph, access: AwsAccess): Promise<Contents> {
    const rows = await graph.read(KEPT, { kinds: BY_ACTION });
    return new Contents(access, rows as unknown as readonly Kept[]);
  }

  /** Credentials that whoever has the profile can obtain, each by the place that is surest. `before`: what is known of it. */
  *ofProfile({ profile, principalIds }: ProfileOfPrincipals, before: Obtained = new Map()) {
    const kept = this.#byAccount.get(profile.account) ?? [];
    const [first] = principalIds;
    const principal = first === undefined ? undefined : this.#access.principals.get(first);
    if (kept.length === 0 || principal === undefined) return;
    const of = this.#textOf(profile.account, kept);
    const known = before.get(profile.id);
    const found = known?.of === of ? known.found : [...this.#obtained(principal, kept)];
    this.obtained.set(profile.id, { of, found });
    const from = ref('AccessProfile', profileKey(profile.id));
    for (const { credential, place, certainty } of found)
      yield edge('CAN_OBTAIN', from, ref('Credential', credential), { via: place, certainty });
  }

  #textOf(account: string, kept: readonly Kept[]): string {
    const text = this.#texts.get(account) ?? JSON.stringify(kept);
    this.#texts.set(account, text);
    return text;
  }

  /** The same for the grants of resources' own policies. */
  *ofGrant({ from, resourceId, policyId, ...levels }: ResourceGrant) {
    const kept = this.#byPlace.get(resourceId);
    if (kept === undefined || !('principal' in from)) return;
    const certainty = (['certain', 'possible', 'unknown'] as const).find((list) => levels[list].includes('Read'));
    const actions = (CONTENT_ACTIONS[kept[0]?.kind ?? ''] ?? []).map(({ name }) => name);
    if (certainty === undefined || !allowsAny(this.#access, policyId, 'resource', actions)) return;
    const props = { via: resourceId, certainty: certainty === 'possible' ? 'conditional' : certainty };
    for (const { credential } of kept)
      yield edge('CAN_OBTAIN', ref('Principal', from.principal), ref('Credential', credential), props);
  }

  *#obtained(principal: AwsPrincipal, kept: readonly Kept[]) {
    const answers = new Map<string, (place: string) => Sureness | undefined>();
    const best = new Map<string, Found>();
    for (const one of kept) {
      const answer = answers.get(one.kind) ?? this.#answer(principal, one.kind);
      answers.set(one.kind, answer);
      const verdict = answer(one.place);
      if (verdict === undefined) continue;
      const known = best.get(one.credential);
      if (known === undefined || RANK[verdict.certainty] < RANK[known.certainty])
        best.set(one.credential, { ...one, certainty: verdict.certainty });
    }
    yield* best.values();
  }

  /** By the actions on the place, or by those that answer for the whole account. */
  #answer(principal: AwsPrincipal, kind: string): (place: string) => Sureness | undefined {
    const asked = (CONTENT_ACTIONS[kind] ?? []).map(({ name, whole }) => ({
      whole,
      answer: askAction(this.#access, principal, name),
    }));
    return (place) => surest(asked.map(({ whole, answer }) => answer.on(whole === true ? '*' : place)));
  }
}

const RANK = { certain: 0, conditional: 1, unknown: 2 } as const;
