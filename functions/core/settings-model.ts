import type { MaintenanceWindow } from './maintenance.ts';
import type { MetricsMode } from './metrics.ts';
import type { Weekday } from './model/pattern.ts';
import type { Target } from './model/target.ts';

/** Whose API and whose credentials. Header rules: OpenAPI document of APIv2, see `settings.ts`. */
export interface Account {
  /** Base URL of the API, without a trailing slash. */
  readonly origin: string;
  /** The `Api-Application` header. */
  readonly application: string | null;
  /** The `Api-Company` header. */
  readonly company: string | null;
  /** Name of the SSM SecureString (or, on a desk, environment variable) that holds the bearer token. */
  readonly tokenParameter: string | null;
}

/** Failing and healthy ticks in a row after which an incident opens and is resolved; `failureWindow` follows from them. */
export interface Thresholds {
  readonly failingTicks: number;
  readonly healthyTicks: number;
}

/** Retries inside a tick: exponential back-off with full jitter. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Upper bound of the wait before the second attempt; doubles for each further one. */
  readonly baseMs: number;
  /** No wait is longer. */
  readonly capMs: number;
}

/** How long each part may take. */
export interface Deadlines {
  readonly resolveMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  /** From the request's last byte to the answer's last byte. */
  readonly answerMs: number;
  /** An attempt that took longer is not followed by another: one long wait per probe. */
  readonly longAttemptMs: number;
  readonly probeMs: number;
  readonly runMs: number;
}

/** How often people are told again of what still fails. */
export interface ReminderPolicy {
  /** Time since the newest notice of the problem. */
  readonly everyMs: number;
  /** Per problem; 0 for none. */
  readonly most: number;
}

/** When the weekly message is due, on the wall clock of `Settings.timeZone`. */
export interface DigestTime {
  readonly weekday: Weekday;
  /** `HH:MM`. */
  readonly timeOfDay: string;
}

/**
 * How Slack is told: a channel of Amazon Q Developer in chat applications, or an incoming webhook whose URL is in a secret
 * parameter.
 */
export type SlackSettings =
  { readonly workspaceId: string; readonly channelId: string } | { readonly webhookParameter: string };

/** Where a sound detect run reports itself: the URL, or the secret parameter that holds it. */
export type HeartbeatSettings = string | { readonly parameter: string };

/** Everything the functions need, resolved from a user's `monitor.config.ts`, every default filled in. JSON-safe. */
export interface Settings {
  readonly accounts: Readonly<Record<string, Account>>;
  /** In the order of the config; the lower rungs of an account's ladder first. */
  readonly targets: readonly Target[];
  /** AWS regions that are probed from, the home region first; empty for the region of the stack. */
  readonly vantages: readonly string[];
  readonly alerts: { readonly email: readonly string[] };
  /** `null` for none. */
  readonly slack: SlackSettings | null;
  readonly maintenance: readonly MaintenanceWindow[];
  readonly reminders: ReminderPolicy;
  /** `null` for no weekly message. */
  readonly digest: DigestTime | null;
  /** `null` for none. */
  readonly heartbeatUrl: HeartbeatSettings | null;
  /** IANA zone in which people are told times. */
  readonly timeZone: string;
  /** Where the runbook's headings are; messages and alarms append `#<heading>`. */
  readonly runbookUrl: string;
  /** Time between two runs. */
  readonly tickMs: number;
  readonly thresholds: Thresholds;
  readonly retry: RetryPolicy;
  readonly deadlines: Deadlines;
  /**
   * `tcp://host:port` that is independent of the API and connected to when every target fails, to tell our own network from
   * the API's; `null` for none.
   */
  readonly controlHost: string | null;
  /** New requests a second to one origin, at most. */
  readonly startsPerSecond: number;
  /** Share of the provider's daily request limit that the monitor may use, 0..1. */
  readonly dailyShareRatio: number;
  /** Tolerated false chronic alarms per target and year, see `ChronicPolicy`. */
  readonly falseAlarmsPerTargetYear: number;
  /** Whether a run may probe more densely around the next window of a suspected pattern. */
  readonly closerProbing: boolean;
  /** Which metrics are published. */
  readonly metrics: MetricsMode;
  /** What a month may cost in USD at list price; `null` for no ceiling. */
  readonly costCeilingUsd: number | null;
  /** The ARN of a KMS key in the home region; `true` for one that the deployment makes, `false` for the keys of AWS. */
  readonly customerKey: boolean | string;
  /** Whether table and stacks resist their removal. */
  readonly deletionProtection: boolean;
  /** Of everything that is deployed. */
  readonly tags: Readonly<Record<string, string>>;
  /** How long run records are kept. */
  readonly retentionMs: number;
}
