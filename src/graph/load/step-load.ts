import type { EventRecord, GraphRecord } from '../../schema/index.ts';
import { integer, type Run } from '../store.ts';
import type { StepCache } from './cache.ts';
import { type DroppedFact, TOO_MANY_DROPS } from './drops.ts';
import type { LineIndex } from './lines.ts';
import type { Loader } from './loader.ts';
import { emptyPending, holds, Intake, isEvent, kindsOf, type Pending } from './step-run.ts';
import { applyDrops, mergeStep, openLines, type StepState, saveCache, saveLines, writeStep } from './step-state.ts';
import type { LoadKey, LoadMode, LoadOutcome, LoadResult } from './types.ts';
import { retireVanished } from './vanish.ts';

/** Changed records held before they are written. */
const WINDOW = 6_000;
/** A step with no more changed records than this is written and closed in one transaction. */
const SMALL = 4_000;

/** What is known of a step when it is opened. */
export interface OpenedStep {
  readonly key: LoadKey;
  readonly claim: string;
  readonly mode: LoadMode;
  readonly state: StepState;
  readonly cache: StepCache;
}

/** One step's run: takes records, writes what changed, and at the end retires what was not said again. */
export class StepLoad {
  readonly cursor: string | undefined;
  readonly #loader: Loader;
  readonly #step: OpenedStep;
  readonly #intake: Intake;
  readonly #kinds: Set<string>;
  readonly #window: number;
  #lines: { readonly index: LineIndex; readonly version: string } | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** Drained, and not yet written. */
  #underWay: Pending = emptyPending();
  #begun = false;
  #begunKinds = 0;
  /** Hashes of facts that this step lost in this run. */
  readonly #losses: string[] = [];
  #written = 0;
  #events = 0;

  constructor(loader: Loader, step: OpenedStep) {
    this.#loader = loader;
    this.#step = step;
    this.#intake = new Intake(step.cache);
    this.#kinds = new Set(step.state.kinds);
    this.#window = loader.options.window ?? WINDOW;
    this.cursor = step.state.cursor;
  }

  /**
   * What lines of text are known to say, for a source whose files hold one record a line. `version` names everything that
   * decides what a line says: another version knows no lines.
   */
  lines(version: string): Intake {
    if (this.#lines?.version !== version) {
      const { home } = this.#loader.options;
      const { claim, cache, state } = this.#step;
      this.#lines = { index: openLines(home, claim, cache, state.cacheDigest, version), version };
      this.#intake.lines = this.#lines.index;
    }
    return this.#intake;
  }

  /** Takes records; `lines` holds the hash of each one's line, two words a record, when it came from `lines(version)`. */
  async add(records: readonly (GraphRecord | EventRecord)[], lines?: Uint32Array): Promise<void> {
    const events: EventRecord[] = [];
    for (const [i, record] of records.entries()) {
      if (isEvent(record)) events.push(record);
      else this.#intake.take(record, lines?.[i * 2], lines?.[i * 2 + 1]);
    }
    if (events.length > 0) await this.#keepEvents(events);
    if (this.#intake.pendingCount >= this.#window) await this.#startFlush();
  }

  /** Writes what is left; retires, after a complete snapshot, what was not said; commits cursor and outcome. */
  async finish(outcome: LoadOutcome, cursor: string | undefined): Promise<LoadResult> {
    await this.#writing;
    const retires = outcome.status === 'complete' && this.#step.mode === 'snapshot' && this.#step.cache.unseen > 0;
    const retired = await this.#end(outcome, cursor, retires);
    const result = { seen: this.#intake.seen + this.#events, written: this.#written, retired };
    this.#loader.note(result, outcome.status);
    return result;
  }

  async #end(outcome: LoadOutcome, cursor: string | undefined, retires: boolean): Promise<number> {
    const { pendingCount } = this.#intake;
    if (!retires && pendingCount === 0 && this.#isAsBefore()) {
      await this.#loader.endUnchanged({ claim: this.#step.claim, props: this.#endUnchanged(outcome, cursor) });
      return 0;
    }
    const isSmall = !this.#begun && !retires && pendingCount <= Math.min(SMALL, this.#window);
    const retired = isSmall ? 0 : await this.#writeAndRetire(retires);
    await this.#loader.exclusive(() => this.#close(outcome, cursor, retires));
    return retired;
  }

  /** Nothing was written, nothing taken away, and the cache beside the data is the one that the graph knows. */
  #isAsBefore(): boolean {
    const { state } = this.#step;
    return !this.#begun && state.cacheDigest !== undefined && state.dropped.length + this.#losses.length === 0;
  }

  #endUnchanged(outcome: LoadOutcome, cursor: string | undefined): Readonly<Record<string, unknown>> {
    this.#saveLines(this.#step.state.cacheDigest ?? '', false);
    const { dropped: _dropped, ...ending } = this.#ending(outcome, cursor);
    return { ...this.#identity(), ...ending };
  }

  async #writeAndRetire(retires: boolean): Promise<number> {
    await this.#startFlush();
    await this.#writing;
    return retires ? this.#loader.exclusive(() => this.#retire()) : 0;
  }

  async #keepEvents(events: readonly EventRecord[]): Promise<void> {
    this.#events += events.length;
    await this.#loader.options.events?.add(events);
  }

  /** Hands the window on and goes on reading while it is written; waits for the window before it. */
  async #startFlush(): Promise<void> {
    await this.#writing;
    const pending = this.#intake.drain();
    if (pending.count === 0) return;
    for (const kind of kindsOf(pending)) this.#kinds.add(kind);
    this.#underWay = pending;
    this.#writing = this.#loader.exclusive(async () => {
      await this.#begin();
      await this.#loader.flush(pending, this.#step.claim);
      this.#written += pending.count;
      this.#underWay = emptyPending();
    });
    this.#writing.catch(() => undefined);
  }

  /** Before the first write: from here on the cache beside the data is not to be believed. */
  async #begin(): Promise<void> {
    const kinds = [...this.#kinds].sort();
    if (this.#begun && kinds.length === this.#begunKinds) return;
    await writeStep(this.#loader.options.graph, this.#step.claim, {
      ...this.#identity(),
      cacheDigest: null,
      kinds,
      ...(this.#begun ? {} : { outcome: 'running', lastRunAt: this.#loader.at }),
    });
    this.#begun = true;
    this.#begunKinds = kinds.length;
  }

  async #retire(): Promise<number> {
    await this.#begin();
    const { graph } = this.#loader.options;
    const { claim, state, cache } = this.#step;
    await writeStep(graph, claim, { retiring: true });
    const takes = { ...this.#loader.saying(claim), lastSeen: state.completeAt };
    return retireVanished(graph, cache, [...this.#kinds], takes);
  }

  /** What is still pending (of a small step: everything) and the step's end, in one transaction. */
  async #close(outcome: LoadOutcome, cursor: string | undefined, retired: boolean): Promise<void> {
    const pending = this.#intake.drain();
    this.#underWay = pending;
    for (const kind of kindsOf(pending)) this.#kinds.add(kind);
    const { claim } = this.#step;
    await this.#loader.flushIn(pending, claim, async (run, says, write) => {
      if (pending.count > 0) await mergeStep(run, claim, { ...this.#identity(), kinds: [...this.#kinds].sort() });
      await write();
      const lost = (says.dropped ?? [])
        .filter((fact) => fact.claim === claim && !holds(pending, fact.record))
        .map(({ hash }) => hash);
      await this.#commit(run, { outcome, cursor, retired, wrote: pending.count > 0, lost });
    });
    this.#underWay = emptyPending();
    this.#written += pending.count;
  }

  async #commit(run: Run, { outcome, cursor, retired, wrote, lost }: Ending): Promise<void> {
    const { claim, state, cache } = this.#step;
    const end = { ...this.#identity(), ...this.#ending(outcome, cursor), dropped: lost.length > 0 ? lost : null };
    const changed = wrote || this.#begun || state.dropped.length > 0 || this.#losses.length > 0;
    let digest: string | null = state.cacheDigest ?? null;
    if (changed || digest === null) digest = saveCache(this.#loader.options.home, claim, cache, retired);
    const dropped = await mergeStep(run, claim, { ...end, cacheDigest: digest });
    const news = without(dropped.slice(state.dropped.length), [...this.#losses, ...lost]);
    if (dropped.includes(TOO_MANY_DROPS)) await mergeStep(run, claim, { cacheDigest: null });
    else if (news.length > 0) {
      applyDrops(cache, news);
      digest = saveCache(this.#loader.options.home, claim, cache, retired);
      await mergeStep(run, claim, { cacheDigest: digest });
    }
    this.#saveLines(digest, retired);
  }

  /**
   * Somebody else's retirement took a fact from this step. If it was said in this run already it is said again; if not, it
   * will be written when it is said.
   */
  lose({ hash, record }: DroppedFact): void {
    this.#losses.push(hash);
    // What is on its way will be there in a moment, and newer.
    if (!holds(this.#underWay, record)) this.#intake.lose(hash, record);
  }

  /** Writes what this step lost after its end. */
  async sayAgain(): Promise<void> {
    const pending = this.#intake.drain();
    if (pending.count === 0) return;
    const { claim } = this.#step;
    await this.#loader.flushIn(pending, claim, async (run, _says, write) => {
      await write();
      await run('MATCH (s:Step {id: $in.claim}) SET s.dropped = [hash IN s.dropped WHERE NOT hash IN $in.again]', {
        in: { claim, again: this.#losses },
      });
    });
  }

  #saveLines(digest: string, seenOnly: boolean): void {
    if (this.#lines === undefined || !this.#lines.index.isNews(digest)) return;
    const { index, version } = this.#lines;
    saveLines(this.#loader.options.home, this.#step.claim, index.toBytes(digest, version, seenOnly));
  }

  #ending(outcome: LoadOutcome, cursor: string | undefined): Readonly<Record<string, unknown>> {
    return {
      outcome: outcome.status,
      reason: reasonOf(outcome),
      lastRunAt: this.#loader.at,
      ...(outcome.status === 'complete' ? { completeAt: this.#loader.at } : {}),
      records: integer(this.#intake.seen + this.#events),
      dropped: null,
      retiring: null,
      cursor: cursor ?? null,
    };
  }

  #identity(): Readonly<Record<string, string>> {
    const { source, scope } = this.#step.key;
    return { source, scope, mode: this.#step.mode };
  }
}

/** How a step ends. `lost`: facts of its own that go with what it writes now. */
interface Ending {
  readonly outcome: LoadOutcome;
  readonly cursor: string | undefined;
  readonly retired: boolean;
  readonly wrote: boolean;
  readonly lost: readonly string[];
}

/** The list without the others, each taken out once. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const left = [...list];
  for (const one of others) {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** What was missing, in words, for the coverage line. */
function reasonOf(outcome: LoadOutcome): string | null {
  const [first] = outcome.problems;
  if (first === undefined) return null;
  const more = outcome.problemCount > 1 ? ` (and ${outcome.problemCount - 1} more)` : '';
  return `${first.kind}: ${first.what}${first.place === undefined ? '' : ` at ${first.place}`}: ${first.message}${more}`;
}
