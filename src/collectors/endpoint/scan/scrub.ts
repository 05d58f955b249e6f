import { redactText } from '../../../lib/redact.ts';
import type { ScanDocument } from '../document.ts';

const FINGERPRINT = /^fp:[A-Za-z0-9_-]{43}$/;

/** A last look at every text of the document: a server, project or profile may have been given a secret for a name. */
export function scrubbed(document: ScanDocument): ScanDocument {
  return clean(document) as ScanDocument;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return FINGERPRINT.test(value) ? value : shortened(redactText(value));
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)]));
}

function shortened(text: string): string {
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}
