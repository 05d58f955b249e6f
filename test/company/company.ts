import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type ImportReport, importPaths } from '../../src/collect/index.ts';
import { collectors } from '../../src/collectors/registry.ts';
import { type CompanyOptions, type CompanySummary, generateCompany } from '../../src/demo/index.ts';
import type { EventRecord, GraphRecord } from '../../src/schema/index.ts';
import { MemorySink, testRunContext } from '../support/memory-sink.ts';

/** The moment that tests tell the company from. */
export const NOW = new Date('2026-11-20T09:30:00Z');

/** Key of the fingerprints, the same that the importer has in tests. */
export const KEY = Buffer.alloc(32, 7);

/** Brightwater in a folder of its own. */
export async function companyIn(
  options: Partial<CompanyOptions> = {},
): Promise<CompanySummary & { readonly out: string }> {
  const out = mkdtempSync(join(tmpdir(), 'keyline-company-'));
  return { out, ...(await generateCompany({ out, now: NOW, fingerprintKey: KEY, ...options })) };
}

export interface Imported {
  readonly report: ImportReport;
  readonly records: readonly (GraphRecord | EventRecord)[];
  /** Keys of nodes, and of what events speak of. */
  readonly keys: ReadonlySet<string>;
}

/** Reads a folder through the real importer. */
export async function imported(folder: string): Promise<Imported> {
  const sink = new MemorySink();
  const report = await importPaths([folder], collectors, sink, testRunContext());
  const records = [...sink.steps.values()].flatMap((step) => step.records);
  return { report, records, keys: new Set(records.flatMap(keysOf)) };
}

function keysOf(record: GraphRecord | EventRecord): string[] {
  if (record.record === 'node') return [record.id];
  if (record.record === 'edge') return [];
  return [record.credential, record.session, record.principal].filter((key) => key !== undefined);
}

/** Every file below the folder, in a stable order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

/** One digest over names, times and bytes of all files. */
export function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const path of filesBelow(folder)) {
    hash.update(`${relative(folder, path)} ${statSync(path).mtimeMs}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** The text of a file, or of all files of a folder, unpacked. */
export function textOf(path: string): string {
  if (statSync(path).isDirectory()) return filesBelow(path).map(textOf).join('\n');
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
