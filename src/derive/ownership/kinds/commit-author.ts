import { defineKind } from './kind.ts';

/** The person behind a deployment by a pipeline: the session of the pipeline names the repository, and the repository’s log names who pushed. */
export const commitAuthor = defineKind({
  id: 'commit-author',
  says: 'wrote the commit that its pipeline deployed',
  field:
    'actor of git.push or pull_request.merge in the repository of the OIDC subject (`repo:<owner>/<name>:…`) of the deploying session',
  source: 'https://docs.github.com/en/actions/reference/security/oidc',
  nature: 'event',
  halfLifeDays: 365,
  crowd: true,
});
