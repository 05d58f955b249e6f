import type { Core } from 'cytoscape';
import { EVERYTHING, type Range, type Scene } from './scene.ts';

/** Classes by key of an element. */
type Classes = ReadonlyMap<string, readonly string[]>;

const MARKS = 'focus way lost faded';
const KNOWN = 'granted used inferred onward back';
/** Heights beyond what is in sight that are drawn as well, in windows and at most in units of the picture. */
const AHEAD_WINDOWS = 1;
const MOST_AHEAD = 1_600;

/** The elements of a scene that Cytoscape.js has: all, or of many those near what is in sight, so that the rest costs nothing. */
export class InSight {
  readonly #cy: Core;
  readonly #scene: Scene;
  readonly #isMany: boolean;
  #drawn: ReadonlySet<string> = new Set();
  #covered: Range | undefined;
  #marks: Classes = new Map();

  constructor(cy: Core, scene: Scene, isMany: boolean) {
    this.#cy = cy;
    this.#scene = scene;
    this.#isMany = isMany;
    cy.on('viewport resize', () => this.follow());
  }

  /** Draws what came near, and lets go of what went away. */
  follow(): void {
    const seen = this.#isMany ? this.#seen() : EVERYTHING;
    const covered = this.#covered;
    if (covered !== undefined && covered.top <= seen.top && seen.bottom <= covered.bottom) return;
    const ahead = Math.min(MOST_AHEAD, AHEAD_WINDOWS * (seen.bottom - seen.top));
    this.#cover(this.#isMany ? { top: seen.top - ahead, bottom: seen.bottom + ahead } : EVERYTHING);
  }

  /** Draws everything while something is done with it. */
  async whole<T>(use: () => Promise<T>): Promise<T> {
    this.#cover(EVERYTHING);
    try {
      return await use();
    } finally {
      this.#covered = undefined;
      if (!this.#cy.destroyed()) this.follow();
    }
  }

  /** Puts marks on elements, in place of those before. */
  mark(marks: Classes): void {
    this.#cy.batch(() => {
      for (const key of this.#marks.keys()) this.#cy.getElementById(key).removeClass(MARKS);
      for (const [key, classes] of marks) this.#cy.getElementById(key).addClass([...classes]);
    });
    this.#marks = marks;
  }

  /** What is now known of edges. */
  tell(changed: Classes): void {
    this.#cy.batch(() => {
      for (const [key, classes] of changed)
        this.#cy
          .getElementById(key)
          .removeClass(KNOWN)
          .addClass([...classes]);
    });
  }

  #seen(): Range {
    const { y1, y2 } = this.#cy.extent();
    return { top: y1, bottom: y2 };
  }

  #cover(range: Range): void {
    const wanted = this.#scene.near(range);
    const before = this.#drawn;
    const coming = [...wanted].filter((key) => !before.has(key));
    const going = [...before].filter((key) => !wanted.has(key));
    this.#covered = range;
    this.#drawn = wanted;
    this.#cy.batch(() => {
      const leaving = this.#cy.collection();
      for (const key of going) leaving.merge(this.#cy.getElementById(key));
      leaving.remove();
      if (coming.length > 0) this.#cy.add(this.#scene.definitions(coming));
      for (const key of coming) {
        const marks = this.#marks.get(key);
        if (marks !== undefined) this.#cy.getElementById(key).addClass([...marks]);
      }
    });
  }
}
