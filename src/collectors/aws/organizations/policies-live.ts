import {
  AWSOrganizationsNotInUseException,
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
  type PolicySummary,
} from '@aws-sdk/client-organizations';
import type { FetchContext } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { pages } from '../pages.ts';
import { organizationPolicy, PolicyTargets } from './policies.ts';
import { POLICY_ROLES, type PolicyRaw, type PolicyType } from './raw.ts';

type Context = FetchContext<AwsClient>;

/** Organizations throttles at a few calls a second. */
const CONCURRENCY = 4;

/** Service and resource control policies with their documents and targets. */
export async function* fetchPolicies(context: Context): AsyncGenerator<PolicyRaw> {
  const found = new PolicyTargets();
  for (const type of Object.keys(POLICY_ROLES) as PolicyType[]) {
    const read = context.each(
      summaries(context, type),
      async (summary) => {
        const Content = await contentOf(context, summary);
        const policy = organizationPolicy({ PolicySummary: { ...summary, Type: type }, Content });
        return { policy, targets: await targetsOf(context, summary) };
      },
      CONCURRENCY,
    );
    for await (const { policy, targets } of read) if (policy !== undefined) found.add(policy, targets);
  }
  yield* found.raws();
}

async function* summaries(context: Context, Filter: PolicyType): AsyncGenerator<PolicySummary> {
  const client = context.client.sdk(OrganizationsClient);
  const list = pages(
    context,
    'organizations:ListPolicies',
    async (NextToken, abortSignal) => {
      try {
        return await client.send(new ListPoliciesCommand({ Filter, NextToken }), { abortSignal });
      } catch (thrown) {
        // Outside an organisation there are no policies, and that is all there is to know.
        if (thrown instanceof AWSOrganizationsNotInUseException) return { Policies: [], NextToken: undefined };
        throw thrown;
      }
    },
    (page) => page.NextToken,
    Filter,
  );
  for await (const page of list) yield* page.Policies ?? [];
}

async function contentOf(context: Context, { Id }: PolicySummary): Promise<string | undefined> {
  const client = context.client.sdk(OrganizationsClient);
  const answer = await context.attempt(
    'organizations:DescribePolicy',
    (abortSignal) => client.send(new DescribePolicyCommand({ PolicyId: Id }), { abortSignal }),
    Id,
  );
  return answer?.Policy?.Content;
}

async function targetsOf(context: Context, { Id }: PolicySummary): Promise<string[]> {
  const client = context.client.sdk(OrganizationsClient);
  const list = pages(
    context,
    'organizations:ListTargetsForPolicy',
    (NextToken, abortSignal) =>
      client.send(new ListTargetsForPolicyCommand({ PolicyId: Id, NextToken }), { abortSignal }),
    (page) => page.NextToken,
    Id,
  );
  const targets: string[] = [];
  for await (const page of list)
    for (const { TargetId } of page.Targets ?? []) if (TargetId !== undefined) targets.push(TargetId);
  return targets;
}
