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

/** What a user writes in `monitor.config.ts`. Everything has a default. */
export interface MonitorConfig {
  /** Default: the public API without credentials, so that only `/server-time` is probed. */
  readonly accounts?: Readonly<Record<string, AccountConfig>>;
  /** Default: the ladder of each account, every minute. */
  readonly targets?: readonly (LadderConfig | TargetConfig)[];
  readonly alerts?: {
    /** Addresses that are told. Each must confirm the mail that AWS sends after the first deployment. Default: nobody. */
    readonly email?: readonly string[];
  };
  /** IANA zone of the times in messages. Default `UTC`. */
  readonly timeZone?: string;
  /** Where your copy of the README is, for links in messages. Default `README.md`. */
  readonly runbookUrl?: string;
  readonly thresholds?: {
    /** Failing ticks in a row that open an incident. Default 3: a restart or a lost packet is over by then. */
    readonly failingTicks?: number;
    /** Healthy ticks in a row that resolve it. Default 2. */
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
  /** How long run records are kept. Default `35d`: five weeks, so that a weekly pattern shows at least four times. */
  readonly retention?: Duration;
}
