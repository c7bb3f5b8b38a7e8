import { countText } from '../../../core/messages/words.ts';
import { FOREIGN_TIME_RULE, foreignTime } from './foreign-time.ts';
import type { LineFormat } from './import-format.ts';
import { STATUS_ASSUMED } from './status-outcome.ts';
import { DEGRADED_ASSUMED, SILENCE_ASSUMED, upptimeOutcome } from './upptime-outcome.ts';

/** The subject of a commit that Upptime makes: `🟥 Home is down (503 in 404 ms) [skip ci] [upptime]`. */
const CHECK =
  /^(\S+)\s+(?:[0-9a-f]{7,40}\s+)?[🟩🟥🟨]\s*(.+?) (?:is|has|was) (up|down|.*?degraded.*?) \((\d+) in (\d+) ms\)/u;

/** The commits of an Upptime repository: `git log --format='%cI %s'`. Other commits are passed over. */
export const upptimeCommits: LineFormat = {
  kind: 'lines',
  name: 'upptime',
  what: "commits of an Upptime repository: git log --format='%cI %s'",
  looksLike: (head) => head.some((line) => CHECK.test(line)),
  reader: (sink) => {
    let passedOver = 0;
    return {
      line: (text, line) => {
        const [, time, target, state, code, ms] = CHECK.exec(text.trim()) ?? [];
        if (target === undefined) {
          if (text.trim() !== '') passedOver += 1;
          return;
        }
        const at = foreignTime(time);
        if (at === null) {
          sink.faulty({ line, reason: `${FOREIGN_TIME_RULE}; found ${JSON.stringify(time)}` });
          return;
        }
        const known = state === 'up' || state === 'down' ? state : 'degraded';
        sink.raw({ at: at.iso, target, ...upptimeOutcome(known, Number(code), Number(ms)) }, line);
      },
      end: () => {
        for (const text of [SILENCE_ASSUMED, DEGRADED_ASSUMED, STATUS_ASSUMED]) sink.assumed(text);
        if (passedOver > 0) sink.assumed(`${countText(passedOver, 'commit')} of other kinds passed over`);
      },
    };
  },
};
