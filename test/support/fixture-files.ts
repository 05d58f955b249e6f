import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { importFiles } from '../../src/collect/files/open.ts';
import type { AnyCollector, FileFormat, ImportFile, ImportItem } from '../../src/collect/index.ts';
import { fixtureRoots } from './golden.ts';

/** A fixture file, the format that reads it, and its content. */
export interface FixtureFile {
  readonly collector: AnyCollector;
  readonly format: FileFormat;
  readonly file: ImportFile;
  readonly bytes: Buffer;
}

const fixtureFiles = new Map<string, Promise<readonly FixtureFile[]>>();

/** Every fixture file of a collector but its golden records. */
export function filesOf(collector: AnyCollector): Promise<readonly FixtureFile[]> {
  const known = fixtureFiles.get(collector.source) ?? readFiles(collector);
  fixtureFiles.set(collector.source, known);
  return known;
}

async function readFiles(collector: AnyCollector): Promise<readonly FixtureFile[]> {
  const found: FixtureFile[] = [];
  for await (const file of importFiles(fixtureRoots(collector.source))) {
    const format = collector.files.find((one) => one.recognise(file));
    if (format !== undefined) found.push({ collector, format, file, bytes: readFileSync(file.path) });
  }
  return found;
}

/** The same file with another content, in memory. */
export function withContent(file: ImportFile, content: Buffer | string): ImportFile {
  const bytes = Buffer.from(content as string);
  return { ...file, head: bytes.subarray(0, 65_536).toString('utf8'), open: () => Readable.from([bytes]) };
}

export async function itemsOf(format: FileFormat, file: ImportFile): Promise<readonly ImportItem[]> {
  const items: ImportItem[] = [];
  for await (const item of format.read(file)) items.push(item);
  return items;
}
