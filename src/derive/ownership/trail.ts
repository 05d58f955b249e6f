import type { Observation, SubjectLabel } from './clue.ts';

/** An event that made, changed or issued something, as the event store tells it. Times are UTC instants. */
export interface Made {
  readonly event: string;
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly subjectLabel: SubjectLabel;
  /** Key of the principal that acted; for a role session, the role. */
  readonly principal?: string | undefined;
  /** Key of the (temporary) credential it acted with. */
  readonly credential?: string | undefined;
  /** Whom the event itself names. */
  readonly person?: string | undefined;
}

/** An issuance: the credential that came out, and who asked for it with what. */
export interface Issuance {
  readonly issued: string;
  readonly principal?: string | undefined;
  readonly credential?: string | undefined;
  readonly person?: string | undefined;
}

/** Somebody's part in what a pipeline deploys from a repository (`<owner>/<name>`, lower case). */
export interface CodeAct {
  readonly event: string;
  readonly at: string;
  readonly repository: string;
  readonly act: 'commit-author' | 'reviewer';
  readonly account?: string | undefined;
  readonly person?: string | undefined;
}

/** Where a chain of sessions begins. */
interface Origin {
  readonly person?: string | undefined;
  /** Key of the first principal: a person's account, or the subject of a pipeline. */
  readonly principal?: string | undefined;
  readonly steps: number;
}

const MOST_STEPS = 8;
const HOUR_MS = 3_600_000;
/** A pipeline deploys what was pushed to it within this time; a review may be older. */
const WINDOW_MS = { 'commit-author': 6 * HOUR_MS, reviewer: 14 * 24 * HOUR_MS } as const;

/** Ids of evidence by what they name. */
const VERB = { 'commit-author': 'pushed to', reviewer: 'approved a change of' } as const;

/**
 * What the trail says beyond the actor of the event itself: the person at the beginning of the chain of role sessions
 * (temporary keys name the call that issued them), and, where a pipeline stands there, who pushed to its repository and
 * who reviewed. An event that names a person says so itself, and is not told again. Pure.
 */
export class Trail {
  readonly #issuances: ReadonlyMap<string, Issuance>;
  readonly #acts = new Map<string, CodeAct[]>();

  constructor(issuances: Iterable<Issuance>, acts: Iterable<CodeAct>) {
    this.#issuances = new Map([...issuances].map((one) => [one.issued, one]));
    for (const act of [...acts].sort((a, b) => (a.at < b.at ? 1 : -1))) {
      const list = this.#acts.get(act.repository);
      if (list === undefined) this.#acts.set(act.repository, [act]);
      else list.push(act);
    }
  }

  /** The evidence behind one event. */
  evidenceOf(made: Made): Observation[] {
    if (made.person !== undefined) return [];
    const origin = this.#originOf(made);
    const repository = repositoryOf(origin.principal);
    if (repository !== undefined) return this.#codeEvidence(made, repository);
    if (origin.steps === 0 || (origin.person === undefined && origin.principal === undefined)) return [];
    const who = origin.person ?? origin.principal ?? '';
    const evidence = `evidence:role-session:${made.subject}:${made.event}`;
    const says = `${who} began the chain of ${origin.steps} role session${origin.steps > 1 ? 's' : ''} in which ${made.action} was called`;
    const names = origin.person === undefined ? { account: origin.principal } : { person: origin.person };
    return [{ ...about(made), evidence, kind: 'role-session', says, event: made.event, ...names }];
  }

  #originOf(made: Made): Origin {
    let at: Origin & { readonly credential?: string | undefined } = {
      principal: made.principal,
      credential: made.credential,
      steps: 0,
    };
    for (let step = 1; step <= MOST_STEPS; step += 1) {
      const issuance = at.credential === undefined ? undefined : this.#issuances.get(at.credential);
      if (issuance === undefined) return at;
      const { person, principal, credential } = issuance;
      at = { person, principal, credential, steps: step };
      if (person !== undefined) return at;
    }
    return at;
  }

  /** The last who pushed before the deployment, and the last who reviewed. */
  #codeEvidence(made: Made, repository: string): Observation[] {
    const before = (this.#acts.get(repository) ?? []).filter(({ at }) => at <= made.at);
    return (['commit-author', 'reviewer'] as const).flatMap((kind) => {
      const earliest = Date.parse(made.at) - WINDOW_MS[kind];
      const act = before.find((one) => one.act === kind && Date.parse(one.at) >= earliest);
      if (act === undefined) return [];
      const evidence = `evidence:${kind}:${made.subject}:${act.event}`;
      const says = `${act.person ?? act.account ?? ''} ${VERB[kind]} ${repository} (${act.event}) before its pipeline called ${made.action}`;
      const names = act.account === undefined ? { person: act.person } : { account: act.account };
      return [{ ...about(made), evidence, kind, says, event: act.event, ...names }];
    });
  }
}

function about({ subject, subjectLabel, at }: Made) {
  return { subject, subjectLabel, at };
}

/**
 * The repository in the subject of a pipeline's token, lower case. GitHub: `repo:<owner>/<name>:…`, since 2026 also with
 * ids, `repo:<owner>@<id>/<name>@<id>:…` (https://docs.github.com/en/actions/reference/security/oidc); GitLab:
 * `project_path:<group>/<project>:…` (https://docs.gitlab.com/ci/secrets/id_token_authentication/).
 */
export function repositoryOf(principal: string | undefined): string | undefined {
  const found = /^oidc:[^:]+:(?:repo|project_path):([^:]+)/.exec(principal ?? '')?.[1];
  return found?.replaceAll(/@\d+(?=\/|$)/g, '').toLowerCase();
}
