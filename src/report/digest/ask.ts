import { type Clock, instantOf } from '../../lib/clock.ts';
import { readCoverage } from '../../queries/index.ts';
import { type DigestRow, readDigests } from '../../queries/lifecycle/index.ts';
import type { ReportGraph } from '../orphan-owners.ts';

export type DigestKind = 'owners' | 'managers';

/** What one person has to look after. */
export interface Digest {
  readonly kind: DigestKind;
  readonly person: { readonly id: string; readonly name: string; readonly email: string | undefined };
  /** UTC. */
  readonly at: string;
  /** Agents that they own, or that are their reports'. */
  readonly agents: number;
  /** The most severe first, then what is due first. */
  readonly items: readonly DigestItem[];
  readonly coverage: string;
}

export interface DigestItem {
  readonly id: string;
  readonly severity: string;
  readonly sentence: string;
  readonly remedy: string;
  readonly state: string;
  readonly dueAt: string | undefined;
  readonly isOverdue: boolean;
  /** Whom it goes to, where that is not the person themselves. */
  readonly to: string | undefined;
  readonly route: string | undefined;
}

/** One digest a person who has something to look after, in the order of their keys. */
export async function askDigests(graph: ReportGraph, clock: Clock, kind: DigestKind): Promise<Digest[]> {
  const at = instantOf(clock.now());
  const [rows, coverage] = await Promise.all([readDigests(graph, kind, at), readCoverage(graph)]);
  return rows.map((row) => digestOf(kind, row, at, coverage.line));
}

function digestOf(kind: DigestKind, row: DigestRow, at: string, coverage: string): Digest {
  const { id, name, email, agents } = row;
  const items = row.findings.map(({ dueAt, to, route, ...one }): DigestItem => {
    const due = dueAt ?? undefined;
    return {
      ...one,
      dueAt: due,
      isOverdue: due !== undefined && due <= at,
      to: to === name ? undefined : to,
      route: route ?? undefined,
    };
  });
  return { kind, person: { id, name, email: email ?? undefined }, at, agents, items, coverage };
}
