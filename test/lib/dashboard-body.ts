import type { Template } from 'aws-cdk-lib/assertions';
import { asText, onlyResource } from '../support/template.ts';

/** A widget of a dashboard, as CloudWatch reads it. */
export interface DashboardWidget {
  readonly type: 'custom' | 'metric' | 'log';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly region?: string;
    readonly endpoint?: string;
    readonly query?: string;
    readonly stacked?: boolean;
    readonly updateOn?: unknown;
    readonly yAxis?: { readonly left: { readonly label?: string; readonly min?: number; readonly max?: number } };
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

/** The body of the only dashboard, with references as text. */
export function dashboardOf(template: Template): {
  readonly start: string;
  readonly widgets: readonly DashboardWidget[];
} {
  const { DashboardBody } = onlyResource(template, 'AWS::CloudWatch::Dashboard', '').Properties;
  return JSON.parse(asText(DashboardBody)) as ReturnType<typeof dashboardOf>;
}

/** The widget with this title. */
export function widgetOf(widgets: readonly DashboardWidget[], title: string): DashboardWidget {
  const found = widgets.find(({ properties }) => properties.title === title);
  if (found === undefined) throw new Error(`no widget is called ${title}`);
  return found;
}

/** The metrics of a graph as `Name Dimension=value …`, expressions as they are. */
export function linesOf({ properties }: DashboardWidget): string[] {
  return (properties.metrics ?? []).map((metric) => {
    const [first] = metric;
    if (typeof first === 'object' && first !== null) return String((first as { expression?: unknown }).expression);
    const [, name, ...rest] = metric.filter((part) => typeof part === 'string');
    const pairs = rest.flatMap((part, index) => (index % 2 === 0 ? [`${part}=${rest[index + 1] ?? ''}`] : []));
    return [name, ...pairs].join(' ');
  });
}
