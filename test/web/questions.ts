import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql/index.js';

const WEB = fileURLToPath(new URL('../../src/web', import.meta.url));

/** A question of the page with the fragments it needs. */
export interface Question {
  readonly name: string;
  readonly document: DocumentNode;
}

/** Every question that stands in the sources of the page. */
export function questionsOfPage(): readonly Question[] {
  const parts = readdirSync(WEB, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .flatMap((entry) => [
      ...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(/graphql\(\s*`([^`]+)`/g),
    ])
    .flatMap(([, text = '']) => parse(text).definitions);
  const fragments = parts.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION);
  const operations = parts.filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION);
  return operations.map((operation) => ({
    name: operation.name?.value ?? '',
    document: { kind: Kind.DOCUMENT, definitions: [operation, ...neededBy(operation, fragments)] },
  }));
}

function neededBy(operation: OperationDefinitionNode, fragments: readonly FragmentDefinitionNode[]) {
  const needed = new Set<FragmentDefinitionNode>();
  const visit = (node: unknown): void => {
    const names = [...JSON.stringify(node).matchAll(/"FragmentSpread","name":\{"kind":"Name","value":"(\w+)"/g)];
    for (const [, name] of names) {
      const found = fragments.find((one) => one.name.value === name);
      if (found === undefined || needed.has(found)) continue;
      needed.add(found);
      visit({ ...found, loc: undefined });
    }
  };
  visit({ ...operation, loc: undefined });
  return [...needed];
}
