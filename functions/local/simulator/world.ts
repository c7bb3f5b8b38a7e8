import type { EpochMs } from '../../core/model/time.ts';

/** A row of a list; real rows have many more properties. */
export interface WorldItem {
  /** 12 characters; also the cursor of the page that ends with it. */
  readonly publicId: string;
  readonly name: string;
}

/** A company with its devices. */
export interface WorldCompany {
  /** `^(\d{4}-){4}\d{4}$` */
  readonly publicId: string;
  readonly agents: readonly WorldItem[];
}

/** A bearer token. */
export interface WorldToken {
  readonly publicId: string;
  /** What the `Authorization` header carries: 32 letters and digits. */
  readonly secretId: string;
  /** The only application ID the token works with. */
  readonly application: string;
  readonly expiresOn: EpochMs;
  /** Made without an OTP by somebody whose role enforces two-factor authentication. */
  readonly lacksTwoFactor: boolean;
  /** Public IDs of the companies it is a member of. */
  readonly companies: readonly string[];
}

/** Everything the simulator takes to be true: who may ask, and what there is to see. */
export interface World {
  /** Valid application IDs. */
  readonly applications: readonly string[];
  readonly tokens: readonly WorldToken[];
  readonly companies: readonly WorldCompany[];
  readonly platformServers: readonly WorldItem[];
}

/** Credentials that are valid in `DEMO_WORLD` and nowhere else. */
export const DEMO_CREDENTIALS = {
  application: 'demoDEMO1234',
  company: '1111-2222-3333-4444-5555',
  token: 'DemoTokenDemoTokenDemoTokenDemo1',
} as const;

/** One application, one company with three devices, and one token that outlives every demonstration. */
export const DEMO_WORLD: World = {
  applications: [DEMO_CREDENTIALS.application],
  tokens: [
    {
      publicId: 'demoToken001',
      secretId: DEMO_CREDENTIALS.token,
      application: DEMO_CREDENTIALS.application,
      expiresOn: Date.UTC(2099, 0, 1),
      lacksTwoFactor: false,
      companies: [DEMO_CREDENTIALS.company],
    },
  ],
  companies: [
    {
      publicId: DEMO_CREDENTIALS.company,
      agents: [
        { publicId: 'demoAgent001', name: 'Bottling line' },
        { publicId: 'demoAgent002', name: 'Pump station' },
        { publicId: 'demoAgent003', name: 'Cold store' },
      ],
    },
  ],
  platformServers: [
    { publicId: 'demoServer01', name: 'Demo VPN server' },
    { publicId: 'demoServer02', name: 'Demo MQTT server' },
  ],
};
