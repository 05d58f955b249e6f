import type { Label } from '../schema/index.ts';
import { numberOf } from './key-index.ts';
import type { ActorTables } from './tables.ts';
import { textAt } from './text-pool.ts';

/** Nodes that lead to grants, by number. */
export class Actors {
  readonly tables: ActorTables;
  readonly count: number;

  constructor(tables: ActorTables) {
    this.tables = tables;
    this.count = tables.kindOf.length;
  }

  find(label: Label, id: string): number | undefined {
    const is = (actor: number): boolean => this.labelOf(actor) === label && this.idOf(actor) === id;
    return numberOf(this.tables.keys, `${label} ${id}`, is);
  }

  idOf(actor: number): string {
    return textAt(this.tables.ids, actor);
  }

  labelOf(actor: number): Label {
    const { labels, labelStarts } = this.tables;
    const i = labels.findIndex((_, label) => actor < (labelStarts[label + 1] ?? 0));
    return labels[i] as Label;
  }

  /** Numbers of the actors of a label: `[from, to)`. */
  ofLabel(label: Label): readonly [number, number] {
    const { labels, labelStarts } = this.tables;
    const i = labels.indexOf(label);
    return i < 0 ? [0, 0] : [labelStarts[i] ?? 0, labelStarts[i + 1] ?? 0];
  }

  kindOf(actor: number): string | undefined {
    return this.tables.kinds[this.tables.kindOf[actor] ?? 0] || undefined;
  }

  environmentOf(actor: number): string | undefined {
    return this.tables.environments[this.tables.environmentOf[actor] ?? 0] || undefined;
  }
}
