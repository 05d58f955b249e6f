import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql/index.js';
import type { Plugin } from 'graphql-yoga';
import { auditParameters, auditText } from '../../audit/index.ts';
import { may } from '../../auth/index.ts';
import type { ApiContext } from '../context.ts';
import type { Masks } from './guard/personal.ts';
import type { Told } from './router.ts';

/** What one request asked and got, as far as it came: for the audit trail and the metrics. */
export interface Asked {
  text?: string;
  document?: DocumentNode;
  operationName?: string | undefined;
  variables?: unknown;
  rows?: number;
  outcome?: string;
}

const TEXT_KEPT = 1_000;

/** Fills in `asked` of the request’s context; takes personal data out of answers for those who may not see it. */
export function askedPlugin(masks: Masks): Plugin {
  return {
    onParams({ params, context }) {
      const { asked } = context as unknown as { readonly asked?: Asked };
      if (asked === undefined) return;
      if (typeof params.query === 'string') asked.text = params.query;
      asked.operationName = params.operationName ?? undefined;
      asked.variables = params.variables;
    },
    onExecute({ args }) {
      const context = args.contextValue as unknown as ApiContext & { readonly asked: Asked };
      const { asked, caller } = context;
      asked.document = args.document as DocumentNode;
      return {
        onExecuteDone({ result, setResult }) {
          if (Symbol.asyncIterator in result) return;
          const { data, errors } = result;
          asked.rows = rowsOf(data);
          asked.outcome = codeOf(errors?.[0]) ?? 'ok';
          if (!may(caller, 'personal')) setResult({ ...result, data: masks.mask(data) } as typeof result);
        },
      };
    },
  };
}

function codeOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  const { extensions, originalError } = error as {
    extensions?: { code?: unknown };
    originalError?: { code?: unknown };
  };
  const code = extensions?.code ?? originalError?.code;
  return typeof code === 'string' ? code : 'error';
}

/** Objects in the lists of an answer. */
function rowsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (!Array.isArray(value)) return Object.values(value).reduce<number>((sum, one) => sum + rowsOf(one), 0);
  const own = value.filter((one) => typeof one === 'object' && one !== null).length;
  return value.reduce<number>((sum, one) => sum + rowsOf(one), own);
}

export function kindOf({ document, operationName }: Asked): 'query' | 'mutation' | 'none' {
  const operation = operationOf(document, operationName);
  if (operation === undefined) return 'none';
  return operation.operation === 'mutation' ? 'mutation' : 'query';
}

/** The line of the trail. `status`: of the HTTP answer, for what was not executed. */
export function toldOf(asked: Asked, status: number): Told {
  const { text = '', document, operationName, variables, rows, outcome } = asked;
  const operation = operationOf(document, operationName);
  const fields = operation === undefined ? [] : fieldsOf(operation.selectionSet.selections, document);
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  const shown = auditText(plain, TEXT_KEPT);
  return {
    what: kindOf(asked) === 'mutation' ? 'change' : 'answer',
    surface: 'graphql',
    question: fields.length === 0 ? '(not executed)' : fields.join(', '),
    parameters: { document: shown, ...(variables === undefined ? {} : { variables: auditParameters(variables) }) },
    ...(shown === plain ? {} : { digest: createHash('sha256').update(text).digest('hex') }),
    ...(rows === undefined ? {} : { rows }),
    outcome: outcome ?? (status < 400 ? 'ok' : String(status)),
  };
}

function operationOf(
  document: DocumentNode | undefined,
  name: string | undefined,
): OperationDefinitionNode | undefined {
  return document === undefined ? undefined : (getOperationAST(document, name) ?? undefined);
}

function fieldsOf(selections: readonly SelectionNode[], document: DocumentNode | undefined, depth = 0): string[] {
  const found = selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [one.name.value];
    if (depth > 4) return [];
    if (one.kind === Kind.INLINE_FRAGMENT) return fieldsOf(one.selectionSet.selections, document, depth + 1);
    const fragment = document?.definitions.find(
      (two) => two.kind === Kind.FRAGMENT_DEFINITION && two.name.value === one.name.value,
    );
    return fragment !== undefined && 'selectionSet' in fragment
      ? fieldsOf((fragment.selectionSet?.selections ?? []) as SelectionNode[], document, depth + 1)
      : [];
  });
  return [...new Set(found)].slice(0, 20);
}
