import { type Label, type NodeRef, ref } from '../../../schema/index.ts';
import { gatewayTool, targetTool } from '../agents/agentcore/gateway-keys.ts';
import { arnIn, type Place, parseArn, partitionOf } from '../regional/arn.ts';
import { operationOf } from './action.ts';
import { type TrailRecord, textAt } from './read.ts';

type SubjectRule = (record: TrailRecord, place: Place) => NodeRef | undefined;

/** The ARN at one of the places in the response. */
function made(label: Label, ...paths: readonly (readonly string[])[]): SubjectRule {
  return (record) => {
    for (const path of paths) {
      const arn = parseArn(textAt(record, 'responseElements', ...path));
      if (arn !== undefined) return ref(label, arn.text);
    }
    return undefined;
  };
}

/** A credential by its public id in the response. */
function issuedKey(...path: readonly string[]): SubjectRule {
  return (record) => {
    const id = textAt(record, 'responseElements', ...path);
    return id === undefined ? undefined : ref('Credential', id);
  };
}

const bedrockAgent: SubjectRule = (record, place) => {
  const written = parseArn(textAt(record, 'responseElements', 'agent', 'agentArn'));
  const id = textAt(record, 'requestParameters', 'agentId') ?? textAt(record, 'responseElements', 'agentId');
  if (written !== undefined) return ref('Agent', written.text);
  return id === undefined ? undefined : ref('Agent', arnIn(place, 'bedrock', `agent/${id}`));
};

const gateway: SubjectRule = (record, place) => {
  const id =
    textAt(record, 'responseElements', 'gatewayId') ?? textAt(record, 'requestParameters', 'gatewayIdentifier');
  const name = id?.split('/').at(-1);
  if (name === undefined) return undefined;
  return ref('Tool', gatewayTool(place, name, textAt(record, 'responseElements', 'gatewayUrl')));
};

const gatewayTarget: SubjectRule = (record, place) => {
  const target = textAt(record, 'responseElements', 'targetId') ?? textAt(record, 'requestParameters', 'targetId');
  const id = textAt(record, 'requestParameters', 'gatewayIdentifier')?.split('/').at(-1);
  const written = parseArn(textAt(record, 'responseElements', 'gatewayArn'))?.text;
  const arn = written ?? (id === undefined ? undefined : arnIn(place, 'bedrock-agentcore', `gateway/${id}`));
  return arn === undefined || target === undefined ? undefined : ref('Tool', targetTool(arn, target));
};

const runtime = made('Agent', ['agentRuntimeArn']);
const harness = made('Agent', ['harness', 'arn'], ['arn']);
const provider = made('Credential', ['credentialProviderArn']);
const lambda: SubjectRule = (record) => {
  const arn = parseArn(textAt(record, 'responseElements', 'functionArn'));
  return arn === undefined
    ? undefined
    : ref('Resource', arnIn(arn, 'lambda', arn.resource.split(':').slice(0, 2).join(':')));
};
const secret = made('Resource', ['arn']);
const taskDefinition = made('Resource', ['taskDefinition', 'taskDefinitionArn']);

/** What an operation makes, issues or deploys: who did it is evidence of who answers for it. */
const SUBJECTS: Readonly<Record<string, SubjectRule>> = {
  'bedrock:CreateAgent': bedrockAgent,
  'bedrock:UpdateAgent': bedrockAgent,
  'bedrock:PrepareAgent': bedrockAgent,
  'bedrock:CreateAgentAlias': bedrockAgent,
  'bedrock:UpdateAgentAlias': bedrockAgent,
  'bedrock:CreateAgentActionGroup': bedrockAgent,
  'bedrock:UpdateAgentActionGroup': bedrockAgent,
  'bedrock:AssociateAgentKnowledgeBase': bedrockAgent,
  'bedrock:AssociateAgentCollaborator': bedrockAgent,
  'bedrock:CreateKnowledgeBase': made('Tool', ['knowledgeBase', 'knowledgeBaseArn']),
  'bedrock-agentcore:CreateAgentRuntime': runtime,
  'bedrock-agentcore:UpdateAgentRuntime': runtime,
  'bedrock-agentcore:CreateHarness': harness,
  'bedrock-agentcore:UpdateHarness': harness,
  'bedrock-agentcore:CreateGateway': gateway,
  'bedrock-agentcore:UpdateGateway': gateway,
  'bedrock-agentcore:CreateGatewayTarget': gatewayTarget,
  'bedrock-agentcore:UpdateGatewayTarget': gatewayTarget,
  'bedrock-agentcore:CreateWorkloadIdentity': made('Principal', ['workloadIdentityArn']),
  'bedrock-agentcore:CreateApiKeyCredentialProvider': provider,
  'bedrock-agentcore:UpdateApiKeyCredentialProvider': provider,
  'bedrock-agentcore:CreateOauth2CredentialProvider': provider,
  'bedrock-agentcore:UpdateOauth2CredentialProvider': provider,
  'iam:CreateAccessKey': issuedKey('accessKey', 'accessKeyId'),
  'iam:CreateServiceSpecificCredential': issuedKey('serviceSpecificCredential', 'serviceSpecificCredentialId'),
  'iam:CreateUser': made('Principal', ['user', 'arn']),
  'iam:CreateRole': made('Principal', ['role', 'arn']),
  'iam:CreateServiceLinkedRole': made('Principal', ['role', 'arn']),
  'lambda:CreateFunction': lambda,
  'lambda:UpdateFunctionCode': lambda,
  'lambda:UpdateFunctionConfiguration': lambda,
  'secretsmanager:CreateSecret': secret,
  'ecs:RegisterTaskDefinition': taskDefinition,
  'rds:CreateDBCluster': made('Resource', ['dBClusterArn']),
  'rds:CreateDBInstance': made('Resource', ['dBInstanceArn']),
  'dynamodb:CreateTable': made('Resource', ['tableDescription', 'tableArn']),
  's3:CreateBucket': (record, place) => {
    const name = textAt(record, 'requestParameters', 'bucketName');
    return name === undefined ? undefined : ref('Resource', `arn:${partitionOf(place.region)}:s3:::${name}`);
  },
};

/** The subject of a record that succeeded: what failed made nothing. */
export function subjectOf(record: TrailRecord, action: string, place: Place): NodeRef | undefined {
  return Object.hasOwn(SUBJECTS, action) ? SUBJECTS[action]?.(record, place) : undefined;
}

/** Operations of STS that hand out temporary keys. */
const STS_ISSUE = /^(?:AssumeRole\w*|AssumeRoot|GetFederationToken|GetSessionToken|GetDelegatedAccessToken)$/;
const TEMPORARY_KEY = /^ASIA[A-Z0-9]{8,124}$/;

/** Key of the credential that came out: the temporary key of an STS call, or the long-lived one that IAM made. */
export function issuedBy(record: TrailRecord, subject: NodeRef | undefined): string | undefined {
  const key = textAt(record, 'responseElements', 'credentials', 'accessKeyId');
  if (key !== undefined && TEMPORARY_KEY.test(key) && STS_ISSUE.test(operationOf(record) ?? '')) return key;
  return subject?.label === 'Credential' ? subject.id : undefined;
}
