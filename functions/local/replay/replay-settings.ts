import type { Target } from '../../core/model/target.ts';
import { MINUTE_MS } from '../../core/model/time.ts';
import { tierOfRung } from '../../core/probing/ladder.ts';
import type { Settings } from '../../core/settings-model.ts';
import { nameInRecord } from './recorded-names.ts';

/** The settings that a record is examined with: those given, with the record's own targets. */
export interface ReplaySettings {
  /** Has to be told each target of the record before the pass that meets it. */
  know(targetId: string): void;
  /** The settings with every target known by now: detection passes over what is not in them. */
  now(): Settings;
  /** Ids of the targets known by now, in the order of the record. */
  targetIds(): readonly string[];
}

/** A record does not tell where its targets are (`.invalid`: RFC 2606), unless all that is known of is in one place. */
const UNKNOWN = { origin: 'https://record.invalid', account: '' };

/** A target keeps what the settings say of it; any other is taken for one beside those, so that an outage of all is one. */
export function replaySettings(given: Settings): ReplaySettings {
  const targets = new Map<string, Target>();
  const beside = placeBeside(given);
  let settings: Settings | null = null;
  return {
    know: (id) => {
      if (targets.has(id)) return;
      targets.set(id, given.targets.find((target) => target.id === nameInRecord(id)) ?? unknownTarget(id, beside));
      settings = null;
    },
    // A replay forgets what it has read, so that it has no week to tell of.
    now: () => (settings ??= { ...given, targets: [...targets.values()], digest: null }),
    targetIds: () => [...targets.keys()],
  };
}

/** The one origin and account of the settings, or none of either. */
function placeBeside({ targets }: Settings): typeof UNKNOWN {
  const origins = new Set(targets.map(({ url }) => new URL(url).origin));
  const accounts = new Set(targets.map(({ account }) => account));
  const [origin, account] = [[...origins][0], [...accounts][0]];
  const isOne = origins.size === 1 && accounts.size === 1;
  return isOne && origin !== undefined && account !== undefined ? { origin, account } : UNKNOWN;
}

function unknownTarget(id: string, { origin, account }: typeof UNKNOWN): Target {
  const tier = tierOfRung(nameInRecord(id)) ?? 'company';
  return { id, account, url: `${origin}/`, tier, everyMs: MINUTE_MS, expect: { type: null } };
}
