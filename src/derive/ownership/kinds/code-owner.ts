import { defineKind } from './kind.ts';

/** Whom the repository names for the code. It is often older than the people. */
export const codeOwner = defineKind({
  id: 'code-owner',
  says: 'owns the code that deploys it',
  field: 'CODEOWNERS of the deploying repository, else the owner property of the repository',
  source:
    'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
  nature: 'state',
  halfLifeDays: 540,
  crowd: true,
});
