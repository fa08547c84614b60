/** A Web Worker that is ELK: the imported script takes over `onmessage` when it finds itself in a worker. */
import 'elkjs/lib/elk-worker.min.js';
