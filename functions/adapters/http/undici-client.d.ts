/**
 * The client alone: the package's entry point pulls in everything (fetch, WebSocket, EventSource, caches, mocks), which
 * would make up most of the bundled function. undici has no `exports` map, so its files are addressable.
 */
declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici';
  export default Client;
}
