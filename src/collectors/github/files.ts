import { type FileFormat, type ImportFile, type ImportItem, unmarked } from '../../collect/index.ts';
import { ENDPOINTS, GRAPHQL_ENDPOINTS, type ListFile, type Parent, secretEndpoint } from './endpoints.ts';
import { auditLog } from './files-audit.ts';
import { type Listed, listed } from './read-list.ts';

/** Where a file stands: `github/<org>/…`, and the team, repository or environment its folders name. */
interface Place {
  readonly org: string;
  readonly per: ListFile['per'];
  readonly parent: Parent;
}

/**
 * `github/<org>/FILE`, `github/<org>/teams/<slug>/FILE`, `github/<org>/repositories/<name>/FILE`,
 * `github/<org>/repositories/<name>/environments/<environment>/FILE`.
 */
function placeOf(file: ImportFile): Place | undefined {
  const at = file.folders.lastIndexOf('github');
  const [org, group, name, sub, environment, ...more] = at < 0 ? [] : file.folders.slice(at + 1);
  if (org === undefined || more.length > 0) return undefined;
  const base = { org: org.toLowerCase() };
  if (group === undefined) return { ...base, per: 'organisation', parent: {} };
  if (name === undefined) return undefined;
  if (group === 'teams' && sub === undefined) return { ...base, per: 'team', parent: { team: name } };
  if (group !== 'repositories') return undefined;
  if (sub === undefined) return { ...base, per: 'repository', parent: { repository: name } };
  if (sub !== 'environments' || environment === undefined) return undefined;
  return { ...base, per: 'environment', parent: { repository: name, environment } };
}

function listFormat(list: ListFile, madeBy: string): FileFormat {
  const name = `${list.file}.json`;
  return {
    id: `github-${list.step}`,
    title: `GitHub ${list.step} (${name})`,
    madeBy,
    recognise: (file) => file.name === name && placeOf(file)?.per === list.per,
    read: (file) => readList(file, list),
  };
}

async function* readList(file: ImportFile, list: ListFile, role?: string): AsyncGenerator<ImportItem> {
  const place = placeOf(file);
  if (place === undefined) return;
  const { org: scope, parent } = place;
  const { step } = list;
  yield { item: 'covers', step, scope };
  for await (const one of listed(file, list)) {
    const wrong = problemOf(one, list);
    if (wrong !== undefined) {
      const problem = { kind: 'malformed', what: step, place: one.place, message: wrong } as const;
      yield { item: 'problem', step, scope, problem };
    }
    if ('item' in one && unmarked(one.item, list.mark) === undefined) {
      const raw = { ...parent, item: one.item, ...(role === undefined ? {} : { role }) };
      yield { item: 'raw', step, scope, raw, place: one.place };
    }
  }
}

function problemOf(one: Listed, list: ListFile): string | undefined {
  return 'problem' in one ? one.problem : (unmarked(one.item, list.mark) ?? list.lacks?.(one.item));
}

const gh = (path: string): string => `gh api --paginate --slurp "${path}"`;

/** Members of a team that maintain it: the same list, asked with `role=maintainer`. */
const maintainers: FileFormat = {
  id: 'github-team-maintainers',
  title: 'GitHub team maintainers (maintainers.json)',
  madeBy: gh('/orgs/ORG/teams/SLUG/members?role=maintainer'),
  recognise: (file) => file.name === 'maintainers.json' && placeOf(file)?.per === 'team',
  read: (file) => readList(file, ENDPOINTS.teamMembers, 'maintainer'),
};

/** Deploy keys of several repositories in one file: each key's own address names its repository. */
const allDeployKeys = listFormat(
  { step: 'deploy-keys', file: 'deploy-keys', per: 'organisation', mark: ENDPOINTS.deployKeys.mark },
  gh('/repos/ORG/NAME/keys (of every repository, joined)'),
);

const stores = ['actions', 'agents', 'dependabot', 'codespaces'].flatMap((store) => [
  listFormat(secretEndpoint(store, 'organisation'), gh(`/orgs/ORG/${store}/secrets`)),
  listFormat(secretEndpoint(store, 'repository'), gh(`/repos/ORG/NAME/${store}/secrets`)),
]);

export const files: readonly FileFormat[] = [
  ...Object.values(GRAPHQL_ENDPOINTS).map((list) =>
    listFormat(list, `gh api graphql --paginate --slurp -f query='…' (${list.step}; the query stands in queries.ts)`),
  ),
  ...Object.values(ENDPOINTS)
    .filter((list) => list !== ENDPOINTS.environments)
    .map((list) =>
      listFormat(list, gh(list.path('ORG', { team: 'SLUG', repository: 'NAME', environment: 'ENVIRONMENT' }))),
    ),
  maintainers,
  {
    ...allDeployKeys,
    id: 'github-all-deploy-keys',
    title: 'GitHub deploy keys of all repositories (deploy-keys.json)',
  },
  ...stores,
  listFormat(secretEndpoint('actions', 'environment'), gh('/repos/ORG/NAME/environments/ENVIRONMENT/secrets')),
  auditLog,
];
