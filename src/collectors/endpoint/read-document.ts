import type { z } from 'zod';
import { secretIn } from '../../collect/validate/index.ts';
import { SCAN_VERSION, type ScanDocument, scanDocument } from './document.ts';

/** What is wrong with a scan document, and where. */
export interface DocumentFault {
  readonly place: string;
  readonly message: string;
}

export interface ReadDocument {
  readonly scan: ScanDocument | undefined;
  readonly faults: readonly DocumentFault[];
}

const LISTS = ['clients', 'mcpServers', 'credentials', 'problems'] as const;
const MAX_FAULTS = 100;

/** Checks a document. Without a device there is nothing; a wrong item of a list costs that item. Secrets are refused. */
export function readDocument(given: unknown): ReadDocument {
  const fields = { ...(given as Record<string, unknown>) };
  if (fields['keylineScan'] !== SCAN_VERSION)
    return {
      scan: undefined,
      faults: [{ place: 'keylineScan', message: `must be ${SCAN_VERSION}, the version of this format` }],
    };
  const faults: DocumentFault[] = [];
  for (const list of LISTS) fields[list] = goodItems(list, fields[list], faults);
  const head = scanDocument.safeParse(fields);
  if (!head.success) faults.push(...head.error.issues.map((issue) => faultOf('', issue)));
  const scan = head.success && secretsIn(head.data.device, 'device', faults) === 0 ? head.data : undefined;
  return { scan, faults: faults.slice(0, MAX_FAULTS) };
}

function goodItems(list: (typeof LISTS)[number], given: unknown, faults: DocumentFault[]): unknown {
  if (!Array.isArray(given)) return given;
  const element = scanDocument.shape[list].element;
  return given.filter((item: unknown, at) => {
    const place = `${list}[${at}]`;
    const parsed = element.safeParse(item);
    if (!parsed.success) faults.push(...parsed.error.issues.slice(0, 3).map((issue) => faultOf(place, issue)));
    return parsed.success && secretsIn(item, place, faults) === 0;
  });
}

function faultOf(place: string, issue: z.core.$ZodIssue): DocumentFault {
  const at = [place, ...issue.path.map(String)].filter((part) => part !== '').join('.');
  const message = issue.code === 'unrecognized_keys' ? 'has a field that is not known' : issue.message;
  return { place: at === '' ? 'document' : at, message };
}

/** Counts the texts that look like secrets, and reports each. */
function secretsIn(value: unknown, place: string, faults: DocumentFault[]): number {
  if (typeof value === 'string') {
    const kind = secretIn(value);
    if (kind !== undefined) faults.push({ place, message: `looks like a secret (${kind})` });
    return kind === undefined ? 0 : 1;
  }
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((count, [name, one]) => count + secretsIn(one, `${place}.${name}`, faults), 0);
}
