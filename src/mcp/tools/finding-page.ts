import { inputError } from '../../lib/errors.ts';
import { type FindingFilter, type FindingView, readFindings } from '../../queries/index.ts';
import { readNeighbours, relations } from '../../queries/lineage/index.ts';
import { subjectOf } from '../subject.ts';
import type { Call } from '../tool.ts';

/** Keys of the findings about one thing; none: all. */
export async function idsAbout(call: Call, about: string | undefined): Promise<ReadonlySet<string> | undefined> {
  return about === undefined ? undefined : findingsAbout(call, about);
}

const ABOUT_MAX = 200;

async function findingsAbout(call: Call, about: string): Promise<ReadonlySet<string>> {
  const node = await subjectOf(call, about);
  const relation = relations.find(
    ({ of, edge, to }) => of === node.label && edge === 'ABOUT' && to.includes('Finding'),
  );
  if (relation === undefined) throw inputError('node-unknown', `There are no findings about a ${node.label}`);
  const page = (await readNeighbours(call.graph, relation, [node.id], ABOUT_MAX, undefined)).get(node.id);
  return new Set((page?.neighbours ?? []).map(({ node: { id } }) => id));
}

const CHUNK = 500;

/** A page of those that fit and may be told. */
export async function pageOf(
  call: Call,
  filter: FindingFilter,
  wanted: ReadonlySet<string> | undefined,
  offset: number,
  first: number,
): Promise<{ readonly findings: readonly FindingView[]; readonly more: boolean }> {
  if (wanted === undefined) {
    const found = await readFindings(call.graph, { ...filter, limit: first + 1, offset });
    return { findings: found.slice(0, first), more: found.length > first };
  }
  const fitting: FindingView[] = [];
  for (let at = 0; fitting.length <= offset + first; at += CHUNK) {
    const chunk = await readFindings(call.graph, { ...filter, limit: CHUNK, offset: at });
    fitting.push(...chunk.filter(({ id }) => wanted.has(id)));
    if (chunk.length < CHUNK) break;
  }
  return { findings: fitting.slice(offset, offset + first), more: fitting.length > offset + first };
}
