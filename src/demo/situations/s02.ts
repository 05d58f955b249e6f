import { humanKey } from '../cast.ts';
import { hashedToken } from '../prints.ts';
import { GITHUB_ORG, repositoryKey } from '../sources/github.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

/** A Claude workflow uses a GitHub MCP server whose classic token has `repo` over the whole organisation. */
export function s02(world: World): Planted {
  const owner = world.cast.get('casimiro');
  const random = world.random.fork('s02');
  const token = `ghp_${random.alphanumeric(36)}`;
  const registered = world.github.classicToken(owner, 'claude release notes', ['repo', 'read:org'], 310, 0);
  const laptop = world.laptop('0428', owner);
  const client = laptop.client('claude-code', owner.email);
  const agent = laptop.server('claude-code', 'github', {
    package: 'npm:@modelcontextprotocol/server-github',
    env: ['GITHUB_PERSONAL_ACCESS_TOKEN'],
    project: '~/code/release-notes',
  });
  const found = laptop.secret(token, {
    place: '~/code/release-notes/.mcp.json',
    as: 'GITHUB_PERSONAL_ACCESS_TOKEN',
    server: 'claude-code/github@~/code/release-notes',
  });
  for (const [index, repo] of ['payments-api', 'payments-api', 'release-notes'].entries()) {
    world.github.audit('git.clone', owner, index, 3, {
      repo: `${GITHUB_ORG}/${repo}`,
      hashed_token: hashedToken(token),
      token_id: Number(registered.split(':').at(-1)),
      programmatic_access_type: 'Personal access token (classic)',
      token_scopes: 'read:org,repo',
    });
  }
  return {
    situation: 'S2',
    title: 'A GitHub MCP server of a Claude workflow holds a classic token with repo over the organisation',
    status: 'expected',
    subjects: {
      agent,
      client,
      credential: found,
      registeredCredential: registered,
      organisation: `github.com/${GITHUB_ORG}`,
      usedRepositoryOne: repositoryKey('payments-api'),
      usedRepositoryTwo: repositoryKey('release-notes'),
    },
    owner: humanKey(owner),
    route: { to: humanKey(world.cast.get('leontyne')), why: 'manager of the owner' },
    path: [humanKey(owner), agent, found, registered, `github.com/${GITHUB_ORG}`],
    nearMisses: [oneRepository(world)],
  };
}

function oneRepository(world: World): Planted['nearMisses'][number] {
  const owner = world.cast.get('fenella');
  const token = `github_pat_${world.random.fork('s02/near').alphanumeric(22)}_${world.random.fork('s02/near2').alphanumeric(59)}`;
  const registered = world.github.fineGrainedToken(owner, 'docs assistant', ['developer-docs'], 40);
  const laptop = world.laptop('0390', owner);
  laptop.client('claude-code', owner.email);
  const agent = laptop.server('claude-code', 'github', {
    package: 'npm:@modelcontextprotocol/server-github@2025.4.8',
    env: ['GITHUB_PERSONAL_ACCESS_TOKEN'],
  });
  const found = laptop.secret(token, {
    place: '~/.claude.json',
    as: 'GITHUB_PERSONAL_ACCESS_TOKEN',
    server: 'claude-code/github',
  });
  return {
    what: 'a GitHub MCP server with a fine-grained token for one repository, which ends',
    subjects: { agent, credential: found, registeredCredential: registered },
  };
}
