import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { usePersistedOperations as persistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { NoSchemaIntrospectionCustomRule } from 'graphql/index.js';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { type Caller, ROLES } from '../../auth/index.ts';
import type { KeylineConfig } from '../../lib/config.ts';
import { inputError, messageOf } from '../../lib/errors.ts';

type GraphqlConfig = KeylineConfig['graphql'];

/** What is asked in: who asks, from the request’s own handler. */
export interface AskedBy {
  readonly caller: Caller;
}

/** Who may read the schema, and who may ask what is not persisted. Errors: `operations-file`. */
export function operationPlugins(config: GraphqlConfig, callerOf: (request: Request) => Caller | undefined): Plugin[] {
  const persisted = config.operations === undefined ? new Map<string, string>() : readOperations(config.operations);
  const isFree = (caller: Caller | undefined): boolean =>
    !config.onlyPersisted || (caller !== undefined && atLeast(caller, 'analyst'));
  return [
    introspection(config.introspection),
    persistedOperations({
      getPersistedOperation: (id) => persisted.get(id) ?? null,
      extractPersistedOperationId: ({ extensions, ...params }) => idOf(extensions, params),
      allowArbitraryOperations: (request) => isFree(callerOf(request)),
    }),
  ];
}

/** As Apollo’s clients send it (`extensions.persistedQuery.sha256Hash`), or as `documentId`. */
function idOf(extensions: unknown, params: object): string | null {
  const hash = (extensions as { persistedQuery?: { sha256Hash?: unknown } } | undefined)?.persistedQuery?.sha256Hash;
  if (typeof hash === 'string') return `sha256:${hash}`;
  const id = (params as { documentId?: unknown }).documentId;
  return typeof id === 'string' ? id : null;
}

const operations = z.record(z.string().min(1), z.string().min(1));

function readOperations(file: string): ReadonlyMap<string, string> {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw inputError('operations-file', `The persisted operations cannot be read: ${messageOf(cause)}`, {
      source: file,
    });
  }
  const parsed = operations.safeParse(found);
  if (!parsed.success) throw inputError('operations-file', 'It is not an object of documents by id', { source: file });
  for (const [id, text] of Object.entries(parsed.data)) {
    if (id.startsWith('sha256:') && id !== `sha256:${createHash('sha256').update(text).digest('hex')}`)
      throw inputError('operations-file', 'The id of a document is not its SHA-256', { source: `${file}: ${id}` });
  }
  return new Map(Object.entries(parsed.data));
}

function introspection(weakest: GraphqlConfig['introspection']): Plugin<Partial<AskedBy>> {
  return {
    onValidate: ({ addValidationRule, context }) => {
      const { caller } = context as Partial<AskedBy>;
      if (weakest === 'off' || caller === undefined || !atLeast(caller, weakest))
        addValidationRule(NoSchemaIntrospectionCustomRule);
    },
  };
}

function atLeast(caller: Caller, role: Caller['role']): boolean {
  return ROLES.indexOf(caller.role) >= ROLES.indexOf(role);
}
