/**
 * What a failure is like. What the provider answers with varies within one outage, what it says of a request does not; on the
 * network it is the step that fails: the name, the connection, TLS, or what is behind it.
 *
 * @param name a `class/kind`
 */
export function failureSort(name: string): string {
  const [failureClass = ''] = name.split('/', 1);
  switch (failureClass) {
    case 'network':
      return `network/${stepOf(name)}`;
    case 'throttled':
    case 'server':
    case 'intercepted':
      return failureClass;
    default:
      return name;
  }
}

function stepOf(name: string): string {
  return /^network\/(dns|tls)-/.exec(name)?.[1] ?? (/\/(connect-|host-|network-)/.test(name) ? 'connect' : 'exchange');
}
