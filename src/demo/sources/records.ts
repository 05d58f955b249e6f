import type { Output } from '../output.ts';
import type { Json } from '../types.ts';

/** One section of a Keyline records file: what a source without a collector of its own says. */
export class RecordsSection {
  readonly source: string;
  readonly scope: string;
  readonly step: string;
  readonly mode: 'snapshot' | 'events';
  readonly lines: Json[] = [];

  constructor(source: string, scope: string, step: string, mode: 'snapshot' | 'events' = 'snapshot') {
    this.source = source;
    this.scope = scope;
    this.step = step;
    this.mode = mode;
  }

  node(label: string, id: string, props: Json): string {
    this.lines.push({ node: label, id, props });
    return id;
  }

  edge(type: string, from: readonly [string, string], to: readonly [string, string], props: Json = {}): void {
    this.lines.push({ edge: type, from, to, props });
  }

  event(event: Json): void {
    this.lines.push({ event });
  }
}

/** Writes the sections of each source into a file of its own. */
export function writeRecords(output: Output, sections: readonly RecordsSection[]): void {
  for (const [source, own] of Map.groupBy(sections, (section) => section.source)) {
    const lines = own.flatMap(({ scope, step, mode, lines: said }) => [
      { keyline: 1, source, scope, step, mode },
      ...said,
    ]);
    output.text(`records/${source}.ndjson`, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  }
}
