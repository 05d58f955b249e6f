import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPaths } from '../../../src/collect/import.ts';
import collector from '../../../src/collectors/opengraph/collector.ts';
import { MemorySink, type MemoryStep, testRunContext } from '../../support/memory-sink.ts';

export const FIXTURE = new URL('../../../src/collectors/opengraph/fixture/', import.meta.url);

/** Writes the text into a folder of its own. */
export function fileWith(text: string | Buffer, name = 'kestrel.json'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'keyline-opengraph-')), name);
  writeFileSync(path, text);
  return path;
}

export interface Imported {
  readonly scopes: string[];
  readonly step: MemoryStep | undefined;
  readonly problems: string[];
}

export async function imported(...paths: readonly string[]): Promise<Imported> {
  const sink = new MemorySink();
  await importPaths(paths, [collector], sink, testRunContext());
  const [step] = sink.steps.values();
  const problems = (step?.outcome?.problems ?? []).map(
    ({ place, message }) => `${place?.replace(/^.*\.json /, '') ?? ''}: ${message}`,
  );
  return { scopes: [...sink.steps.keys()], step, problems };
}
