/** Version 1: the first. The path prefix of the API carries it. */
export const apiBase = '/api/v1';
