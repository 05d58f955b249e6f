import type { AwsAccount } from '../aws/account.ts';
import { addRole, allow, document } from '../aws/iam.ts';
import type { Estate } from '../base/estate.ts';
import { GITHUB_ORG } from '../sources/github.ts';
import type { Json, Planted } from '../types.ts';
import type { World } from '../world.ts';

const ISSUER = 'token.actions.githubusercontent.com';

/** A role for CI that any repository on GitHub may become. */
export function s13(world: World, estate: Estate): Planted {
  const { production } = world.aws;
  const provider = production.oidcProviders.push({
    Arn: providerArn(production),
    Url: ISSUER,
    ClientIDList: ['sts.amazonaws.com'],
    CreateDate: world.times.stamp(800),
    Tags: [],
  });
  const deliver = document(
    allow(['s3:PutObject', 's3:GetObject', 's3:DeleteObject'], [`${estate.backups}/*`, `${estate.customerData}/*`]),
  );
  const open = addRole(production, 'github-deploy', {
    trust: trustsActions(production, {}),
    made: 410,
    used: 1,
    tags: { owner: 'platform' },
    inline: { deliver },
  });
  const closed = addRole(production, 'github-deploy-payments', {
    trust: trustsActions(production, { [`${ISSUER}:sub`]: `repo:${GITHUB_ORG}/payments-api:ref:refs/heads/main` }),
    made: 380,
    used: 0,
    inline: { deliver },
  });
  const ownOrg = addRole(production, 'github-preview', {
    trust: trustsActions(production, {}, { [`${ISSUER}:sub`]: `repo:${GITHUB_ORG}/*` }),
    inline: { deliver },
  });
  return {
    situation: 'S13',
    title: 'A production role lets in the workflows of any repository on GitHub',
    status: 'expected',
    subjects: { principal: open, provider: providerArn(production), resource: estate.customerData },
    path: [open, estate.customerData],
    nearMisses: [
      {
        what: `the trust asks for one branch of one repository (provider ${provider})`,
        subjects: { principal: closed },
      },
      { what: 'the trust asks for the own organisation: wide, but no stranger', subjects: { principal: ownOrg } },
    ],
  };
}

function providerArn(account: AwsAccount): string {
  return `arn:aws:iam::${account.id}:oidc-provider/${ISSUER}`;
}

/** A trust of GitHub's issuer. `equals`, `like`: what it asks of the token beside the audience. */
export function trustsActions(account: AwsAccount, equals: Json, like?: Json): Json {
  return document({
    Effect: 'Allow',
    Principal: { Federated: providerArn(account) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', ...equals },
      ...(like === undefined ? {} : { StringLike: like }),
    },
  });
}
