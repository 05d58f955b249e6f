import { writeFileSync } from 'node:fs';
import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';

/**
 * Records of a small estate at version `version`, three steps of it, as a file. From one version to the next people come,
 * go and come back, titles change, a reused name becomes somebody else, grants widen. Keys begin with `name`.
 */
export function writeEstate(path: string, name: string, version: number): void {
  const steps = { people: people(name, version), keys: keys(name, version), grants: grants(name, version) };
  const lines = Object.entries(steps).flatMap(([step, records]) => [
    { keyline: 1, source: 'crash', scope: name, step, mode: 'snapshot' },
    ...records.map(lineOf),
  ]);
  writeFileSync(path, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}

const PEOPLE = 130;
const BUCKETS = 40;

function isThere(person: number, version: number): boolean {
  return (person + version) % 9 !== 0;
}

function* present(version: number): Generator<number> {
  for (let i = 0; i < PEOPLE; i += 1) if (isThere(i, version)) yield i;
}

function people(name: string, version: number): GraphRecord[] {
  return [...present(version)].map((i) =>
    node('Principal', `${name}:user:${i}`, {
      name: `u${i}`,
      kind: 'iam-user',
      uniqueId: `AIDA${i}-${Math.floor((i + version) / 11)}`,
      title: i % 5 === 0 ? `Title ${version % 3}` : undefined,
    }),
  );
}

function keys(name: string, version: number): GraphRecord[] {
  return [...present(version)].flatMap((i) => [
    node('Credential', `${name}:key:${i}`, {
      kind: 'access-key',
      status: (i + version) % 7 === 0 ? 'inactive' : 'active',
    }),
    edge('AUTHENTICATES_AS', ref('Credential', `${name}:key:${i}`), ref('Principal', `${name}:user:${i}`), {}),
  ]);
}

function grants(name: string, version: number): GraphRecord[] {
  const buckets = Array.from({ length: BUCKETS }, (_, i) =>
    node('Resource', `${name}:bucket:${i}`, { name: `b${i}`, kind: 's3:bucket' }),
  );
  const can = [...present(version)].map((i) =>
    edge('CAN', ref('Principal', `${name}:user:${i}`), ref('Resource', `${name}:bucket:${(i * 7) % BUCKETS}`), {
      certain: (i + version) % 4 === 0 ? ['Read', 'Write'] : ['Read'],
    }),
  );
  return [...buckets, ...can];
}

function lineOf(record: GraphRecord): object {
  if (record.record === 'node') return { node: record.label, id: record.id, props: record.props };
  const { type, from, to, props } = record;
  return { edge: type, from: [from.label, from.id], to: [to.label, to.id], props };
}
