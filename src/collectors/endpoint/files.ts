import { hasDuplicateKeys } from '../../collect/files/duplicate-keys.ts';
import { textBytes } from '../../collect/files/lines.ts';
import { type FileFormat, type ImportFile, type ImportItem, type Problem, topLevelKeys } from '../../collect/index.ts';
import { messageOf } from '../../lib/errors.ts';
import { scopeOf } from './keys.ts';
import { readDocument } from './read-document.ts';

const MAX_BYTES = 64 * 1024 * 1024;

/** The document that `keyline scan` writes: one user on one device. */
export const scanFormat: FileFormat = {
  id: 'keyline-scan',
  title: 'Keyline endpoint scan (JSON)',
  madeBy: 'keyline scan > FILE, run as the user on the device',
  recognise: (file) => file.head.includes('"keylineScan"') && topLevelKeys(file.head).includes('keylineScan'),
  read: readScan,
};

async function* readScan(file: ImportFile): AsyncGenerator<ImportItem> {
  const problem = (place: string, message: string): Problem => ({ kind: 'malformed', what: 'scan', place, message });
  const content = await contentOf(file);
  if ('fault' in content) {
    yield { item: 'problem', problem: problem('document', content.fault) };
    return;
  }
  const { scan, faults } = readDocument(content.value);
  if (scan === undefined) {
    for (const { place, message } of faults) yield { item: 'problem', problem: problem(place, message) };
    return;
  }
  const at = { step: 'scan', scope: scopeOf(scan.device) };
  yield { item: 'covers', ...at };
  for (const { place, message } of faults) yield { item: 'problem', ...at, problem: problem(place, message) };
  for (const one of scan.problems) yield { item: 'problem', ...at, problem: scanProblem(one) };
  yield { item: 'raw', ...at, raw: scan, place: 'document' };
}

/** What the scanner could not read on the device: the snapshot has a hole there. */
export function scanProblem(one: {
  kind: Problem['kind'];
  path: string;
  place?: string | undefined;
  message: string;
}): Problem {
  return {
    kind: one.kind,
    what: 'scan',
    place: one.place === undefined ? one.path : `${one.path} ${one.place}`,
    message: one.message,
  };
}

async function contentOf(file: ImportFile): Promise<{ value: unknown } | { fault: string }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of textBytes(file)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BYTES) return { fault: `is larger than ${MAX_BYTES} bytes` };
    }
  } catch (thrown) {
    return { fault: `breaks off: ${messageOf(thrown)}` };
  }
  return parsed(Buffer.concat(chunks));
}

/** The parser's own message may quote the text: it is left out. */
function parsed(bytes: Buffer): { value: unknown } | { fault: string } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { fault: 'is not valid UTF-8 text' };
  }
  try {
    const value: unknown = JSON.parse(text);
    return hasDuplicateKeys(text, value, true) ? { fault: 'names a field twice' } : { value };
  } catch {
    return { fault: 'is not JSON, or breaks off' };
  }
}
