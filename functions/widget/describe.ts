/** What the console shows of the widget when somebody adds it to a dashboard: Markdown with its parameters as YAML. */
export const WIDGET_DESCRIPTION = `## APIv2 Health Monitor
What is wrong now, what became of every probe, the patterns in which failures repeat, and how the monitor itself does.

It follows the time range and the theme of its dashboard; zooming into a graph zooms it too. The heat maps show up to 35 days
whatever the range. It reads the monitor's table and changes nothing.

### Widget parameters
It has none.

### Example parameters
\`\`\` yaml
{}
\`\`\`
`;
