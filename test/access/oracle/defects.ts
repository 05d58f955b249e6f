import type { Verdict } from '../../../src/access/index.ts';
import type { Statement } from '../estate.ts';
import { theirVerdict } from './theirs.ts';
import { FULL, idOf, type Question, type World, type WorldPrincipal, type WorldResource } from './world.ts';

/** A difference that is the simulator's defect: the vendor's page says otherwise. */
export interface Defect {
  readonly name: string;
  readonly page: string;
  /** What the page says, in our words. */
  readonly rule: string;
  /** The same question without what the simulator gets wrong; `undefined` where that has no part in it. */
  repaired(question: Question, world: World): Repaired | undefined;
}

function isDeny(statement: Statement): boolean {
  return statement['Effect'] === 'Deny';
}

/** Allows of a policy that name the session itself or everyone, and all denies. */
function directOnly(policy: readonly Statement[], session: string): readonly Statement[] {
  return policy.flatMap((statement) => {
    if (isDeny(statement) || 'NotPrincipal' in statement) return [statement];
    const principal = statement['Principal'];
    const named = typeof principal === 'string' ? [principal] : [Object(principal)['AWS'] ?? []].flat();
    return named.includes('*') || named.includes(session)
      ? [{ ...statement, Principal: { AWS: named.includes('*') ? '*' : session } }]
      : [];
  });
}

function withHolder(world: World, resource: WorldResource, policy: readonly Statement[]): World {
  const holder = resource.holder ?? resource.arn;
  return { ...world, resources: world.resources.map((each) => (each.arn === holder ? { ...each, policy } : each)) };
}

interface Repaired {
  readonly question: Question;
  readonly world: World;
}

/** What was written as JSON, where what is `undefined` is lost. */
function read(text: string, original: Question): Repaired {
  const made = JSON.parse(text) as Repaired;
  return {
    ...made,
    question: { ...made.question, resource: { ...made.question.resource, holder: original.resource.holder } },
  };
}

/** The world with one text for another in every policy. */
function rewritten(question: Question, world: World, from: string, to: string): Repaired {
  return read(JSON.stringify({ question, world }).replaceAll(JSON.stringify(from), JSON.stringify(to)), question);
}

/** What a variable stands for in a request of the principal; a value that nothing has where it stands for nothing. */
function textFor(inside: string, { arn, session, tags }: WorldPrincipal): string {
  const [key = '', fallback] = inside.split(', ');
  const tag = /^aws:PrincipalTag\/(.+)$/.exec(key)?.[1];
  const known = key === 'aws:username' ? (session === undefined ? arn.split('/').at(-1) : undefined) : tags[tag ?? ''];
  return known ?? fallback?.replaceAll("'", '') ?? 'nothing-has-this-name';
}

const VARIABLE = /\$\{(aws:(?:username|PrincipalTag)[^}]*)\}/g;

export const DEFECTS: readonly Defect[] = [
  {
    name: 'a variable of a resource that has no type in its ARN',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse',
    rule: 'A variable may stand anywhere after the fifth colon; the colon and the slash in its name separate nothing',
    repaired(question, world) {
      const text = JSON.stringify({ question, world });
      if (!VARIABLE.test(text)) return undefined;
      return read(
        text.replaceAll(VARIABLE, (_, inside: string) => textFor(inside, question.principal)),
        question,
      );
    },
  },
  {
    name: 'NotIpAddress of one IPv4 address is met by an IPv6 address',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress',
    rule: 'NotIpAddress is met by all addresses but those it names; a single address is the block of that one address',
    repaired: (question, world) =>
      String(world.request.keys['aws:SourceIp']).includes(':')
        ? rewritten(question, world, '203.0.113.7', '203.0.113.7/32')
        : undefined,
  },
  {
    name: 'a session policy limits what a resource gives to the session itself',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html',
    rule: 'What the policy of a resource of the same account gives to the ARN of a session is not limited by an implicit deny in its session policy',
    repaired({ principal, resource, action }, world) {
      const policy = world.resources.find(({ arn }) => arn === (resource.holder ?? resource.arn))?.policy;
      // Only what a direct grant gives is left, so that nothing else can make the answers equal.
      if (principal.sessionPolicy === undefined || principal.account !== resource.account || policy === undefined)
        return;
      const repaired = {
        ...principal,
        identity: principal.identity.map((each) => each.filter(isDeny)).filter((each) => each.length > 0),
        sessionPolicy: [...FULL, ...principal.sessionPolicy.filter(isDeny)],
      };
      return {
        question: { principal: repaired, resource, action },
        world: withHolder(world, resource, directOnly(policy, idOf(principal))),
      };
    },
  },
  {
    name: 'a bucket policy with NotPrincipal and a condition that ties it down is public',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status',
    rule: 'A policy is not public that gives access only to fixed values of the addresses, accounts or organisations it lists',
    repaired(question, world) {
      const { resource } = question;
      const holder = world.resources.find(({ arn }) => arn === (resource.holder ?? resource.arn));
      if (holder?.restrictsPublic !== true || holder.policy === undefined) return undefined;
      const policy = holder.policy.map((statement) => {
        const { NotPrincipal: spared, ...rest } = statement;
        return spared === undefined || isDeny(statement) ? statement : { ...rest, Principal: '*' };
      });
      return { question, world: withHolder(world, resource, policy) };
    },
  },
];

/** The names of the defects that a disagreement comes from: without them the simulator says what we say. */
export async function defectsBehind(question: Question, world: World, ours: Verdict): Promise<string | undefined> {
  const agrees = async (repaired: Repaired): Promise<boolean> =>
    (await theirVerdict(repaired.question, repaired.world)) === (ours === 'certain');
  const names: string[] = [];
  let all: Repaired = { question, world };
  for (const defect of DEFECTS) {
    const alone = defect.repaired(question, world);
    if (alone === undefined) continue;
    if (await agrees(alone)) return defect.name;
    const together = defect.repaired(all.question, all.world);
    if (together === undefined) continue;
    names.push(defect.name);
    all = together;
  }
  return names.length > 1 && (await agrees(all)) ? names.join(', and ') : undefined;
}
