import { openPlaces, type Places } from '../hierarchy/places.ts';
import { type Origin, perType, type Rule } from '../hierarchy/rule.ts';
import { normaliseRanges, type Ranges } from '../ranges/ranges.ts';
import type { Certainty } from '../types.ts';
import { REPOSITORY, SECRET } from './actions.ts';
import type { Actions } from './roles.ts';
import type { GithubInput, GithubRepository, GithubSecret, GithubSelection } from './types.ts';

/** The repositories of an organisation, and its Actions secrets. */
export interface GithubEstate {
  readonly places: Places;
  readonly all: Ranges;
  readonly open: Ranges;
  readonly hidden: Ranges;
  readonly internal: Ranges;
  /** Whose visibility could not be read. */
  readonly unclear: Ranges;
  readonly archived: Ranges;
  readonly secrets: readonly GithubSecret[];
  rangesOf(selection: GithubSelection): Ranges;
}

export function openEstate(input: GithubInput): GithubEstate {
  const repositories = [...input.repositories];
  const secrets = [...input.secrets];
  const tenant = input.organisation;
  const places = openPlaces('github', [
    ...repositories.map(({ id, name }) => ({ id, name, tenant, type: REPOSITORY })),
    ...secrets.map(({ id, name }) => ({ id, name, tenant, type: SECRET })),
  ]);
  const where = (wanted: (repository: GithubRepository) => boolean): Ranges =>
    normaliseRanges(repositories.filter(wanted).flatMap(({ id }) => places.exactly(id)));
  const open = where(({ visibility }) => visibility === 'public');
  const all = where(() => true);
  return {
    places,
    all,
    open,
    hidden: where(({ visibility }) => visibility !== 'public'),
    internal: where(({ visibility }) => visibility === 'internal'),
    unclear: where(({ visibility }) => visibility === 'unknown'),
    archived: where(({ archived }) => archived === true),
    secrets,
    rangesOf: (selection) => {
      if (selection === 'all' || selection === 'unknown') return all;
      if (selection === 'public') return open;
      return normaliseRanges(selection.flatMap((id) => places.exactly(id)));
    },
  };
}

/** A grant of some actions on some repositories. `scope` says which, in words or as ids. */
export function grant(actions: Actions, ranges: Ranges, origin: Origin, missing: readonly string[] = []): Rule {
  const certainty: Certainty = missing.length > 0 ? 'unknown' : 'certain';
  return {
    deny: false,
    certainty,
    keys: missing,
    ranges,
    origin,
    identity: JSON.stringify([[...actions].sort(), origin.scope, certainty]),
    actionsOn: perType((type) => type.where(({ name }) => actions.has(name))),
  };
}

/** Only its administrators can do anything to an archived repository, and that is to make it live again.
 * https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories */
export function archiveDeny({ archived }: GithubEstate): Rule {
  return {
    deny: true,
    certainty: 'certain',
    keys: [],
    ranges: archived,
    origin: { kind: 'archive', id: 'archived', scope: 'archived repositories' },
    identity: 'archived',
    actionsOn: perType((type) => type.where(({ name }) => !name.endsWith(':read') && name !== 'administration:write')),
  };
}
