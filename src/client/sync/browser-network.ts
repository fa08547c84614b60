import type { NetworkHint } from './store-contract';

/**
 * What the browser says about the network. It is a hint: `online` means that there is some network, `offline`
 * is also said on a machine that talks to itself (https://html.spec.whatwg.org/#navigator.online).
 */
export function browserNetwork(target: Window = window): NetworkHint {
  return {
    subscribe: (listener) => {
      const online = () => listener(true);
      const offline = () => listener(false);
      target.addEventListener('online', online);
      target.addEventListener('offline', offline);
      return () => {
        target.removeEventListener('online', online);
        target.removeEventListener('offline', offline);
      };
    },
  };
}
