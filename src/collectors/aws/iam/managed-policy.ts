import { GetPolicyCommand, GetPolicyVersionCommand, IAMClient } from '@aws-sdk/client-iam';
import type { FetchContext } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import type { PolicyLookup } from './details.ts';

/** Reads the default version of managed policies, each once: `undefined` when it cannot be read (which is reported). */
export function managedPolicyLookup(context: FetchContext<AwsClient>): PolicyLookup {
  const iam = context.client.sdk(IAMClient);
  const asked = new Map<string, Promise<unknown>>();
  const ask = async (PolicyArn: string): Promise<unknown> => {
    const found = await context.attempt(
      'iam:GetPolicy',
      (abortSignal) => iam.send(new GetPolicyCommand({ PolicyArn }), { abortSignal }),
      PolicyArn,
    );
    const VersionId = found?.Policy?.DefaultVersionId;
    if (VersionId === undefined) return undefined;
    const version = await context.attempt(
      'iam:GetPolicyVersion',
      (abortSignal) => iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }), { abortSignal }),
      PolicyArn,
    );
    return version?.PolicyVersion?.Document;
  };
  return (arn) => {
    const answer = asked.get(arn) ?? ask(arn);
    asked.set(arn, answer);
    return answer;
  };
}
