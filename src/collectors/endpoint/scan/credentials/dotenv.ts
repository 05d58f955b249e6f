import { redactText } from '../../../../lib/redact.ts';
import { awsKey, type ScanBuilder, type Sighting } from '../builder.ts';
import type { ScannedFile } from '../files.ts';
import { readValue } from '../values.ts';

const ASSIGNMENT =
  /^\s*(?:export\s+|set\s+-\w+\s+|setx?\s+|\$env:|declare\s+-x\s+)?([A-Za-z_][\w.]*)\s*(?:=\s*|\s+)(.*)$/s;
const PLAIN = /^\s*(?:export\s+|declare\s+-x\s+)?[A-Za-z_][\w.]*=/;
const OTHER = /^\s*(?:set\s+-\w*x\w*\s+|setx\s+|\$env:)/i;

/** The variables that a `.env` or shell start-up file assigns, as written; nothing is expanded. */
export function assignmentsOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of joined(text)) {
    if (!PLAIN.test(line) && !OTHER.test(line)) continue;
    const match = ASSIGNMENT.exec(line);
    if (match?.[1] !== undefined) found.set(match[1], unquoted(match[2] ?? ''));
  }
  return found;
}

/** Reports the credentials among a file's variables. A pair of AWS key id and secret key is one credential. */
export function readDotenv(builder: ScanBuilder, file: ScannedFile, more: Partial<Sighting> = {}): void {
  readVariables(builder, assignmentsOf(file.text), { ...more, place: file.place });
}

export function readVariables(builder: ScanBuilder, variables: ReadonlyMap<string, string>, where: Sighting): void {
  const id = readValue('AWS_ACCESS_KEY_ID', variables.get('AWS_ACCESS_KEY_ID'));
  for (const [name, value] of variables) {
    if (name === 'AWS_ACCESS_KEY_ID' && id.is === 'key-id') {
      const secret = readValue('AWS_SECRET_ACCESS_KEY', variables.get('AWS_SECRET_ACCESS_KEY'));
      const prints = secret.is === 'secret' ? builder.fingerprints(secret.secret) : [];
      builder.credential(awsKey(id.id, { as: name, ...where }), prints);
    } else if (id.is !== 'key-id' || !/^AWS_(?:SECRET_ACCESS_KEY|SESSION_TOKEN)$/.test(name)) {
      builder.value(name, value, { ...where, as: redactText(name) });
    }
  }
}

/** Lines, with quoted values that run over several (a PEM key) put together. */
function joined(text: string): string[] {
  const lines: string[] = [];
  let open: { quote: string; text: string } | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (open !== undefined) {
      open.text += `\n${line}`;
      if (!line.includes(open.quote)) continue;
      lines.push(open.text);
      open = undefined;
    } else {
      const quote = /=\s*(["'])(?:(?!\1).)*$/.exec(line)?.[1];
      if (quote === undefined) lines.push(line);
      else open = { quote, text: line };
    }
  }
  if (open !== undefined) lines.push(...open.text.split('\n'));
  return lines;
}

function unquoted(value: string): string {
  const match = /^(["'])(.*?)\1/s.exec(value.trim());
  if (match !== null) return (match[2] ?? '').replaceAll('\\n', '\n');
  return value
    .replace(/\s+#.*$/, '')
    .replace(/;\s*$/, '')
    .trim();
}
