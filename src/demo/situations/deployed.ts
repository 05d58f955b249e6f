import { addBedrockAgent } from '../aws/agents.ts';
import { addRole, allow, document, trusts, trustsPrincipal } from '../aws/iam.ts';
import { asPerson, asPipeline, asRole, record, ssoRoleArn } from '../aws/trail.ts';
import type { Estate } from '../base/estate.ts';
import { humanKey } from '../cast.ts';
import { GITHUB_ORG, repositoryKey } from '../sources/github.ts';
import type { World } from '../world.ts';
import { trustsActions } from './s13.ts';

const PROD = { environment: 'production' } as const;
const REPOSITORY = 'payments-api';
const SUBJECT = `repo:${GITHUB_ORG}/${REPOSITORY}:ref:refs/heads/main`;
const RUNNER =
  'aws-sdk-js/3.918.0 ua/2.1 os/linux lang/js md/nodejs#24.11.0 configure-aws-credentials-for-github-actions';

/**
 * An agent that a pipeline deploys: the token of a GitHub Actions run becomes a role, which passes a role to the agent it makes. Who pushed,
 * who reviewed and whom CODEOWNERS names is all there is to know its owner by.
 */
export function ownerByPipeline(world: World, estate: Estate) {
  const { production } = world.aws;
  const [author, reviewer] = [world.cast.get('casimiro'), world.cast.get('noor')];
  const role = addRole(production, 'dispute-summary-agent', {
    trust: trusts('bedrock.amazonaws.com'),
    used: 0,
    inline: { read: document(allow('dynamodb:GetItem', estate.orders)) },
  });
  const deployer = addRole(production, 'payments-agents-deploy', {
    trust: trustsActions(production, { 'token.actions.githubusercontent.com:sub': SUBJECT }),
    made: 120,
    used: 2,
    inline: {
      deploy: document(allow(['bedrock:CreateAgent', 'bedrock:PrepareAgent'], '*'), allow('iam:PassRole', role)),
    },
  });
  const agent = addBedrockAgent(production, 'dispute-summary', { role, tags: PROD, made: 2 });
  const canary = 'CANARY-code-owners-comment';
  world.canaries.push({ value: canary, file: `github/${GITHUB_ORG}/code-owners.json`, expect: 'dropped' });
  world.github.codeOwners(REPOSITORY, `# ${canary}\n*  @${author.github}\n/docs/  @${GITHUB_ORG}/payments\n`);
  world.github.audit('pull_request_review.submit', reviewer, 2, 7, { repo: `${GITHUB_ORG}/${REPOSITORY}` });
  world.github.audit('git.push', author, 2, 6, { repo: `${GITHUB_ORG}/${REPOSITORY}`, branch: 'refs/heads/main' });
  const key = production.random.sessionKeyId();
  record(production, {
    by: asPipeline(production, SUBJECT),
    action: 'sts:AssumeRoleWithWebIdentity',
    days: 2,
    hours: 5.9,
    agent: RUNNER,
    ip: '192.0.2.201',
    request: { roleArn: deployer, roleSessionName: 'GitHubActions' },
    response: { credentials: { accessKeyId: key }, subjectFromWebIdentityToken: SUBJECT },
  });
  record(production, {
    by: asRole(production, deployer, 'GitHubActions', key),
    action: 'bedrock:CreateAgent',
    days: 2,
    hours: 5.8,
    agent: RUNNER,
    ip: '192.0.2.201',
    request: { agentName: 'dispute-summary', agentResourceRoleArn: role },
    response: { agent: { agentArn: agent } },
  });
  return { agent, principal: deployer, repository: repositoryKey(REPOSITORY), human: humanKey(author) };
}

/** An agent made in the second of two role sessions; who came through Identity Center stands at the beginning of the chain. */
export function ownerByChain(world: World, estate: Estate) {
  const { production } = world.aws;
  const owner = world.cast.get('theodora');
  const role = addRole(production, 'tariff-lookup-agent', {
    trust: trusts('bedrock.amazonaws.com'),
    used: 0,
    inline: { read: document(allow('dynamodb:GetItem', estate.orders)) },
  });
  const first = addRole(production, 'release-desk', {
    trust: trustsPrincipal(ssoRoleArn(production, 'BuilderAccess')),
    used: 30,
  });
  const second = addRole(production, 'agent-operator', { trust: trustsPrincipal(first), used: 30 });
  const agent = addBedrockAgent(production, 'tariff-lookup', { role, tags: PROD, made: 30 });
  const [firstKey, secondKey] = [production.random.sessionKeyId(), production.random.sessionKeyId()];
  record(production, {
    by: asPerson(production, owner),
    action: 'sts:AssumeRole',
    days: 30,
    hours: 3,
    request: { roleArn: first, roleSessionName: 'release' },
    response: { credentials: { accessKeyId: firstKey } },
  });
  record(production, {
    by: asRole(production, first, 'release', firstKey),
    action: 'sts:AssumeRole',
    days: 30,
    hours: 2.9,
    request: { roleArn: second, roleSessionName: 'ops' },
    response: { credentials: { accessKeyId: secondKey } },
  });
  record(production, {
    by: asRole(production, second, 'ops', secondKey),
    action: 'bedrock:CreateAgent',
    days: 30,
    hours: 2.8,
    request: { agentName: 'tariff-lookup', agentResourceRoleArn: role },
    response: { agent: { agentArn: agent } },
  });
  return { agent, principal: second, human: humanKey(owner) };
}
