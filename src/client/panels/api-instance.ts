import type { Api } from '../api/api';
import { createApi } from '../api/api';

let instance: Api | undefined;

/** The API of the server that served this page. */
export function api(): Api {
  instance ??= createApi();
  return instance;
}
