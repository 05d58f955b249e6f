import { textBytes } from '../../collect/files/lines.ts';
import { type FileFormat, type ImportFile, type ImportItem, jsonItems } from '../../collect/index.ts';
import { asObject, type Json, objectAt, textAt } from './fields.ts';
import { audit } from './files-audit.ts';
import { unmarkedIn } from './marks.ts';
import { placeOf, problem } from './place.ts';
import { rulesOf } from './policy.ts';
import { stepOfPath, type VaultRaw } from './routes.ts';

/** The API path that a file of this name in these folders holds the answer of. */
function apiPathOf(file: ImportFile, extension: string): string | undefined {
  const place = placeOf(file);
  if (place === undefined || !file.name.endsWith(extension)) return undefined;
  return [...place.folders, file.name.slice(0, -extension.length)].join('/');
}

const answer: FileFormat = {
  id: 'vault-answer',
  title: 'Answer of the Vault API (vault/<host>/<API path>.json)',
  madeBy: 'vault read -format=json PATH, vault kv metadata get -format=json, vault token lookup -format=json -accessor',
  recognise: (file) => stepOfPath(apiPathOf(file, '.json') ?? '') !== undefined,
  read: readAnswer,
};

async function* readAnswer(file: ImportFile): AsyncGenerator<ImportItem> {
  const path = apiPathOf(file, '.json') ?? '';
  const step = stepOfPath(path);
  const scope = placeOf(file)?.scope;
  if (step === undefined || scope === undefined) return;
  yield { item: 'covers', step, scope };
  const whole: Record<string, unknown> = {};
  for await (const item of jsonItems(file)) {
    if ('problem' in item) yield problem(step, scope, item.place, item.problem);
    else if (item.key === '') Object.assign(whole, asObject(item.value));
    else if (item.index === undefined) whole[item.key] = item.value;
  }
  yield* answered(path, whole, step, scope, path);
}

function* answered(path: string, body: Json, step: string, scope: string, place: string): Generator<ImportItem> {
  const data = objectAt(body, 'data');
  const other = data && unmarkedIn(step, data);
  if (data === undefined) yield problem(step, scope, place, 'the answer has no data');
  else if (other !== undefined) yield problem(step, scope, place, other);
  else yield { item: 'raw', step, scope, raw: { path, data } satisfies VaultRaw, place };
}

/** Many answers in one file, each with the path it was asked at. */
const answers: FileFormat = {
  id: 'vault-answers',
  title: 'Answers of the Vault API as JSON lines (vault/<host>/answers.ndjson)',
  madeBy: `vault read -format=json PATH | jq -c --arg path PATH '{path: $path, response: .}'`,
  recognise: (file) => /^answers\.(ndjson|jsonl)$/.test(file.name) && placeOf(file)?.folders.length === 0,
  read: readAnswers,
};

async function* readAnswers(file: ImportFile): AsyncGenerator<ImportItem> {
  const scope = placeOf(file)?.scope;
  if (scope === undefined) return;
  const covered = new Set<string>();
  for await (const item of jsonItems(file)) {
    const line = 'problem' in item ? undefined : asObject(item.value);
    const path = textAt(line, 'path');
    const step = stepOfPath(path ?? '');
    if ('problem' in item)
      yield {
        item: 'problem',
        problem: { kind: 'malformed', what: 'answers', place: item.place, message: item.problem },
      };
    else if (path === undefined || step === undefined)
      yield {
        item: 'problem',
        problem: { kind: 'malformed', what: 'answers', place: item.place, message: 'path names nothing that is read' },
      };
    else {
      if (!covered.has(step)) yield { item: 'covers', step, scope };
      covered.add(step);
      yield* answered(path, objectAt(line, 'response') ?? {}, step, scope, item.place);
    }
  }
}

const policyFile: FileFormat = {
  id: 'vault-policy-hcl',
  title: 'Vault policy (vault/<host>/…/<name>.hcl)',
  madeBy: 'vault policy read NAME > vault/HOST/policies/NAME.hcl',
  recognise: (file) => /^(policies|sys\/policies\/acl)\/[^/]+$/.test(apiPathOf(file, '.hcl') ?? ''),
  read: readPolicy,
};

const MAX_POLICY_BYTES = 4 * 1024 * 1024;

async function* readPolicy(file: ImportFile): AsyncGenerator<ImportItem> {
  const scope = placeOf(file)?.scope;
  const name = file.name.slice(0, -'.hcl'.length);
  if (scope === undefined) return;
  yield { item: 'covers', step: 'policies', scope };
  try {
    const policy = await textOf(file);
    const raw: VaultRaw = { path: `sys/policies/acl/${name}`, data: { name, policy } };
    yield { item: 'raw', step: 'policies', scope, raw, place: name };
    // It is kept as a policy whose grants are not known; those known before must not be retired for it.
    rulesOf(policy);
  } catch (thrown) {
    yield problem('policies', scope, name, thrown instanceof Error ? thrown.message : 'the file cannot be read');
  }
}

/** The whole text: a policy is small. Errors: what is not UTF-8 or UTF-16, and what is far too long for a policy. */
async function textOf(file: ImportFile): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for await (const piece of textBytes(file)) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > MAX_POLICY_BYTES) throw new TypeError('the file is too long for a policy');
  }
  return text + decoder.decode();
}

export const files: readonly FileFormat[] = [answer, answers, policyFile, audit];
