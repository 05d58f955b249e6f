import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { GivenPermissions } from '../../collect/index.ts';
import type { AwsClient } from './client.ts';

const ACTION = /^[a-z0-9-]+:[A-Za-z]+$/;
const ACTIONS_AT_ONCE = 50;

/**
 * What IAM's own simulator says of the caller, organization policies included; it needs `iam:SimulatePrincipalPolicy`, which
 * SecurityAudit has. It is asked about all resources, so that a grant on a few of them counts as none.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function givenOf(
  client: AwsClient,
  needed: readonly string[],
  signal: AbortSignal,
): Promise<GivenPermissions> {
  const caller = await callerOf(client, signal);
  // The root user cannot be simulated; it may do everything that no organization policy denies.
  if (caller === undefined || caller.endsWith(':root')) return {};
  const actions = needed.filter((text) => ACTION.test(text));
  const given: Record<string, boolean> = {};
  for (let at = 0; at < actions.length; at += ACTIONS_AT_ONCE) {
    const ActionNames = actions.slice(at, at + ACTIONS_AT_ONCE);
    for (let Marker: string | undefined, more = true; more; ) {
      const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn: caller, ActionNames, Marker });
      const page = await client.sdk(IAMClient).send(command, { abortSignal: signal });
      for (const { EvalActionName, EvalDecision } of page.EvaluationResults ?? [])
        if (EvalActionName !== undefined) given[EvalActionName] = EvalDecision === 'allowed';
      Marker = page.Marker;
      more = page.IsTruncated === true && Marker !== undefined;
    }
  }
  return given;
}

/** The ARN that policies hang on: of an assumed role, the role's own, which has a path that the session's ARN lacks. */
async function callerOf(client: AwsClient, signal: AbortSignal): Promise<string | undefined> {
  const options = { abortSignal: signal };
  const { Arn } = await client.sdk(STSClient).send(new GetCallerIdentityCommand({}), options);
  const RoleName = /^arn:[\w-]+:sts::\d+:assumed-role\/([^/]+)\//.exec(Arn ?? '')?.[1];
  if (RoleName === undefined) return Arn;
  const { Role } = await client.sdk(IAMClient).send(new GetRoleCommand({ RoleName }), options);
  return Role?.Arn;
}
