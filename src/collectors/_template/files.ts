import { type FileFormat, type ImportFile, type ImportItem, jsonItems } from '../../collect/index.ts';

/** The step that a file of this name feeds. */
const STEPS: Readonly<Record<string, string>> = { 'users.json': 'users', 'api-keys.json': 'api-keys' };

/** The answer of a list of the API, all its pages in one array: `template/<host>/users.json`. */
const list: FileFormat = {
  id: 'template-list',
  title: 'Template list (template/<host>/users.json, api-keys.json)',
  madeBy: 'curl -H "Authorization: Bearer $TEMPLATE_TOKEN" https://HOST/v1/users > template/HOST/users.json',
  recognise: (file) => stepOf(file) !== undefined && /^\uFEFF?\s*\[/.test(file.head),
  read,
};

export const files: readonly FileFormat[] = [list];

function stepOf(file: ImportFile): string | undefined {
  return file.folders.at(-2) === 'template' ? STEPS[file.name] : undefined;
}

async function* read(file: ImportFile): AsyncGenerator<ImportItem> {
  const step = stepOf(file);
  const scope = file.folders.at(-1);
  if (step === undefined || scope === undefined) return;
  yield { item: 'covers', step, scope };
  for await (const item of jsonItems(file)) {
    if ('problem' in item) {
      const problem = { kind: 'malformed', what: 'template list', place: item.place, message: item.problem } as const;
      yield { item: 'problem', step, scope, problem };
    } else yield { item: 'raw', step, scope, raw: item.value, place: item.place };
  }
}
