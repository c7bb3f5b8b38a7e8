/** How many probes are under way at once, for every contender that can do more than one. */
export const WIDTH = 20;

/** What one round of probes took. */
export interface Round {
  /** Probes made, or connections where there is no more to it. */
  readonly count: number;
  /** User and system time of the contender's own process. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** One of those compared, started and ready. */
export interface Contender {
  /** Makes a round's probes. Rejects when one of them is not healthy. */
  round(): Promise<Round>;
  stop(): void;
}

/** What a contender probes. */
export interface Course {
  /** Probes a round. */
  readonly count: number;
  /** `host:port` of the server. */
  readonly host: string;
  /** The certificate authority to trust, as PEM. */
  readonly authority: string;
  /** The same as a file. */
  readonly authorityFile: string;
  /** For a contender's files; removed afterwards. */
  readonly folder: string;
}

/** The URL of one of a round's targets. */
export function targetUrl({ host }: Course, index: number): string {
  return `https://${host}/targets/${index}`;
}

/** Does `one` for each of `0..count-1`, `WIDTH` at a time. */
export async function inParallel(count: number, one: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
}
