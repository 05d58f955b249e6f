import { toInstant } from '../../../../lib/clock.ts';
import type { ScanBuilder } from '../builder.ts';
import type { SafeFiles } from '../files.ts';
import { jsonValueOf } from '../parse.ts';
import { asRecord, known, textOf } from '../shape.ts';

const TOKEN_FIELD = /^(?:access_?token|refresh_?token|id_?token|OPENAI_API_KEY|api_?key|token)$/i;
const EXPIRY_FIELD = /^(?:expires_?at|expiry(?:_?date)?)$/i;

/** A client's own login: that it is there, when it ends, and fingerprints of its tokens. */
export async function readLogin(
  files: SafeFiles,
  builder: ScanBuilder,
  spec: { readonly client: string; readonly title: string },
  path: string,
): Promise<void> {
  const file = await files.read(path);
  if (file === undefined) return;
  builder.client(spec.client, spec.title, { installed: true, file: file.place });
  for (const { as, token, expiresAt } of tokensIn(jsonValueOf(files, file), '', 0)) {
    builder.value('token', token, { place: file.place, as, client: spec.client, ...known({ expiresAt }) });
  }
}

interface Token {
  readonly as: string;
  readonly token: string;
  readonly expiresAt: string | undefined;
}

/** Token fields at any depth, with the expiry that stands beside them. */
function tokensIn(value: unknown, path: string, depth: number): Token[] {
  if (depth > 5) return [];
  if (Array.isArray(value)) return value.flatMap((one, at) => tokensIn(one, `${path}[${at}]`, depth + 1));
  const fields = Object.entries(asRecord(value));
  const expiry = fields.find(([name]) => EXPIRY_FIELD.test(name))?.[1];
  return fields.flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const token = TOKEN_FIELD.test(name) ? textOf(field) : undefined;
    const own = /refresh|id_?token/i.test(name) ? undefined : toInstant(expiry);
    return token === undefined ? tokensIn(field, at, depth + 1) : [{ as: at, token, expiresAt: own }];
  });
}
