import type { Weekday } from './model/pattern.ts';

/** A length of time as a user writes it: `500ms`, `30s`, `5m`, `1h`, `35d`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

/** Whose API and whose credentials. */
export interface AccountConfig {
  /** Base URL of the API; white labels have their own. Default `https://portal.ixon.cloud/api`. Plain http is for loopback only. */
  readonly origin?: string;
  /** The `Api-Application` header: 12 letters or digits, from your IXON contact or the service account. */
  readonly application?: string;
  /** The `Api-Company` header: five groups of four digits. */
  readonly company?: string;
  /**
   * Name of the SSM SecureString that holds the bearer token, e.g. `/apiv2-health/token`. On a desk the token is read from the
   * environment variable of the same name in capitals: `APIV2_HEALTH_TOKEN`. The token itself never stands in this file.
   */
  readonly tokenParameter?: string;
}

/** The probe ladder of an account: each rung that its credentials reach. */
export interface LadderConfig {
  /** Name of the account. */
  readonly ladder: string;
  /** Default `1m`: the shortest failure that repeats hourly is still seen. */
  readonly every?: Duration;
}

/** A request of your own, in addition to or instead of the ladder. GET only. */
export interface TargetConfig {
  /** Small letters, digits and hyphens; at most 64. */
  readonly id: string;
  /** Name of the account whose headers are sent. */
  readonly account: string;
  /** Below the account's origin, e.g. `/agents?fields=publicId&page-size=1`. */
  readonly path: string;
  /** Default `1m`. */
  readonly every?: Duration;
  readonly expect?: {
    /** The success envelope's `type`, e.g. `Agent`. Default: any. */
    readonly type?: string;
  };
}

interface AnyMaintenanceConfig {
  /** IANA zone of the times. Default: `timeZone`. */
  readonly zone?: string;
  /** Ids of the targets that it is about. Default: all of them, and the monitor's own network. */
  readonly targets?: readonly string[];
  /**
   * Whether failures inside count as evidence of chronic problems. Default false: what you do on purpose is no chronic problem,
   * and a weekly window would soon be found as one.
   */
  readonly countAsEvidence?: boolean;
}

/**
 * Maintenance that takes place once, at most 7 days long: what is longer is rather a mistyped date. A time that does not exist,
 * since the clock is put forward over it, is refused; of one that comes twice, the first is meant by `from`, the last by `to`.
 */
export interface OnceMaintenanceConfig extends AnyMaintenanceConfig {
  /** Local date and time, e.g. `2026-12-24T22:00`. */
  readonly from: string;
  /** The same; at this moment it is over. */
  readonly to: string;
}

/**
 * Maintenance that takes place every week. It begins when the wall clock first shows `at` on a day: where the clock is put back
 * it begins once, where it is put forward over `at`, it begins at the first moment after that.
 */
export interface WeeklyMaintenanceConfig extends AnyMaintenanceConfig {
  /** Days on which it begins: `sun` to `sat`. Default: every day. */
  readonly weekdays?: readonly Weekday[];
  /** Local time at which it begins: `HH:MM`. */
  readonly at: string;
  /**
   * From `1m` to `7d`, past midnight and the end of the week if need be. Hours are real time, also while the clock is changed;
   * whole days end at the time of day at which they began.
   */
  readonly for: Duration;
}

/** A time in which failures are expected: they are recorded, and nobody is told. */
export type MaintenanceConfig = OnceMaintenanceConfig | WeeklyMaintenanceConfig;

/** What a user writes in `monitor.config.ts`. Everything has a default. */
export interface MonitorConfig {
  /** Default: the public API without credentials, so that only `/server-time` is probed. */
  readonly accounts?: Readonly<Record<string, AccountConfig>>;
  /** Default: the ladder of each account, every minute. */
  readonly targets?: readonly (LadderConfig | TargetConfig)[];
  /**
   * AWS regions that are probed from, e.g. `['eu-central-1', 'us-east-1']`. The first is the home region: records, detection, alarms
   * and messages are there. What fails from one of several is the path from there, what fails from all is the provider's. Each probes
   * every target, which counts against `dailyShare`. Default: the region that the stack is in. On a desk it has no effect.
   */
  readonly vantages?: readonly string[];
  readonly alerts?: {
    /** Addresses that are told. Each must confirm the mail that AWS sends after the first deployment. Default: nobody. */
    readonly email?: readonly string[];
  };
  /**
   * How Slack is told. Default: not at all. Either a channel of Amazon Q Developer in chat applications, whose workspace was
   * connected once in the AWS console, or an incoming webhook. That one's URL is a secret, so it never stands in this file:
   * `webhookParameter` names the SSM SecureString that holds it, e.g. `/apiv2-health/slack`.
   */
  readonly slack?: { readonly workspaceId: string; readonly channelId: string } | { readonly webhookParameter: string };
  /**
   * When failures are expected. Inside, a target counts as not probed: a problem that was open stays open, and a failure that
   * outlasts the window is told after it. Default: never.
   */
  readonly maintenance?: readonly MaintenanceConfig[];
  /** How often people are told again of what still fails while nobody acknowledged it; `false` for never. */
  readonly reminders?:
    | {
        /** Time since the last message on the problem, `1h` to `30d`. Default `10h`: twice before an outage is a day old, which makes it chronic. */
        readonly every?: Duration;
        /** Reminders of one problem, 0 to 100. Default 3: whom three did not move, the fourth will not. */
        readonly most?: number;
      }
    | false;
  /**
   * A weekly message: availability, masked failures, chronic problems, what runs out. `true` for Monday 08:00, so that it is there
   * when the week begins. Default false: a message that tells of no problem is sent to those who ask for it.
   */
  readonly digest?:
    | {
        /** `sun` to `sat`. Default `mon`. */
        readonly weekday?: Weekday;
        /** Local time in `timeZone`: `HH:MM`. Default `08:00`. */
        readonly at?: string;
      }
    | boolean;
  /**
   * A dead-man service outside of AWS (healthchecks.io and its kind), called after each sound detect run, so that somebody hears of it
   * when the whole monitor, its region or its account is gone. The `https` URL, or `{ parameter }`: the name of the SSM SecureString that
   * holds it, for whoever takes it as a secret: with it, anybody can pretend that the monitor runs. On a desk the parameter is the
   * environment variable of that name in capitals. Let the service wait for ten minutes. Default: none.
   */
  readonly heartbeatUrl?: string | { readonly parameter: string };
  /** IANA zone of the times in messages. Default `UTC`. */
  readonly timeZone?: string;
  /** Where your copy of the README is, for links in messages. Default `README.md`. */
  readonly runbookUrl?: string;
  readonly thresholds?: {
    /**
     * Failing ticks in a row that open an incident. Default 3: a restart or a lost packet is over by then. What fails half of the
     * time opens one too, though never so often in a row: at five times as many of the last ten times as many ticks, 15 of 30 by
     * default (up to `failingTicks: 24`). A probe that ended healthy after a retry does not count.
     */
    readonly failingTicks?: number;
    /**
     * Healthy ticks in a row that resolve it. Default 2. What goes on and off must work for longer than its gaps so far let expect, at
     * most five times `failingTicks`: 9 ticks when two of three failed at random, 14 when half did.
     */
    readonly healthyTicks?: number;
  };
  readonly retry?: {
    /** Attempts per probe, the first included. Default 3. */
    readonly attempts?: number;
    /** Upper bound of the first wait. Default `500ms`. */
    readonly base?: Duration;
    /** Upper bound of any wait. Default `8s`. */
    readonly cap?: Duration;
  };
  readonly deadlines?: {
    /** Default `10s`. */
    readonly resolve?: Duration;
    /** Default `10s`. */
    readonly connect?: Duration;
    /** Default `10s`. */
    readonly tls?: Duration;
    /** Default `61s`: a second over the provider's own limit, so that its 504 is seen and not guessed. */
    readonly answer?: Duration;
  };
  /**
   * `host:port` that is connected to when every target fails on the network: if that fails too, it is our own network and no
   * target is blamed. Default `one.one.one.one:443`; `false` for none, which is also the default for loopback origins.
   */
  readonly controlHost?: string | false;
  /** Share of the provider's 100,000 requests a day and company that the monitor may use. Default 0.25. */
  readonly dailyShare?: number;
  /**
   * False chronic alarms that you put up with per target and year, over all of the target's failures together. Default 0.02: one in
   * 50 target-years, so that 50 targets see one a year. Lower waits longer before a pattern is told, higher tells it
   * sooner and errs more often. From 0.001 to 1.
   */
  readonly falseAlarmsPerTargetYear?: number;
  /**
   * Whether a suspected pattern may be probed more densely around its next window, which confirms or refutes it sooner. The
   * further requests count against `dailyShare`. Default true.
   */
  readonly closerProbing?: boolean;
  /**
   * Which metrics CloudWatch is sent. `per-target`, the default: availability and latency of each target, for graphs and alarms of
   * your own, at some $0.60 a month each and vantage. `fleet`: those of all targets together; what is found and told is the same,
   * and each probe is on record.
   */
  readonly metrics?: 'fleet' | 'per-target';
  /** USD a month. When the estimated list price (`npm run cost`) is above it, nothing is deployed. Default: no ceiling. */
  readonly costCeiling?: number;
  /**
   * A KMS key of yours for what is stored: table, topic, queues, logs. `true` makes one in each region, at $1 a month each; an ARN is a
   * key of the home region, with several vantages a multi-region key (`mrk-…`) with a replica in each. The policy of a key of yours must
   * let in the services that README, "A key of your own", names. Default false: keys of AWS encrypt all of it but messages in the topic, at no cost.
   */
  readonly customerKey?: boolean | string;
  /**
   * Whether AWS refuses to delete the table and the stacks until this is taken back and deployed. Default false, so that
   * `cdk destroy` does what it says; a backup of the table stays for 35 days.
   */
  readonly deletionProtection?: boolean;
  /** Tags of everything that can have some, e.g. `{ team: 'ops' }`, beside the tag `application`. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** How long run records are kept. Default `35d`: five weeks, so that a weekly pattern shows at least four times. */
  readonly retention?: Duration;
}
