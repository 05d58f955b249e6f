import type { FileFormat, ImportFile } from '../../collect/index.ts';
import { readRecords } from './read.ts';

/** Our own records, one JSON object a line; `docs/sources/records.md` is the description for those who write them. */
export const recordsFormat: FileFormat = {
  id: 'keyline-records',
  title: 'Keyline records (NDJSON)',
  madeBy: 'any program, as docs/sources/records.md describes',
  recognise: startsWithHeader,
  read: readRecords,
};

const HEADER = /^\uFEFF?\s*\{[^\n]*"keyline"\s*:/;

function startsWithHeader(file: ImportFile): boolean {
  return HEADER.test(file.head) && !/^\s*\{[^\n]*"keylineScan"\s*:/.test(file.head);
}
